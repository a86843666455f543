import asyncio
import gc
import multiprocessing
import os
import signal
import threading
import weakref

import numpy as np
import pytest
from psygnal import EmitLoopError
from scipy.io import savemat

from hsiviewer.core.errors import HsiViewerError, SceneChangedError
from hsiviewer.core.progress import CancelledError
from hsiviewer.io import scene_reference
from hsiviewer.io.labels import read_labels
from hsiviewer.jobs.job import JobState
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import keeper as project_keeper
from hsiviewer.workflows.session import openings, scene_opening
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.submission import TrainingSettings
from hsiviewer.workflows.tasks.threads import activity
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, slowly, until

SVM = TrainingSettings(Recipe("svm", device="cpu"))
SLOW = TrainingSettings(
    Recipe("diffclip", device="cpu", overrides={"pretrain_steps": 100_000})
)


async def opened(workspace, files):
    await workspace.open_scene(files.scene)
    await workspace.import_labels(files.labels)
    await workspace.import_classes(files.classes)


def test_the_whole_way_from_scene_to_map(files, tmp_path):
    async def story(workspace):
        await opened(workspace, files)
        await workspace.load_reference(files.reference)
        await workspace.jobs.result(workspace.start_training(SVM))
        await until(lambda: workspace.document.classification is not None)
        assert workspace.accuracy.overall_accuracy > 0.95
        assert workspace.accuracy.n == 24 * 30 - workspace.document.labels.total
        written = await workspace.export_map(
            tmp_path / "map.tif", confidence=tmp_path / "c.tif"
        )
        assert [each.exists() for each in written] == [True, True]
        return workspace.document.classification.class_map

    class_map = run(story)
    found, scheme = read_labels(tmp_path / "map.tif", None)
    np.testing.assert_array_equal(found.values, class_map)
    assert [each.name for each in scheme] == ["water", "meadow", "roof"]


def test_a_job_keeps_its_own_labels_while_the_user_paints_on(files):
    async def story(workspace):
        await opened(workspace, files)
        job = workspace.start_training(SVM)
        workspace.document.remove_class(9)
        await workspace.jobs.result(job)
        await until(lambda: workspace.document.classification is not None)
        assert 9 in workspace.document.classification.class_map
        assert 9 in workspace.document.classification.scheme

    run(story)


def test_a_result_of_another_scene_is_not_shown(files, tmp_path):
    (tmp_path / "other").mkdir()
    other = write_scene(tmp_path / "other", rows=20)

    async def story(workspace):
        await opened(workspace, files)
        finished = []
        workspace.job_finished.connect(lambda: finished.append(True))
        workspace.start_training(SVM)
        await workspace.open_scene(other.scene)
        await until(lambda: finished)
        assert workspace.document.classification is None

    run(story)


def test_a_scene_that_cannot_be_read_leaves_the_one_before(files, tmp_path):
    async def story(workspace):
        await opened(workspace, files)
        before = workspace.document.cube
        with pytest.raises(HsiViewerError, match=r"nothing\.hdr"):
            await workspace.open_scene(tmp_path / "nothing.hdr")
        assert workspace.document.cube is before
        assert workspace.document.labels.total > 0

    run(story)


def test_a_killed_worker_fails_its_job_and_leaves_the_labels(files):
    async def story(workspace):
        await opened(workspace, files)
        labels = workspace.document.labels.snapshot()
        job = workspace.start_training(SLOW)
        await until(lambda: job.fraction > 0)
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGKILL)
        await until(lambda: not job.is_active)
        assert job.state is JobState.FAILED
        assert "signal 9" in job.error
        np.testing.assert_array_equal(workspace.document.labels.values, labels)
        await workspace.jobs.result(workspace.start_training(SVM))

    run(story)


def test_a_cancelled_training_ends_soon_without_a_result(files):
    async def story(workspace):
        await opened(workspace, files)
        job = workspace.start_training(SLOW)
        await until(lambda: job.fraction > 0)
        job.cancel()
        assert job.state is JobState.CANCELLING
        await until(lambda: not job.is_active, seconds=5.0)
        assert job.state is JobState.CANCELLED
        assert workspace.document.classification is None

    run(story)


