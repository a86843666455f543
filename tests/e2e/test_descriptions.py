"""A class is described from its labels or from the library, by hand."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit

from hsiviewer.ui.dialogs.describe import DescribeDialog
from tests.e2e.hands import click, press


def open_dialog(window, qtbot):
    press(window, "Ctrl+Shift+D")
    qtbot.waitUntil(lambda: window.findChild(DescribeDialog) is not None)
    return window.findChild(DescribeDialog)


def test_a_draft_and_the_library_make_a_description(window, qtbot):
    press(window, "P")
    click(window, 20, 24)
    dialog = open_dialog(window, qtbot)
    assert dialog.shown[0] == "Draft from the labels"
    listing = dialog.findChild(QListWidget, "descriptionList")
    listing.setCurrentRow(0)
    draft = dialog.text
    assert "NDVI" in draft
    QTest.keyClicks(dialog.findChild(QLineEdit, "descriptionSearch"), "meadow")
    assert dialog.shown == ["meadow"]
    (item,) = (
        listing.item(row)
        for row in range(listing.count())
        if not listing.item(row).isHidden()
    )
    listing.itemDoubleClicked.emit(item)
    assert dialog.text.startswith(draft)
    assert "herbs" in dialog.text
    dialog.accept()
    qtbot.waitUntil(lambda: "herbs" in window.document.classes[1].description)
    press(window, "Ctrl+Z")
    assert window.document.classes[1].description == ""


def test_own_words_are_not_lost_by_looking(window, qtbot):
    press(window, "P")
    click(window, 20, 24)
    window.document.change_class(1, description="My own words.")
    dialog = open_dialog(window, qtbot)
    listing = dialog.findChild(QListWidget, "descriptionList")
    for row in range(4):
        listing.setCurrentRow(row)
    assert dialog.text == "My own words."
    edit = dialog.findChild(QPlainTextEdit, "chosenDescription")
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    QTest.keyClicks(edit, " And more.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait(50)
    assert window.document.classes[1].description == "My own words."
