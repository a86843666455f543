"""NumPy files: arrays without any word on what they mean."""

import math
from pathlib import Path
from tokenize import TokenError
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AXES, AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import (
    Decision,
    axes_notice,
    decide_axes,
    joined_axes,
    split_axes,
)
from hsiviewer.io.limits import require_memory, require_sizes
from hsiviewer.io.reader import LabelRaster, Reader, begins_with
from hsiviewer.io.stored_axes import stored_array, stored_cube

_HEADER_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_LONGEST_AXIS = 2**62
HEADER_FAULTS = (ValueError, EOFError, OSError, ArithmeticError, MemoryError, TypeError,
                 RecursionError, SyntaxError, TokenError)  # fmt: skip


class StoredArray(NamedTuple):
    """What the header of a file says, and where its numbers begin."""

    shape: tuple[int, ...]
    is_fortran: bool
    dtype: np.dtype[np.generic]
    offset: int


def open_numpy(path: Path, variable: str = "") -> HsiCube:
    """Open an array as a cube; two axes are one band.

    Parameters
    ----------
    variable : str
        The order of the three axes, such as ``"rows,cols,bands"``; may be left
        out, then `hsiviewer.io.axis_order` decides.

    Raises
    ------
    CubeFormatError
        If the file is damaged or does not hold numbers with two or three axes.
    """
    name, given = split_axes(variable, file=path.name)
    if name:
        raise CubeFormatError(
            f"{path.name} holds one array without a name, not {name!r}; after the "
            f"colon comes the order of its axes, such as {path.name}:rows,cols,bands"
        )
    stored = _read_header(path)
    sizes = _three_axes(stored, path)
    if len(sizes) == 2:
        return _plane(path, stored, sizes)

    def parts() -> list[npt.NDArray[Any]]:
        source = _source(path, stored, sizes, ("bands", "rows", "cols"))
        try:
            return read_blocks(source)
        finally:
            source.close()

    default = decide_axes(sizes, parts)
    chosen = default if given is None else Decision(given, "you have said so")
    source = _source(path, stored, sizes, chosen.order)
    require_sizes(path.name, *source.shape)
    return HsiCube(
        source,
        BandAxis(source.shape[0]),
        path=path,
        # An order that would be read anyway makes no other scene of it.
        variable=joined_axes("", None if chosen.order == default.order else given),
        driver="NumPy",
        axes=chosen.order,
        notices=(axes_notice(path.name, chosen, sizes),),
    )


def read_array(path: Path) -> npt.NDArray[Any]:
    """Return the array of a file.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If the file is damaged, holds anything but numbers, or too many of them.
    """
    return _read_whole(path, "biuf")


def _read_whole(path: Path, kinds: str) -> npt.NDArray[Any]:
    stored = _read_header(path, kinds)
    require_memory(path.name, math.prod(stored.shape) * stored.dtype.itemsize)
    return stored_array(
        path,
        stored.dtype,
        stored.shape,
        offset=stored.offset,
        is_fortran=stored.is_fortran,
    )


def _read_header(path: Path, kinds: str = "biuf") -> StoredArray:
    try:
        with open_regular(path) as file:
            stored = parse_header(file)
            size = file.seek(0, 2)
    except FileAccessError:
        raise
    except HEADER_FAULTS as error:
        raise CubeFormatError(
            f"{path.name} is not a readable NumPy file: {error}; save it again with "
            "numpy.save"
        ) from error
    if stored.dtype.kind not in kinds or not stored.dtype.itemsize:
        raise CubeFormatError(f"{path.name} holds {stored.dtype}, not numbers")
    if max(stored.shape, default=1) > _LONGEST_AXIS:
        raise CubeFormatError(
            f"{path.name} declares more numbers than any file has; it is damaged"
        )
    if min(stored.shape, default=1) < 1:
        raise CubeFormatError(
            f"{path.name} has the shape {stored.shape}: there is no value in it"
        )
    end = stored.offset + math.prod(stored.shape) * stored.dtype.itemsize
    if size < end:
        raise CubeFormatError(
            f"{path.name} has {size} bytes but its header promises {end}; the file was "
            "cut short: copy it again"
        )
    return stored


def parse_header(file: IO[bytes]) -> StoredArray:
    """Read the header of an array.

    Raises
    ------
    ValueError
        If there is none; other errors of NumPy's parser as well, see `HEADER_FAULTS`.
    """
    version = np.lib.format.read_magic(file)
    reader = _HEADER_READERS.get(version)
    if reader is None:
        raise ValueError(f"its format {version} is not known for arrays of numbers")
    shape, is_fortran, dtype = reader(file)
    return StoredArray(shape, is_fortran, dtype, file.tell())


def _three_axes(stored: StoredArray, path: Path) -> tuple[int, ...]:
    """Return the lengths of two or three axes, without those of a single place."""
    sizes = list(stored.shape)
    while len(sizes) > len(AXES) and 1 in sizes:
        sizes.remove(1)
    if len(sizes) not in (2, 3):
        raise CubeFormatError(
            f"{path.name} has the shape {stored.shape}; a cube has rows, columns and "
            "bands"
        )
    return tuple(sizes)


def _plane(path: Path, stored: StoredArray, sizes: tuple[int, ...]) -> HsiCube:
    source = _source(path, stored, (1, *sizes), ("bands", "rows", "cols"))
    require_sizes(path.name, *source.shape)
    return HsiCube(source, BandAxis(1), path=path, driver="NumPy")


def _source(
    path: Path, stored: StoredArray, sizes: tuple[int, ...], axes: AxisOrder
) -> Any:
    if stored.is_fortran:
        sizes, axes = sizes[::-1], axes[::-1]
    return stored_cube(path, stored.dtype, sizes, axes, offset=stored.offset)


def _read_labels(path: Path, _variable: str) -> LabelRaster:
    return LabelRaster(_read_whole(path, "biufUS"))  # names of classes, too


READER = Reader(
    "NumPy",
    ("*.npy",),
    begins_with(b"\x93NUMPY"),
    open_numpy,
    read_labels=_read_labels,
)
