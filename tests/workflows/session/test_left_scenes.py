"""The list of jobs is that of the open scene, and of what runs for others."""

from pathlib import Path

import numpy as np
import pytest

from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session.comparisons import ComparisonSettings
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.workflows.held_jobs import HeldJobs
from tests.workflows.scenes import SCHEME, write_scene
from tests.workflows.sessions import run, until

SVM = TrainingSettings(Recipe("svm", device="cpu"))
PAIR = ComparisonSettings((Recipe("svm"), Recipe("random-forest")))


@pytest.fixture
def held(monkeypatch):
    return HeldJobs(monkeypatch)


@pytest.fixture
def other(tmp_path):
    return write_scene(tmp_path / "other", rows=20, cols=21)


async def ended(workspace, jobs):
    await until(lambda: not any(job.is_active for job in jobs))
    work = workspace.work_of(jobs[0])
    await until(lambda: not (work.runs._following or work.comparisons._following))


async def start_one_of_each_kind(workspace, files):
    await workspace.open_scene(files.scene)
    await workspace.import_labels(files.labels)
    return [
        workspace.start_training(SVM),
        workspace.training.apply_model(Path("model"), SVM),
        workspace.texts.start_writing("writer", "Describe water."),
        await workspace.comparisons.start(PAIR),
    ]


def let_all_end(held, jobs):
    training, *others = jobs
    ids = np.full((24, 30), 2)
    held.leave_map(training, ids, SCHEME)
    for job in others:
        held.fail(job, "it has failed")


def titles(workspace):
    return [job.title for job in workspace.jobs.jobs]


def test_what_has_ended_is_listed_with_its_scene_only(files, other, held):
    async def story(workspace):
        jobs = await start_one_of_each_kind(workspace, files)
        let_all_end(held, jobs)
        await ended(workspace, jobs)
        before = titles(workspace)
        assert len(before) == 4
        await workspace.open_scene(other.scene)
        assert titles(workspace) == []
        await workspace.open_scene(files.scene)
        assert sorted(titles(workspace)) == sorted(before)
        assert all(workspace.session.work.knows(job) for job in workspace.jobs.jobs)

    run(story)


def test_what_ends_for_a_scene_that_was_left_goes_with_the_next_one(
    files, other, held, tmp_path
):
    third = write_scene(tmp_path / "third", rows=15, cols=12)

    async def story(workspace):
        jobs = await start_one_of_each_kind(workspace, files)
        await workspace.open_scene(other.scene)
        assert workspace.jobs.jobs == tuple(jobs)
        assert {job.group for job in jobs} == {"scene.img"}
        let_all_end(held, jobs)
        await ended(workspace, jobs)
        assert workspace.jobs.jobs == tuple(jobs)
        await workspace.open_scene(third.scene)
        assert titles(workspace) == []

    run(story)


def test_what_was_removed_from_the_list_does_not_come_back(files, other, held):
    async def story(workspace):
        jobs = await start_one_of_each_kind(workspace, files)
        let_all_end(held, jobs)
        await ended(workspace, jobs)
        for job in jobs:
            workspace.training.kept.remove(job)
        await workspace.open_scene(other.scene)
        await workspace.open_scene(files.scene)
        assert titles(workspace) == []

    run(story)


def test_an_earlier_comparison_belongs_to_its_scene_still(files, other, held):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        first = await workspace.comparisons.start(PAIR)
        second = await workspace.comparisons.start(PAIR)
        held.fail(second, "it has failed")
        await ended(workspace, [first, second])
        work = workspace.session.work
        assert work.knows(first)
        assert workspace.work_of(second) is work
        await workspace.open_scene(other.scene)
        assert titles(workspace) == []

    run(story)
