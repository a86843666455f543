"""Classic netCDF files, seen as the HDF5 files that their netCDF-4 twins are.

A file of HDF5 in memory has the attributes, the axes and the small arrays; large ones
stay where they are and are read from the classic file.
"""

import math
import uuid
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular, require_regular
from hsiviewer.io.hdf5.classic_header import (
    ClassicArray,
    ClassicHeader,
    Said,
    read_classic_header,
)
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.limits import MOST_HEADER_ITEMS

MAGIC = (b"CDF\1", b"CDF\2", b"CDF\5")
_OF_HDF5 = ("CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "DIMENSION_LABELS")
_LONGEST_TEXT = 60_000  # an attribute of HDF5 has 64 KB at most


class ClassicFile(Hdf5File):
    """A classic netCDF file; see `Hdf5File`.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it is damaged or ends before its values do.
    """

    def __init__(self, path: Path) -> None:
        self._header = read_classic_header(path)
        super().__init__(path)

    def look_first(self) -> None:
        """Do nothing: the library that reads HDF5 sees nothing of a foreign file."""

    def open_file(self) -> Any:
        """Return the file in memory."""
        require_regular(self.path)
        # HDF5 has one file of a name at a time.
        name = f"{uuid.uuid4()}.h5"
        file = h5py.File(name, "w", driver="core", backing_store=False)
        _say(file, self._header.said)
        _fill(file, self._header, self.path)
        return file

    def require_readable(self, name: str) -> None:
        """Refuse an array without values; that the others are there was checked."""
        with self.reading():
            if not self._things[name].size:
                raise CubeFormatError(f"{name} of {self.name} has no value")

    def plain_offset(self, name: str) -> int | None:
        """Return where numbers lie in one piece; see `Hdf5File.plain_offset`."""
        return next(
            (array.start for array in self._header.arrays if array.name == name), None
        )


def _fill(file: Any, header: ClassicHeader, path: Path) -> None:
    made: dict[str, Any] = {}
    for array in header.arrays:
        if array.name and "/" not in array.name and array.name != ".":
            made[array.name] = _add(file, array, path)
            _say(made[array.name], array.said)
    for array in header.arrays:
        if array.name in made and array.axes == (array.name,):
            made[array.name].make_scale(array.name)
    for array in header.arrays:
        if array.name not in made or array.axes == (array.name,):
            continue
        for axis, name in enumerate(array.axes):
            made[array.name].dims[axis].label = name
            scale = made.get(name)
            if scale is not None and h5py.h5ds.is_scale(scale.id):
                made[array.name].dims[axis].attach_scale(scale)


def _add(file: Any, array: ClassicArray, path: Path) -> Any:
    """Add an array: its numbers if they are few, else a pointer to them."""
    if array.dtype.kind == "S" or math.prod(array.shape) <= MOST_HEADER_ITEMS:
        return file.create_dataset(array.name, data=_values(array, path))
    external = [(str(path.absolute()), *piece) for piece in array.pieces]
    return file.create_dataset(
        array.name, array.shape, dtype=array.dtype, external=external
    )


def _values(array: ClassicArray, path: Path) -> Any:
    if array.dtype.kind == "S":
        # Texts name rows or hold a note; no number is read from them.
        return np.bytes_(b"")
    with open_regular(path) as file:
        parts = []
        for start, length in array.pieces:
            file.seek(start)
            parts.append(file.read(length))
    return np.frombuffer(b"".join(parts), array.dtype).reshape(array.shape)


def _say(thing: Any, said: Said) -> None:
    for name, value in said.items():
        if not name or name in _OF_HDF5:
            continue
        if isinstance(value, str):
            thing.attrs[name] = value[:_LONGEST_TEXT]
        elif value.nbytes <= _LONGEST_TEXT:
            thing.attrs[name] = value
