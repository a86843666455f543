"""Cubes whose bands come from several rasters of one grid."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, Values
from hsiviewer.core.window import PixelWindow

IntArray = npt.NDArray[np.intp]


class BandsOf(NamedTuple):
    """Some bands of a raster, in the order wanted.

    Parameters
    ----------
    source : CubeSource
    bands : ndarray of int
        Counted from 0.
    """

    source: CubeSource
    bands: IntArray


class BandSource:
    """A `CubeSource` made of bands of others.

    Parameters
    ----------
    parts : sequence of BandsOf
        In the order of the bands; all of one grid.

    Raises
    ------
    ValueError
        If the grids differ, or there is no part.
    """

    def __init__(self, parts: Sequence[BandsOf]) -> None:
        grids = {part.source.shape[1:] for part in parts}
        if len(grids) != 1:
            raise ValueError(f"bands of several grids: {sorted(grids)}")
        self._parts = list(parts)
        counts = [len(part.bands) for part in parts]
        self._part_of = np.repeat(np.arange(len(parts)), counts)
        self._band_of = np.concatenate([part.bands for part in parts]).astype(np.intp)
        rows, cols = grids.pop()
        self._shape = sum(counts), rows, cols
        self._dtype = np.result_type(*(part.source.dtype for part in parts))

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type that all values fit into."""
        return self._dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        window = window or PixelWindow.of_shape(self._shape[1:])
        wanted = np.arange(self._shape[0]) if bands is None else np.asarray(bands, int)
        grid = -(-window.height // step), -(-window.width // step)
        values = np.empty((wanted.size, *grid), self._dtype)
        for number in np.unique(self._part_of[wanted]):
            here = np.flatnonzero(self._part_of[wanted] == number)
            chosen = self._band_of[wanted[here]].tolist()
            source = self._parts[number].source
            values[here] = source.read(chosen, window, step=step)
        return values

    def read_spectra(self, rows: IntArray, cols: IntArray) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        found = [
            part.source.read_spectra(rows, cols)[:, part.bands] for part in self._parts
        ]
        return np.concatenate(found, axis=1).astype(self._dtype, copy=False)

    def close(self) -> None:
        """Release the files."""
        for part in self._parts:
            part.source.close()
