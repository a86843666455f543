"""The window: pages, menus, title, dropped files, layout and its end."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMessageBox, QToolBar

from hsiviewer.core.errors import FileAccessError
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.settings_file import settings_file
from hsiviewer.ui.commands.action_table import ACTIONS
from hsiviewer.ui.guidance.welcome import WelcomePage
from hsiviewer.ui.map_view.second_view import SecondView
from tests.builders import make_cube, make_values


@pytest.fixture
def workspace(fake_window):
    return fake_window.workspace


def open_cube(workspace, name="town.hdr", **fields):
    workspace.open_cube(make_cube(values=make_values(), path=Path(name)), **fields)


def is_on(window, action_id):
    return window.action(action_id).isEnabled()


def test_the_window_begins_with_a_welcome_and_shows_the_map_of_a_scene(
    fake_window, workspace
):
    centre = fake_window.centralWidget()
    assert isinstance(centre.currentWidget(), WelcomePage)
    assert fake_window.windowTitle() == "hsiviewer"
    open_cube(workspace)
    assert centre.currentWidget().isAncestorOf(fake_window.map_view)
    assert fake_window.windowTitle() == "town.hdr - hsiviewer"


def test_every_action_is_in_a_menu(fake_window):
    listed = set()
    for menu in fake_window.findChildren(QMenu):
        listed.update(action.objectName() for action in menu.actions())
    assert {spec.id for spec in ACTIONS} <= listed


def test_actions_can_be_used_once_there_is_something_to_use_them_on(
    fake_window, workspace
):
    assert is_on(fake_window, "file.open")
    assert not is_on(fake_window, "file.import_labels")
    open_cube(workspace)
    assert is_on(fake_window, "file.import_labels")
    assert not is_on(fake_window, "class.remove")
    fake_window.action("class.add").trigger()
    assert is_on(fake_window, "class.remove")
    assert not is_on(fake_window, "file.export_labels")
    here = np.array([0])
    workspace.document.paint(here, here, workspace.document.current_class)
    assert is_on(fake_window, "file.export_labels")
    assert not is_on(fake_window, "train.cancel")
    job = workspace.add_job()
    assert is_on(fake_window, "train.cancel")
    job.cancel()
    job.end_cancelled()
    workspace.training.finished.emit()
    assert not is_on(fake_window, "train.cancel")


def test_undo_says_what_it_takes_back(fake_window, workspace):
    open_cube(workspace)
    undo, redo = fake_window.action("edit.undo"), fake_window.action("edit.redo")
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    fake_window.action("class.add").trigger()
    assert undo.text().startswith("Undo: ")
    step = undo.text().removeprefix("Undo: ")
    undo.trigger()
    assert fake_window.statusBar().currentMessage() == f"Taken back: {step}"
    assert redo.text() == f"Redo: {step}"
    redo.trigger()
    assert fake_window.statusBar().currentMessage() == f"Done again: {step}"
    assert len(workspace.document.classes) == 1


def test_digits_choose_classes(fake_window, workspace):
    open_cube(workspace, classes=("water", "tree", "roof"))
    shortcuts = {
        shortcut.key().toString(): shortcut
        for shortcut in fake_window.findChildren(QShortcut)
    }
    shortcuts["2"].activated.emit()
    assert workspace.document.current_class == 2
    shortcuts["9"].activated.emit()
    assert workspace.document.current_class == 2, "there are three classes"


def test_tools_are_chosen_and_checked(fake_window, workspace):
    open_cube(workspace)
    fake_window.action("label.brush").trigger()
    assert workspace.view.tool == "brush"
    size = workspace.view.brush_size
    fake_window.action("label.brush_larger").trigger()
    assert workspace.view.brush_size == size + 1
    fake_window.action("label.brush_smaller").trigger()
    assert workspace.view.brush_size == size
    workspace.view.set_tool("select")
    assert fake_window.action("label.select").isChecked()


def test_the_map_is_hidden_and_shown(fake_window, workspace):
    open_cube(workspace)
    fake_window.workspace.view.set_layer("map", visible=True)
    fake_window._commands.toggle_map()
    assert not workspace.view.layer("map").visible
    fake_window._commands.toggle_map()
    assert workspace.view.layer("map").visible


def test_a_second_map_stands_beside_the_first_and_shows_the_same_place(
    fake_window, workspace, qtbot
):
    open_cube(workspace)
    fake_window.show()
    second = fake_window.action("view.second")
    second.trigger()
    view = fake_window.findChild(SecondView)
    assert view.isVisible()
    fake_window.action("view.zoom_in").trigger()
    assert view.map_view.viewport.scale == fake_window.map_view.viewport.scale
    view.map_view.zoom_out()
    assert fake_window.map_view.viewport.scale == view.map_view.viewport.scale
    second.trigger()
    assert not view.isVisible()
    qtbot.waitUntil(lambda: not fake_window.map_view.is_drawing)
    qtbot.waitUntil(lambda: not view.map_view.is_drawing)


def drop(window, *files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
    )  # fmt: skip
    window.dropEvent(event)
    return event.isAccepted()


def test_dropped_files_are_opened_the_first_as_scene(
    fake_window, workspace, monkeypatch, qtbot
):
    opened = []

    async def open_scene(path):
        opened.append(("scene", path))
        open_cube(workspace)

    async def add_auxiliary(path):
        opened.append(("auxiliary", path))

    monkeypatch.setattr(workspace, "open_scene", open_scene)
    monkeypatch.setattr(workspace, "add_auxiliary", add_auxiliary)
    assert drop(fake_window, "/data/a.hdr", "/data/b.tif")
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert opened == [("scene", "/data/a.hdr"), ("auxiliary", "/data/b.tif")]


def test_a_file_that_cannot_be_opened_is_told_of(
    fake_window, workspace, monkeypatch, qtbot
):
    async def open_scene(path):
        raise FileAccessError(f"{path} does not exist")

    monkeypatch.setattr(workspace, "open_scene", open_scene)
    fake_window.open_paths(["/data/a.hdr"])
    fake_window.open_paths([])
    qtbot.waitUntil(lambda: fake_window.findChild(QMessageBox) is not None)
    box = fake_window.findChild(QMessageBox)
    assert box.text() == "/data/a.hdr does not exist"
    box.close()


def test_layout_is_kept_for_the_next_start(fake_window, qtbot):
    bar = fake_window.findChild(QToolBar, "mainToolBar")
    assert not bar.isMovable()
    assert not settings_file().contains("state")
    fake_window.close()
    qtbot.waitUntil(fake_window.closed.done)
    assert settings_file().contains("state")
    assert settings_file().contains("geometry")


def test_shortcuts_are_unique(fake_window):
    keys = [
        action.shortcut().toString()
        for action in map(fake_window.action, (spec.id for spec in ACTIONS))
        if not action.shortcut().isEmpty()
    ]
    assert len(keys) == len(set(keys))
    assert QKeySequence("Ctrl+O").toString() in keys


def test_the_theme_is_followed_until_one_is_chosen(fake_window, qapp):
    follow = fake_window.action("view.theme_system")
    follow.trigger()
    assert theme.choice() == "system"
    theme.apply_theme(qapp, "dark")
    qapp.processEvents()
    assert not follow.isChecked()
    theme.apply_theme(qapp, "light")
