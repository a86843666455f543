"""The table in which ids of a file get their classes."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.id_matching import match_ids
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.dialogs.id_matching import MatchingDialog
from hsiviewer.ui.dialogs.open_cube import FieldDialog

CLASSES = ClassScheme(
    (
        LandCoverClass(1, "water", "#0000ff"),
        LandCoverClass(2, "roof", "#ff0000"),
        LandCoverClass(3, "tree", "#00ff00"),
    )
)
TRUTH = np.repeat(np.arange(1, 4, dtype=np.uint16), 20).reshape(6, 10)


@pytest.fixture
def shown(qtbot):
    def show(values, *, names=(), against=None, takes_new=False, notices=()):
        labels = LabelMap(values)
        scheme = ClassScheme(
            tuple(LandCoverClass(number, name, "#000000") for number, name in names)
        )
        matching = match_ids(labels, scheme, CLASSES, against=against, notices=notices)
        dialog = MatchingDialog(matching, CLASSES, file="ref.tif", takes_new=takes_new)
        qtbot.addWidget(dialog)
        return dialog

    return show


def box(dialog, file_id):
    return dialog.findChild(ChoiceBox, f"matchedClass.{file_id}")


def cells(dialog, row):
    table = dialog.findChild(QTableWidget, "matchingTable")
    return [table.item(row, column).text() for column in (0, 1, 2, 4)]


def test_ids_are_listed_with_names_pixels_and_reason(shown):
    dialog = shown(TRUTH, names=((1, "Roof"), (2, "Water")))
    assert cells(dialog, 0) == ["1", "Roof", "20", "name"]
    assert cells(dialog, 2) == ["3", "", "20", "id"]
    assert box(dialog, 1).currentText() == "2  roof"
    assert dialog.id_map == {1: 2, 2: 1, 3: 3}


def test_a_class_is_chosen_or_left_out(shown):
    dialog = shown(TRUTH)
    box(dialog, 1).setCurrentIndex(2)
    box(dialog, 3).setCurrentIndex(box(dialog, 3).count() - 1)
    assert box(dialog, 3).currentText() == "Leave out"
    assert dialog.id_map == {1: 3, 2: 2, 3: 0}
    assert cells(dialog, 0)[3] == "you"


@pytest.mark.parametrize(
    ("takes_new", "text"), [(True, "New class 7"), (False, "No class of the map (7)")]
)
def test_an_id_without_a_class_is_one_of_its_own(shown, takes_new, text):
    dialog = shown(np.where(TRUTH == 3, 7, TRUTH), takes_new=takes_new)
    assert box(dialog, 7).currentText() == text
    assert dialog.id_map[7] == 7
    assert cells(dialog, 2)[3] == "nothing"


def test_permuted_ids_are_told_and_assigned_by_a_button(shown):
    swapped = np.array([0, 2, 3, 1], np.uint16)[TRUTH]
    dialog = shown(swapped, against=TRUTH)
    warning = dialog.findChild(QLabel, "matchingWarning").text()
    assert "look permuted" in warning
    assert "0%" in warning
    assert "100%" in warning
    assert dialog.id_map == {1: 1, 2: 2, 3: 3}
    dialog.findChild(QPushButton, "assignButton").click()
    assert dialog.id_map == {1: 3, 2: 1, 3: 2}


def test_notices_are_shown_without_options_of_the_command_line(shown):
    dialog = shown(
        TRUTH, notices=("f counts from 0. If 0 is none, give --map-ids 0=0",)
    )
    assert dialog.findChild(QLabel, "matchingNotices").text() == "f counts from 0."
    assert dialog.findChild(QPushButton, "assignButton") is None


def test_a_field_is_proposed(qtbot):
    dialog = FieldDialog("l.gpkg", [("id", "4 values: 1, 2"), ("lc", "3 values: a")])
    qtbot.addWidget(dialog)
    assert dialog.variable == "id"
    dialog.choose("lc")
    assert dialog.variable == "lc"
    assert "Which one tells the classes?" in dialog.findChild(QLabel).text()
