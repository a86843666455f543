"""The live map and the suggestions as the window shows them, without a worker."""

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import WorkerError
from hsiviewer.core.labels import LabelMap

ROWS, COLS = 6, 7  # of the cube that a fake workspace shows


@pytest.fixture
def workspace(fake_window, qtbot):
    labels = np.zeros((ROWS, COLS), np.uint16)
    labels[1, 1], labels[4, 5] = 1, 2
    workspace = fake_window.workspace
    workspace.open_cube(classes=("water", "tree"), labels=LabelMap(labels))
    ids = np.ones((ROWS, COLS), "<u2")
    ids[:, 4:] = 2
    workspace.answers |= {
        "live-open": 1.0,
        "live-close": None,
        "live-suggest": [[0, 0], [5, 6], [2, 3]],
        "live-map": {
            "rows": ROWS,
            "cols": COLS,
            "class_ids": ids.tobytes(),
            "window": [0, 0, ROWS, COLS],
            "step": 1,
        },
    }
    yield workspace
    workspace.session.stop_watching()


def hint(window, name):
    label = window.findChild(QWidget, name)
    return "" if label.isHidden() else label.text()


@pytest.fixture
def live(fake_window, workspace, qtbot):
    """Switch the live map on, and wait for its first picture."""
    fake_window.show()
    qtbot.waitUntil(lambda: not fake_window.map_view.is_drawing)
    fake_window.action("train.live").trigger()
    live = workspace.session.live
    qtbot.waitUntil(lambda: live.picture is not None)
    return live


def show_a_trained_map(document):
    shape = document.labels.shape
    result = ClassificationResult(
        np.ones(shape, np.uint16), np.ones(shape, np.float32), document.classes
    )
    document.set_classification(result)


def test_the_live_map_is_a_layer_of_its_own(fake_window, workspace, live):
    check = fake_window.findChild(QCheckBox, "liveCheck")
    assert check.isEnabled()
    assert "2 labels" in hint(fake_window, "liveHint")
    workspace.view.set_cursor((2, 5))
    shown = fake_window.findChild(QLabel, "mappedField").text()
    assert shown == "live map: tree"
    before = fake_window.map_view.grab().toImage()
    check.click()
    assert fake_window.map_view.grab().toImage() != before
    fake_window.action("train.live").trigger()
    assert not check.isEnabled()


def test_the_live_map_hides_a_trained_one_and_another_one_ends_it(
    fake_window, workspace, qtbot
):
    show_a_trained_map(workspace.document)
    fake_window.show()
    qtbot.waitUntil(lambda: not fake_window.map_view.is_drawing)
    trained = fake_window.map_view.grab().toImage()
    fake_window.action("train.live").trigger()
    live = workspace.session.live
    qtbot.waitUntil(lambda: live.picture is not None)
    place = fake_window.map_view.map_from_pixel(2, 5)
    covered = fake_window.map_view.grab().toImage()
    assert covered.pixelColor(place) != trained.pixelColor(place)
    workspace.view.set_layer("map", visible=False)
    alone = fake_window.map_view.grab().toImage()
    assert covered.pixelColor(place) == alone.pixelColor(place), "no mixture of two"
    workspace.view.set_layer("map", visible=True)
    show_a_trained_map(workspace.document)
    assert not fake_window.action("train.live").isChecked()
    message = fake_window.statusBar().currentMessage()
    assert message == "The trained map is shown; Live is off"
    assert fake_window.map_view.grab().toImage().pixelColor(place) == (
        trained.pixelColor(place)
    )


def test_colours_of_the_live_map_follow_the_classes(fake_window, workspace, live):
    place = fake_window.map_view.map_from_pixel(2, 5)
    before = fake_window.map_view.grab().toImage().pixelColor(place)
    workspace.document.change_class(2, color="#ff0000")
    after = fake_window.map_view.grab().toImage().pixelColor(place)
    assert after.red() > before.red()


def test_a_fault_is_told_on_the_map_and_switches_live_off(
    fake_window, workspace, live, qtbot
):
    workspace.answers["live-map"] = WorkerError("the worker has died")
    workspace.document.paint(np.array([3]), np.array([3]), 1)
    qtbot.waitUntil(lambda: not live.is_on)
    assert hint(fake_window, "liveHint") == "Live is off: the worker has died"
    assert not fake_window.action("train.live").isChecked()


def test_suggestions_take_the_key_of_the_tool_select_while_they_last(
    fake_window, workspace, qtbot
):
    select = fake_window.action("label.select")
    skip = fake_window.action("label.skip_suggestion")
    assert not skip.isEnabled()
    fake_window.action("label.suggest").trigger()
    assert hint(fake_window, "suggestionHint").startswith("Looking for")
    suggested = workspace.session.next_pixels
    qtbot.waitUntil(lambda: suggested.number == 1)
    assert workspace.document.selected_pixel == (0, 0)
    assert (select.shortcut().toString(), skip.shortcut().toString()) == ("", "S")
    assert skip.isEnabled()
    assert "1 of 3" in hint(fake_window, "suggestionHint")
    workspace.document.select_pixel((3, 3))
    assert not skip.isEnabled()
    assert "3 of 3 suggestions are open" in hint(fake_window, "suggestionHint")
    fake_window.action("label.previous").trigger()
    assert workspace.document.selected_pixel == (2, 3)
    fake_window.findChild(QWidget, "endSuggestionsButton").click()
    assert hint(fake_window, "suggestionHint") == ""
    assert (select.shortcut().toString(), skip.shortcut().toString()) == ("S", "")


def test_a_scene_without_a_pixel_to_suggest_says_so(fake_window, workspace, qtbot):
    workspace.answers["live-suggest"] = []
    fake_window.action("label.suggest").trigger()
    told = "No suggestions: no pixel is left to suggest"
    qtbot.waitUntil(lambda: hint(fake_window, "suggestionHint") == told)
    assert not fake_window.action("label.suggest").isChecked()
