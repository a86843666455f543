"""The classes panel and the document say the same, whoever changes it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QColorDialog, QPlainTextEdit, QTableView

from hsiviewer.ui.panels.classes.panel import ClassesPanel
from hsiviewer.ui.panels.classes.table_model import ClassTableModel, Column
from tests.ui.fakes import FakeWorkspace, make_actions


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def document(workspace):
    workspace.open_cube(classes=("water", "tree"))
    return workspace.document


@pytest.fixture
def panel(qtbot, workspace):
    panel = ClassesPanel(workspace, make_actions(None))
    qtbot.addWidget(panel)
    panel.resize(320, 320)
    panel.show()
    return panel


def table_of(panel):
    return panel.findChild(QTableView, "classTable")


def editor_of(panel):
    return panel.findChild(QPlainTextEdit, "descriptionEdit")


def cell(panel, row, column):
    return str(table_of(panel).model().index(row, column).data())


def label(document, class_id, count=3):
    document.paint(np.zeros(count, int), np.arange(count), class_id)


def test_empty_panel_says_to_open_a_cube_and_then_to_add_a_class(panel, workspace):
    assert "Open a cube" in panel.empty_text
    workspace.open_cube()
    assert "Add one" in panel.empty_text
    workspace.document.add_class("roof")
    assert panel.empty_text == ""


def test_table_shows_names_keys_and_label_counts(document, panel):
    label(document, 2)
    assert cell(panel, 1, Column.NAME) == "tree"
    assert cell(panel, 1, Column.KEY) == "2"
    assert cell(panel, 1, Column.LABELS) == "3"
    assert cell(panel, 0, Column.LABELS) == "0"


def test_tenth_class_has_the_key_zero_and_later_ones_none(workspace, panel):
    workspace.open_cube(classes=[f"class {each}" for each in range(1, 12)])
    keys = [cell(panel, row, Column.KEY) for row in (0, 8, 9, 10)]
    assert keys == ["1", "9", "0", ""]


def test_choosing_a_row_chooses_the_class_to_paint(document, panel):
    table_of(panel).selectRow(0)
    assert document.current_class == 1


def test_choosing_a_class_in_the_document_selects_its_row(document, panel):
    document.set_current_class(1)
    rows = table_of(panel).selectionModel().selectedRows()
    assert [each.row() for each in rows] == [0]


def test_name_edited_in_place_goes_into_the_document(document, panel, qtbot):
    table = table_of(panel)
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    field = table.viewport().focusWidget() or table.focusWidget()
    field.selectAll()
    qtbot.keyClicks(field, "lake")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.classes[1].name == "lake")


def test_empty_name_is_refused(workspace, document):
    model = ClassTableModel(workspace)
    assert not model.setData(model.index(0, Column.NAME), "   ")
    assert document.classes[1].name == "water"


def test_description_is_written_on_leaving_as_one_undo_step(document, panel, qtbot):
    document.set_current_class(1)
    editor = editor_of(panel)
    editor.setFocus()
    qtbot.keyClicks(editor, "Dark and smooth, no vegetation")
    assert document.classes[1].description == ""
    table_of(panel).setFocus()
    assert document.classes[1].description == "Dark and smooth, no vegetation"
    document.undo()
    assert document.classes[1].description == ""
    assert editor.toPlainText() == ""


def test_description_is_written_after_a_pause(document, panel, qtbot):
    document.set_current_class(1)
    editor = editor_of(panel)
    editor.setFocus()
    qtbot.keyClicks(editor, "Dark")
    qtbot.waitUntil(lambda: document.classes[1].description == "Dark", timeout=4000)
    assert editor.hasFocus()


def test_description_is_written_before_another_class_is_shown(document, panel, qtbot):
    document.set_current_class(1)
    qtbot.keyClicks(editor_of(panel), "Dark")
    document.set_current_class(2)
    assert document.classes[1].description == "Dark"
    assert document.classes[2].description == ""
    assert editor_of(panel).toPlainText() == ""


def test_shortcut_writes_the_description_before_it_acts(document, panel, qtbot):
    document.set_current_class(1)
    editor = editor_of(panel)
    editor.setFocus()
    qtbot.keyClicks(editor, "Dark")
    qtbot.keyClick(editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert document.classes[1].description == "Dark"


def test_undo_key_takes_letters_back_first_and_then_the_whole_edit(
    document, panel, qtbot
):
    undo = QAction("Undo", panel)
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    undo.triggered.connect(document.undo)
    panel.addAction(undo)
    qtbot.waitUntil(panel.isActiveWindow)
    document.set_current_class(1)
    editor = editor_of(panel)
    editor.setFocus()
    qtbot.keyClicks(editor, "Dark")
    qtbot.keySequence(editor, QKeySequence.StandardKey.Undo)
    assert editor.toPlainText() != "Dark"
    assert document.classes.ids == (1, 2)
    qtbot.keyClicks(editor, "Dark")
    panel.commit_edits()
    qtbot.keySequence(editor, QKeySequence.StandardKey.Undo)
    assert document.classes[1].description == ""
    assert editor.toPlainText() == ""


def test_undo_of_a_stroke_keeps_the_cursor_in_the_description(document, panel, qtbot):
    document.set_current_class(1)
    document.change_class(1, description="Dark and smooth")
    label(document, 1)
    editor = editor_of(panel)
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    document.undo()
    assert cell(panel, 0, Column.LABELS) == "0"
    assert editor.hasFocus()
    assert editor.textCursor().position() == 4


def test_unwritten_typing_survives_changes_elsewhere(document, panel, qtbot):
    document.set_current_class(1)
    qtbot.keyClicks(editor_of(panel), "Dark")
    document.change_class(2, name="oak")
    assert editor_of(panel).toPlainText() == "Dark"
    panel.commit_edits()
    assert document.classes[1].description == "Dark"


def test_classes_without_labels_or_description_are_marked(document, panel):
    model = table_of(panel).model()
    notice = model.index(0, Column.NOTICE).data(Qt.ItemDataRole.ToolTipRole)
    assert "labels" in notice
    assert "description" in notice
    label(document, 1)
    document.change_class(1, description="Dark")
    assert not model.index(0, Column.NOTICE).data(Qt.ItemDataRole.ToolTipRole)


def test_id_column_appears_only_when_ids_differ_from_keys(document, panel):
    assert table_of(panel).isColumnHidden(Column.ID)
    document.remove_class(1)
    assert not table_of(panel).isColumnHidden(Column.ID)


def test_enter_on_the_colour_opens_a_dialog_that_changes_it(document, panel, qtbot):
    table = table_of(panel)
    table.setCurrentIndex(table.model().index(0, Column.COLOR))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    dialog = panel.findChild(QColorDialog)
    assert dialog.isVisible()
    dialog.setCurrentColor(Qt.GlobalColor.red)
    dialog.accept()
    assert document.classes[1].color == "#ff0000"


def test_a_click_on_the_colour_of_the_chosen_class_opens_the_dialog(
    document, panel, qtbot
):
    table = table_of(panel)
    table.setCurrentIndex(table.model().index(0, Column.NAME))
    places = [
        table.visualRect(table.model().index(row, Column.COLOR)).center()
        for row in (0, 1)
    ]
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(table.viewport(), left, pos=places[1])
    assert document.current_class == 2
    assert panel.findChild(QColorDialog) is None, "the click has chosen the class"
    qtbot.mouseClick(table.viewport(), left, pos=places[1])
    dialog = panel.findChild(QColorDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_double_click_on_the_colour_opens_the_dialog(document, panel, qtbot):
    table = table_of(panel)
    rect = table.visualRect(table.model().index(1, Column.COLOR))
    qtbot.mouseDClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center())
    )
    panel.findChild(QColorDialog).reject()


def test_delete_asks_for_the_removal_of_the_class(document, qtbot, workspace):
    actions = make_actions(None)
    panel = ClassesPanel(workspace, actions)
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(actions["class.remove"].triggered):
        qtbot.keyClick(table_of(panel), Qt.Key.Key_Delete)


def test_table_and_editor_have_accessible_names(document, panel):
    document.set_current_class(1)
    assert table_of(panel).accessibleName() == "Classes"
    assert editor_of(panel).accessibleName() == "Description of class water"
    spoken = table_of(panel).model().index(0, Column.COLOR)
    assert "water" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)


def test_swatches_and_warnings_are_painted(document, panel):
    picture = table_of(panel).grab().toImage()
    colors = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert document.classes[1].color in colors
