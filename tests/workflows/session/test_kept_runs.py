"""A scene that is opened again has its runs, and the map that was looked at last."""

import asyncio
import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from hsiviewer.core import paths
from hsiviewer.core.cube import HsiCube
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.jobs.job import JobState
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import kept_runs, scene_opening, training_runs
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, slowly, until

LONG = TrainingSettings(
    Recipe("diffclip", device="cpu", overrides={"pretrain_steps": 100_000})
)
SVM = TrainingSettings(Recipe("svm", device="cpu"))
ANGLE = TrainingSettings(Recipe("spectral-angle", device="cpu"))


def train(files, *all_settings):
    """Train in one session; return the job titles and the maps."""

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        shown = []
        for settings in all_settings:
            ended = asyncio.Event()
            workspace.training.finished.connect(ended.set)
            workspace.start_training(settings)
            await ended.wait()
            result = workspace.document.classification
            shown.append(np.array(result.class_map))
        return shown

    return run(story)


def reopened(scene):
    """Open a scene in another session; return its map and the jobs."""

    async def story(workspace):
        await workspace.open_scene(scene)
        result = workspace.document.classification
        found = None if result is None else np.array(result.class_map)
        restored = workspace.training.restored
        told = [] if restored is None else [restored.title]
        return found, told, workspace.jobs.jobs

    return run(story)


def records():
    found = sorted((paths.user_data() / "runs").glob("*/run.json"))
    return [json.loads(each.read_text()) for each in found]


def test_the_map_of_the_last_run_comes_back(files):
    _, last = train(files, SVM, ANGLE)
    shown, told, jobs = reopened(files.scene)
    np.testing.assert_array_equal(shown, last)
    assert told == [jobs[-1].title]
    assert all(each.label_count == 18 and each.submitted_at > 0 for each in jobs)


def test_an_older_map_that_was_looked_at_last_comes_back(files):
    first, _ = train(files, SVM, ANGLE)

    async def look_at_the_first(workspace):
        await workspace.open_scene(files.scene)
        await workspace.training.show_again(workspace.jobs.jobs[0])

        first, second = workspace.jobs.jobs
        assert workspace.training.kept.shown is first
        await workspace.training.show_again(second)
        assert workspace.training.kept.shown is second
        await workspace.training.show_again(first)

    run(look_at_the_first)
    shown, _, _ = reopened(files.scene)
    np.testing.assert_array_equal(shown, first)


def test_another_scene_under_the_same_name_gets_no_map(files, tmp_path):
    train(files, SVM)
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    for each in other.scene.parent.iterdir():
        shutil.copyfile(each, files.scene.parent / each.name)
    shown, told, _ = reopened(files.scene)
    assert shown is None
    assert told == []


def test_a_map_whose_files_are_gone_does_not_keep_the_scene_from_opening(files):
    train(files, SVM)
    for each in (paths.user_data() / "runs").glob("*/*.npy"):
        each.unlink()
    shown, told, jobs = reopened(files.scene)
    assert shown is None
    assert told == []
    assert len(jobs) == 1


def test_a_record_of_an_older_version_is_still_listed(files):
    train(files, SVM)
    (file,) = (paths.user_data() / "runs").glob("*/run.json")
    record = json.loads(file.read_text())
    for name in ("begun_at", "shown_at", "label_count"):
        assert record.pop(name)
    file.write_text(json.dumps(record))
    shown, _, jobs = reopened(files.scene)
    assert shown is None
    assert [(each.label_count, each.submitted_at) for each in jobs] == [(0, 0)]


def test_the_last_map_is_only_listed_where_users_prefer_that(files):
    train(files, SVM)

    async def story(workspace):
        workspace.restores_map = lambda: False
        await workspace.open_scene(files.scene)
        return workspace.document.classification, len(workspace.jobs.jobs)

    assert run(story) == (None, 1)


def test_opening_a_scene_waits_for_no_map_of_another(files, tmp_path):
    train(files, SVM)
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.document.classification is not None
        await workspace.open_scene(other.scene)
        assert isinstance(workspace.document.cube, HsiCube)
        return workspace.document.classification, workspace.jobs.jobs

    assert run(story) == (None, ())


