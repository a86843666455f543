"""Anomalies: pixels that differ from their background, without any target.

Reed and Yu (1990), doi 10.1109/29.60107 (RX): the squared Mahalanobis distance of a
pixel from a background, which is the scene, the surroundings or a cluster.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import linalg

from hsiviewer.analysis.streaming import Statistics

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_CHUNK_VALUES = 1 << 22
_RIDGE = 1e-8  # of the mean variance: a ring of equal pixels has no inverse


def distances(values: Floats, background: Statistics) -> npt.NDArray[np.float32]:
    """Return squared Mahalanobis distances of pixels from the scene.

    Parameters
    ----------
    values : ndarray, shape (bands, n)
        NaN in any band gives NaN.

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    white = background.whitening @ (
        values.astype(np.float64) - background.mean[:, None]
    )
    return np.asarray(np.einsum("bn,bn->n", white, white), np.float32)


def cluster_distances(
    values: Floats, members: npt.NDArray[np.intp], clusters: Sequence[Statistics]
) -> npt.NDArray[np.float32]:
    """Return squared Mahalanobis distances of pixels from their own cluster.

    Carlotto (2005), IEEE Trans. Geosci. Remote Sens. 43(2), 374-387.

    Parameters
    ----------
    members : ndarray of int, shape (n,)
        Number of the cluster of each pixel, -1 for none.
    clusters : sequence of Statistics
    """
    result = np.full(values.shape[1], np.nan, np.float32)
    for number, cluster in enumerate(clusters):
        own = members == number
        if own.any():
            result[own] = distances(values[:, own], cluster)
    return result


def ring(inner: int, outer: int) -> npt.NDArray[np.bool_]:
    """Return which pixels of a square window are background, shape (outer, outer).

    Parameters
    ----------
    inner, outer : int
        Sides in pixels, odd; the inner square, where a target may lie, is left out.
    """
    chosen = np.ones((outer, outer), bool)
    gap = (outer - inner) // 2
    chosen[gap : gap + inner, gap : gap + inner] = False
    return chosen


def local_distances(
    values: Floats, *, inner: int, outer: int
) -> npt.NDArray[np.float32]:
    """Return squared Mahalanobis distances of pixels from their surroundings.

    As SPy's ``rx(window=...)``, but pixels without values are left out, and at the
    border of the scene the window is cut and not shifted: the covariance is drawn to
    its diagonal by the share of the ring that is missing, as few pixels say little of
    how bands go together.

    Parameters
    ----------
    values : ndarray, shape (bands, rows + outer - 1, cols + outer - 1)
        With half a window on each side, NaN outside the scene.
    inner, outer : int
        As in `ring`.

    Returns
    -------
    ndarray of float32, shape (rows, cols)
        NaN where a pixel has no value, or its ring fewer than two.
    """
    bands = values.shape[0]
    chosen = ring(inner, outer)
    half = outer // 2
    rows, cols = values.shape[1] - outer + 1, values.shape[2] - outer + 1
    windows = np.lib.stride_tricks.sliding_window_view(
        values, (outer, outer), axis=(1, 2)
    )
    result = np.full((rows, cols), np.nan, np.float32)
    most = max(1, _CHUNK_VALUES // (bands * max(int(chosen.sum()), bands)))
    for row in range(rows):
        for start in range(0, cols, most):
            stop = min(cols, start + most)
            rings = windows[:, row, start:stop][:, :, chosen]
            centres = values[:, row + half, start + half : stop + half]
            result[row, start:stop] = _ring_distances(
                rings.transpose(1, 0, 2).astype(np.float64),
                centres.T.astype(np.float64),
            )
    return result


def _ring_distances(rings: FloatArray, centres: FloatArray) -> FloatArray:
    """Return the distance of each centre (n, bands) from its ring (n, bands, k)."""
    known = np.asarray(np.isfinite(rings).all(axis=1))
    counts = known.sum(axis=1)
    usable = np.isfinite(centres).all(axis=1) & (counts > 1)
    result = np.full(len(centres), np.nan)
    if not usable.any():
        return result
    rings, known = rings[usable], known[usable]
    counts = counts[usable][:, None]
    rings = np.where(known[:, None], rings, 0.0)
    mean = rings.sum(axis=2) / counts
    rings = (rings - mean[:, :, None]) * known[:, None]
    covariance = rings @ rings.transpose(0, 2, 1) / (counts[:, :, None] - 1)
    bands = covariance.shape[1]
    diagonal = np.arange(bands)
    missing = (1.0 - counts / known.shape[1])[:, :, None]
    variances = covariance[:, diagonal, diagonal].copy()
    covariance *= 1.0 - missing
    covariance[:, diagonal, diagonal] = variances
    level = np.trace(covariance, axis1=1, axis2=2) / bands
    covariance[:, diagonal, diagonal] += np.maximum(level * _RIDGE, 1e-30)[:, None]
    away = centres[usable] - mean
    solved = np.linalg.solve(covariance, away[:, :, None])[:, :, 0]
    result[usable] = np.einsum("nb,nb->n", away, solved)
    return result


def shrunk(statistics: Statistics) -> Statistics:
    """Return statistics of few spectra that can be inverted.

    The covariance is drawn to its diagonal by ``bands / (bands + count)``.
    """
    bands = len(statistics.mean)
    weight = bands / (bands + statistics.count)
    diagonal = np.diag(np.diag(statistics.covariance))
    drawn = (1 - weight) * statistics.covariance + weight * diagonal
    return Statistics(statistics.count, statistics.mean, drawn)


def strongest_directions(statistics: Statistics, count: int) -> FloatArray:
    """Return the first principal directions as rows, shape (count, bands)."""
    bands = len(statistics.mean)
    first = max(0, bands - count)
    _, vectors = linalg.eigh(statistics.covariance, subset_by_index=(first, bands - 1))
    return np.asarray(vectors[:, ::-1].T)
