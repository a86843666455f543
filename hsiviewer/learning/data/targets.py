"""Class ids (1..K, any gaps) to training targets (0..K-1) and back; only here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.enough_classes import require_enough_classes
from hsiviewer.core.errors import TrainingDataError

IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Shots:
    """The labelled pixels in order of class id, then row-major.

    Parameters
    ----------
    rows, cols : ndarray of int, shape (n,)
        Where they lie.
    targets : ndarray of int, shape (n,)
        0..K-1.
    class_ids : ndarray of uint16, shape (K,)
        Ids of the classes that have labels, ascending.
    """

    rows: IntArray
    cols: IntArray
    targets: IntArray
    class_ids: npt.NDArray[np.uint16]

    @property
    def counts(self) -> IntArray:
        """Labels per class, shape (K,)."""
        return np.bincount(self.targets, minlength=len(self.class_ids))

    @property
    def positions(self) -> IntArray:
        """Row and column of every label, shape (n, 2)."""
        return np.stack([self.rows, self.cols], axis=1)


def collect_shots(
    labels: npt.NDArray[np.uint16],
    valid: npt.NDArray[np.bool_],
    scheme: ClassScheme,
) -> Shots:
    """Gather the labelled pixels that have values.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Class ids, 0 where there is no label.
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values.
    scheme : ClassScheme
        The classes, for their names in sentences.

    Raises
    ------
    TrainingDataError
        If fewer than two classes have labels on pixels with values.
    """
    if labels.shape != valid.shape:
        raise TrainingDataError(
            f"the labels have {labels.shape[0]} x {labels.shape[1]} pixels, the "
            f"scene {valid.shape[0]} x {valid.shape[1]}; give labels on the scene's "
            "grid"
        )
    require_enough_classes(np.unique(labels[labels > 0]).tolist(), scheme)
    usable = np.where(valid, labels, 0)
    class_ids = np.unique(usable[usable > 0])
    require_enough_classes(
        class_ids.tolist(), scheme, where="on pixels that have values"
    )
    rows, cols = np.nonzero(usable)
    targets = np.searchsorted(class_ids, usable[rows, cols])
    order = np.argsort(targets, kind="stable")
    return Shots(rows[order], cols[order], targets[order], class_ids)


def shot_warnings(shots: Shots, scheme: ClassScheme, lost: int) -> tuple[str, ...]:
    """Return sentences on what the labels cannot give.

    Parameters
    ----------
    shots : Shots
        The labels in use.
    scheme : ClassScheme
        All classes.
    lost : int
        Labels that lie on pixels without values.
    """
    sentences = []
    if lost:
        sentences.append(
            f"{lost} label(s) lie on pixels without values and were not used."
        )
    absent = [cover.name for cover in scheme if cover.id not in set(shots.class_ids)]
    if absent:
        sentences.append(f"Without labels, so not on the map: {', '.join(absent)}.")
    single = shots.class_ids[shots.counts == 1].tolist()
    if single:
        names = ", ".join(_name(class_id, scheme) for class_id in single)
        sentences.append(f"A single label each, so uncertain: {names}.")
    return tuple(sentences)


def _name(class_id: int, scheme: ClassScheme) -> str:
    return scheme[class_id].name if class_id in scheme else f"class {class_id}"
