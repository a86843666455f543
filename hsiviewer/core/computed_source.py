"""A cube whose values are computed from those of another one."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube, Values
from hsiviewer.core.window import PixelWindow

_BLOCK_VALUES = 1 << 23


class ComputedSource:
    """A `CubeSource` whose values are computed from those of another cube.

    Parameters
    ----------
    cube : HsiCube
        Read scaled, with NaN for nodata.
    bands : sequence of int
        What is read of it.
    count : int
        Number of computed bands.
    compute : callable
        From (len(bands), rows, cols) to (count, rows, cols).
    margin : int
        Pixels on each side that `compute` needs beside those it returns; NaN where
        they lie outside the cube.
    """

    def __init__(
        self,
        cube: HsiCube,
        bands: Sequence[int],
        count: int,
        compute: Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]],
        *,
        margin: int = 0,
    ) -> None:
        self._cube = cube
        self._margin = margin
        self._bands = list(bands)
        self._count = count
        self._compute = compute

    @property
    def shape(self) -> tuple[int, int, int]:
        """Computed bands, rows and columns."""
        return self._count, *self._cube.grid_shape

    @property
    def read_count(self) -> int:
        """How many bands are read to compute a pixel."""
        return len(self._bands)

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Always float32."""
        return np.dtype(np.float32)

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Compute bands of a window, some rows at a time."""
        window = window or self._cube.window
        per_row = len(self._bands) * -(-window.width // step)
        rows = max(1, _BLOCK_VALUES // per_row) * step
        parts = []
        for top in range(0, window.height, rows):
            height = min(rows, window.height - top)
            block = PixelWindow(window.row + top, window.col, height, window.width)
            parts.append(self._block(block, step))
        computed = np.concatenate(parts, axis=1)
        return computed if bands is None else computed[list(bands)]

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Compute single pixels, shape (n, computed bands)."""
        if self._margin:
            places = zip(rows.tolist(), cols.tolist(), strict=True)
            pixels = [self._block(PixelWindow(*place, 1, 1), 1) for place in places]
            return np.stack(pixels)[:, :, 0, 0]
        spectra = self._cube.read_spectra(rows, cols)[:, self._bands]
        return self._compute(spectra.T[:, :, None])[:, :, 0].T

    def _block(self, block: PixelWindow, step: int) -> npt.NDArray[np.float32]:
        if not self._margin:
            return self._compute(self._cube.read(self._bands, block, step=step))
        wide = block.grown(self._margin)
        values = np.full((len(self._bands), *wide.size), np.nan, np.float32)
        inside = wide.intersection(self._cube.window)
        part = inside.moved(-wide.row, -wide.col)
        values[(slice(None), *part.slices)] = self._cube.read(self._bands, inside)
        return self._compute(values)[:, ::step, ::step]

    def close(self) -> None:
        """Do nothing: the cube belongs to the document."""
