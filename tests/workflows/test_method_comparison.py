"""The task behind the comparison of methods."""

import numpy as np
import pytest

from hsiviewer.core.errors import HsiViewerError, TextEncoderError, TrainingDataError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning import run
from hsiviewer.workflows.comparison_task import compare_methods
from hsiviewer.workflows.method_comparison import compared
from hsiviewer.workflows.tasks import LABELS_FILE, REFERENCE_FILE, ComparisonTask
from tests.workflows.scenes import SCHEME, write_scene

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
        methods=METHODS, map_folders=[str(each) for each in maps], rounds=2,
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
    found = compared(told, answer, open_cube(told.scene), True)
    first, second = found.methods
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
        if request.method == "svm":
            raise TextEncoderError("the encoder is missing")
        return real(request, progress)

    monkeypatch.setattr(run, "classify", classify)
    answer = compare_methods(told, SilentProgress())
    assert answer["failed"] == {"svm": "the encoder is missing"}
    assert set(answer["maps"]) == {"spectral-angle"}

    def fails(request, progress):
        raise TextEncoderError(f"{request.method} is missing")

    monkeypatch.setattr(run, "classify", fails)
    with pytest.raises(HsiViewerError, match="svm is missing; spectral-angle is"):
        compare_methods(told, SilentProgress())


def test_single_labels_cannot_be_compared_without_a_reference(task, tmp_path):
    told, reference, _ = task
    labels = np.zeros_like(reference)
    for each in SCHEME:
        labels.flat[np.flatnonzero(reference == each.id)[0]] = each.id
    np.save(tmp_path / "comparison" / LABELS_FILE, labels)
    with pytest.raises(TrainingDataError, match="load a reference map"):
        compare_methods(told, SilentProgress())
