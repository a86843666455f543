"""What workers do with the tasks that they are sent, in the test's own process."""

from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.jobs.messages import encode_record
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.text import writer
from hsiviewer.workflows.tasks.cross_validating import (
    CrossValidationTask,
    held_out_sentence,
)
from hsiviewer.workflows.tasks.records import (
    CHECKPOINTS_FOLDER,
    LABELS_FILE,
    MODEL_FOLDER,
    REFERENCE_FILE,
    DevicesTask,
    DiagnosisTask,
    EvaluationTask,
    LearningTask,
    ObjectsTask,
    PredictionTask,
    load_result,
)
from hsiviewer.workflows.tasks.texts import SimilarityTask, WriteTask
from hsiviewer.workflows.tasks.worker import run_task
from tests.workflows.scenes import SCHEME, write_object

SVM = Recipe("svm", device="cpu")


def do(task, record):
    """Do a task as a worker does: its record comes through a pipe."""
    return run_task(task, encode_record(record), SilentProgress())


@pytest.fixture
def truth(files):
    cube = open_cube(files.scene)
    reference = read_labels(files.reference, cube)[0].values
    cube.close()
    return reference


@pytest.fixture
def learning(files, tmp_path):
    """Return a task that classifies the scene by its labels."""
    cube = open_cube(files.scene)
    labels = read_labels(files.labels, cube)[0].values
    folder = tmp_path / "run"
    (folder / CHECKPOINTS_FOLDER).mkdir(parents=True)
    np.save(folder / LABELS_FILE, labels)
    cube.close()
    return LearningTask(
        scene=str(files.scene),
        run_folder=str(folder),
        classes=list(SCHEME),
        recipe=SVM,
        save_model=str(folder / MODEL_FOLDER),
        good_bands=[True] * 11 + [False],
    )


def right(folder, answer, truth, files):
    cube = open_cube(files.scene)
    result = load_result(Path(folder), answer, cube.georeference)
    known = truth > 0
    share = (np.asarray(result.class_map)[known] == truth[known]).mean()
    cube.close()
    return share, result


def test_a_task_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="there is no task 'dance'"):
        do("dance", DevicesTask())


def test_a_scene_is_classified_and_its_model_applied(learning, files, truth, tmp_path):
    answer = do("classify", learning)
    share, result = right(learning.run_folder, answer, truth, files)
    assert share > 0.9
    assert result.scheme.ids == SCHEME.ids
    assert not (Path(learning.run_folder) / CHECKPOINTS_FOLDER).exists()
    again = tmp_path / "again"
    again.mkdir()
    prediction = PredictionTask(
        scene=learning.scene,
        model=learning.save_model,
        run_folder=str(again),
        device="cpu",
    )
    applied = do("predict", prediction)
    _, same = right(again, applied, truth, files)
    np.testing.assert_array_equal(same.class_map, result.class_map)
    for kept in (result.probabilities, same.probabilities):
        assert kept.class_ids == SCHEME.ids
        shares = kept.read(PixelWindow.of_shape(kept.grid_shape))
        known = ~np.isnan(shares[0])
        assert np.array_equal(known, result.class_map > 0)
        best = np.array(SCHEME.ids)[shares[:, known].argmax(axis=0)]
        assert (best == result.class_map[known]).all()
        sure = np.asarray(result.confidence)[known]
        np.testing.assert_allclose(shares.max(axis=0)[known], sure, atol=0.01)


def test_a_run_of_version_0_1_has_no_probabilities(learning, truth, files):
    answer = do("classify", learning)
    del answer["probability_ids"]
    _, result = right(learning.run_folder, answer, truth, files)
    assert result.probabilities is None


def test_labels_that_do_not_suffice_are_told(learning):
    (Path(learning.run_folder) / LABELS_FILE).unlink()
    with pytest.raises(HsiViewerError) as told:
        do("classify", learning)
    assert isinstance(told.value, TrainingDataError)


@pytest.fixture
def evaluation(truth, tmp_path):
    """Return a folder with the ground truth."""
    folder = tmp_path / "evaluation"
    folder.mkdir()
    np.save(folder / REFERENCE_FILE, truth)
    return str(folder)


def test_methods_are_evaluated_on_the_same_pixels(files, evaluation):
    task = EvaluationTask(
        scene=str(files.scene),
        run_folder=evaluation,
        recipes=[SVM, Recipe("spectral-angle")],
        shots=[4],
        seeds=[0, 1],
        classes=list(SCHEME),
    )
    runs = do("evaluate", task)
    assert [(run["method"], run["seed"]) for run in runs] == [
        ("svm", 0), ("spectral-angle", 0), ("svm", 1), ("spectral-angle", 1),
    ]  # fmt: skip
    assert {run["n_labels"] for run in runs} == {12}
    assert len({run["n_reference"] for run in runs}) == 1
    assert all(run["shots"] == 4 and run["variant"] == "" for run in runs)
    assert min(run["overall_accuracy"] for run in runs) > 0.5


def test_a_swept_parameter_names_its_variants(files, evaluation):
    task = EvaluationTask(
        scene=str(files.scene),
        run_folder=evaluation,
        recipes=[SVM],
        shots=[3],
        seeds=[0],
        classes=list(SCHEME),
        sweep_key="folds",
        sweep_values=["2", "3"],
    )
    runs = do("evaluate", task)
    assert [run["variant"] for run in runs] == ["folds=2", "folds=3"]
    assert len({run["n_reference"] for run in runs}) == 1


def test_objects_are_classified_as_those_that_are_known(tmp_path):
    materials = [2, 5, 2, 5, 2, 5]
    task = ObjectsTask(
        files=[
            str(write_object(tmp_path / f"{number}.hdr", material))
            for number, material in enumerate(materials)
        ],
        class_ids=[2, 5, 2, 5, 0, 0],
        classes=list(SCHEME.restricted([2, 5])),
        recipe=SVM,
        run_folder=str(tmp_path / "objects"),
    )
    answer = do("objects", task)
    assert answer["class_ids"] == materials
    assert sorted(answer["known"]) == [2, 5]
    assert all(sum(shares) == pytest.approx(1, abs=1e-4) for shares in answer["shares"])


def test_the_processor_is_among_the_devices_and_the_diagnosis_is_in_sentences():
    devices = do("devices", DevicesTask())
    assert "cpu" in [device["id"] for device in devices]
    assert all(device["title"] for device in devices)
    sentences = do("diagnosis", DiagnosisTask())
    assert sentences
    assert all(isinstance(sentence, str) for sentence in sentences)


def test_a_local_model_writes(monkeypatch):
    def write(folder, instruction, progress):
        return f"{folder}: {instruction}"

    monkeypatch.setattr(writer, "write_text", write)
    answer = do("write", WriteTask(folder="model", instruction="Describe water."))
    assert answer == {"answer": "model: Describe water."}


def test_a_method_without_texts_is_like_no_text(learning):
    do("classify", learning)
    task = SimilarityTask(scene=learning.scene, model=learning.save_model, row=3, col=4)
    assert do("similarity", task) == {
        "method": "svm", "class_ids": [], "cosines": [], "names": [],
    }  # fmt: skip


def test_labels_are_held_out_by_blocks(learning):
    task = CrossValidationTask(learning=learning, folds=3)
    found = do("cross-validate", task)
    assert 2 <= found["folds"] <= 3
    assert found["overall_accuracy"] > 0.8
    assert found["n_reference"] <= found["n_labels"]
    low, high = found["overall_accuracy_interval"]
    assert low < found["overall_accuracy"] <= high
    assert "held out within the labels" in held_out_sentence(found)
