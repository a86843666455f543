"""The header of a classic netCDF file: dimensions, attributes, and where arrays lie.

https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.limits import MOST_VARIABLES

_LARGEST_HEADER = 16 * 2**20
_MOST_AXES = 32
_DIMENSIONS, _VARIABLES, _ATTRIBUTES = 0x0A, 0x0B, 0x0C
_TEXT = 2
_TYPES = {
    1: "i1", 2: "S1", 3: ">i2", 4: ">i4", 5: ">f4", 6: ">f8",
    7: "u1", 8: ">u2", 9: ">u4", 10: ">i8", 11: ">u8",
}  # fmt: skip

Said = Mapping[str, Any]


@dataclass(frozen=True)
class ClassicArray:
    """An array of a classic file.

    Parameters
    ----------
    name : str
    axes : tuple of str
        Names of its dimensions.
    shape : tuple of int
    dtype : dtype
        As it is stored: most significant byte first.
    said : mapping
        Its attributes: texts, and arrays of numbers.
    pieces : tuple of (int, int)
        Where its bytes lie, and how many: one piece, or one for each record.
    """

    name: str
    axes: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    said: Said
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int | None:
        """Byte where the numbers begin; ``None`` if they lie in several pieces."""
        return self.pieces[0][0] if len(self.pieces) == 1 else None


@dataclass(frozen=True)
class ClassicHeader:
    """What a classic file holds.

    Parameters
    ----------
    said : mapping
        Attributes of the file.
    arrays : tuple of ClassicArray
    """

    said: Said
    arrays: tuple[ClassicArray, ...]


def read_classic_header(path: Path) -> ClassicHeader:
    """Read the header of a classic netCDF file.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it is damaged, or ends before its values do.
    """
    with open_regular(path) as file:
        content = file.read(_LARGEST_HEADER)
        size = file.seek(0, 2)
    try:
        header = _Header(content, size)
        return ClassicHeader(header.said, tuple(header.arrays()))
    except (struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise CubeFormatError(
            f"{path.name} is a damaged netCDF file, or was cut short: "
            f"{str(error)[:200]}; copy it again from its source"
        ) from error


class _Header:
    """Reads the parts of a header one after the other.

    Parameters
    ----------
    content : bytes
        The beginning of the file.
    size : int
        Bytes of the file.
    """

    def __init__(self, content: bytes, size: int) -> None:
        self._content = content
        self._size = size
        version = content[3]
        self._count = ">Q" if version == 5 else ">I"
        self._place = ">I" if version == 1 else ">Q"
        self._at = 4
        self._records = self._number(self._count)
        if self._records == (1 << 8 * struct.calcsize(self._count)) - 1:
            self._records = -1  # written as a stream: the size of the file tells
        self._axes = [(self._name(), self._number(self._count))
                      for _ in range(self._list(_DIMENSIONS))]  # fmt: skip
        self.said = self._attributes()

    def arrays(self) -> list[ClassicArray]:
        """Return the arrays, once they fit into the file."""
        found = [self._variable() for _ in range(self._list(_VARIABLES))]
        moving = [entry for entry in found if self._is_record(entry)]
        padded = [_padded(self._bytes_of(entry)) for entry in moving]
        # A single one lies without gaps.
        stride = self._bytes_of(moving[0]) if len(moving) == 1 else sum(padded)
        if self._records < 0:
            begin = min((entry.place for entry in moving), default=self._size)
            self._records = (self._size - begin) // stride if stride else 0
        return [self._array(entry, stride) for entry in found]

    def _array(self, entry: "_Entry", stride: int) -> ClassicArray:
        size = self._bytes_of(entry)
        lengths = [self._axes[axis][1] for axis in entry.axes]
        pieces: tuple[tuple[int, int], ...] = ((entry.place, size),)
        if self._is_record(entry):
            lengths[0] = self._records
            if self._records > MOST_VARIABLES and stride != size:
                raise ValueError(f"{entry.name} has {self._records} records")
            pieces = (
                ((entry.place, size * self._records),)
                if stride == size
                else tuple(
                    (entry.place + record * stride, size)
                    for record in range(self._records)
                )
            )
        for place, length in pieces:
            if place + length > self._size:
                raise ValueError(
                    f"{entry.name} ends at byte {place + length}, and the file has "
                    f"{self._size}"
                )
        names = tuple(self._axes[axis][0] for axis in entry.axes)
        return ClassicArray(
            entry.name, names, tuple(lengths), entry.dtype, entry.said, pieces
        )

    def _is_record(self, entry: "_Entry") -> bool:
        return bool(entry.axes) and self._axes[entry.axes[0]][1] == 0

    def _bytes_of(self, entry: "_Entry") -> int:
        """Return the bytes of an array, or of one of its records."""
        axes = entry.axes[1:] if self._is_record(entry) else entry.axes
        lengths = [self._axes[axis][1] for axis in axes]
        return math.prod(lengths) * entry.dtype.itemsize

    def _variable(self) -> "_Entry":
        name = self._name()
        count = self._number(self._count)
        if count > _MOST_AXES:
            raise ValueError(f"{name} has {count} axes")
        axes = [self._number(self._count) for _ in range(count)]
        said = self._attributes()
        dtype = np.dtype(_TYPES[self._number(">I")])
        self._number(self._count)  # its size, which is wrong beyond 4 GB
        if any(axis >= len(self._axes) for axis in axes):
            raise ValueError(f"{name} has an axis that there is not")
        return _Entry(name, axes, said, dtype, self._number(self._place))

    def _attributes(self) -> dict[str, Any]:
        found = {}
        for _ in range(self._list(_ATTRIBUTES)):
            name = self._name()
            kind, count = self._number(">I"), self._number(self._count)
            dtype = np.dtype(_TYPES[kind])
            content = self._take(count * dtype.itemsize)
            found[name] = (
                content.decode("utf-8", "replace").rstrip("\0")
                if kind == _TEXT
                else np.frombuffer(content, dtype).astype(dtype.newbyteorder("="))
            )
        return found

    def _list(self, kind: int) -> int:
        """Return how many entries of a kind follow."""
        told, count = self._number(">I"), self._number(self._count)
        if told not in (0, kind) or (told == 0 and count) or count > MOST_VARIABLES:
            raise ValueError(f"at byte {self._at} no list of entries begins")
        return count

    def _name(self) -> str:
        return self._take(self._number(self._count)).decode("utf-8", "replace")

    def _number(self, form: str) -> int:
        (number,) = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return int(number)

    def _take(self, count: int) -> bytes:
        """Return bytes; each entry is filled up to four of them."""
        if count > len(self._content) - self._at:
            raise ValueError(f"an entry at byte {self._at} has {count} bytes")
        found = self._content[self._at : self._at + count]
        self._at += _padded(count)
        return found


@dataclass(frozen=True)
class _Entry:
    """A variable as the header lists it."""

    name: str
    axes: list[int]
    said: Said
    dtype: np.dtype[np.generic]
    place: int


def _padded(size: int) -> int:
    return -(-size // 4) * 4
