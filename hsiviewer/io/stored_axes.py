"""Cubes over plain numbers whose axes may come in any order."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.cube import ArraySource, CubeSource, Values
from hsiviewer.core.errors import FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.raw_layout import RawLayout
from hsiviewer.io.raw_source import RawSource

_INTERLEAVES = {0: "bsq", 1: "bil", 2: "bip"}


def stored_cube(
    path: Path,
    dtype: np.dtype[np.generic],
    sizes: Sequence[int],
    axes: AxisOrder,
    *,
    offset: int,
) -> CubeSource:
    """Return a source over numbers in a file, read piece by piece.

    Parameters
    ----------
    dtype : dtype
        Stored type with its byte order.
    sizes : sequence of 3 int
        Lengths of the axes as the numbers lie in the file, the slowest first.
    axes : tuple of 3 str
        Their names in the same order.
    offset : int
        Bytes before the first number. The file must be long enough.
    """
    first, second = (size for name, size in zip(axes, sizes, strict=True)
                     if name != "bands")  # fmt: skip
    position = axes.index("bands")
    layout = RawLayout(
        (sizes[position], first, second), dtype, _INTERLEAVES[position], offset
    )
    source = RawSource(path, layout)
    return source if _rows_come_first(axes) else TransposedSource(source)


def stored_array(
    path: Path,
    dtype: np.dtype[np.generic],
    shape: tuple[int, ...],
    *,
    offset: int,
    is_fortran: bool,
) -> Values:
    """Return all numbers of a file in memory; see `stored_cube`.

    Raises
    ------
    FileAccessError
        If the file cannot be read, or has become shorter.
    """
    count = math.prod(shape)
    with open_regular(path) as file:
        file.seek(offset)
        values = np.fromfile(file, dtype, count)
    if values.size < count:
        raise FileAccessError(f"{path.name} has become shorter; open it again")
    return values.reshape(shape, order="F" if is_fortran else "C")


def array_cube(values: Values, axes: AxisOrder) -> CubeSource:
    """Return a source over an array in memory whose axes are named."""
    bands, rows, cols = (axes.index(name) for name in ("bands", "rows", "cols"))
    turned = values.transpose(bands, cols, rows)
    if turned.flags.c_contiguous:  # as MATLAB stores it: no second copy is needed
        return TransposedSource(ArraySource(turned))
    return ArraySource(np.ascontiguousarray(values.transpose(bands, rows, cols)))


class TransposedSource:
    """A `CubeSource` whose rows are the columns of another."""

    def __init__(self, source: CubeSource) -> None:
        self._source = source

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        bands, rows, cols = self._source.shape
        return bands, cols, rows

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the values that are read."""
        return self._source.dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        window = window or PixelWindow.of_shape(self.shape[1:])
        turned = PixelWindow(window.col, window.row, window.width, window.height)
        values = self._source.read(bands, turned, step=step)
        return np.ascontiguousarray(values.transpose(0, 2, 1))

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        return self._source.read_spectra(cols, rows)

    def close(self) -> None:
        """Release the file."""
        self._source.close()


def _rows_come_first(axes: AxisOrder) -> bool:
    return axes.index("rows") < axes.index("cols")
