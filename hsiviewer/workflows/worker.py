"""Entry of worker processes; the heavy packages are imported here, task by task."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.evaluation import splits
from hsiviewer.evaluation.metrics import assess
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.requests import LearningRequest
from hsiviewer.workflows.tasks import (
    LABELS_FILE,
    DevicesTask,
    EvaluationTask,
    LearningTask,
    save_result,
)

_log = logging.getLogger(__name__)


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
    record_type, function = _TASKS[task]
    return function(msgspec.json.decode(payload, type=record_type), progress)


def _classify(task: LearningTask, progress: Progress) -> Any:
    from hsiviewer.learning.run import classify

    result = classify(_request(task), progress)
    return save_result(Path(task.run_folder), result)


def _pretrain(task: LearningTask, progress: Progress) -> Any:
    from hsiviewer.learning.run import pretrain

    pretrain(_request(task), progress)
    return {"save_model": task.save_model}


def _request(task: LearningTask) -> LearningRequest:
    cube = open_cube(task.scene)
    if task.good_bands is not None:
        cube = cube.with_bands(cube.bands.with_good(np.array(task.good_bands)))
    labels_file = Path(task.run_folder) / LABELS_FILE
    labels = (
        np.load(labels_file)
        if labels_file.exists()
        else np.zeros(cube.grid_shape, np.uint16)
    )
    return LearningRequest(
        cube=cube,
        auxiliary=tuple(open_auxiliary(each, cube) for each in task.auxiliary),
        labels=labels,
        scheme=ClassScheme(tuple(task.classes)),
        method=task.method,
        config=make_config(task.method, task.preset, task.overrides),
        preset=task.preset,
        seed=task.seed,
        device=task.device,
        text_encoder=task.text_encoder,
        pretrained=Path(task.pretrained) if task.pretrained else None,
        save_model=Path(task.save_model) if task.save_model else None,
    )


def _evaluate(task: EvaluationTask, progress: Progress) -> Any:
    cube = open_cube(task.scene)
    auxiliary = tuple(open_auxiliary(each, cube) for each in task.auxiliary)
    reference, found = read_labels(task.reference, cube)
    scheme = ClassScheme(tuple(task.classes)) or found
    scheme = scheme.restricted(reference.counts)
    runs = [
        (method, shots, seed)
        for shots in task.shots
        for seed in task.seeds
        for method in task.methods
    ]
    records = []
    for number, (method, shots, seed) in enumerate(runs):
        title = f"{method}, {shots} shots, seed {seed}"
        part = PartialProgress(
            progress,
            start=number / len(runs),
            stop=(number + 1) / len(runs),
            stage=title,
        )
        config = make_config(method, task.preset, task.overrides)
        split = splits.make_split(
            reference.values,
            shots=shots,
            seed=seed,
            kind=task.split,
            patch=getattr(config, "patch_size", 1),
        )
        request = LearningRequest(
            cube=cube,
            auxiliary=auxiliary,
            labels=split.labels,
            scheme=scheme,
            method=method,
            config=config,
            preset=task.preset,
            seed=seed,
            device=task.device,
            text_encoder=task.text_encoder,
        )
        records.append(
            _evaluated(request, split.test, part)
            | {"shots": shots, "split": task.split}
        )
    return records


def _evaluated(
    request: LearningRequest, test: npt.NDArray[np.uint16], progress: Progress
) -> dict[str, Any]:
    from hsiviewer.learning.run import classify

    result = classify(request, progress)
    accuracy = assess(test, result.class_map, class_ids=request.scheme.ids)
    return {
        "method": request.method,
        "seed": request.seed,
        "overall_accuracy": accuracy.overall_accuracy,
        "average_accuracy": accuracy.average_accuracy,
        "kappa": accuracy.kappa,
        "f1": accuracy.f1.tolist(),
        "confusion_matrix": accuracy.matrix.tolist(),
        "class_names": [each.name for each in request.scheme],
        "n_labels": int(np.count_nonzero(request.labels)),
        "n_reference": int(accuracy.matrix.sum()),
        "seconds": result.provenance["seconds"],
        "device": result.provenance["device"],
        "configuration": result.provenance["configuration"],
        "versions": result.provenance["versions"],
    }


def _devices(_task: DevicesTask, _progress: Progress) -> Any:
    from hsiviewer.learning.devices import list_devices

    return [{"id": each.id, "title": each.title} for each in list_devices()]


_TASKS: dict[str, tuple[Any, Callable[[Any, Progress], Any]]] = {
    "classify": (LearningTask, _classify),
    "pretrain": (LearningTask, _pretrain),
    "evaluate": (EvaluationTask, _evaluate),
    "devices": (DevicesTask, _devices),
}
