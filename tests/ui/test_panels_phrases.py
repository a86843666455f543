"""The line for a phrase says what it understood; the table says why."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidget

from hsiviewer.io.registry import open_cube
from hsiviewer.ui.panels.texts.phrases import PhraseSearch
from tests.language.scenes import write_word_scene
from tests.ui.fakes import FakeWorkspace


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return write_word_scene(tmp_path_factory.mktemp("words")).scene


@pytest.fixture
def workspace(loop, scene):
    workspace = FakeWorkspace()
    workspace.open_cube(open_cube(scene), classes=("water", "xyzzy"))
    return workspace


@pytest.fixture
def widget(workspace, qtbot):
    widget = PhraseSearch(workspace)
    qtbot.addWidget(widget)
    widget.set_open(True)
    return widget


def told(widget, name):
    return widget.findChild(QLabel, name).text()


def find(widget, qtbot, phrase):
    edit = widget.findChild(QLineEdit, "phraseEdit")
    edit.setText(phrase)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Looking for" not in told(widget, "phraseAnswer"))


def test_each_class_is_told_as_it_was_understood(widget, workspace):
    assert told(widget, "understoodNote").splitlines() == [
        "water: understood as: water",
        "xyzzy: nothing that can be measured was understood",
    ]
    workspace.document.change_class(2, description="Red clay tiles, wobbly.")
    assert told(widget, "understoodNote").splitlines()[1] == (
        "xyzzy: understood as: clay tile roof; redness above 0.22 "
        "(not understood: xyzzy, wobbly)"
    )


def test_enter_lays_the_phrase_over_the_scene_and_a_pixel_says_why(
    widget, workspace, qtbot
):
    find(widget, qtbot, "NDVI above 0.5")
    assert told(widget, "phraseAnswer") == "understood as: NDVI above 0.5"
    assert [layer.subject for layer in workspace.layers] == ["NDVI above 0.5"]
    workspace.document.select_pixel((5, 10))
    table = widget.findChild(QTableWidget, "evidenceTable")
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    assert table.item(1, 0).text() == "NDVI"
    assert float(table.item(1, 1).text()) > 0.5
    for layer in list(workspace.layers):
        workspace.layers.remove(layer.id)
    assert table.isHidden()


def test_what_is_not_understood_is_said_beside_the_line(widget, workspace, qtbot):
    find(widget, qtbot, "frobnicated")
    assert "nothing that can be measured" in told(widget, "phraseAnswer")
    assert not list(workspace.layers)
