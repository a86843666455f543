"""No text of a file is ever taken for HTML."""

import ast
import ctypes
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
)

import hsiviewer.ui
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.ui.base.curve_legend import CurveLegend, LegendEntry
from hsiviewer.ui.base.plain_text import PlainLabel, plain, plain_box
from hsiviewer.ui.base.slots import show_error
from hsiviewer.ui.dialogs.progress import ProgressDialog
from hsiviewer.ui.panels.classes.table import ClassTable
from hsiviewer.ui.panels.classes.table_model import ClassTableModel, Column
from hsiviewer.ui.panels.texts.cosine_table import CosineMatrix
from tests.ui.fakes import FakeWorkspace

_IN_OPEN = 0x20
_NONBLOCKING = os.O_NONBLOCK if hasattr(os, "O_NONBLOCK") else 0
# These make HTML themselves, and escape what they put into it.
_RICH_LABELS = {
    "panels/training/panel.py",
    "panels/comparison/panel.py",
    "base/curve_legend.py",
}
_RICH_TIPS = {"_hint(known)", "lines"}


class OpenedFiles:
    """Tells whether a file was opened, by whatever code."""

    def __init__(self, file):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(_NONBLOCKING)
        self._libc.inotify_add_watch(self._watch, os.fsencode(file), _IN_OPEN)

    def any(self):
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False

    def close(self):
        os.close(self._watch)


@pytest.fixture
def picture(tmp_path):
    """Return a picture that nobody may open."""
    file = tmp_path / "picture.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(file))
    return file


@pytest.fixture
def opened(picture):
    if sys.platform != "linux":
        pytest.skip("watches files by inotify")
    files = OpenedFiles(picture)
    yield files
    files.close()


def hostile(picture):
    return f'<img src="file://{picture}"><a href="file:///etc/passwd">roof</a>'


def show_tooltip(view, place):
    QApplication.sendEvent(
        view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place))
    )


def test_a_label_of_qt_would_open_the_file(qtbot, picture, opened):
    label = QLabel(hostile(picture))
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert opened.any()


def test_plain_labels_show_it_as_it_is(qtbot, picture, opened):
    label = PlainLabel(hostile(picture))
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert label.text() == hostile(picture)
    assert not opened.any()


def test_boxes_show_it_as_it_is_and_have_no_links(qtbot, picture, opened):
    parent = QLabel()
    qtbot.addWidget(parent)
    box = show_error(parent, hostile(picture))
    box.grab()
    question = plain_box(
        QMessageBox.Icon.Question,
        "Title",
        hostile(picture),
        parent=parent,
        informative=hostile(picture),
    )
    question.show()
    question.grab()
    assert not opened.any()
    for each in (box, question):
        texts = [label.text() for label in each.findChildren(QLabel)]
        assert hostile(picture) in texts
        each.close()
    question.deleteLater()
    dialog = ProgressDialog(parent, hostile(picture))
    dialog.setLabelText(hostile(picture))
    dialog.show()
    dialog.grab()
    dialog.close()
    dialog.deleteLater()
    assert not opened.any()


def test_tooltips_of_classes_show_it_as_it_is(qtbot, picture, opened):
    workspace = FakeWorkspace()
    workspace.open_cube(classes=(hostile(picture),))
    workspace.document.change_class(1, description=hostile(picture))
    table = ClassTable(ClassTableModel(workspace))
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    table.grab()
    for column in Column:
        cell = table.visualRect(table.model().index(0, column)).center()
        show_tooltip(table.viewport(), cell)
        QApplication.processEvents()
    assert not opened.any()
    name = table.model().index(0, Column.NAME)
    assert table.model().data(name) == hostile(picture)


def test_legends_and_matrices_escape_what_they_show(qtbot, picture, opened):
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.resize(900, 40)
    legend.show_entries(
        [LegendEntry(legend.palette().text().color(), hostile(picture))]
    )
    legend.show()
    legend.grab()
    show_tooltip(legend, QPoint(5, 5))
    matrix = CosineMatrix()
    qtbot.addWidget(matrix)
    scheme = ClassScheme(
        (
            LandCoverClass(1, hostile(picture), "#ff0000", hostile(picture)),
            LandCoverClass(2, "b", "#00ff00", ""),
        )
    )
    matrix.show_cosines(scheme, (1, 2), np.eye(2))
    matrix.show()
    matrix.grab()
    show_tooltip(matrix.viewport(), matrix.visualItemRect(matrix.item(0, 1)).center())
    show_tooltip(matrix.verticalHeader().viewport(), QPoint(3, 3))
    QApplication.processEvents()
    assert not opened.any()


def test_tables_of_texts_do_not_open_it(qtbot, picture, opened):
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    item = QTableWidgetItem(hostile(picture))
    item.setToolTip(plain(hostile(picture)))
    table.setItem(0, 0, item)
    table.show()
    table.grab()
    show_tooltip(table.viewport(), table.visualItemRect(item).center())
    QApplication.processEvents()
    assert not opened.any()


def test_plain_texts_are_left_alone_and_others_are_escaped():
    assert plain("roof & tiles\n2 > 1") == "roof & tiles\n2 > 1"
    assert plain("a <b>") == '<p style="white-space:pre-wrap">a &lt;b&gt;</p>'


def _sources():
    folder = Path(hsiviewer.ui.__path__[0])
    for file in sorted(folder.rglob("*.py")):
        if file.name != "plain_text.py":
            place = file.relative_to(folder).as_posix()
            yield place, ast.parse(file.read_text(encoding="utf-8"))


def _calls(tree):
    return [each for each in ast.walk(tree) if isinstance(each, ast.Call)]


def _is_own(node):
    """Tell whether a text stands in the code, translated or not."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return _is_own(node.body) and _is_own(node.orelse)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("tr", "plain")
    )


def test_every_label_is_plain():
    found = {
        file
        for file, tree in _sources()
        for call in _calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "QLabel"
    }
    subclasses = {
        file
        for file, tree in _sources()
        for kind in ast.walk(tree)
        if isinstance(kind, ast.ClassDef)
        and "QLabel" in [ast.unparse(base) for base in kind.bases]
    }
    assert found | subclasses <= _RICH_LABELS


def test_every_tooltip_is_plain():
    bare = [
        f"{file}:{call.lineno} {ast.unparse(call)}"
        for file, tree in _sources()
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "setToolTip"
        and not _is_own(call.args[0])
        and ast.unparse(call.args[0]) not in _RICH_TIPS
    ]
    assert bare == []


def test_every_box_of_qt_is_made_plain():
    makers = {
        file
        for file, tree in _sources()
        for call in _calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "QMessageBox"
    }
    assert makers == set()
    html = {
        file
        for file, tree in _sources()
        for each in ast.walk(tree)
        if isinstance(each, ast.Attribute) and each.attr in ("RichText", "setHtml")
    }
    assert html <= _RICH_LABELS
