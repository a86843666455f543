"""The live map and the suggested pixels, by hand."""

import numpy as np
from PySide6.QtWidgets import QWidget

from tests.e2e.hands import click, close_scene, press, settle
from tests.e2e.test_views import color


def hint(window, name):
    label = window.findChild(QWidget, name)
    return "" if label.isHidden() else label.text()


def wait_for_map(window, qtbot):
    """Wait until a live map of the labels of now is shown."""
    live = window.workspace.session.live
    qtbot.waitUntil(
        lambda: live.picture is not None and live.fraction == 1 and not live.is_busy
    )
    return live.picture.class_ids


def label_two(window):
    """Label a pixel of each of two classes by hand, at both ends of the scene."""
    for row, col in ((3, 3), (36, 44)):
        window.document.add_class()
        press(window, "P")
        click(window, row, col)


def test_the_map_follows_the_labels(window, qtbot):
    bare = color(window, 20, 24)
    press(window, "L")
    assert window.action("train.live").isChecked()
    assert "label a pixel of each" in hint(window, "liveHint")
    label_two(window)
    first = wait_for_map(window, qtbot).copy()
    assert first.shape == window.document.labels.shape
    assert set(np.unique(first)) <= {0, 1, 2}
    assert first[3, 3] == 1
    assert first[36, 44] == 2
    assert "2 labels" in hint(window, "liveHint")
    assert color(window, 20, 24) != bare
    wrong = (np.argwhere(first == 2))[len(np.argwhere(first == 2)) // 2]
    window.document.set_current_class(1)
    click(window, *wrong)
    second = wait_for_map(window, qtbot)
    assert (second != first).any()
    press(window, "Ctrl+Z")
    assert (wait_for_map(window, qtbot) == first).all()
    window.document.renumber_class(1, 7)
    assert set(np.unique(wait_for_map(window, qtbot))) <= {0, 7, 2}
    press(window, "L")
    assert window.workspace.session.live.picture is None
    assert hint(window, "liveHint") == ""
    assert color(window, 20, 24) == bare
    press(window, "L")
    close_scene(window, qtbot)
    assert not window.action("train.live").isChecked()


def test_suggested_pixels_are_labelled_by_digits(window, qtbot):
    label_two(window)
    press(window, "U")
    suggested = window.workspace.session.next_pixels
    qtbot.waitUntil(lambda: suggested.number == 1)
    first = suggested.pixels
    assert len(first) == 10
    assert hint(window, "suggestionHint") == "1 of 10: press 1-9 to label, S to skip"
    press(window, "2")
    assert window.document.labels.values[first[0]] == 2
    assert suggested.current == first[1]
    press(window, "S")
    assert suggested.current == first[2]
    assert window.workspace.view.tool == "point"
    press(window, "N")
    press(window, "Shift+N")
    assert suggested.current == first[2]
    press(window, "Ctrl+Z")
    assert first[0] in suggested.open
    while suggested.pixels == first and not suggested.is_looking:
        place = window.map_view.map_from_pixel(*suggested.current)
        assert window.map_view.rect().contains(place)
        assert not window.findChild(QWidget, "mapHints").geometry().contains(place)
        press(window, "1")
    qtbot.waitUntil(lambda: suggested.number == 1)
    assert not set(suggested.pixels) & set(first)
    press(window, "U")
    assert not suggested.pixels
    settle(qtbot)
    press(window, "S")
    assert window.workspace.view.tool == "select"


def test_without_labels_typical_pixels_are_suggested(window, qtbot):
    press(window, "U")
    suggested = window.workspace.session.next_pixels
    qtbot.waitUntil(lambda: suggested.number == 1)
    assert "Add a class first" in hint(window, "suggestionHint")
    away = next(pixel for pixel in ((0, 0), (1, 1)) if pixel not in suggested.pixels)
    click(window, *away)
    window.document.add_class()
    window.document.add_class()
    assert "press N to go to the next" in hint(window, "suggestionHint")
    press(window, "2")
    assert window.document.current_class == 2
    assert not window.document.labels.total
    press(window, "N")
    press(window, "2")
    assert window.document.labels.total == 1
