"""Statistics of labelled regions, gathered block by block."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.streaming import read_blocks
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.progress import Progress

FloatArray = npt.NDArray[np.float64]
Ids = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class RegionStatistics:
    """The values of a region in each band; NaN where it has none.

    Parameters
    ----------
    region : int
        Its id.
    pixels : int
        How many it has, with values or without.
    counts : ndarray of int, shape (bands,)
        Pixels with a value.
    mean, deviation, least, most : ndarray, shape (bands,)
        The deviation is divided by ``count - 1``; NaN for a single pixel.
    """

    region: int
    pixels: int
    counts: npt.NDArray[np.intp]
    mean: FloatArray
    deviation: FloatArray
    least: FloatArray
    most: FloatArray


def measure_regions(
    cube: HsiCube, regions: Ids, progress: Progress
) -> list[RegionStatistics]:
    """Return the statistics of all regions of a scene, by id.

    Parameters
    ----------
    regions : ndarray of int, shape (rows, cols)
        Id of the region of each pixel, 0 for none.
    """
    ids = [int(region) for region in np.unique(regions[regions > 0])]
    bands = list(range(cube.bands.count))
    gathered = {region: _Gathered(len(bands)) for region in ids}
    for window, values in read_blocks(cube, bands, progress):
        part = regions[window.slices].ravel()
        flat = values.reshape(len(bands), -1)
        for region in _present(part, ids):
            gathered[region].add(flat[:, part == region].astype(np.float64))
    return [gathered[region].statistics(region) for region in ids]


def _present(part: Ids, ids: Sequence[int]) -> list[int]:
    found = set(np.unique(part).tolist())
    return [region for region in ids if region in found]


class _Gathered:
    """Sums of one region; about its first mean, so that no digits are lost."""

    def __init__(self, bands: int) -> None:
        self._pixels = 0
        self._origin = np.full(bands, np.nan)
        self._counts = np.zeros(bands, np.intp)
        self._sum, self._squares = np.zeros(bands), np.zeros(bands)
        self._least, self._most = np.full(bands, np.inf), np.full(bands, -np.inf)

    def add(self, values: FloatArray) -> None:
        known = np.isfinite(values)
        counts = known.sum(axis=1)
        filled = np.where(known, values, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = filled.sum(axis=1) / counts
        self._origin = np.where(np.isnan(self._origin), mean, self._origin)
        away = np.where(known, values - self._origin[:, None], 0.0)
        self._pixels += values.shape[1]
        self._counts += counts
        self._sum += away.sum(axis=1)
        self._squares += (away**2).sum(axis=1)
        low, high = np.where(known, values, np.inf), np.where(known, values, -np.inf)
        self._least = np.minimum(self._least, low.min(axis=1))
        self._most = np.maximum(self._most, high.max(axis=1))

    def statistics(self, region: int) -> RegionStatistics:
        has_values = self._counts > 0
        with np.errstate(divide="ignore", invalid="ignore"):
            offset = self._sum / self._counts
            power = self._squares - self._counts * offset**2
            variance = np.maximum(power, 0.0) / (self._counts - 1)
        variance[self._counts < 2] = np.nan
        return RegionStatistics(
            region,
            self._pixels,
            self._counts,
            self._origin + offset,
            np.sqrt(variance),
            np.where(has_values, self._least, np.nan),
            np.where(has_values, self._most, np.nan),
        )