def test_a_run_is_kept_for_the_scene_that_it_learned_from(files, tmp_path, monkeypatch):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    read = scene_opening.read_bookmarks
    begun, slow = threading.Event(), threading.Event()

    def read_slowly(cube):
        begun.set()
        slow.wait(20)
        return read(cube)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        monkeypatch.setattr(scene_opening, "read_bookmarks", read_slowly)
        opening = asyncio.create_task(workspace.open_scene(other.scene))
        await until(begun.is_set)
        # The other scene is on its way; this one is still open.
        assert workspace.document.cube.grid_shape == (24, 30)
        job = workspace.start_training(SVM)
        slow.set()
        await opening
        await workspace.jobs.result(job)
        await until(lambda: any(record["shown_at"] for record in records()))
        assert workspace.document.cube.grid_shape == (30, 21)
        assert workspace.document.classification is None

    run(story)
    (record,) = records()
    assert record["scene_digest"] == content_digest(files.scene.with_suffix(".img"))
    assert reopened(files.scene)[0].shape == (24, 30)
    assert reopened(other.scene)[0] is None


def test_scenes_are_opened_one_after_the_other(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    train(files, SVM)

    async def story(workspace):
        opened = [workspace.open_scene(each.scene) for each in (files, other)]
        await asyncio.gather(*opened)
        shown = workspace.document
        return shown.cube.grid_shape, shown.classification, workspace.jobs.jobs

    assert run(story) == ((30, 21), None, ())


def test_a_map_that_a_power_cut_has_emptied_does_not_matter(files):
    train(files, SVM)
    for each in (paths.user_data() / "runs").glob("*/*.npy"):
        each.write_bytes(b"")
    shown, told, jobs = reopened(files.scene)
    assert (shown, told, len(jobs)) == (None, [], 1)


def test_start_while_a_continued_job_runs_queues_nothing_else(files):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        job = workspace.start_training(LONG)
        assert workspace.start_training(LONG) is job
        other = workspace.start_training(
            replace(LONG, recipe=replace(LONG.recipe, seed=3))
        )
        assert other is not job
        other.cancel()
        job.cancel()
        await until(lambda: not job.is_active)
        again = workspace.training.resume(job)
        assert workspace.start_training(LONG) is again
        workspace.document.paint(np.array([0]), np.array([1]), 2)
        assert workspace.start_training(LONG) is not again, "other labels"

    run(story)


def test_a_run_that_ends_while_another_scene_is_opened_is_kept(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        job = workspace.start_training(SVM)

        def leave():
            if job.state is JobState.DONE and not left:
                left.append(asyncio.ensure_future(workspace.open_scene(other.scene)))
                # The scene is left before the end of the run has been written.
                workspace.session.work.leave()

        left = []
        job.changed.connect(leave)
        await workspace.jobs.result(job)
        await asyncio.gather(*left)
        assert left
        await until(lambda: records()[0]["state"] != "unfinished")

    run(story)
    assert [each["state"] for each in records()] == ["done"]


@pytest.mark.parametrize("other", ["copy", "link", "content"])
def test_a_running_job_is_listed_once_whatever_its_scene_is_called(
    files, tmp_path, other
):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        work = workspace.session.work
        job = workspace.start_training(LONG)
        if other == "copy":
            shutil.copytree(tmp_path, tmp_path / "copy")
            await workspace.open_scene(tmp_path / "copy" / "scene.hdr")
        elif other == "link":
            (tmp_path / "link").symlink_to(tmp_path)
            await workspace.open_scene(tmp_path / "link" / "scene.hdr")
        else:
            values = files.scene.with_suffix(".img")
            values.write_bytes(values.read_bytes()[::-1])
            await workspace.open_scene(files.scene)
        assert workspace.jobs.jobs == (job,)
        assert (workspace.session.work is work) is (other != "content")
        assert workspace.work_of(job) is work
        job.cancel()

    run(story)


def test_a_variable_of_a_file_shows_no_map_of_another(tmp_path):
    values = np.random.default_rng(0).random((20, 24, 8))
    savemat(tmp_path / "two.mat", {"one": values, "two": values})

    async def story(workspace):
        await workspace.open_scene(f"{tmp_path / 'two.mat'}:one")
        for row, name in enumerate(("roof", "meadow")):
            class_id = workspace.document.add_class(name).id
            cols = np.arange(6)
            workspace.document.paint(np.full_like(cols, row), cols, class_id)
        done = workspace.start_training(ANGLE)
        await workspace.jobs.result(done)
        await until(lambda: workspace.document.classification is not None)
        running = workspace.start_training(LONG)
        await workspace.open_scene(f"{tmp_path / 'two.mat'}:two")
        assert workspace.document.classification is None
        assert workspace.jobs.jobs == (running,)
        running.cancel()

    run(story)


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_map_that_is_made_while_its_scene_opens_is_shown(
    files, tmp_path, monkeypatch, comes_back
):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    begun, slow = slowly(monkeypatch, kept_runs, "read_runs")
    slow.set()

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        job = workspace.start_training(ANGLE)
        if comes_back:
            await workspace.open_scene(other.scene)
        runs = workspace.work_of(job).runs
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        await workspace.jobs.result(job)
        await until(lambda: not job.is_active and not runs.kept._unsettled)
        slow.set()
        await opening
        assert workspace.document.cube.grid_shape == (24, 30)
        assert workspace.document.classification is not None
        assert workspace.training.kept.shown is job
        assert workspace.jobs.jobs == (job,)

    run(story)


def test_a_run_that_is_removed_while_its_scene_opens_stays_removed(
    files, tmp_path, monkeypatch
):
    train(files, ANGLE)
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    begun, slow = slowly(monkeypatch, kept_runs, "last_map")
    slow.set()

    async def story(workspace):
        await workspace.open_scene(files.scene)
        (job,) = workspace.jobs.jobs
        begun.clear()
        slow.clear()
        opening = asyncio.create_task(workspace.open_scene(files.scene))
        await until(begun.is_set)
        workspace.training.kept.remove(job)
        slow.set()
        await opening
        assert workspace.jobs.jobs == ()
        assert workspace.document.classification is None
        await workspace.open_scene(other.scene)

    run(story)


def test_a_map_that_is_loaded_while_its_scene_is_left_comes_back(
    files, tmp_path, monkeypatch
):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    begun, slow = slowly(monkeypatch, training_runs, "load_result")

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        job = workspace.start_training(ANGLE)
        await until(begun.is_set)
        await workspace.open_scene(other.scene)
        slow.set()
        await until(lambda: any(each["shown_at"] for each in records()))
        await workspace.open_scene(files.scene)
        assert workspace.document.classification is not None
        assert workspace.training.kept.shown is job

    run(story)


def test_the_newest_runs_come_first_however_often_a_scene_is_left(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    settings = TrainingSettings(
        Recipe("diffclip", device="cpu", overrides={"pretrain_steps": 2})
    )

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        older, newer = (workspace.start_pretraining(settings) for _ in range(2))
        await workspace.jobs.result(older)
        await until(lambda: workspace.pretrained is not None)
        await workspace.open_scene(other.scene)  # the newer one runs on
        await workspace.open_scene(files.scene)
        await workspace.jobs.result(newer)
        weights = Path(newer.record.save_model)
        await until(lambda: workspace.pretrained == weights)
        await workspace.open_scene(files.scene)
        assert workspace.pretrained == weights
        assert workspace.training.kept.encoder_for(settings) == weights
        assert workspace.jobs.jobs[-1] is newer
        assert len(workspace.jobs.jobs) == 2

    run(story)


def test_a_job_that_is_continued_from_another_scene_is_of_its_own(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        running, job = map(workspace.start_training, (LONG, ANGLE))
        await workspace.open_scene(other.scene)
        job.cancel()
        running.cancel()
        await until(lambda: not job.is_active)
        again = workspace.work_of(job).runs.resume(job)
        assert again.group == "scene.img"
        await workspace.open_scene(files.scene)
        await workspace.jobs.result(again)
        await until(lambda: workspace.document.classification is not None)
        georeference = workspace.document.cube.georeference
        assert workspace.document.classification.georeference == georeference

    run(story)