def test_exporting_without_a_result_says_what_to_do(files, tmp_path):
    async def story(workspace):
        await opened(workspace, files)
        with pytest.raises(HsiViewerError, match="train a method first"):
            await workspace.export_map(tmp_path / "map.tif")

    run(story)


def test_problem_and_advice_name_what_is_missing(files):
    async def story(workspace):
        assert "Open a scene" in workspace.problem(SVM)
        await workspace.open_scene(files.scene)
        assert "two classes" in workspace.problem(SVM)
        await workspace.import_labels(files.labels)
        assert workspace.problem(SVM) == ""
        silent = workspace.advice(TrainingSettings(Recipe("diffclip")))
        assert any("description" in each for each in silent)
        workspace.document.add_class("bare soil")
        assert any("bare soil" in each for each in workspace.advice(SVM))

    run(story)


def test_a_stopped_import_changes_nothing(files, monkeypatch):
    reading = threading.Event()

    def endless(reference, cube, *, progress):
        while True:
            reading.set()
            progress.checkpoint()

    async def story(workspace):
        await opened(workspace, files)
        before = workspace.document.labels.values.copy()
        monkeypatch.setattr(
            "hsiviewer.workflows.session.scene_files.read_labels", endless
        )
        asking = asyncio.ensure_future(workspace.import_labels(files.reference))
        await until(reading.is_set)
        activity.stop()
        with pytest.raises(CancelledError):
            await asking
        assert np.array_equal(workspace.document.labels.values, before)
        assert workspace.document.undo_text == "Import classes"

    run(story)


def test_devices_always_hold_the_processor():
    async def story(workspace):
        found = await workspace.devices()
        assert "cpu" in [each.id for each in found]

    run(story)


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


def test_a_project_that_is_saved_while_another_scene_opens_does_not_take_its_edits(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    begun, slow = slowly(monkeypatch, project_keeper, "reopened")
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("roof")
        saving = asyncio.create_task(workspace.save_as(target))
        await until(begun.is_set)
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        slow.set()
        await asyncio.gather(saving, opening)
        assert workspace.document.cube.grid_shape == (20, 24)
        assert workspace.projects.path != target
        workspace.document.add_class("meadow")
        await workspace.open_project(target)
        assert [each.name for each in workspace.document.classes] == ["roof"]

    run(story)


def test_a_project_is_saved_for_the_scene_that_was_shown_only(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=20, cols=24)
    begun, slow = slowly(monkeypatch, scene_opening, "read_bookmarks")
    slow.set()
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        await until(begun.is_set)
        saving = asyncio.create_task(workspace.save_as(target))
        await asyncio.sleep(0)  # it waits for its turn
        slow.set()
        with pytest.raises(SceneChangedError, match="not written: another scene"):
            await saving
        await opening
        assert not target.exists()

    run(story)


def test_edits_after_a_save_while_the_same_scene_opens_again_are_written(
    files, tmp_path, monkeypatch
):
    begun, slow = slowly(monkeypatch, scene_opening, "read_bookmarks")
    slow.set()
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("roof")
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        saving = asyncio.create_task(workspace.save_as(target))
        await asyncio.sleep(0)
        slow.set()
        await asyncio.gather(opening, saving)
        assert workspace.projects.path == target
        workspace.document.add_class("meadow")

    async def look(workspace):
        await workspace.open_project(target)
        assert [each.name for each in workspace.document.classes] == ["roof", "meadow"]

    run(story)
    run(look)


def test_a_failing_second_opening_leaves_the_open_scene_and_its_rasters(
    files, monkeypatch
):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.add_auxiliary(files.surface)

        def fail(cube):
            raise RuntimeError("disk gone")

        monkeypatch.setattr(scene_opening, "read_bookmarks", fail)
        with pytest.raises(RuntimeError, match="disk gone"):
            await workspace.open_scene(files.scene)
        (surface,) = workspace.document.auxiliary
        assert np.isfinite(surface.read()).any()
        workspace.document.add_class("roof")
        assert workspace.projects.project.journal.flush()

    run(story)


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


def test_an_opening_reads_samples_of_its_file_once(files, monkeypatch):
    compute, read = scene_reference.content_digest, []

    def digest(path):
        read.append(path)
        return compute(path)

    monkeypatch.setattr(scene_reference, "content_digest", digest)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        assert [path.name for path in read] == ["scene.img"]

    run(story)
