import asyncio
import multiprocessing
import os
import signal
import threading

import numpy as np
import pytest

from hsiviewer.core.errors import (
    HsiViewerError,
)
from hsiviewer.core.progress import CancelledError
from hsiviewer.io.labels import read_labels
from hsiviewer.jobs.job import JobState
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.submission import TrainingSettings
from hsiviewer.workflows.tasks.threads import activity
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, until

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
        workspace.training.finished.connect(lambda: finished.append(True))
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
            "hsiviewer.workflows.session.scene_files.read_label_file", endless
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
