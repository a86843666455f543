"""Single bands that lie in a file or a page of their own."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import Values
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.gdal_source import GdalSource


class BandFile:
    """The only band of a raster, whose file is open only while it is read.

    A scene may have hundreds of them, more than a process may have open.

    Parameters
    ----------
    path : Path
    driver : str
        GDAL's short name of its format.
    page : int
        As of `GdalSource`.
    """

    def __init__(self, path: Path, driver: str, *, page: int = 0) -> None:
        self._open = partial(GdalSource, path, driver, page=page)
        source = self._open()
        self._shape, self._dtype = source.shape, source.dtype
        source.close()

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `hsiviewer.core.cube.CubeSource`."""
        source = self._open()
        try:
            return source.read(bands, window, step=step)
        finally:
            source.close()

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read the values of single pixels, shape (n, 1)."""
        source = self._open()
        try:
            return source.read_spectra(rows, cols)
        finally:
            source.close()

    def close(self) -> None:
        """Do nothing: no file is left open."""
