"""Every label tool in a user's hand, and what can be done to whole classes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import write_labels
from tests.builders import UTM33
from tests.e2e.hands import CONTROL, LEFT, click, drag, press, settle

# The scene has three stripes of 16 columns: water, meadow and roof.
WATER, MEADOW, ROOF = slice(0, 16), slice(16, 32), slice(32, 48)


@pytest.fixture
def labels(window):
    """Return the labels as they are at the moment."""

    class Now:
        @property
        def values(self):
            return window.document.labels.values

        @property
        def counts(self):
            return dict(window.document.labels.counts)

    return Now()


def answer(window, qtbot, name, *choices, accept=True):
    """Wait for a dialog, choose some of its ways and close it."""
    qtbot.waitUntil(lambda: window.findChild(QDialog, name) is not None)
    dialog = window.findChild(QDialog, name)
    for each in choices:
        dialog.findChild(QRadioButton, each).click()
    if accept:
        QTest.mouseClick(dialog.findChild(QWidget, "acceptButton"), LEFT)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(QDialog, name) is None)


def test_the_first_stroke_makes_the_first_class(window, labels):
    press(window, "B")
    drag(window, (5, 5), (5, 9))
    assert window.document.classes.ids == (1,)
    assert labels.counts[1] > 5
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Z")
    assert labels.counts == {}
    assert len(window.document.classes) == 0


def test_a_rectangle_covers_what_it_encloses(window, labels):
    press(window, "R")
    drag(window, (3, 4), (9, 12))
    assert labels.counts == {1: 7 * 9}
    assert (labels.values[3:10, 4:13] == 1).all()
    drag(window, (3, 4), (4, 12), keys=CONTROL)
    assert labels.counts == {1: 5 * 9}
    assert window.document.undo_text == "Rectangle erased"


def test_a_polygon_is_closed_by_a_double_click(window, labels):
    press(window, "G")
    for corner in ((5, 5), (5, 15), (15, 15)):
        click(window, *corner)
    assert labels.counts == {}
    view = window.map_view
    QTest.mouseDClick(view, LEFT, pos=view.map_from_pixel(15, 5))
    assert labels.counts == {1: 66}  # the triangle with its border
    assert labels.values[6, 14] == 1
    assert labels.values[14, 6] == 0


def test_a_polygon_takes_corners_back_and_can_be_given_up(window, labels):
    press(window, "G")
    for corner in ((5, 5), (5, 15), (15, 15), (30, 40)):
        click(window, *corner)
    QTest.keyClick(window.map_view, Qt.Key.Key_Backspace)
    QTest.keyClick(window.map_view, Qt.Key.Key_Return)
    assert labels.counts == {1: 66}
    click(window, 20, 20)
    click(window, 20, 30)
    QTest.keyClick(window.map_view, Qt.Key.Key_Escape)
    QTest.keyClick(window.map_view, Qt.Key.Key_Return)
    assert labels.counts == {1: 66}


def test_another_tool_gives_an_open_polygon_up(window, labels):
    press(window, "G")
    click(window, 5, 5)
    press(window, "B")
    assert not window.map_view.hand.gestures["polygon"].outline
    assert labels.counts == {}


def test_freehand_fills_the_outline(window, labels):
    press(window, "F")
    drag(window, (5, 5), (5, 20), (20, 20), (20, 5), (6, 5))
    assert (labels.values[5:21, 5:21] == 1).all()
    assert labels.counts == {1: 256}


def test_fill_stops_at_labels(window, labels, qtbot):
    press(window, "F")
    drag(window, (5, 5), (5, 20), (20, 20), (20, 5), (6, 5))
    window.action("class.add").trigger()
    press(window, "R")
    drag(window, (8, 8), (15, 15), keys=CONTROL)
    press(window, "K")
    click(window, 10, 10)
    qtbot.waitUntil(lambda: labels.counts == {1: 192, 2: 64})


def test_an_open_area_is_not_filled(window, labels, qtbot):
    press(window, "K")
    click(window, 10, 10)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "messageBox") is not None)
    box = window.findChild(QWidget, "messageBox")
    assert "not enclosed" in box.text()
    box.close()
    assert labels.counts == {}


def test_relabel_changes_one_patch(window, labels, qtbot):
    press(window, "R")
    drag(window, (2, 2), (4, 4))
    drag(window, (20, 20), (22, 22))
    window.action("class.add").trigger()
    press(window, "C")
    click(window, 30, 30)  # no label there
    click(window, 3, 3)
    qtbot.waitUntil(lambda: labels.counts == {1: 9, 2: 9})
    assert labels.values[3, 3] == 2


def test_the_wand_finds_a_material_and_follows_its_angle(window, labels, qtbot):
    press(window, "W")
    box = window.findChild(QDoubleSpinBox, "wandAngleBox")
    qtbot.waitUntil(box.isVisible)
    box.setValue(3.0)
    click(window, 20, 24)
    qtbot.waitUntil(lambda: window.document.undo_text == "Wand")
    found = labels.values == 1
    assert found[:, MEADOW].any()
    assert found[:, ROOF].sum() == found[:, WATER].sum() == 0
    few = found.sum()
    box.setValue(12.0)  # the area that was grown last changes, too
    qtbot.waitUntil(lambda: labels.counts.get(1, 0) > few)
    qtbot.waitUntil(lambda: window.document.undo_text == "Wand")
    assert labels.values[:, MEADOW].mean() > 0.9
    press(window, "Ctrl+Z")
    assert labels.counts == {}


def test_dragging_the_wand_changes_its_angle(window, labels, qtbot):
    press(window, "W")
    before = window.workspace.view.wand_angle
    drag(window, (20, 24), (20, 40))
    assert window.workspace.view.wand_angle == pytest.approx(before + 16 * 0.05)
    qtbot.waitUntil(lambda: window.document.undo_text == "Wand")
    assert labels.values[20, 24] == 1


def test_boxes_of_tools_come_and_go_with_them(window, qtbot):
    boxes = [
        window.findChild(QWidget, name) for name in ("brushSizeBox", "wandAngleBox")
    ]
    for key, seen in (("S", [0, 0]), ("B", [1, 0]), ("W", [0, 1]), ("E", [1, 0])):
        press(window, key)
        qtbot.waitUntil(lambda seen=seen: [each.isVisible() for each in boxes] == seen)


def test_brackets_change_the_brush(window):
    press(window, "B")
    size = window.workspace.view.brush_size
    press(window, "]")
    press(window, "]")
    press(window, "[")
    assert window.workspace.view.brush_size == size + 1


def test_labels_are_visited_one_by_one(window, qtbot):
    press(window, "P")
    for pixel in ((3, 3), (10, 30), (30, 8)):
        click(window, *pixel)
    press(window, "S")
    click(window, 0, 1)
    for expected in ((3, 3), (10, 30), (30, 8), (3, 3)):
        press(window, "N")
        qtbot.waitUntil(lambda at=expected: window.document.selected_pixel == at)
    press(window, "Shift+N")
    qtbot.waitUntil(lambda: window.document.selected_pixel == (30, 8))


def test_a_label_out_of_sight_is_brought_into_view(window, qtbot):
    press(window, "P")
    click(window, 38, 46)
    view = window.map_view
    for _ in range(6):
        view.zoom_in()
    assert not view.rect().contains(view.map_from_pixel(38, 46))
    press(window, "N")
    qtbot.waitUntil(lambda: view.rect().contains(view.map_from_pixel(38, 46)))


def test_labels_can_be_outlines(window, qtbot):
    press(window, "R")
    drag(window, (10, 5), (25, 12))
    press(window, "S")
    click(window, 30, 40)
    view = window.map_view

    def color():
        return view.grab().toImage().pixelColor(view.map_from_pixel(17, 8)).name()

    filled = window.document.classes[1].color
    assert color() == filled
    press(window, "O")
    assert color() != filled
    assert window.action("label.outline").isChecked()
    view.zoom_out()
    view.zoom_out()
    view.zoom_out()
    view.zoom_out()
    assert color() != filled
    press(window, "O")
    assert color() == filled


def test_a_label_on_the_wrong_material_is_doubtful(window, qtbot):
    press(window, "P")
    for row in range(4, 34, 3):
        click(window, row, 24)
    click(window, 20, 40)  # a roof among meadows
    doubts = window.workspace.doubts
    qtbot.waitUntil(lambda: doubts.pixels == [(20, 40)], timeout=5000)
    table = window.findChild(QWidget, "classTable")
    notice = table.model().index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    assert "1 label looks unlike the class" in notice
    press(window, "S")
    press(window, "D")
    assert window.document.selected_pixel == (20, 40)
    press(window, "E")
    click(window, 20, 40)
    qtbot.waitUntil(lambda: doubts.pixels == [], timeout=5000)
    assert not window.action("label.next_doubtful").isEnabled()


def test_the_spectra_of_the_class_are_shown_while_it_is_painted(window, qtbot):
    press(window, "P")
    click(window, 5, 24)
    click(window, 9, 24)
    panel = window.findChild(QWidget, "spectrumDock").widget()
    key = "labels of the class"
    qtbot.waitUntil(lambda: key in panel.plot.keys)
    qtbot.waitUntil(lambda: "labels of class 1" in panel.legend_entries)
    bands = window.document.cube.bands.count
    assert panel.plot.curve_data(key)[0].size == 2 * (bands + 1)
    press(window, "S")
    qtbot.waitUntil(lambda: key not in panel.plot.keys)


def two_classes(window):
    press(window, "R")
    drag(window, (2, 2), (5, 5))
    window.action("class.add").trigger()
    drag(window, (20, 20), (22, 22))


def test_a_class_is_merged_with_another(window, labels, qtbot):
    two_classes(window)
    press(window, "Ctrl+M")
    answer(window, qtbot, "mergeClassDialog")
    qtbot.waitUntil(lambda: labels.counts == {1: 25})
    assert window.document.classes.ids == (1,)
    assert window.document.undo_text == "Merge class 2 into class 1"
    press(window, "Ctrl+Z")
    assert labels.counts == {1: 16, 2: 9}


@pytest.mark.parametrize(
    ("choice", "left"), [("labels.remove", {1: 16}), ("labels.move", {1: 25})]
)
def test_a_class_goes_after_its_labels_were_asked_about(
    window, labels, qtbot, choice, left
):
    two_classes(window)
    press(window, "Ctrl+Del")
    answer(window, qtbot, "removeClassQuestion", choice)
    qtbot.waitUntil(lambda: labels.counts == left)
    assert window.document.classes.ids == (1,)


def test_a_class_stays_when_the_question_is_given_up(window, labels, qtbot):
    two_classes(window)
    press(window, "Ctrl+Del")
    answer(window, qtbot, "removeClassQuestion", accept=False)
    settle(qtbot)
    assert labels.counts == {1: 16, 2: 9}


def test_a_patch_is_split_off(window, labels, qtbot):
    press(window, "R")
    drag(window, (2, 2), (5, 5))
    drag(window, (20, 20), (22, 22))
    press(window, "S")
    click(window, 21, 21)
    press(window, "Ctrl+Shift+M")
    qtbot.waitUntil(lambda: window.findChild(QDialog, "splitClassDialog") is not None)
    window.findChild(QLineEdit, "newClassName").setText("metal roof")
    answer(window, qtbot, "splitClassDialog", "which.patch")
    qtbot.waitUntil(lambda: labels.counts == {1: 16, 2: 9})
    assert window.document.classes[2].name == "metal roof"
    assert window.document.current_class == 2


def test_two_materials_in_one_class_are_told_apart(window, labels, qtbot):
    press(window, "R")
    drag(window, (2, 18), (9, 25))  # meadow
    drag(window, (2, 36), (5, 39))  # roof
    press(window, "Ctrl+Shift+M")
    answer(window, qtbot, "splitClassDialog", "which.spectra")
    qtbot.waitUntil(lambda: labels.counts == {1: 64, 2: 16})
    assert (labels.values[2:6, 36:40] == 2).all()


def write_other_labels(folder):
    values = np.zeros((40, 48), np.uint16)
    values[2:4, 2:6] = 7
    values[30:32, 30:34] = 1
    scheme = ClassScheme(
        (LandCoverClass(1, "road", "#777777"), LandCoverClass(7, "shed", "#aa0000"))
    )
    path = folder / "other.gpkg"
    write_labels(path, LabelMap(values), scheme, UTM33)
    return path


def start_import(window, qtbot, path):
    window.action("file.import_labels").trigger()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "fileDialog") is not None)
    dialog = window.findChild(QDialog, "fileDialog")
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()


@pytest.mark.parametrize(
    ("choices", "counts", "names"),
    [
        (["overlap.replace"], {1: 8, 7: 8}, ["road", "shed"]),
        (["overlap.file", "classes.new"], {1: 8, 7: 8, 2: 8}, None),
        (["overlap.mine", "classes.mine"], {1: 24}, ["class 1", "shed"]),
    ],
)
def test_an_import_asks_about_conflicts(
    window, labels, qtbot, tmp_path, choices, counts, names
):
    path = write_other_labels(tmp_path)
    press(window, "R")
    drag(window, (2, 2), (5, 5))
    start_import(window, qtbot, path)
    answer(window, qtbot, "importConflictsDialog", *choices)
    qtbot.waitUntil(lambda: window.document.undo_text == "Import labels")
    assert labels.counts == counts
    if names:
        assert [each.name for each in window.document.classes] == names
    press(window, "Ctrl+Z")
    assert labels.counts == {1: 16}


def test_an_import_into_an_empty_scene_asks_nothing(window, labels, qtbot, tmp_path):
    start_import(window, qtbot, write_other_labels(tmp_path))
    qtbot.waitUntil(lambda: labels.counts == {1: 8, 7: 8})
    assert window.findChild(QDialog, "importConflictsDialog") is None


def test_merging_without_another_class_is_told(window, qtbot):
    press(window, "P")
    click(window, 3, 3)
    press(window, "Ctrl+M")
    qtbot.waitUntil(lambda: window.findChild(QWidget, "messageBox") is not None)
    assert "no other class" in window.findChild(QWidget, "messageBox").text()
    window.findChild(QWidget, "messageBox").close()


def test_the_class_box_leaves_out_the_class_that_goes(window, qtbot):
    two_classes(window)
    press(window, "Ctrl+M")
    qtbot.waitUntil(lambda: window.findChild(QDialog, "mergeClassDialog") is not None)
    box = window.findChild(QComboBox, "otherClassBox")
    assert [box.itemText(row) for row in range(box.count())] == ["class 1"]
    answer(window, qtbot, "mergeClassDialog", accept=False)
