"""Methods side by side in a worker: the same labels, the same test pixels."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import PartialProgress, Progress, ProgressUpdate
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.evaluation.splits import Split, held_out_split
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import method_spec
from hsiviewer.workflows.tasks.records import (
    LABELS_FILE,
    MODEL_FOLDER,
    REFERENCE_FILE,
    ComparisonTask,
    save_result,
)
from hsiviewer.workflows.tasks.scenes import open_scene

_LEFT_OUT = 0.25  # of the labels in each round, where a reference tests


def compare_methods(task: ComparisonTask, progress: Progress) -> dict[str, Any]:
    """Run every method in every round, and make a map by each from all labels.

    Returns
    -------
    dict
        ``runs`` as `hsiviewer.evaluation.comparison.summarise` takes them; ``maps``
        of each method as `hsiviewer.workflows.tasks.records.save_result` answers; and
        ``failed``: a sentence for each method that could not run, which does not
        stop the others.

    Raises
    ------
    TrainingDataError
        If there is neither a reference nor a class with two labels.
    """
    splits = _splits(task)
    labels = np.load(Path(task.run_folder) / LABELS_FILE)
    share = len(task.recipes) * (len(splits) + 1)
    runs: list[dict[str, Any]] = []
    maps: dict[str, Any] = {}
    failed: dict[str, str] = {}
    for place, recipe in enumerate(task.recipes):
        method, folder = recipe.method, Path(task.map_folders[place])
        done = place * (len(splits) + 1)
        try:
            own = []
            for number, split in enumerate(splits):
                part = _part(progress, method, done + number, share)
                result = _run(task, _round(recipe, number), split.labels, part)
                own.append(_figures(result, split, number))
            part = _part(progress, method, done + len(splits), share)
            result = _run(task, recipe, labels, part, keep_in=folder)
            maps[method] = save_result(folder, result)
            runs += own
        except HsiViewerError as error:
            failed[method] = str(error)
    if not runs:
        raise HsiViewerError("; ".join(failed.values()))
    return {"runs": runs, "maps": maps, "failed": failed}


def _splits(task: ComparisonTask) -> list[Split]:
    """Return labels and test pixels of each round, the same for all methods.

    The labels differ from round to round, so that the spread of the figures tells what
    the choice of labels does, and not only that of random weights.
    """
    folder = Path(task.run_folder)
    labels = np.load(folder / LABELS_FILE)
    seeds = [_round(task.recipes[0], number).seed for number in range(task.rounds)]
    if not (folder / REFERENCE_FILE).exists():
        return [held_out_split(labels, seed=seed) for seed in seeds]
    truth = np.load(folder / REFERENCE_FILE)
    test = np.where(labels > 0, 0, truth).astype(np.uint16)
    if (np.bincount(labels[labels > 0]) < 2).all():
        return [Split(labels, test)] * task.rounds
    return [
        Split(held_out_split(labels, seed=seed, share=_LEFT_OUT).labels, test)
        for seed in seeds
    ]


def _run(
    task: ComparisonTask,
    recipe: Recipe,
    labels: Any,
    progress: Progress,
    *,
    keep_in: Path | None = None,
) -> Any:
    from hsiviewer.learning.running.run import classify

    cube = open_scene(task.scene, task.good_bands, task.metadata)
    uses_rasters = recipe.spec.uses_auxiliary
    return classify(
        LearningRequest(
            cube=cube,
            auxiliary=tuple(
                open_auxiliary(raster, cube)
                for raster in task.auxiliary
                if uses_rasters
            ),
            labels=labels,
            scheme=ClassScheme(tuple(task.classes)),
            recipe=recipe,
            save_model=keep_in / MODEL_FOLDER if keep_in else None,
            scratch=keep_in,
            scene_digest=content_digest(cube.path),
        ),
        progress,
    )


def _round(recipe: Recipe, number: int) -> Recipe:
    return dataclasses.replace(recipe, seed=recipe.seed + number)


def _figures(result: Any, split: Split, number: int) -> dict[str, Any]:
    report = run_report(
        result,
        n_labels=int(np.count_nonzero(split.labels)),
        accuracy=assess(split.test, result.class_map),
    )
    # Rounds are what figures are paired by, whatever seeds methods draw from.
    return {**report, "seed": number, "shots": 0}


class _Named:
    """A progress whose stages begin with the name of a method."""

    def __init__(self, parent: Progress, title: str) -> None:
        self._parent = parent
        self._title = title

    def report(self, update: ProgressUpdate) -> None:
        stage = f"{self._title}: {update.stage}" if update.stage else self._title
        self._parent.report(dataclasses.replace(update, stage=stage))

    def checkpoint(self) -> None:
        self._parent.checkpoint()


def _part(progress: Progress, method: str, done: int, share: int) -> PartialProgress:
    named = _Named(progress, method_spec(method).title)
    return PartialProgress(named, start=done / share, stop=(done + 1) / share)
