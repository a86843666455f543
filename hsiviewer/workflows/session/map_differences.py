"""The maps of several runs side by side, in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.evaluation.mcnemar import mcnemar
from hsiviewer.evaluation.metrics import Accuracy, assess
from hsiviewer.learning.configuration import config_record
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE
from hsiviewer.workflows.tasks.records import LABELS_FILE
from hsiviewer.workflows.tasks.run_folders import RunRecord

Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class RunFigures:
    """One run in a comparison.

    Parameters
    ----------
    title : str
        What users call it.
    changes : str
        Parameters in which the runs differ, as ``name value, ...``.
    begun_at : float
        Seconds since 1970; 0 if nobody knows.
    labels : int
        Pixels that it has learned from.
    seconds : float
        That it took.
    accuracy : Accuracy, optional
        Against the reference, its own labels left out.
    agreement : float
        Share of the pixels that it maps as the first of the runs does.
    p_value : float, optional
        Of McNemar's test against the first of the runs; none of that itself, and
        without a reference.
    """

    title: str
    changes: str
    begun_at: float
    labels: int
    seconds: float
    accuracy: Accuracy | None
    agreement: float
    p_value: float | None = None


def compare_runs(
    records: Sequence[RunRecord], reference: Ids | None
) -> list[RunFigures]:
    """Return the figures of runs of one scene; reads their maps.

    Parameters
    ----------
    records : sequence of RunRecord
        Classifications that are done.
    reference : ndarray of uint16, shape (rows, cols), optional
        Ground truth, 0 where unknown.
    """
    settings = [_settings(record) for record in records]
    # What only one of the methods knows says nothing, unless it was changed.
    names = set.intersection(*(set(setting) for setting in settings))
    names |= {name for record in records for name in record.task.recipe.overrides}
    differing = [
        name
        for name in sorted(names)
        if len({str(setting.get(name)) for setting in settings}) > 1
    ]
    first = np.load(records[0].folder / CLASS_MAP_FILE, mmap_mode="r")
    first_labels = np.load(records[0].folder / LABELS_FILE)
    rows = []
    for record, values in zip(records, settings, strict=True):
        found = np.load(record.folder / CLASS_MAP_FILE, mmap_mode="r")
        labels = np.load(record.folder / LABELS_FILE)
        accuracy = p_value = None
        if reference is not None and record is not records[0]:
            known = np.where((labels > 0) | (first_labels > 0), 0, reference)
            p_value = mcnemar(known, first, found).p_value
        if reference is not None:
            accuracy = assess(np.where(labels > 0, 0, reference), found)
        mapped = (first > 0) | (found > 0)
        rows.append(
            RunFigures(
                title=record.title,
                begun_at=record.begun_at,
                changes=", ".join(
                    f"{name} {values[name]}" for name in differing if name in values
                ),
                labels=int(np.count_nonzero(labels)),
                seconds=record.seconds,
                accuracy=accuracy,
                agreement=float((first == found)[mapped].mean()),
                p_value=p_value,
            )
        )
    return rows


def _settings(record: RunRecord) -> dict[str, Any]:
    task = record.task
    recipe = task.recipe
    return {
        "method": recipe.method,
        "seed": recipe.seed,
        "text encoder": recipe.text_encoder or "preset",
        "auxiliary": len(task.auxiliary),
        "good bands": "all" if task.good_bands is None else sum(task.good_bands),
        "scene properties": ", ".join(task.metadata.said) or "as in the file",
        **config_record(recipe.make_config()),
    }
