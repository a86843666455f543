"""Endmembers: the purest pixels of a scene, by VCA and N-FINDR.

SPy has neither. Both look for extremes in a space of as many dimensions as there are
endmembers; of scenes that are too large for that, each block gives its extremes along
many directions, as the vertex of a simplex is extreme along some.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from hsiviewer.analysis.streaming import Statistics, read_blocks
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_MOST_VALUES = 20_000_000
_DIRECTIONS = 1024
_MOST_ROUNDS = 50


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pixels that may be endmembers.

    Parameters
    ----------
    points : ndarray of float64, shape (dimensions, n)
        In the reduced space.
    places : ndarray of int, shape (n,)
        Flat indices of the pixels.
    """

    points: FloatArray
    places: npt.NDArray[np.intp]


def find_by_vca(
    cube: HsiCube,
    bands: list[int],
    statistics: Statistics,
    progress: Progress,
    *,
    count: int,
    seed: int,
) -> npt.NDArray[np.intp]:
    """Return the flat indices of endmembers by vertex component analysis.

    Nascimento and Bioucas-Dias (2005), doi 10.1109/TGRS.2005.844293.

    Raises
    ------
    ConfigurationError
        If the scene has fewer different pixels.
    """
    project = _vca_projection(statistics, count)
    candidates = gather_candidates(cube, bands, project, progress)
    _require(candidates, count)
    generator = np.random.default_rng(seed)
    points = candidates.points
    dimensions = points.shape[0]
    chosen = np.zeros((dimensions, count))
    chosen[-1, 0] = 1.0
    places: list[int] = []
    for number in range(count):
        direction = np.asarray(generator.normal(size=dimensions))
        direction = direction - chosen @ (np.linalg.pinv(chosen) @ direction)
        best = int(np.argmax(np.abs(direction @ points)))
        chosen[:, number] = points[:, best]
        places.append(int(candidates.places[best]))
    return np.array(places, np.intp)


def find_by_volume(
    cube: HsiCube,
    bands: list[int],
    statistics: Statistics,
    progress: Progress,
    *,
    count: int,
    seed: int,
) -> npt.NDArray[np.intp]:
    """Return the flat indices of the pixels that span the largest simplex.

    Winter (1999), doi 10.1117/12.366289 (N-FINDR), started from the extremes along
    random directions: vertices are exchanged until none makes the volume larger.

    Raises
    ------
    ConfigurationError
        If the scene has fewer different pixels.
    """
    first = len(bands) - (count - 1)
    _, vectors = linalg.eigh(
        statistics.covariance, subset_by_index=(first, len(bands) - 1)
    )

    def project(values: Floats) -> FloatArray:
        centred = values.astype(np.float64) - statistics.mean[:, None]
        return np.asarray(vectors.T @ centred)

    candidates = gather_candidates(cube, bands, project, progress)
    _require(candidates, count)
    points = np.vstack([np.ones(len(candidates.places)), candidates.points])
    scale = np.abs(points).max(axis=1, keepdims=True)
    points = points / np.where(scale > 0, scale, 1.0)
    vertices = _start(points, count, np.random.default_rng(seed))
    for _ in range(_MOST_ROUNDS):
        progress.checkpoint()
        before = list(vertices)
        for number in range(count):
            # Row i of the inverse is how the volume grows with another vertex i.
            rows = np.linalg.pinv(points[:, vertices])
            growth = np.abs(rows[number] @ points)
            best = int(np.argmax(growth))
            if growth[best] > 1.0 + 1e-9:
                vertices[number] = best
        if vertices == before:
            break
    return candidates.places[vertices]


def gather_candidates(
    cube: HsiCube,
    bands: list[int],
    project: Callable[[Floats], FloatArray],
    progress: Progress,
) -> Candidates:
    """Return the pixels of a scene in a reduced space, or of a large one the extremes.

    Parameters
    ----------
    project : callable
        From spectra (bands, n) to points (dimensions, n).
    """
    rows, cols = cube.grid_shape
    generator = np.random.default_rng(0)
    points, places = [], []
    directions: FloatArray | None = None
    for window, values in read_blocks(cube, bands, progress):
        reduced = project(values.reshape(len(bands), -1))
        index = np.arange(rows * cols).reshape(rows, cols)[window.slices].ravel()
        known = np.isfinite(reduced).all(axis=0)
        reduced, index = reduced[:, known], index[known]
        if rows * cols * len(reduced) > _MOST_VALUES and index.size:
            if directions is None:
                directions = generator.normal(size=(_DIRECTIONS, len(reduced)))
            shifted = reduced - reduced.mean(axis=1, keepdims=True)
            lengths = directions @ shifted
            kept = np.unique([lengths.argmax(axis=1), lengths.argmin(axis=1)])
            reduced, index = reduced[:, kept], index[kept]
        points.append(reduced)
        places.append(index)
    return Candidates(np.concatenate(points, axis=1), np.concatenate(places))


def _vca_projection(
    statistics: Statistics, count: int
) -> Callable[[Floats], FloatArray]:
    """Return the projection of VCA: projective where the signal is clear."""
    correlation = statistics.correlation
    bands = len(correlation)
    _, about_mean = linalg.eigh(
        statistics.covariance, subset_by_index=(bands - count, bands - 1)
    )
    power = float(np.trace(correlation))
    mean = statistics.mean
    kept = float(np.einsum("bk,bc,ck->", about_mean, statistics.covariance, about_mean))
    kept += float(mean @ mean)
    noise = max(power - kept, power * 1e-15)
    ratio_db = 10 * np.log10(max((kept - count / bands * power) / noise, 1e-12))
    if ratio_db > 15 + 10 * np.log10(count):
        _, basis = linalg.eigh(correlation, subset_by_index=(bands - count, bands - 1))
        centre = basis.T @ mean

        def projective(values: Floats) -> FloatArray:
            reduced = basis.T @ values.astype(np.float64)
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(reduced / (centre @ reduced))

        return projective
    basis = about_mean[:, 1:] if count > 1 else about_mean
    level = float(np.sqrt(np.trace(statistics.covariance)) + np.linalg.norm(mean))

    def orthogonal(values: Floats) -> FloatArray:
        reduced = basis.T @ (values.astype(np.float64) - mean[:, None])
        constant = np.full((1, reduced.shape[1]), level)
        return np.vstack([reduced, constant])

    return orthogonal


def _start(points: FloatArray, count: int, generator: np.random.Generator) -> list[int]:
    """Return different pixels that are extreme along random directions."""
    chosen: list[int] = []
    basis = np.zeros((len(points), 0))
    for _ in range(count):
        direction = generator.normal(size=len(points))
        direction -= basis @ (np.linalg.pinv(basis) @ direction) if chosen else 0.0
        chosen.append(int(np.argmax(np.abs(direction @ points))))
        basis = points[:, chosen]
    return chosen


def _require(candidates: Candidates, count: int) -> None:
    different = len(np.unique(candidates.points[:, : 100 * count].T, axis=0))
    if different < count and len(np.unique(candidates.points.T, axis=0)) < count:
        raise ConfigurationError(
            f"the scene has fewer than {count} different pixels; ask for fewer "
            "endmembers"
        )
