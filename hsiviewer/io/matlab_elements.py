"""The data elements of MATLAB 5 files, each checked before it is believed.

No library is asked: a single damaged byte in a tag makes scipy's reader crash the
process. Here every tag is compared with the file's size, the variable's class
and its axes, and compressed elements are unpacked only as far as they are needed.

The format is described in "MAT-File Format", The MathWorks, R2023a.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.limits import MOST_VARIABLES, require_expansion, require_memory
from hsiviewer.io.stored_axes import stored_array

_HEAD = 128
_TAG = 8
_MATRIX, _COMPRESSED = 14, 15
_UINT32, _INT32 = 6, 5
_NAME_TYPES = (1, 2, 16)
_STORED = {
    1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8",
    12: "i8", 13: "u8",
}  # fmt: skip
_CLASSES = {
    1: "cell", 2: "struct", 3: "object", 4: "char", 5: "sparse", 6: "double",
    7: "single", 8: "int8", 9: "uint8", 10: "int16", 11: "uint16", 12: "int32",
    13: "uint32", 14: "int64", 15: "uint64", 16: "function", 17: "opaque",
}  # fmt: skip
_DTYPES = {"double": "f8", "single": "f4", "logical": "f8"}
_ARRAYS = {*list(_CLASSES.values())[5:15], "logical"}
_IS_LOGICAL, _IS_COMPLEX = 1 << 9, 1 << 11
_MOST_AXES = 32
_LONGEST_NAME = 4096
# Flags, axes and name of a variable, and the tag of its numbers.
_LONGEST_DESCRIPTION = 128 + 4 * _MOST_AXES + _LONGEST_NAME
_CHUNK = 1 << 16
_LARGEST_PART = 1 << 22


@dataclass(frozen=True)
class MatlabVariable:
    """One variable of a file, and where its numbers are.

    Parameters
    ----------
    name : str
        As MATLAB names it.
    shape : tuple of int
        Its axes; numbers are stored with the first one running fastest.
    kind : str
        MATLAB's class, such as ``"double"``; ``"logical"`` for truth values.
    dtype : dtype, optional
        Type of the stored numbers, which may be smaller than the class; ``None``
        where the variable is no array of real numbers.
    start : int
        Byte of the file where its element's content begins.
    size : int
        Bytes of that content.
    is_compressed : bool
        Whether the content is deflated.
    offset : int
        Byte of the unpacked content where the numbers begin.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    dtype: np.dtype[np.generic] | None
    start: int
    size: int
    is_compressed: bool
    offset: int = 0

    @property
    def is_numeric(self) -> bool:
        """Whether the variable is a full array of real numbers."""
        return self.dtype is not None

    @property
    def nbytes(self) -> int:
        """Bytes of its numbers."""
        itemsize = self.dtype.itemsize if self.dtype is not None else 0
        return math.prod(self.shape) * itemsize


class _DamageError(Exception):
    """What is wrong with a file, as the end of a sentence."""


def find_variables(path: Path) -> list[MatlabVariable]:
    """Return the variables of a file; its numbers are neither read nor unpacked.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it is damaged, or is no MATLAB file of version 5 to 7.
    """
    try:
        with open_regular(path) as file:
            return list(_walk(file))
    except _DamageError as damage:
        _refuse(path, damage)
    except OSError as error:
        _raise_unreadable(path, error)


def read_numbers(path: Path, variable: MatlabVariable) -> npt.NDArray[np.generic]:
    """Return the numbers of a variable, shape as MATLAB gives it.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If the numbers are damaged, or too many for the memory.
    """
    assert variable.dtype is not None
    told = f"{variable.name} of {path.name}"
    if variable.is_compressed:
        require_expansion(told, packed=variable.size, unpacked=variable.nbytes)
    require_memory(told, variable.nbytes)
    if not variable.is_compressed:
        return stored_array(
            path,
            variable.dtype,
            variable.shape,
            offset=variable.start + variable.offset,
            is_fortran=True,
        )
    try:
        with open_regular(path) as file:
            content = _inflated_whole(file, variable)
    except _DamageError as damage:
        _refuse(path, damage)
    except OSError as error:
        _raise_unreadable(path, error)
    values = np.frombuffer(content, variable.dtype)
    return values.reshape(variable.shape, order="F")


def _refuse(path: Path, damage: _DamageError) -> NoReturn:
    raise CubeFormatError(
        f"{path.name} is not a readable MATLAB file: {damage}; save it again in MATLAB "
        "with '-v7'"
    ) from damage


