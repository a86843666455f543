"""Cubes of a sensor's geometry, seen on a map grid through a table of pixels."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, Values
from hsiviewer.core.window import PixelWindow

IntArray = npt.NDArray[np.intp]


class LookupSource:
    """A `CubeSource` on a map grid, each of whose pixels is one of another source.

    Only the part of the table and of the cube that is asked for is read.

    Parameters
    ----------
    source : CubeSource
        In the geometry of the sensor.
    lines, samples : CubeSource
        One band each, on the map grid: row and column of `source`, counted from 1;
        0 where there is no pixel.
    missing : float
        Value of those pixels.
    """

    def __init__(
        self,
        source: CubeSource,
        lines: CubeSource,
        samples: CubeSource,
        *,
        missing: float,
    ) -> None:
        self._source, self._lines, self._samples = source, lines, samples
        self._missing = missing

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._source.shape[0], *self._lines.shape[1:]

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._source.dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `hsiviewer.core.cube.CubeSource`."""
        wanted = list(range(self.shape[0])) if bands is None else list(bands)
        rows = self._lines.read([0], window, step=step)[0].astype(np.intp) - 1
        cols = self._samples.read([0], window, step=step)[0].astype(np.intp) - 1
        values = np.full((len(wanted), *rows.shape), self._missing, self.dtype)
        valid = self._valid(rows, cols)
        if not valid.any():
            return values
        rows, cols = rows[valid], cols[valid]
        top, left = int(rows.min()), int(cols.min())
        box = PixelWindow(
            top, left, int(rows.max()) - top + 1, int(cols.max()) - left + 1
        )
        part = self._source.read(wanted, box)
        values[:, valid] = part[:, rows - top, cols - left]
        return values

    def read_spectra(self, rows: IntArray, cols: IntArray) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        rows, cols = np.atleast_1d(rows), np.atleast_1d(cols)
        lines = self._lines.read_spectra(rows, cols)[:, 0].astype(np.intp) - 1
        samples = self._samples.read_spectra(rows, cols)[:, 0].astype(np.intp) - 1
        spectra = np.full((rows.size, self.shape[0]), self._missing, self.dtype)
        valid = self._valid(lines, samples)
        if valid.any():
            spectra[valid] = self._source.read_spectra(lines[valid], samples[valid])
        return spectra

    def close(self) -> None:
        """Release the file."""
        for source in (self._source, self._lines, self._samples):
            source.close()

    def _valid(self, rows: IntArray, cols: IntArray) -> npt.NDArray[np.bool_]:
        _, height, width = self._source.shape
        inside = (rows >= 0) & (rows < height) & (cols >= 0) & (cols < width)
        return np.asarray(inside)
