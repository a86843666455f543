"""An honest figure without a reference: labels held out by blocks of the scene."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.evaluation.label_folds import label_folds
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import accuracy_record
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.records import LABELS_FILE, LearningTask
from hsiviewer.workflows.tasks.run_folders import new_run_folder, write_array
from hsiviewer.workflows.tasks.scenes import open_scene
from hsiviewer.workflows.tasks.submission import LearningInputs, learning_task

USUAL_FOLDS = 5


class CrossValidationTask(msgspec.Struct, frozen=True, kw_only=True):
    """Train as often as there are folds, and test with the labels held out.

    Parameters
    ----------
    learning : LearningTask
        Scene, labels and method. Its run folder holds ``labels.npy``.
    folds : int
        Of blocks of the scene.
    """

    learning: LearningTask
    folds: int = USUAL_FOLDS


def submit_cross_validation(
    runner: JobRunner, inputs: LearningInputs, recipe: Recipe, folds: int
) -> tuple[Job, Path]:
    """Queue a cross-validation; return the job and its run folder.

    Raises
    ------
    ConfigurationError
        If method, preset or parameters do not exist.
    TrainingDataError
        If fewer than two classes have labels, or these lie too close together.
    FileAccessError
        If there is no room for its files.
    """
    inputs.check_labels()
    patch = recipe.make_config().sight
    # Told at once, not after a worker has started.
    label_folds(inputs.labels, folds=folds, patch=patch, seed=recipe.seed)
    folder = new_run_folder("check")
    task = msgspec.structs.replace(
        learning_task(inputs, recipe, pretrained=None), run_folder=str(folder)
    )
    write_array(folder / LABELS_FILE, inputs.labels)
    record = CrossValidationTask(learning=task, folds=folds)
    title = f"Cross-validate {recipe.title}"
    return runner.submit("cross-validate", record, title=title), folder


def cross_validate(task: CrossValidationTask, progress: Progress) -> dict[str, Any]:
    """Classify the scene once for each fold, and gather what the held-out labels say.

    Returns
    -------
    dict
        Figures as of `hsiviewer.evaluation.report.accuracy_record`; ``folds``,
        ``untested`` (names of classes whose labels lie in one place) and
        ``n_labels``.
    """
    from hsiviewer.learning.running.run import classify

    learning = task.learning
    cube = open_scene(learning.scene, learning.good_bands, learning.metadata)
    labels = np.load(Path(learning.run_folder) / LABELS_FILE)
    scheme = ClassScheme(tuple(learning.classes))
    patch = learning.recipe.make_config().sight
    found = label_folds(
        labels, folds=task.folds, patch=patch, seed=learning.recipe.seed
    )
    request = LearningRequest(
        cube=cube,
        auxiliary=tuple(open_auxiliary(raster, cube) for raster in learning.auxiliary),
        labels=labels,
        scheme=scheme,
        recipe=learning.recipe,
        scene_digest=content_digest(cube.path),
    )
    truth, mapped = [], []
    count = len(found.splits)
    for number, split in enumerate(found.splits):
        part = PartialProgress(
            progress, start=number / count, stop=(number + 1) / count
        )
        known = np.unique(split.labels[split.labels > 0]).tolist()
        fold = dataclasses.replace(
            request, labels=split.labels, scheme=scheme.restricted(known)
        )
        result = classify(fold, part)
        tested = split.test > 0
        truth.append(split.test[tested])
        mapped.append(result.class_map[tested])
    accuracy = assess(np.concatenate(truth)[None], np.concatenate(mapped)[None])
    return {
        **accuracy_record(accuracy, scheme),
        "folds": count,
        "untested": [scheme[class_id].name for class_id in found.untested],
        "n_labels": int(np.count_nonzero(labels)),
    }


def held_out_sentence(record: Mapping[str, Any]) -> str:
    """Return what a cross-validation says."""
    value = record["overall_accuracy"]
    low, high = record["overall_accuracy_interval"]
    told = "undefined" if value is None else f"{value:.3f} ({low:.3f}-{high:.3f})"
    sentence = (
        f"held out within the labels, {record['folds']} folds of blocks: overall "
        f"accuracy {told} on {record['n_reference']} of {record['n_labels']} labels"
    )
    if record["untested"]:
        sentence += f"; not tested: {', '.join(record['untested'])}"
    return sentence