def _raise_unreadable(path: Path, error: OSError) -> NoReturn:
    if isinstance(error, FileAccessError):
        raise error
    raise FileAccessError(
        f"{path} cannot be read: {error.strerror or error}"
    ) from error


def _walk(file: BinaryIO) -> Iterator[MatlabVariable]:
    end = file.seek(0, 2)
    file.seek(0)
    order = _byte_order(file.read(_HEAD))
    position, count = _HEAD, 0
    while position < end:
        if position + _TAG > end:
            raise _DamageError("it was cut short")
        file.seek(position)
        kind, size = struct.unpack(order + "II", file.read(_TAG))
        start = position + _TAG
        if kind not in (_MATRIX, _COMPRESSED) or size == 0:
            raise _DamageError(f"at byte {position} no variable begins")
        if start + size > end:
            raise _DamageError(
                f"the variable at byte {position} should have {size} bytes and the "
                f"file has {end - start} more: it was cut short"
            )
        yield _variable(file, start, size, order, is_compressed=kind == _COMPRESSED)
        position = start + size
        count += 1
        if count > MOST_VARIABLES:
            raise _DamageError(f"it holds more than {MOST_VARIABLES} variables")


def _byte_order(head: bytes) -> str:
    order = {b"IM": "<", b"MI": ">"}.get(head[126:128])
    if order is None or len(head) < _HEAD:
        raise _DamageError("its first 128 bytes are damaged")
    (version,) = struct.unpack(order + "H", head[124:126])
    if version != 0x0100:
        raise _DamageError(f"its version is {version >> 8}.{version & 255}, not 1.0")
    return order


def _variable(
    file: BinaryIO, start: int, size: int, order: str, *, is_compressed: bool
) -> MatlabVariable:
    begin, room = 0, size
    if is_compressed:
        content = _inflated(file, start, size, _LONGEST_DESCRIPTION)
        if len(content) < _TAG:
            raise _DamageError(f"the compressed variable at byte {start} is empty")
        kind, room = struct.unpack(order + "II", content[:_TAG])
        if kind != _MATRIX:
            raise _DamageError(f"the compressed element at byte {start} is no variable")
        begin = _TAG
        room += _TAG
    else:
        file.seek(start)
        content = file.read(min(size, _LONGEST_DESCRIPTION))
    parts = _Parts(content, begin, room, order)
    described = _described(parts)
    dtype, offset = _numbers(parts, described)
    return MatlabVariable(
        described.name,
        described.shape,
        described.kind,
        dtype,
        start,
        size,
        is_compressed,
        offset,
    )


class _Described(NamedTuple):
    name: str
    shape: tuple[int, ...]
    kind: str


def _described(parts: "_Parts") -> _Described:
    flags = parts.take((_UINT32,), longest=8, what="flags")
    if len(flags) != 8:
        raise _DamageError("the flags of a variable are damaged")
    (bits,) = struct.unpack(parts.order + "I", flags[:4])
    kind = _CLASSES.get(bits & 0xFF)
    if kind is None:
        raise _DamageError(f"a variable has the unknown class {bits & 0xFF}")
    if kind == "opaque":  # has neither axes nor a name at this place
        return _Described("", (), kind)
    lengths = parts.take((_INT32,), longest=4 * _MOST_AXES, what="axes")
    if not lengths or len(lengths) % 4:
        raise _DamageError("the axes of a variable are damaged")
    shape = struct.unpack(f"{parts.order}{len(lengths) // 4}i", lengths)
    if min(shape) < 0:
        raise _DamageError(f"a variable has the shape {shape}")
    name = parts.take(_NAME_TYPES, longest=_LONGEST_NAME, what="name")
    if kind in _ARRAYS:
        kind = "logical" if bits & _IS_LOGICAL else kind
        kind = f"complex {kind}" if bits & _IS_COMPLEX else kind
    return _Described(name.decode("latin-1").rstrip("\0"), shape, kind)


