"""Entry of worker processes; the heavy packages are imported here, task by task."""

import dataclasses
import itertools
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.evaluation import splits
from hsiviewer.evaluation.comparison import left_out_sentence
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.jobs.messages import decode_record
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.suggestions.records import SuggestionOptions
from hsiviewer.workflows.tasks.analyses import AnalysisTask, run_analysis
from hsiviewer.workflows.tasks.comparing import compare_methods
from hsiviewer.workflows.tasks.cross_validating import (
    CrossValidationTask,
    cross_validate,
)
from hsiviewer.workflows.tasks.live import (
    LiveMapTask,
    LiveOpenTask,
    LiveSceneTask,
    LiveSuggestTask,
    advance_live,
    close_live,
    map_live,
    open_live,
    suggest_live,
)
from hsiviewer.workflows.tasks.records import (
    CHECKPOINTS_FOLDER,
    LABELS_FILE,
    REFERENCE_FILE,
    ComparisonTask,
    DevicesTask,
    DiagnosisTask,
    EvaluationTask,
    LearningTask,
    ObjectsTask,
    PredictionTask,
    save_result,
)
from hsiviewer.workflows.tasks.run_folders import remove_stale_runs
from hsiviewer.workflows.tasks.scenes import open_scene
from hsiviewer.workflows.tasks.suggesting import MASK_FILE, SuggestionTask, answer_of
from hsiviewer.workflows.tasks.texts import (
    SimilarityTask,
    TextsTask,
    WriteTask,
    compare_pixel,
    compare_texts,
    write_answer,
)


def run_task(task: str, payload: bytes, progress: Progress) -> Any:
    """Do one task and return JSON values.

    Raises
    ------
    ValueError
        If there is no such task.
    HsiViewerError
        With a sentence for the user.
    CancelledError
        If the task was cancelled.
    """
    if task not in _TASKS:
        raise ValueError(f"there is no task {task!r}")
    if task in _CLEARED_BY:
        remove_stale_runs()
    record_type, function = _TASKS[task]
    return function(decode_record(payload, record_type), progress)


def _classify(task: LearningTask, progress: Progress) -> Any:
    from hsiviewer.learning.running.run import classify

    result = classify(_request(task), progress)
    answer = save_result(Path(task.run_folder), result)
    _forget_checkpoints(task)
    return answer


def _pretrain(task: LearningTask, progress: Progress) -> Any:
    from hsiviewer.learning.running.run import pretrain

    pretrain(_request(task), progress)
    _forget_checkpoints(task)
    return {"save_model": task.save_model}


def _forget_checkpoints(task: LearningTask) -> None:
    """Remove what only an unfinished run needs."""
    shutil.rmtree(Path(task.run_folder) / CHECKPOINTS_FOLDER, ignore_errors=True)


def _predict(task: PredictionTask, progress: Progress) -> Any:
    from hsiviewer.learning.running.applying import predict
    from hsiviewer.workflows.tasks.cluster import predict_on_cluster

    folder = Path(task.run_folder)
    request = prediction_request(task, scratch=folder)
    spread = partial(predict_on_cluster, task) if task.scheduler else None
    return save_result(folder, predict(request, progress, spread=spread))


def prediction_request(
    task: PredictionTask, *, scratch: Path | None
) -> LearningRequest:
    """Open what a prediction needs."""
    from hsiviewer.learning.saved.model_record import read_model_record

    folder = Path(task.model)
    record = read_model_record(folder)
    cube = open_scene(task.scene, None, task.metadata)
    return LearningRequest(
        cube=cube,
        auxiliary=tuple(open_auxiliary(raster, cube) for raster in task.auxiliary),
        labels=np.zeros((0, 0), np.uint16),
        scheme=record.scheme,
        recipe=record.recipe(task.device),
        model=folder,
        scratch=scratch,
    )


def _request(task: LearningTask) -> LearningRequest:
    cube = open_scene(task.scene, task.good_bands, task.metadata)
    labels_file = Path(task.run_folder) / LABELS_FILE
    labels = (
        np.load(labels_file)
        if labels_file.exists()
        else np.zeros(cube.grid_shape, np.uint16)
    )
    return LearningRequest(
        cube=cube,
        auxiliary=tuple(open_auxiliary(raster, cube) for raster in task.auxiliary),
        labels=labels,
        scheme=ClassScheme(tuple(task.classes)),
        recipe=task.recipe,
        pretrained=Path(task.pretrained) if task.pretrained else None,
        save_model=Path(task.save_model) if task.save_model else None,
        checkpoints=Path(task.run_folder) / CHECKPOINTS_FOLDER,
        scratch=Path(task.run_folder),
        scene_digest=content_digest(cube.path),
    )


