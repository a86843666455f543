"""Scenes and projects are opened and saved, with a question where one is needed."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from hsiviewer.core.errors import (
    DamagedProjectError,
    DifferentSceneError,
    OtherSceneError,
    ProjectError,
    SceneMissingError,
    UnwrittenSceneError,
)
from hsiviewer.workflows.session.keeper import ProjectKeeper
from hsiviewer.workflows.viewing.reading import values
from tests.builders import make_cube, make_values
from tests.ui.fakes import Replies

HERE = "hsiviewer.ui.commands.project_commands."
PROJECT = Path("/work/town.hsiproj")
SCENE = Path("/data/town.hdr")


@pytest.fixture
def workspace(fake_window):
    return fake_window.workspace


@pytest.fixture
def commands(fake_window):
    return fake_window._commands.projects


class Opened(list):
    def __init__(self):
        self.errors = []


@pytest.fixture
def opened(workspace, monkeypatch):
    """Note what is opened; errors are raised in their order, instead."""

    opened = Opened()

    async def open_scene(path):
        opened.append(("scene", Path(path)))

    async def open_project(path, **fields):
        opened.append(("project", path, fields))
        if opened.errors:
            raise opened.errors.pop(0)

    monkeypatch.setattr(workspace, "open_scene", open_scene)
    monkeypatch.setattr(workspace, "open_project", open_project)
    return opened


def wait(qtbot, work):
    task = asyncio.get_event_loop().create_task(work)
    qtbot.waitUntil(task.done)
    return task.result()


def message(window):
    """Return what a message says, and close it."""
    (box,) = window.findChildren(QMessageBox)
    told = box.text()
    box.close()
    box.setParent(None)
    return told


def test_a_scene_and_a_project_are_told_apart(commands, opened, qtbot):
    wait(qtbot, commands.open(SCENE))
    wait(qtbot, commands.open(PROJECT))
    assert opened == [("scene", SCENE), ("project", PROJECT, {"scene": None})]


@pytest.mark.parametrize("finds", [True, False])
def test_a_missing_scene_is_looked_for(commands, opened, monkeypatch, qtbot, finds):
    opened.errors = [SceneMissingError("town.hdr is missing")]
    question = Replies(
        monkeypatch, HERE + "ask_button", "Find scene..." if finds else ""
    )
    Replies(monkeypatch, HERE + "ask_open_file", SCENE)
    Replies(monkeypatch, HERE + "ask_reference", SCENE)
    wait(qtbot, commands.open(PROJECT))
    text, details, buttons, title = question.asked[0]
    assert text == "The scene of this project is missing."
    assert (details, buttons) == ("town.hdr is missing.", ("Find scene...",))
    assert title == "town.hsiproj"
    assert len(opened) == 1 + finds
    assert not finds or opened[1][2] == {"scene": str(SCENE)}


def test_a_search_that_is_given_up_opens_nothing(commands, opened, monkeypatch, qtbot):
    opened.errors = [SceneMissingError("town.hdr is missing")]
    Replies(monkeypatch, HERE + "ask_button", "Find scene...")
    Replies(monkeypatch, HERE + "ask_open_file", None)
    wait(qtbot, commands.open(PROJECT))
    assert len(opened) == 1


@pytest.mark.parametrize("reply", ["Use on this scene", "Find scene...", ""])
def test_labels_of_another_scene_are_used_if_that_is_wanted(
    commands, opened, monkeypatch, qtbot, reply
):
    opened.errors = [DifferentSceneError("made on another file", scene=str(SCENE))]
    Replies(monkeypatch, HERE + "ask_button", reply)
    Replies(monkeypatch, HERE + "ask_open_file", Path("/data/own.hdr"))
    Replies(monkeypatch, HERE + "ask_reference", Path("/data/own.hdr"))
    wait(qtbot, commands.open(PROJECT))
    expected = {
        "Use on this scene": [{"scene": str(SCENE), "accepts_other": True}],
        "Find scene...": [{"scene": "/data/own.hdr"}],
        "": [],
    }
    assert [fields for _, _, fields in opened[1:]] == expected[reply]


def test_a_damaged_project_gets_its_backup(
    commands, opened, monkeypatch, qtbot, fake_window
):
    opened.errors = [DamagedProjectError("town.hsiproj is damaged")]
    Replies(monkeypatch, HERE + "ask_button", "Use backup")

    async def repair(self, path):
        return f"{path.name} was damaged"

    monkeypatch.setattr(ProjectKeeper, "repair", repair)
    wait(qtbot, commands.open(PROJECT))
    assert len(opened) == 2
    assert message(fake_window) == "town.hsiproj was damaged."


def test_labels_of_a_file_that_has_changed_are_offered(
    commands, opened, workspace, monkeypatch, qtbot
):
    workspace.open_cube(make_cube(values=make_values(), path=SCENE))
    taken = []

    async def earlier_labels(self):
        return PROJECT

    async def take_labels(self, path):
        taken.append(path)

    monkeypatch.setattr(ProjectKeeper, "earlier_labels", earlier_labels)
    monkeypatch.setattr(ProjectKeeper, "take_labels", take_labels)
    question = Replies(monkeypatch, HERE + "ask_button", "", "Use my labels")
    wait(qtbot, commands.open(SCENE))
    assert taken == []
    wait(qtbot, commands.open(SCENE))
    assert taken == [PROJECT]
    assert question.asked[0][0].startswith("This file has changed since")


@pytest.fixture
def kept(workspace, monkeypatch):
    """Keep the open scene in a project whose place is only noted."""
    workspace.open_cube(make_cube(values=make_values(), path=SCENE))
    saved = []

    class Place:
        path, is_automatic, errors = None, True, []

    async def save_as(path, *, replaces_other=False):
        saved.append((path, replaces_other))
        if Place.errors:
            raise Place.errors.pop(0)
        Place.path, Place.is_automatic = path, False

    monkeypatch.setattr(ProjectKeeper, "path", property(lambda _: Place.path))
    monkeypatch.setattr(
        ProjectKeeper, "is_automatic", property(lambda _: Place.is_automatic)
    )
    monkeypatch.setattr(workspace, "save_as", save_as)
    saved.append(Place)
    yield saved
    Place.path = None


def test_save_asks_for_a_place_once(
    commands, kept, monkeypatch, qtbot, fake_window, tmp_path
):
    target = tmp_path / "mine.hsiproj"
    asked = Replies(monkeypatch, HERE + "ask_save_file", target)
    commands.save()
    qtbot.waitUntil(lambda: len(kept) == 2)
    assert kept[1] == (target, False)
    told = f"The project is kept in {target} from now on"
    qtbot.waitUntil(lambda: fake_window.statusBar().currentMessage() == told)
    commands.save()
    assert (
        fake_window.statusBar().currentMessage() == f"Everything is saved in {target}"
    )
    assert len(asked.asked) == 1


def test_no_place_no_saving(commands, kept, monkeypatch, qtbot):
    asked = Replies(monkeypatch, HERE + "ask_save_file", None)
    wait(qtbot, commands._save_as())
    assert asked.asked[0][-1] == SCENE.with_name("town-hdr.hsiproj")
    assert len(kept) == 1


@pytest.mark.parametrize("reply", ["Replace", "Choose another name...", ""])
def test_the_project_of_another_scene_is_replaced_only_when_that_is_wanted(
    commands, kept, monkeypatch, qtbot, tmp_path, reply
):
    first, second = tmp_path / "a.hsiproj", tmp_path / "b.hsiproj"
    kept[0].errors = [OtherSceneError("a.hsiproj has labels of town_2023.img")]
    Replies(monkeypatch, HERE + "ask_save_file", first, second)
    question = Replies(monkeypatch, HERE + "ask_button", reply)
    wait(qtbot, commands._save_as())
    expected = {
        "Replace": [(first, True)],
        "Choose another name...": [(second, False)],
        "": [],
    }
    assert kept[2:] == expected[reply]
    assert "a.hsiproj has labels of town_2023.img. If you" in question.asked[0][1]


def test_project_and_data_are_copied(
    commands, kept, monkeypatch, qtbot, fake_window, tmp_path
):
    asked = Replies(monkeypatch, HERE + "ask_save_file", None, tmp_path / "copy")

    async def copy(self, folder, progress):
        return folder / "town.hsiproj"

    monkeypatch.setattr(ProjectKeeper, "copy_with_data", copy)
    wait(qtbot, commands._save_copy())
    assert asked.asked[0][-1].name == "town-hdr-copy"
    wait(qtbot, commands._save_copy())
    told = f"Project and data were copied to {tmp_path / 'copy' / 'town.hsiproj'}."
    assert message(fake_window) == told


@pytest.mark.parametrize(
    ("replies", "may_close"),
    [(["Try again"], True), (["Give them up"], True), ([""], False)],
)
def test_edits_that_cannot_be_written_are_asked_about_at_the_end(
    commands, workspace, monkeypatch, qtbot, fake_window, replies, may_close
):
    errors, abandoned = [ProjectError("the disk is full")], []
    close = workspace.close

    async def fail():
        if errors:
            raise errors.pop(0)
        await close()

    async def abandon():
        abandoned.append(True)

    monkeypatch.setattr(workspace, "close", fail)
    monkeypatch.setattr(workspace, "abandon", abandon)
    question = Replies(monkeypatch, HERE + "ask_button", *replies)
    assert wait(qtbot, commands.leave()) is may_close
    assert question.asked[0][:2] == (
        "Your last edits are not on the disk.",
        "the disk is full.",
    )
    assert bool(abandoned) == (replies == ["Give them up"])
    assert fake_window.isEnabled() is not may_close


def test_a_failed_save_is_told_and_the_window_stays_open(
    commands, workspace, monkeypatch, qtbot, fake_window
):
    async def fail(*_arguments, **_options):
        raise ProjectError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(workspace, "close", fail)
        patch.setattr(commands, "_save_as", fail)
        question = Replies(patch, HERE + "ask_button", "Save elsewhere...", "")
        assert wait(qtbot, commands.leave()) is False
    assert len(question.asked) == 2
    assert message(fake_window) == "The disk is full"


def test_a_scene_that_was_left_cannot_be_saved_elsewhere(
    commands, workspace, monkeypatch, qtbot
):
    offered = []

    async def fail():
        raise UnwrittenSceneError("town.hdr: the disk is full")

    async def ask(*_arguments, buttons, **_options):
        offered.extend(buttons)
        return ""

    with monkeypatch.context() as patch:
        patch.setattr(workspace, "close", fail)
        patch.setattr(HERE + "ask_button", ask)
        assert wait(qtbot, commands.leave()) is False
    assert offered == ["Try again", "Give them up"]


def test_axes_are_changed_by_opening_the_file_anew(
    commands, workspace, opened, monkeypatch, qtbot
):
    asked = Replies(monkeypatch, HERE + "ask_axes", SCENE)
    wait(qtbot, commands._change_axes())
    workspace.open_cube(make_cube())
    wait(qtbot, commands._change_axes())
    assert asked.asked == [], "the axes of that scene are certain"
    workspace.open_cube(make_cube(axes=("rows", "cols", "bands")))
    wait(qtbot, commands._change_axes())
    assert opened == [("scene", SCENE)]


def test_a_file_that_cannot_be_read_is_told_and_that_it_is_back(commands, fake_window):
    values.failed.emit("town.img is gone")
    assert message(fake_window).startswith("town.img is gone. What was read before")
    values.restored.emit()
    assert fake_window.statusBar().currentMessage() == "The file can be read again"


def test_edits_that_are_not_written_are_told_of(commands, workspace, fake_window):
    workspace.open_cube()
    workspace.projects.writing.tell("the disk is full")
    told = message(fake_window)
    assert told == (
        "The disk is full. Save the project in another folder before you close it."
    )
    workspace.projects.noticed.emit("a backup was used")
    assert message(fake_window) == "A backup was used."
