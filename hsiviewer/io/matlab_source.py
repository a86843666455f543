"""Variables of MATLAB 5 files as sources of cubes, whatever the order of their axes."""

from pathlib import Path
from typing import Any

import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.cube import ArraySource, CubeSource
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.matlab_elements import read_numbers
from hsiviewer.io.matlab_format import MatlabVariable
from hsiviewer.io.stored_axes import array_cube, stored_cube


class MatlabArray:
    """A variable with two or three axes: in the file if it can stay there.

    Parameters
    ----------
    variable : MatlabVariable
        Compressed numbers are unpacked once, into memory.
    """

    def __init__(self, path: Path, variable: MatlabVariable) -> None:
        self._path = path
        self._variable = variable
        self.sizes = (*variable.shape, 1)[:3]
        self._values: npt.NDArray[Any] | None = None
        if variable.is_compressed:
            self._values = read_numbers(path, variable).reshape(self.sizes)

    def cube(self, order: AxisOrder) -> CubeSource:
        """Return a source whose axes are named so, as MATLAB counts them."""
        if self._values is not None:
            return array_cube(self._values, order)
        return self._stored(order)

    def parts(self) -> list[npt.NDArray[Any]]:
        """Return parts of the numbers, see `read_blocks`."""
        if self._values is not None:
            return read_blocks(ArraySource(self._values))
        source = self._stored(("bands", "rows", "cols"))
        try:
            return read_blocks(source)
        finally:
            source.close()

    def _stored(self, order: AxisOrder) -> CubeSource:
        variable = self._variable
        assert variable.dtype is not None
        # MATLAB's first axis runs fastest.
        return stored_cube(
            self._path,
            variable.dtype,
            self.sizes[::-1],
            order[::-1],
            offset=variable.start + variable.offset,
        )
