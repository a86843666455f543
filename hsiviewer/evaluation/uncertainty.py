"""How sure a map is of each pixel, from the probabilities of its classes.

Margin and entropy: Settles (2009), Active Learning Literature Survey, section 3.1.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.evaluation.metrics import Accuracy, assess

Shares = npt.NDArray[np.floating[Any]]
FloatArray = npt.NDArray[np.float32]


def margin(shares: Shares) -> FloatArray:
    """Return how far the best class is ahead of the second, 0..1.

    Parameters
    ----------
    shares : ndarray, shape (classes, ...)
        Probabilities; NaN where there are none, which stays NaN.
    """
    if len(shares) < 2:
        return np.asarray(shares[0], np.float32)
    best = np.sort(shares, axis=0)[-2:]
    return np.asarray(best[1] - best[0], np.float32)


def entropy(shares: Shares) -> FloatArray:
    """Return the entropy of probabilities as a share of the largest, 0..1.

    Parameters
    ----------
    shares
        As of `margin`. 0 stands for certainty, 1 for equal probabilities.
    """
    if len(shares) < 2:
        return np.asarray(np.where(np.isnan(shares[0]), np.nan, 0), np.float32)
    logs = np.log(np.where(shares > 0, shares, 1))
    found = -(shares * logs).sum(axis=0) / np.log(len(shares))
    return np.asarray(found, np.float32)


def coverage_curve(
    reference: npt.NDArray[np.integer[Any]],
    class_map: npt.NDArray[np.integer[Any]],
    confidence: Shares,
    *,
    points: int = 21,
) -> list[tuple[float, float, float]]:
    """Return how accurate the surest part of a map is, for several thresholds.

    Parameters
    ----------
    reference, class_map : ndarray of int, shape (rows, cols)
        As of `hsiviewer.evaluation.metrics.assess`.
    confidence : ndarray, shape (rows, cols)
        Pixels below a threshold are left unclassified.
    points : int
        Thresholds, at even steps of coverage.

    Returns
    -------
    list of (threshold, coverage, overall accuracy)
        From all reference pixels to the surest ones. Coverage is the share of the
        reference pixels that keep a class; accuracy is that of these.
    """
    known = (reference > 0) & (class_map > 0)
    total = int((reference > 0).sum())
    if not known.any():
        return []
    sure = confidence[known].astype(np.float64)
    right = reference[known] == class_map[known]
    order = np.argsort(-sure, kind="stable")
    hits, sure = np.cumsum(right[order]), sure[order]
    found: list[tuple[float, float, float]] = []
    for share in np.linspace(1.0, 1.0 / points, points):
        wanted = max(1, round(share * len(sure)))
        threshold = float(sure[wanted - 1])
        kept = int(np.searchsorted(-sure, -threshold, side="right"))
        point = (threshold, kept / total, float(hits[kept - 1] / kept))
        if not found or point[1] < found[-1][1]:
            found.append(point)
    return found


def assess_confident(
    reference: npt.NDArray[np.integer[Any]],
    class_map: npt.NDArray[np.integer[Any]],
    confidence: Shares,
    threshold: float,
) -> Accuracy:
    """Return the accuracy of the pixels that a threshold leaves classified."""
    sure = np.where(confidence >= threshold, reference, 0)
    return assess(sure, class_map)
