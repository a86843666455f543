"""Maps that are older than the ids of today's classes."""

from collections import Counter
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
    one, the classes were renumbered since, unless the labels were corrected: then they
    have the id of another class, which the map knows by that id.

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
    moved = {
        old: new
        for old, new in _moved_ids(then, labels).items()
        if old == new or _is_same_class(result.scheme, old, classes, new)
    }
    is_plain = len(set(moved.values())) == len(moved) and any(
        old != new for old, new in moved.items()
    )
    if not is_plain:
        return result
    return renumbered_result(result, moved, taken=classes.ids)


def follow_names(
    result: ClassificationResult, classes: ClassScheme
) -> ClassificationResult:
    """Return a map of a model with the ids that classes of its names have now.

    Names that several classes have decide nothing.
    """
    here = _ids_by_name(classes)
    moved = {
        class_id: here[name]
        for name, class_id in _ids_by_name(result.scheme).items()
        if name in here
    }
    if all(old == new for old, new in moved.items()):
        return result
    return renumbered_result(result, moved, taken=classes.ids)


def _ids_by_name(classes: ClassScheme) -> dict[str, int]:
    """Return the ids of classes whose name no other class has."""
    counts = Counter(cover.name for cover in classes)
    return {cover.name: cover.id for cover in classes if counts[cover.name] == 1}


def _is_same_class(
    before: ClassScheme, old: int, classes: ClassScheme, new: int
) -> bool:
    """Tell whether an id of before and one of now may be of one class.

    One that was renamed as well is known by this: its id of now is new, and nothing
    has its id of before.
    """
    if old not in before or new not in classes:
        return False
    is_new = new not in before and old not in classes
    return is_new or before[old].name == classes[new].name


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
