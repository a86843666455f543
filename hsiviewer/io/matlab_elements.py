"""The variables of MATLAB 5 files, with the fields of structs.

No library is asked: a single damaged byte in a tag makes scipy's reader crash the
process. Here every tag is compared with the file's size, the variable's class
and its axes, and compressed elements are unpacked only as far as they are needed.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.limits import MOST_VARIABLES, require_expansion, require_memory
from hsiviewer.io.matlab_content import (
    Content,
    DeflatedContent,
    PlainContent,
    unpacked,
)
from hsiviewer.io.matlab_format import (
    COMPRESSED,
    LONGEST_DESCRIPTION,
    LONGEST_FIELDS,
    MATRIX,
    TAG,
    DamageError,
    MatlabVariable,
    Parts,
    described,
    field_names,
    numbers_of,
)
from hsiviewer.io.stored_axes import stored_array

_HEAD = 128
_DEEPEST = 8  # structs in structs


def find_variables(path: Path) -> list[MatlabVariable]:
    """Return the variables of a file; their numbers are not read.

    The fields of a struct follow it; a compressed one is unpacked for that up to its
    last field.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it is damaged, or is no MATLAB file of version 5 to 7.
    """
    try:
        with open_regular(path) as file:
            return list(_walk(file, path.name))
    except DamageError as damage:
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
    except DamageError as damage:
        _refuse(path, damage)
    except OSError as error:
        _raise_unreadable(path, error)
    values = np.frombuffer(content, variable.dtype)
    return values.reshape(variable.shape, order="F")


def _refuse(path: Path, damage: DamageError) -> NoReturn:
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


def _walk(file: BinaryIO, name: str) -> Iterator[MatlabVariable]:
    end = file.seek(0, 2)
    file.seek(0)
    order = _byte_order(file.read(_HEAD))
    position, count = _HEAD, 0
    while position < end:
        if position + TAG > end:
            raise DamageError("it was cut short")
        file.seek(position)
        kind, size = struct.unpack(order + "II", file.read(TAG))
        start = position + TAG
        if kind not in (MATRIX, COMPRESSED) or size == 0:
            raise DamageError(f"at byte {position} no variable begins")
        if start + size > end:
            raise DamageError(
                f"the variable at byte {position} should have {size} bytes and the "
                f"file has {end - start} more: it was cut short"
            )
        element = _Element(name, start, size, order, kind == COMPRESSED)
        for variable in element.variables(file):
            yield variable
            count += 1
            if count > MOST_VARIABLES:
                raise DamageError(f"it holds more than {MOST_VARIABLES} variables")
        position = start + size


def _byte_order(head: bytes) -> str:
    order = {b"IM": "<", b"MI": ">"}.get(head[126:128])
    if order is None or len(head) < _HEAD:
        raise DamageError("its first 128 bytes are damaged")
    (version,) = struct.unpack(order + "H", head[124:126])
    if version != 0x0100:
        raise DamageError(f"its version is {version >> 8}.{version & 255}, not 1.0")
    return order


@dataclass(frozen=True)
class _Element:
    """An element of the file that holds a variable.

    Parameters
    ----------
    file : str
        Name of the file, for sentences.
    start, size : int
        Where its content begins, and its bytes.
    order : str
        ``"<"`` or ``">"``.
    is_compressed : bool
    """

    file: str
    start: int
    size: int
    order: str
    is_compressed: bool

    def variables(self, file: BinaryIO) -> Iterator[MatlabVariable]:
        """Yield the variable, and the fields of a struct."""
        if not self.is_compressed:
            plain = PlainContent(file, self.start, self.size)
            yield from self._variables(plain, _Span("", 0, self.size), self.size, 0)
            return
        content = DeflatedContent(file, self.start, self.size)
        tag = content.read(0, TAG)
        if len(tag) < TAG:
            raise DamageError(f"the compressed variable at byte {self.start} is empty")
        kind, room = struct.unpack(self.order + "II", tag)
        if kind != MATRIX:
            raise DamageError(
                f"the compressed element at byte {self.start} is no variable"
            )
        span = _Span("", TAG, TAG + room)
        yield from self._variables(content, span, TAG + room, 0)

    def _variables(
        self, content: Content, span: "_Span", end: int, depth: int
    ) -> Iterator[MatlabVariable]:
        """Yield what lies in a span of content whose last byte is before `end`."""
        size = span.end - span.begin
        head = content.read(span.begin, min(size, LONGEST_DESCRIPTION))
        parts = Parts(head, 0, size, self.order)
        said = described(parts)
        dtype, offset = numbers_of(parts, said)
        name = span.name or said.name
        found = MatlabVariable(
            name,
            said.shape,
            said.kind,
            dtype,
            self.start,
            self.size,
            self.is_compressed,
            span.begin + offset,
        )
        if depth and dtype is not None:
            found = replace(found, rest=end - found.offset - found.nbytes)
        yield found
        if said.kind == "struct" and math.prod(said.shape) == 1 and depth < _DEEPEST:
            if self.is_compressed:
                told = f"{name} of {self.file}"
                require_expansion(told, packed=self.size, unpacked=end)
            yield from self._fields(content, span._replace(name=name), end, depth + 1)

    def _fields(
        self, content: Content, span: "_Span", end: int, depth: int
    ) -> Iterator[MatlabVariable]:
        size = span.end - span.begin
        longest = LONGEST_DESCRIPTION + LONGEST_FIELDS
        head = content.read(span.begin, min(size, longest))
        parts = Parts(head, 0, size, self.order)
        described(parts)
        names = field_names(parts)
        position = span.begin + parts.position
        for name in names:
            tag = content.read(position, TAG)
            kind, room = struct.unpack(self.order + "II", tag.ljust(TAG, b"\0"))
            position += TAG
            if len(tag) < TAG or kind != MATRIX or position + room > span.end:
                raise DamageError(f"the fields of {span.name} are damaged")
            if room:  # empty fields have nothing else
                field = _Span(f"{span.name}.{name}", position, position + room)
                yield from self._variables(content, field, end, depth)
            position += -(-room // 8) * 8


class _Span(NamedTuple):
    """Where a variable lies in the content of an element.

    Parameters
    ----------
    name : str
        Of a field; empty where the variable tells its name itself.
    begin, end : int
    """

    name: str
    begin: int
    end: int


def _inflated_whole(file: BinaryIO, variable: MatlabVariable) -> bytearray:
    """Unpack exactly the numbers of a variable, and check that it ends there."""
    damaged = DamageError(f"the compressed numbers of {variable.name} are damaged")
    numbers = bytearray(variable.nbytes)
    skip, filled, padding = variable.offset, 0, 0
    try:
        for part in unpacked(file, variable.start, variable.size):
            before = min(skip, len(part))
            useful = part[before : before + len(numbers) - filled]
            numbers[filled : filled + len(useful)] = useful
            skip -= before
            filled += len(useful)
            padding += len(part) - before - len(useful)
            if padding > 8 + variable.rest:
                raise damaged
    except zlib.error as error:
        raise damaged from error
    if filled < len(numbers):
        raise damaged
    return numbers
