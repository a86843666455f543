"""Maps of runs that are older than the ids of today's classes."""

from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelArray
from hsiviewer.core.renumbering import renumbered_result
from hsiviewer.workflows.tasks.records import LABELS_FILE

_LEAST_AGREEMENT = 0.9  # of a run's labels with those of now; some are corrected


def follow_labels(
    result: ClassificationResult, folder: Path, labels: LabelArray, classes: ClassScheme
) -> ClassificationResult:
    """Return a map with the ids that its classes have now.

    A run keeps its own copy of the labels. Where these have other ids now, one for
    one, the classes were renumbered since.

    Parameters
    ----------
    folder : Path
        Of the run.
    labels : ndarray of uint16, shape (rows, cols)
        Labels of now.
    classes : ClassScheme
        Classes of now.
    """
    try:
        then = np.load(folder / LABELS_FILE, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return result  # cleared away; the map says what it said
    if then.shape != labels.shape:
        return result
    moved = _moved_ids(then, labels)
    is_plain = set(moved.values()) <= set(classes.ids) and any(
        old != new for old, new in moved.items()
    )
    return renumbered_result(result, moved) if is_plain else result


def _moved_ids(then: LabelArray, now: LabelArray) -> dict[int, int]:
    """Return the id that the labels of each class have now; nothing if two share one.

    Names do not decide: those of two classes may have been exchanged on purpose.
    """
    places = np.flatnonzero((then > 0) & (now > 0))
    old, new = then.reshape(-1)[places], now.reshape(-1)[places]
    moved: dict[int, int] = {}
    for class_id in np.unique(old).tolist():
        ids, counts = np.unique(new[old == class_id], return_counts=True)
        is_clear = counts.max() >= _LEAST_AGREEMENT * counts.sum()
        moved[class_id] = int(ids[counts.argmax()]) if is_clear else class_id
    return moved if len(set(moved.values())) == len(moved) else {}
