"""Classes reordered and renumbered by keys and in a dialog."""

import numpy as np
from PySide6.QtWidgets import QDialog, QPushButton, QSpinBox

from hsiviewer.ui.base.plain_text import PlainLabel
from tests.e2e.hands import drag, press


def test_classes_are_moved_and_get_other_ids(window, qtbot):
    document = window.document
    press(window, "R")
    drag(window, (2, 2), (5, 5))
    press(window, "Ctrl+N")
    drag(window, (10, 10), (11, 11))
    document.change_class(1, name="water")
    document.change_class(2, name="roof")
    assert document.current_class == 2
    press(window, "Alt+Up")
    assert [cover.name for cover in document.classes] == ["roof", "water"]
    assert document.labels.counts == {1: 4, 2: 16}
    assert document.current_class == 1
    window.action("class.renumber").trigger()
    qtbot.waitUntil(
        lambda: window.findChild(QDialog, "renumberClassDialog") is not None
    )
    dialog = window.findChild(QDialog, "renumberClassDialog")
    dialog.findChild(QSpinBox, "classIdBox").setValue(2)
    told = dialog.findChild(PlainLabel, "classIdTold")
    assert told.text() == "'water' gets the id 1."
    dialog.findChild(QSpinBox, "classIdBox").setValue(12)
    assert told.text() == ""
    dialog.findChild(QPushButton, "acceptButton").click()
    qtbot.waitUntil(lambda: document.undo_text == "Renumber class")
    assert [cover.id for cover in document.classes] == [2, 12]
    assert document.labels.counts == {12: 4, 2: 16}
    for _ in range(2):
        press(window, "Ctrl+Z")
    assert [cover.name for cover in document.classes] == ["water", "roof"]
    assert np.count_nonzero(document.labels.values == 1) == 16
