"""Accuracy of a map, with the matrix that it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Accuracy:
    """A confusion matrix and what follows from it; all figures are fractions.

    Parameters
    ----------
    class_ids : tuple of int
        Classes of the rows and columns.
    matrix : ndarray of int64, shape (classes, classes)
        Pixels by reference class (rows) and predicted class (columns).
    missed : ndarray of int64, shape (classes,)
        Reference pixels that the map leaves unclassified, or gives a class
        without reference; they count as errors.
    """

    class_ids: tuple[int, ...]
    matrix: npt.NDArray[np.int64]
    missed: npt.NDArray[np.int64]

    @property
    def n(self) -> int:
        """Number of reference pixels."""
        return int(self.matrix.sum() + self.missed.sum())

    @property
    def overall_accuracy(self) -> float:
        """Share of reference pixels that are right; NaN without any."""
        return _ratio(float(np.trace(self.matrix)), float(self.n))

    @property
    def average_accuracy(self) -> float:
        """Mean of the recall of the classes that have reference pixels."""
        present = ~np.isnan(self.recall)
        return float(self.recall[present].mean()) if present.any() else float("nan")

    @property
    def kappa(self) -> float:
        """Cohen's kappa, ``(p_o - p_e) / (1 - p_e)``; NaN where undefined.

        References
        ----------
        Cohen (1960), doi:10.1177/001316446002000104.
        """
        n = float(self.n)
        if n == 0:
            return float("nan")
        rows = self.matrix.sum(axis=1) + self.missed
        chance = float((rows * self.matrix.sum(axis=0)).sum()) / (n * n)
        return _ratio(self.overall_accuracy - chance, 1.0 - chance)

    @property
    def recall(self) -> FloatArray:
        """Producer's accuracy per class; NaN for a class without reference."""
        return _ratios(np.diag(self.matrix), self.matrix.sum(axis=1) + self.missed)

    @property
    def precision(self) -> FloatArray:
        """User's accuracy per class; NaN for a class that is never predicted."""
        return _ratios(np.diag(self.matrix), self.matrix.sum(axis=0))

    @property
    def f1(self) -> FloatArray:
        """Harmonic mean of precision and recall per class, 0 if never right."""
        right = np.diag(self.matrix)
        both = self.matrix.sum(axis=1) + self.missed + self.matrix.sum(axis=0)
        return _ratios(2 * right, both)


def assess(
    reference: npt.NDArray[np.integer],
    class_map: npt.NDArray[np.integer],
    *,
    class_ids: Sequence[int] | None = None,
) -> Accuracy:
    """Compare a map with a reference.

    Parameters
    ----------
    reference : ndarray of int, shape (rows, cols)
        Class ids; 0 where unknown, which is left out. Set the labels that were
        trained on to 0 first.
    class_map : ndarray of int, shape (rows, cols)
        Predicted class ids.
    class_ids : sequence of int, optional
        Classes of the matrix; those of the reference when omitted. Reference
        pixels of other classes are left out.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    if reference.shape != class_map.shape:
        raise ValueError(
            f"the reference is {reference.shape}, the map {class_map.shape}"
        )
    known = reference > 0
    truth, predicted = reference[known], class_map[known]
    ids = np.unique(truth if class_ids is None else np.asarray(class_ids, np.int64))
    inside = np.isin(truth, ids)
    truth, predicted = truth[inside], predicted[inside]
    rows = np.searchsorted(ids, truth)
    hit = np.isin(predicted, ids)
    cols = np.searchsorted(ids, predicted[hit])
    count = ids.size
    matrix = np.bincount(rows[hit] * count + cols, minlength=count * count)
    missed = np.bincount(rows[~hit], minlength=count)
    return Accuracy(
        tuple(ids.tolist()),
        matrix.reshape(count, count).astype(np.int64),
        missed.astype(np.int64),
    )


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")


def _ratios(
    numerator: npt.NDArray[np.int64], denominator: npt.NDArray[np.int64]
) -> FloatArray:
    ratios = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=ratios, where=denominator > 0)
    return ratios
