"""Scenes are left, and the window is closed, without a loss and without a rest."""

import asyncio
import gc
import threading
import weakref

import numpy as np
import pytest
from psygnal import EmitLoopError
from scipy.io import savemat

from hsiviewer.core.errors import ProjectError, SourceClosedError
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import keeper as project_keeper
from hsiviewer.workflows.session import leaving, openings, scene_files, scene_opening
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, slowly, until

SLOW = TrainingSettings(
    Recipe("diffclip", device="cpu", overrides={"pretrain_steps": 100_000})
)


def names_of_threads():
    return [thread.name for thread in threading.enumerate()]


def test_a_scene_that_is_on_its_way_when_the_window_closes_is_not_shown(
    files, monkeypatch
):
    """Neither its file nor its project stays open, however slow it is."""
    monkeypatch.setattr(openings, "_PATIENCE_S", 0.05)
    begun, slow = slowly(monkeypatch, scene_opening, "open_for_scene")

    async def story():
        workspace = Workspace()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        await workspace.close()
        opening.cancel()  # as the window does with its commands
        slow.set()
        await until(lambda: not workspace._openings._running)
        assert workspace.document.cube is None
        assert workspace.projects.path is None
        await until(lambda: "project journal" not in names_of_threads())

    asyncio.run(story())


def fail(*_args):
    raise RuntimeError("a slot is broken")


def test_a_scene_that_cannot_take_its_place_is_closed_and_can_be_opened_later(
    files, tmp_path
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        before = workspace.session
        before.document.edits_wanted.connect(fail)
        with pytest.raises(EmitLoopError):
            await workspace.open_scene(other.scene)
        assert workspace.session is before
        assert not before.is_closed
        assert names_of_threads().count("project journal") == 1
        before.document.edits_wanted.disconnect(fail)
        await workspace.open_scene(other.scene)
        assert workspace.document.cube.grid_shape == (20, 24)

    run(story)


@pytest.mark.parametrize("broken", ["closed", "session_changed", "display"])
def test_a_scene_that_is_left_is_closed_whatever_its_listeners_do(
    files, tmp_path, broken, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        if broken == "closed":
            workspace.document.closed.connect(fail)
        elif broken == "session_changed":
            workspace.session_changed.connect(fail)
        else:
            monkeypatch.setattr(workspace.display, "keep", fail)
        before = workspace.session
        with pytest.raises((EmitLoopError, RuntimeError)):
            await workspace.open_scene(other.scene)
        workspace.session_changed.disconnect(missing_ok=True)
        assert workspace.document.cube.grid_shape == (20, 24)
        assert before.is_closed
        assert before.projects.project is None
        await workspace.open_scene(files.scene)
        assert workspace.document.cube.grid_shape == (24, 30)

    run(story)


def test_a_scene_that_was_left_takes_no_memory(tmp_path, files):
    """Not even while a job of it runs, which reads the file by itself."""
    savemat(tmp_path / "town.mat", {"cube": np.ones((24, 30, 12))})

    async def story(workspace):
        await workspace.open_scene(tmp_path / "town.mat")
        await workspace.import_labels(files.labels)
        job = workspace.start_training(SLOW)
        values = weakref.ref(workspace.document.cube.source)
        await workspace.open_scene(files.scene)
        await until(lambda: gc.collect() is not None and values() is None)
        assert job.is_active
        assert workspace.work_of(job).knows(job)
        job.cancel()

    run(story)


@pytest.mark.parametrize("writes", [True, False])
def test_an_import_that_ends_while_the_window_closes_is_refused(
    files, monkeypatch, writes
):
    """Nobody would write it, unless the window has to stay."""
    begun, slow = threading.Event(), threading.Event()
    close_project = project_keeper.close_project

    def close_slowly(project):
        close_project(project)
        begun.set()
        slow.wait(30)

    def close_in_vain(project):
        begun.set()
        slow.wait(30)
        raise ProjectError("the disk is full")

    close = close_slowly if writes else close_in_vain
    reading, may_end = slowly(monkeypatch, scene_files, "read_label_file")

    async def story():
        workspace = Workspace()
        await workspace.open_scene(files.scene)
        monkeypatch.setattr(project_keeper, "close_project", close)
        importing = asyncio.create_task(workspace.import_labels(files.labels))
        await until(reading.is_set)
        closing = asyncio.create_task(workspace.close())
        await until(begun.is_set)
        may_end.set()
        with pytest.raises(SourceClosedError):
            await importing
        assert workspace.document.labels.total == 0
        slow.set()
        if not writes:
            with pytest.raises(ProjectError, match="full"):
                await closing
            monkeypatch.setattr(project_keeper, "close_project", close_project)
            await workspace.import_labels(files.labels)
            assert workspace.document.labels.total > 0
            closing = workspace.close()
        await closing

    asyncio.run(story())


@pytest.fixture
def slow_leaving(files, tmp_path, monkeypatch):
    """Return a workspace that leaves a scene with edits, slowly, and its events."""
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    monkeypatch.setattr(openings, "_PATIENCE_S", 0.05)
    begun, slow = threading.Event(), threading.Event()
    write, problems = project_keeper.close_project, []

    def close(project):
        if not begun.is_set():
            begun.set()
            slow.wait(30)
        if problems:
            raise problems.pop()
        write(project)

    async def leave():
        workspace = Workspace()
        await workspace.open_scene(files.scene)
        monkeypatch.setattr(project_keeper, "close_project", close)
        workspace.document.add_class("roof")
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        await until(begun.is_set)
        return workspace, opening

    return leave, slow, problems


@pytest.mark.parametrize("is_full", [False, True])
def test_a_window_waits_for_the_edits_of_a_scene_that_was_left(
    slow_leaving, is_full, monkeypatch
):
    leave, slow, problems = slow_leaving

    async def story():
        workspace, opening = await leave()
        waits, finish = asyncio.Event(), workspace._leavings.finish

        async def finish_and_tell():
            waits.set()
            await finish()

        monkeypatch.setattr(workspace._leavings, "finish", finish_and_tell)
        closing = asyncio.create_task(workspace.close())
        await waits.wait()  # openings are waited for no longer
        assert not closing.done()
        if is_full:
            problems.extend([ProjectError("the disk is full")] * 2)
        slow.set()
        await opening
        if not is_full:
            await closing
            return
        with pytest.raises(ProjectError, match="full"):
            await closing
        await workspace.abandon()
        await workspace.close()

    asyncio.run(story())


def test_edits_of_a_scene_that_was_left_are_not_lost_on_a_hanging_disk(
    slow_leaving, monkeypatch
):
    leave, slow, _ = slow_leaving
    monkeypatch.setattr(leaving, "_WRITING_S", 0.05)

    async def story():
        workspace, opening = await leave()
        with pytest.raises(ProjectError, match="still being saved"):
            await workspace.close()
        slow.set()
        await opening
        await workspace.close()

    asyncio.run(story())


def test_a_scene_opens_again_once_its_edits_are_written(slow_leaving, files):
    leave, slow, problems = slow_leaving
    problems.append(ProjectError("the disk is away"))
    told = []

    async def story():
        workspace, opening = await leave()
        workspace.projects.noticed.connect(told.append)
        slow.set()
        await opening
        assert "scene.img are not saved yet: the disk is away" in told[0]
        await workspace.open_scene(files.scene)  # its project is in use by nobody
        assert [kind.name for kind in workspace.document.classes][-1:] == ["roof"]
        await workspace.close()

    asyncio.run(story())
