"""How far figures of accuracy may be from the truth: 95 % intervals.

They hold for reference pixels that were drawn at random and independently.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.evaluation.metrics import Accuracy

Z95 = 1.959963984540054
_UNKNOWN = float("nan")


class Interval(NamedTuple):
    """The ends of an interval; NaN where it is undefined."""

    low: float
    high: float


NO_INTERVAL = Interval(_UNKNOWN, _UNKNOWN)


def wilson(successes: float, total: float) -> Interval:
    """Return the score interval of a proportion.

    Wilson (1927), doi:10.1080/01621459.1927.10502953: unlike that of the normal
    approximation, it stays within 0..1 and has a width for 0 and 1.
    """
    if total <= 0:
        return NO_INTERVAL
    share, square = successes / total, Z95 * Z95
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = Z95 / (1 + square / total)
    half *= math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == total else min(1.0, centre + half)
    return Interval(low, high)


def normal(value: float, deviation: float) -> Interval:
    """Return the interval of a figure between 0 and 1 with a standard error."""
    if not (math.isfinite(value) and math.isfinite(deviation)):
        return NO_INTERVAL
    half = Z95 * deviation
    return Interval(max(0.0, value - half), min(1.0, value + half))


def overall_interval(accuracy: Accuracy) -> Interval:
    """Return the interval of the overall accuracy."""
    return wilson(float(np.trace(accuracy.matrix)), float(accuracy.n))


def recall_intervals(accuracy: Accuracy) -> list[Interval]:
    """Return the intervals of the producer's accuracies."""
    totals = accuracy.matrix.sum(axis=1) + accuracy.missed
    return _proportions(np.diag(accuracy.matrix), totals)


def precision_intervals(accuracy: Accuracy) -> list[Interval]:
    """Return the intervals of the user's accuracies."""
    return _proportions(np.diag(accuracy.matrix), accuracy.matrix.sum(axis=0))


def f1_intervals(accuracy: Accuracy) -> list[Interval]:
    """Return the intervals of F1.

    F1 grows with the share J of hits among the pixels that reference or map gives the
    class, ``F1 = 2 J / (1 + J)``, and J is a proportion: its interval is carried over.
    """
    hits = np.diag(accuracy.matrix)
    either = accuracy.matrix.sum(axis=1) + accuracy.missed
    either = either + accuracy.matrix.sum(axis=0) - hits
    return [
        Interval(*(2 * end / (1 + end) for end in interval))
        for interval in _proportions(hits, either)
    ]


def average_interval(accuracy: Accuracy) -> Interval:
    """Return the interval of the average accuracy, a mean of independent recalls."""
    totals = (accuracy.matrix.sum(axis=1) + accuracy.missed).astype(np.float64)
    present = totals > 0
    if not present.any():
        return NO_INTERVAL
    # One hit and one miss more than there are: a class that is wholly right would
    # have no variance.
    hits = np.diag(accuracy.matrix)[present] + 1
    shares = hits / (totals[present] + 2)
    variance = (shares * (1 - shares) / totals[present]).sum() / present.sum() ** 2
    return normal(accuracy.average_accuracy, math.sqrt(variance))


def kappa_interval(accuracy: Accuracy) -> Interval:
    """Return the interval of Cohen's kappa.

    Fleiss, Cohen and Everitt (1969), doi:10.1037/h0028106, as in Congalton and Green
    (2019), Assessing the Accuracy of Remotely Sensed Data, chapter 5.
    """
    deviation = kappa_deviation(accuracy)
    if not (math.isfinite(deviation) and math.isfinite(accuracy.kappa)):
        return NO_INTERVAL
    half = Z95 * deviation
    return Interval(max(-1.0, accuracy.kappa - half), min(1.0, accuracy.kappa + half))


def kappa_deviation(accuracy: Accuracy) -> float:
    """Return the standard error of kappa; NaN where it is undefined."""
    total = float(accuracy.n)
    if not total:
        return _UNKNOWN
    shares = _square(accuracy) / total
    rows, cols = shares.sum(axis=1), shares.sum(axis=0)
    agreed, chance = float(np.trace(shares)), float(rows @ cols)
    if chance >= 1:
        return _UNKNOWN
    third = float((np.diag(shares) * (rows + cols)).sum())
    fourth = float((shares * (rows[None, :] + cols[:, None]) ** 2).sum())
    left = 1 - chance
    variance = agreed * (1 - agreed) / left**2
    variance += 2 * (1 - agreed) * (2 * agreed * chance - third) / left**3
    variance += (1 - agreed) ** 2 * (fourth - 4 * chance**2) / left**4
    return math.sqrt(max(0.0, variance / total))


def _square(accuracy: Accuracy) -> npt.NDArray[np.float64]:
    """Return the matrix with a row and a column for what has no class of it."""
    count = len(accuracy.class_ids)
    found = np.zeros((count + 1, count + 1))
    found[:count, :count] = accuracy.matrix
    found[:count, count] = accuracy.missed
    return found


def _proportions(
    hits: npt.NDArray[np.int64], totals: npt.NDArray[np.int64]
) -> list[Interval]:
    return [
        wilson(float(hit), float(total))
        for hit, total in zip(hits, totals, strict=True)
    ]
