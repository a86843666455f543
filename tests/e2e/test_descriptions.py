"""A class is described from its labels or from the library, by hand."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit

from hsiviewer.ui.dialogs.describe import DescribeDialog
from tests.e2e.hands import click, press, settle


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
    assert dialog.text == "", "looking takes nothing over"
    QTest.keyClick(listing, Qt.Key.Key_Return)
    draft = dialog.text
    assert "NDVI" in draft
    assert dialog.isVisible(), "Return in the list adds; it does not end the dialog"
    search = dialog.findChild(QLineEdit, "descriptionSearch")
    search.setFocus()
    QTest.keyClicks(search, "meadow")
    assert dialog.shown == ["meadow"]
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert listing.hasFocus()
    QTest.keyClick(listing, Qt.Key.Key_Return)
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
    settle(qtbot)
    assert window.document.classes[1].description == "My own words."


def test_paragraphs_stay_paragraphs_and_nothing_changed_is_no_edit(window, qtbot):
    press(window, "P")
    click(window, 20, 24)
    text = "First paragraph.\nSecond paragraph."
    window.document.change_class(1, description=text)
    edits = window.document.undo_text
    dialog = open_dialog(window, qtbot)
    assert dialog.text == text
    dialog.accept()
    settle(qtbot)
    assert window.document.classes[1].description == text
    assert window.document.undo_text == edits


def test_a_search_without_hits_says_so(window, qtbot):
    press(window, "P")
    click(window, 20, 24)
    dialog = open_dialog(window, qtbot)
    QTest.keyClicks(dialog.findChild(QLineEdit, "descriptionSearch"), "zzz")
    assert dialog.shown == []
    notes = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Nothing found; try another word." in notes
    dialog.reject()