def _numbers(
    parts: "_Parts", described: _Described
) -> tuple[np.dtype[np.generic] | None, int]:
    """Return type and place of a variable's numbers, once they fit its axes."""
    name, shape, kind = described
    if kind not in _ARRAYS:
        return None, 0
    stored, size, offset = parts.tag(f"numbers of {name}")
    dtype = np.dtype(parts.order + _STORED[stored]) if stored in _STORED else None
    wanted = np.dtype(_DTYPES.get(kind, kind))
    if dtype is None or not _can_hold(wanted, dtype):
        raise _DamageError(
            f"{name} is of class {kind}, but its numbers are of type {stored}"
        )
    if size != math.prod(shape) * dtype.itemsize:
        raise _DamageError(
            f"{name} has the shape {' x '.join(map(str, shape))}, which does not go "
            f"with {size} bytes of {dtype.name}"
        )
    return dtype, offset


def _can_hold(kind: np.dtype[np.generic], stored: np.dtype[np.generic]) -> bool:
    """Tell whether numbers of a class may be stored so: MATLAB saves room."""
    is_same_kind = kind.kind == "f" or stored.kind != "f"
    return is_same_kind and stored.itemsize <= kind.itemsize


class _Parts:
    """The elements inside a variable, one after the other.

    Parameters
    ----------
    content : bytes
        The beginning of the variable.
    position, end : int
        Where its elements begin in `content`, and where the variable ends, which
        is beyond what has been read of it.
    order : str
        ``"<"`` or ``">"``.
    """

    def __init__(self, content: bytes, position: int, end: int, order: str) -> None:
        self._content = content
        self._position = position
        self._end = end
        self.order = order

    def tag(self, what: str) -> tuple[int, int, int]:
        """Return type, bytes and place of the next element, which is passed by."""
        at = self._position
        if at + _TAG > min(self._end, len(self._content)):
            raise _DamageError(f"the {what} are missing: it was cut short")
        first, size = struct.unpack(self.order + "II", self._content[at : at + _TAG])
        start, length = at + _TAG, -(-size // 8) * 8
        kind = first
        if first >> 16:  # up to four bytes, in the tag itself
            kind, size, start, length = first & 0xFFFF, first >> 16, at + 4, 0
            if size > 4:
                raise _DamageError(f"the {what} are damaged")
        # The padding of the last element may be missing.
        if start + size > self._end:
            raise _DamageError(f"the {what} reach beyond the end of their variable")
        self._position = max(at + _TAG, at + _TAG + length)
        return kind, size, start

    def take(self, kinds: tuple[int, ...], *, longest: int, what: str) -> bytes:
        """Return the content of the next element, which must be of a type."""
        kind, size, start = self.tag(what)
        if kind not in kinds or size > longest or start + size > len(self._content):
            raise _DamageError(f"the {what} of a variable are damaged")
        return self._content[start : start + size]


def _inflated(file: BinaryIO, start: int, size: int, longest: int) -> bytes:
    """Return the beginning of a compressed element's content."""
    unpacker = zlib.decompressobj()
    content = b""
    file.seek(start)
    try:
        while size > 0 and len(content) < longest and not unpacker.eof:
            packed = file.read(min(size, _CHUNK))
            if not packed:
                break
            size -= len(packed)
            content += unpacker.decompress(packed, longest - len(content))
    except zlib.error as error:
        raise _DamageError(
            f"the compressed variable at byte {start} is damaged"
        ) from error
    return content


def _inflated_whole(file: BinaryIO, variable: MatlabVariable) -> bytearray:
    """Unpack exactly the numbers of a variable, and check that it ends there."""
    damaged = _DamageError(f"the compressed numbers of {variable.name} are damaged")
    numbers = bytearray(variable.nbytes)
    skip, filled, padding = variable.offset, 0, 0
    try:
        for part in _unpacked(file, variable):
            before = min(skip, len(part))
            useful = part[before : before + len(numbers) - filled]
            numbers[filled : filled + len(useful)] = useful
            skip -= before
            filled += len(useful)
            padding += len(part) - before - len(useful)
            if padding > 8:
                raise damaged
    except zlib.error as error:
        raise damaged from error
    if filled < len(numbers):
        raise damaged
    return numbers


def _unpacked(file: BinaryIO, variable: MatlabVariable) -> Iterator[bytes]:
    """Yield a compressed element's content in small parts, to its checksum."""
    unpacker = zlib.decompressobj()
    file.seek(variable.start)
    left, packed = variable.size, b""
    while not unpacker.eof:
        if not packed:
            packed = file.read(min(left, _CHUNK))
            left -= len(packed)
        is_at_end = not packed
        part = unpacker.decompress(packed, _LARGEST_PART)
        packed = unpacker.unconsumed_tail
        if is_at_end and not part:
            raise zlib.error("it was cut short")
        yield part
