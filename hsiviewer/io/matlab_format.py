"""How MATLAB 5 writes a variable, each part checked before it is believed.

The format is described in "MAT-File Format", The MathWorks, R2023a.
"""

import math
import struct
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

TAG = 8
MATRIX, COMPRESSED = 14, 15
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
LONGEST_FIELDS = 1 << 16  # bytes of the names of all fields of a struct
# Flags, axes and name of a variable, and the tag of its numbers.
LONGEST_DESCRIPTION = 128 + 4 * _MOST_AXES + _LONGEST_NAME


class DamageError(Exception):
    """What is wrong with a file, as the end of a sentence."""


@dataclass(frozen=True)
class MatlabVariable:
    """One variable of a file, and where its numbers are.

    Parameters
    ----------
    name : str
        As MATLAB names it, such as ``"hsi.Data"`` for a field of a struct.
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
    rest : int
        Bytes of the content after the numbers: those of the next fields of a struct.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    dtype: np.dtype[np.generic] | None
    start: int
    size: int
    is_compressed: bool
    offset: int = 0
    rest: int = 0

    @property
    def is_numeric(self) -> bool:
        """Whether the variable is a full array of real numbers."""
        return self.dtype is not None

    @property
    def nbytes(self) -> int:
        """Bytes of its numbers."""
        itemsize = self.dtype.itemsize if self.dtype is not None else 0
        return math.prod(self.shape) * itemsize


class Parts:
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

    @property
    def position(self) -> int:
        """Where the next element begins."""
        return self._position

    def tag(self, what: str) -> tuple[int, int, int]:
        """Return type, bytes and place of the next element, which is passed by."""
        at = self._position
        if at + TAG > min(self._end, len(self._content)):
            raise DamageError(f"the {what} are missing: it was cut short")
        first, size = struct.unpack(self.order + "II", self._content[at : at + TAG])
        start, length = at + TAG, -(-size // 8) * 8
        kind = first
        if first >> 16:  # up to four bytes, in the tag itself
            kind, size, start, length = first & 0xFFFF, first >> 16, at + 4, 0
            if size > 4:
                raise DamageError(f"the {what} are damaged")
        # The padding of the last element may be missing.
        if start + size > self._end:
            raise DamageError(f"the {what} reach beyond the end of their variable")
        self._position = max(at + TAG, at + TAG + length)
        return kind, size, start

    def take(self, kinds: tuple[int, ...], *, longest: int, what: str) -> bytes:
        """Return the content of the next element, which must be of a type."""
        kind, size, start = self.tag(what)
        if kind not in kinds or size > longest or start + size > len(self._content):
            raise DamageError(f"the {what} of a variable are damaged")
        return self._content[start : start + size]


class Described(NamedTuple):
    """Name, axes and class of a variable; see `MatlabVariable`."""

    name: str
    shape: tuple[int, ...]
    kind: str


def described(parts: Parts) -> Described:
    """Return what a variable begins with.

    Raises
    ------
    DamageError
        If it is damaged.
    """
    flags = parts.take((_UINT32,), longest=8, what="flags")
    if len(flags) != 8:
        raise DamageError("the flags of a variable are damaged")
    (bits,) = struct.unpack(parts.order + "I", flags[:4])
    kind = _CLASSES.get(bits & 0xFF)
    if kind is None:
        raise DamageError(f"a variable has the unknown class {bits & 0xFF}")
    if kind == "opaque":  # has neither axes nor a name at this place
        return Described("", (), kind)
    lengths = parts.take((_INT32,), longest=4 * _MOST_AXES, what="axes")
    if not lengths or len(lengths) % 4:
        raise DamageError("the axes of a variable are damaged")
    shape = struct.unpack(f"{parts.order}{len(lengths) // 4}i", lengths)
    if min(shape) < 0:
        raise DamageError(f"a variable has the shape {shape}")
    name = parts.take(_NAME_TYPES, longest=_LONGEST_NAME, what="name")
    if kind in _ARRAYS:
        kind = "logical" if bits & _IS_LOGICAL else kind
        kind = f"complex {kind}" if bits & _IS_COMPLEX else kind
    return Described(name.decode("latin-1").rstrip("\0"), shape, kind)


def numbers_of(
    parts: Parts, variable: Described
) -> tuple[np.dtype[np.generic] | None, int]:
    """Return type and place of a variable's numbers, once they fit its axes.

    ``None`` and 0 of a variable that is no array of numbers.

    Raises
    ------
    DamageError
        If they do not fit.
    """
    name, shape, kind = variable
    if kind not in _ARRAYS:
        return None, 0
    stored, size, offset = parts.tag(f"numbers of {name}")
    dtype = np.dtype(parts.order + _STORED[stored]) if stored in _STORED else None
    wanted = np.dtype(_DTYPES.get(kind, kind))
    if dtype is None or not _can_hold(wanted, dtype):
        raise DamageError(
            f"{name} is of class {kind}, but its numbers are of type {stored}"
        )
    if size != math.prod(shape) * dtype.itemsize:
        raise DamageError(
            f"{name} has the shape {' x '.join(map(str, shape))}, which does not go "
            f"with {size} bytes of {dtype.name}"
        )
    return dtype, offset


def _can_hold(kind: np.dtype[np.generic], stored: np.dtype[np.generic]) -> bool:
    """Tell whether numbers of a class may be stored so: MATLAB saves room."""
    is_same_kind = kind.kind == "f" or stored.kind != "f"
    return is_same_kind and stored.itemsize <= kind.itemsize


def field_names(parts: Parts) -> list[str]:
    """Return the names of a struct's fields, whose values follow.

    Raises
    ------
    DamageError
        If they are damaged.
    """
    content = parts.take((_INT32,), longest=4, what="field names")
    (length,) = struct.unpack(parts.order + "i", content) if len(content) == 4 else (0,)
    joined = parts.take(_NAME_TYPES, longest=LONGEST_FIELDS, what="field names")
    if not 0 < length <= _LONGEST_NAME or len(joined) % length:
        raise DamageError("the field names of a variable are damaged")
    names = (joined[at : at + length] for at in range(0, len(joined), length))
    return [name.partition(b"\0")[0].decode("latin-1") for name in names]