def _evaluate(task: EvaluationTask, progress: Progress) -> Any:
    cube = open_scene(task.scene, task.good_bands, task.metadata)
    auxiliary = tuple(open_auxiliary(raster, cube) for raster in task.auxiliary)
    reference = np.load(Path(task.run_folder) / REFERENCE_FILE)
    swept = [{task.sweep_key: value} for value in task.sweep_values] or [{}]
    runs = list(itertools.product(task.shots, task.seeds, task.recipes, swept))
    # One split for all, so that every method is asked about the same pixels.
    patch = task.patch or max(
        recipe.changed(change).make_config().sight
        for recipe, change in itertools.product(task.recipes, swept)
    )
    records = []
    for number, (shots, seed, recipe, change) in enumerate(runs):
        part = PartialProgress(
            progress, start=number / len(runs), stop=(number + 1) / len(runs)
        )
        request = LearningRequest(
            cube=cube,
            auxiliary=auxiliary,
            labels=np.zeros(cube.grid_shape, np.uint16),
            scheme=ClassScheme(tuple(task.classes)),
            recipe=dataclasses.replace(recipe.changed(change), seed=seed),
        )
        split = splits.make_split(
            reference, shots=shots, seed=seed, kind=task.split, patch=patch
        )
        record = _evaluated(request, split, part)
        variant = " ".join(f"{key}={value}" for key, value in change.items())
        told = {"shots": shots, "split": task.split, "variant": variant, **record}
        records.append(told)
    return records


def _evaluated(
    request: LearningRequest, split: splits.Split, progress: Progress
) -> dict[str, Any]:
    from hsiviewer.learning.running.run import classify

    patch = request.config.sight
    left_out = [request.scheme[class_id] for class_id in split.left_out]
    kept = [cover.id for cover in request.scheme if cover not in left_out]
    scheme = request.scheme.restricted(kept)
    request = dataclasses.replace(request, labels=split.labels, scheme=scheme)
    result = classify(request, progress)
    report = run_report(
        result,
        n_labels=int(np.count_nonzero(split.labels)),
        accuracy=assess(split.test, result.class_map),
        n_overlapping=splits.overlap(split, patch=patch),
    )
    if left_out:
        names = [cover.name for cover in left_out]
        sentences = [*report["warnings"], left_out_sentence(names)]
        report |= {"left_out": names, "warnings": sentences}
    untested_ids = set(np.unique(split.labels).tolist()) - set(report["class_ids"])
    if untested := [cover.name for cover in scheme if cover.id in untested_ids]:
        report["untested"] = untested
    return report


def _suggest(task: SuggestionTask, progress: Progress) -> Any:
    from hsiviewer.learning.running.suggesting import suggest
    from hsiviewer.learning.saved.model_record import read_model_record

    request = _request(task.learning)
    if task.model:
        record = read_model_record(Path(task.model))
        request = dataclasses.replace(
            request,
            scheme=record.scheme,
            recipe=record.recipe(request.recipe.device),
            model=Path(task.model),
        )
    mask = Path(task.learning.run_folder) / MASK_FILE
    options = SuggestionOptions(
        count=task.count,
        min_distance=task.min_distance,
        mask=np.load(mask) if mask.exists() else None,
    )
    return answer_of(suggest(request, options, progress))


def _objects(task: ObjectsTask, progress: Progress) -> Any:
    from hsiviewer.learning.data.object_job import ObjectsRequest
    from hsiviewer.learning.running.objects import classify_objects

    request = ObjectsRequest(
        cubes=[open_described(file, task.metadata) for file in task.files],
        class_ids=np.array(task.class_ids, np.uint16),
        scheme=ClassScheme(tuple(task.classes)),
        recipe=task.recipe,
        checkpoints=Path(task.run_folder) / CHECKPOINTS_FOLDER,
    )
    result = classify_objects(request, progress)
    return {
        "class_ids": result.class_ids.tolist(),
        "shares": result.shares.round(6).tolist(),
        "patches": result.patches.tolist(),
        "known": list(result.known),
        "seconds": result.record.seconds,
        "warnings": result.record.warnings,
        "text_encoder": result.record.details.get("text_encoder", ""),
    }


def _devices(_task: DevicesTask, _progress: Progress) -> Any:
    from hsiviewer.learning.machine.devices import list_devices

    return [{"id": device.id, "title": device.title} for device in list_devices()]


def _diagnosis(_task: DiagnosisTask, _progress: Progress) -> Any:
    from hsiviewer.learning.machine.devices import diagnosis

    return diagnosis()


# Work that takes its time anyway.
_CLEARED_BY = (
    "classify",
    "pretrain",
    "predict",
    "evaluate",
    "suggest",
    "objects",
    "analyse",
)
_TASKS: dict[str, tuple[Any, Callable[[Any, Progress], Any]]] = {
    "classify": (LearningTask, _classify),
    "pretrain": (LearningTask, _pretrain),
    "predict": (PredictionTask, _predict),
    "evaluate": (EvaluationTask, _evaluate),
    "suggest": (SuggestionTask, _suggest),
    "objects": (ObjectsTask, _objects),
    "analyse": (AnalysisTask, run_analysis),
    "texts": (TextsTask, compare_texts),
    "write": (WriteTask, write_answer),
    "similarity": (SimilarityTask, compare_pixel),
    "compare": (ComparisonTask, compare_methods),
    "live-open": (LiveOpenTask, open_live),
    "live-advance": (LiveSceneTask, advance_live),
    "live-close": (LiveSceneTask, close_live),
    "live-map": (LiveMapTask, map_live),
    "live-suggest": (LiveSuggestTask, suggest_live),
    "cross-validate": (CrossValidationTask, cross_validate),
    "devices": (DevicesTask, _devices),
    "diagnosis": (DiagnosisTask, _diagnosis),
}
