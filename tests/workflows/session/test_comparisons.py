"""The task behind the comparison of methods."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core import paths
from hsiviewer.core.errors import HsiViewerError, TextEncoderError, TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.running import run
from hsiviewer.workflows.session import comparisons
from hsiviewer.workflows.session.comparisons import ComparisonSettings, _check_test
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.comparing import compare_methods
from hsiviewer.workflows.tasks.comparison_records import compared
from hsiviewer.workflows.tasks.records import (
    LABELS_FILE,
    REFERENCE_FILE,
    ComparisonTask,
)
from tests.builders import UTM33
from tests.ui.conftest import loop  # noqa: F401 - a fixture
from tests.workflows.scenes import SCHEME, write_scene
from tests.workflows.sessions import run as run_session
from tests.workflows.sessions import slowly, until

METHODS = ["svm", "spectral-angle"]


@pytest.fixture
def task(tmp_path):
    files = write_scene(tmp_path)
    cube = open_cube(files.scene)
    reference = read_labels(files.reference, cube)[0].values
    labels = read_labels(files.labels, cube)[0].values
    folder = tmp_path / "comparison"
    folder.mkdir()
    np.save(folder / LABELS_FILE, labels)
    maps = [tmp_path / each for each in METHODS]
    for each in maps:
        each.mkdir()
    return ComparisonTask(
        scene=str(files.scene), run_folder=str(folder), classes=list(SCHEME),
        recipes=[Recipe(each) for each in METHODS],
        map_folders=[str(each) for each in maps], rounds=2,
    ), reference, labels  # fmt: skip


class Stages(SilentProgress):
    def __init__(self):
        self.seen = []

    def report(self, update):
        self.seen.append((update.fraction, update.stage))


def test_all_methods_learn_from_and_are_asked_about_the_same_pixels(task):
    told, _, labels = task
    progress = Stages()
    answer = compare_methods(told, progress)
    assert [(each["method"], each["seed"]) for each in answer["runs"]] == [
        ("svm", 0), ("svm", 1), ("spectral-angle", 0), ("spectral-angle", 1),
    ]  # fmt: skip
    assert {each["n_labels"] for each in answer["runs"]} == {9}
    assert {each["n_reference"] for each in answer["runs"]} == {9}
    learned = answer["maps"]["svm"]["provenance"]["labels_per_class"]
    assert sum(learned.values()) == np.count_nonzero(labels), "maps are from all labels"
    fractions = [each for each, _ in progress.seen]
    assert fractions == sorted(fractions)
    assert {stage.split(":")[0] for _, stage in progress.seen} == {
        "Support vector machine",
        "Spectral angle",
    }


def test_a_reference_is_tested_with_where_there_is_one(task, tmp_path):
    told, reference, labels = task
    np.save(tmp_path / "comparison" / REFERENCE_FILE, reference)
    answer = compare_methods(told, SilentProgress())
    expected = np.count_nonzero(reference) - np.count_nonzero(labels)
    assert {each["n_reference"] for each in answer["runs"]} == {expected}
    counts = np.bincount(labels[labels > 0])
    kept = sum(n - max(1, n // 4) for n in counts[counts > 0])
    assert {each["n_labels"] for each in answer["runs"]} == {kept}
    learned = answer["maps"]["svm"]["provenance"]["labels_per_class"]
    assert sum(learned.values()) == np.count_nonzero(labels), "maps are from all labels"
    found = compared(told, answer, UTM33, True, 1.7e9)
    first, second = found.methods
    assert first.run.begun_at == 1.7e9
    assert (
        first.figures["overall_accuracy"]["mean"]
        >= (second.figures["overall_accuracy"]["mean"])
    )
    assert second.behind >= 0
    assert first.p_value is None
    assert second.p_value is not None
    assert found.agreement.class_map.shape == reference.shape


def test_a_method_that_fails_does_not_stop_the_others(task, monkeypatch):
    told, *_ = task
    real = run.classify

    def classify(request, progress):
        if request.recipe.method == "svm":
            raise TextEncoderError("the encoder is missing")
        return real(request, progress)

    monkeypatch.setattr(run, "classify", classify)
    answer = compare_methods(told, SilentProgress())
    assert answer["failed"] == {"svm": "the encoder is missing"}
    assert set(answer["maps"]) == {"spectral-angle"}

    def fails(request, progress):
        raise TextEncoderError(f"{request.recipe.method} is missing")

    monkeypatch.setattr(run, "classify", fails)
    with pytest.raises(HsiViewerError, match="svm is missing; spectral-angle is"):
        compare_methods(told, SilentProgress())


def test_single_labels_cannot_be_compared_without_a_reference(task, tmp_path):
    told, reference, _ = task
    labels = np.zeros_like(reference)
    for each in SCHEME:
        labels.flat[np.flatnonzero(reference == each.id)[0]] = each.id
    np.save(tmp_path / "comparison" / LABELS_FILE, labels)
    with pytest.raises(TrainingDataError, match="label more pixels"):
        compare_methods(told, SilentProgress())


def test_a_reference_without_other_pixels_is_refused(task):
    _, reference, labels = task
    with pytest.raises(TrainingDataError, match="nothing is left to test with"):
        _check_test(reference.astype(np.uint16), reference)
    _check_test(labels, reference)


PAIR = ComparisonSettings((Recipe("svm"), Recipe("random-forest")))


def folders_left():
    names = [folder.name for folder in (paths.user_data() / "runs").iterdir()]
    return [name for name in names if name.endswith(("comparison", "svm", "forest"))]


async def labelled(workspace, files):
    await workspace.open_scene(files.scene)
    await workspace.import_labels(files.labels)


def test_folders_of_a_comparison_that_was_overtaken_are_deleted(
    qapp,
    loop,  # noqa: F811 - the fixture above
    tmp_path,
):
    """The worker may write until it has ended; then nothing is left."""
    files = write_scene(tmp_path)

    async def story():
        workspace = Workspace()
        await labelled(workspace, files)
        comparisons = workspace.comparisons
        job = await comparisons.start(PAIR)
        await until(lambda: job.fraction > 0 or not job.is_active)
        again = await comparisons.start(PAIR)
        await until(lambda: not job.is_active)
        again.cancel()
        await workspace.close()
        return comparisons

    comparisons = loop.run_until_complete(story())
    assert comparisons.result is None
    assert not folders_left()


def test_a_comparison_goes_on_and_is_found_when_its_scene_is_opened_again(
    qapp,
    loop,  # noqa: F811 - the fixture above
    tmp_path,
):
    files = write_scene(tmp_path)
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story():
        workspace = Workspace()
        await labelled(workspace, files)
        job = await workspace.comparisons.start(PAIR)
        await workspace.open_scene(other.scene)
        assert job.is_active
        assert job.group == "scene.img"
        assert not workspace.comparisons.is_running
        assert workspace.comparisons.result is None
        await workspace.jobs.result(job)
        await workspace.open_scene(files.scene)
        await until(lambda: workspace.comparisons.result is not None)
        await workspace.comparisons.use("svm")
        shown = workspace.document.classification.provenance["method"]
        await workspace.close()
        return shown

    assert loop.run_until_complete(story()) == "svm"


@pytest.mark.parametrize("then", ["start", "cancel", "leave"])
def test_a_comparison_whose_inputs_are_being_written_runs_and_can_be_given_up(
    files, tmp_path, monkeypatch, then
):
    other = write_scene(tmp_path / "other", rows=30, cols=21)
    begun, slow = slowly(monkeypatch, comparisons, "_write_inputs")

    async def story(workspace):
        await labelled(workspace, files)
        compare = workspace.comparisons
        first = asyncio.create_task(compare.start(PAIR))
        await until(begun.is_set)
        assert compare.is_running
        second = None
        if then == "cancel":
            compare.cancel()
            assert not compare.is_running
        else:
            if then == "leave":
                await workspace.open_scene(other.scene)
                await workspace.open_scene(files.scene)
            before = compare._beginning
            second = asyncio.create_task(compare.start(PAIR))
            await until(lambda: compare._beginning not in (before, None))
        slow.set()
        with pytest.raises(CancelledError):
            await first
        if second is None:
            assert not folders_left()
            return
        job = await second
        assert compare.job is job
        assert job.is_active
        assert len(folders_left()) == 3
        job.cancel()

    run_session(story)
