"""The bytes of MATLAB's elements, as they lie in a file or deflated."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from hsiviewer.io.matlab_format import DamageError

_CHUNK = 1 << 16
_LARGEST_PART = 1 << 22  # unpacked at once


class Content(Protocol):
    """The content of an element, read from the beginning to the end."""

    def read(self, position: int, size: int) -> bytes:
        """Return bytes from a place that no earlier call has passed; fewer at the end.

        Raises
        ------
        DamageError
            If they cannot be unpacked.
        """


class PlainContent:
    """Content as it lies in a file.

    Parameters
    ----------
    file : binary file
    start, size : int
        Where it begins, and its bytes.
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size

    def read(self, position: int, size: int) -> bytes:
        """Return bytes from a place; see `Content`."""
        self._file.seek(self._start + position)
        return self._file.read(max(0, min(size, self._size - position)))


class DeflatedContent:
    """Content that is unpacked only as far as it is asked for.

    Parameters
    ----------
    file : binary file
    start, size : int
        Where the packed bytes begin, and their number.
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._start = start
        self._parts = unpacked(file, start, size, largest=_CHUNK)
        self._position = 0  # of the first byte that is kept
        self._kept = b""

    def read(self, position: int, size: int) -> bytes:
        """Return bytes from a place; see `Content`."""
        while self._position + len(self._kept) < position + size:
            self._forget(position)
            try:
                part = next(self._parts, b"")
            except zlib.error as error:
                raise DamageError(
                    f"the compressed variable at byte {self._start} is damaged"
                ) from error
            if not part:
                break
            self._kept += part
        self._forget(position)
        return self._kept[:size] if self._position == position else b""

    def _forget(self, position: int) -> None:
        passed = min(position - self._position, len(self._kept))
        self._kept = self._kept[passed:]
        self._position += passed


def unpacked(
    file: BinaryIO, start: int, size: int, *, largest: int = _LARGEST_PART
) -> Iterator[bytes]:
    """Yield deflated content in parts of at most `largest` bytes, to its checksum.

    Raises
    ------
    zlib.error
        If it is damaged or was cut short.
    """
    unpacker = zlib.decompressobj()
    place, end, packed = start, start + size, b""
    while not unpacker.eof:
        if not packed:
            file.seek(place)
            packed = file.read(min(end - place, _CHUNK))
            place += len(packed)
        is_at_end = not packed
        part = unpacker.decompress(packed, largest)
        packed = unpacker.unconsumed_tail
        if is_at_end and not part:
            raise zlib.error("it was cut short")
        if part:
            yield part
