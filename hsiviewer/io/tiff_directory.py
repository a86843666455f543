"""The directories of a TIFF file, of which each describes a picture.

https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
"""

import struct
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.uint64]

_TYPES = {1: "u1", 3: "u2", 4: "u4", 13: "u4", 16: "u8", 18: "u8"}
_MOST_ENTRIES = 4096
_MOST_BLOCKS = 50_000_000


class TiffDirectory:
    """One directory of a TIFF file, classic or big: the tags of one picture.

    Parameters
    ----------
    file : binary file
        Must stay open.
    start : int, optional
        Byte where the directory begins; the first one of the file when omitted.

    Raises
    ------
    struct.error, KeyError, ValueError
        If it is damaged.
    """

    def __init__(self, file: BinaryIO, start: int | None = None) -> None:
        self._file = file
        self.file_size = file.seek(0, 2)
        file.seek(0)
        head = file.read(16)
        self._order = {b"II": "<", b"MM": ">"}[head[:2]]
        (version,) = struct.unpack(f"{self._order}H", head[2:4])
        self._is_big = version == 43
        # Type of offsets and of counts, bytes of an entry, where its value stands.
        self._word = "Q" if self._is_big else "I"
        place = head[8:16] if self._is_big else head[4:8]
        (first,) = struct.unpack(self._order + self._word, place)
        self.start = first if start is None else start
        self.entries = self._read_entries(self.start)

    @property
    def byte_order(self) -> str:
        """``"<"`` or ``">"``, as numpy and struct name it."""
        return self._order

    @property
    def next_start(self) -> int:
        """Byte where the next directory begins; 0 after the last one."""
        return self._next

    def number(self, tag: int, default: int | None = None) -> int:
        """Return a single whole number."""
        if tag not in self.entries and default is not None:
            return default
        return int(self.values(tag)[0])

    def values(self, tag: int) -> Counts:
        """Return the numbers of an entry."""
        kind, count, place = self.entries[tag]
        dtype = np.dtype(self._order + _TYPES[kind])
        size = count * dtype.itemsize
        if count < 1 or count > _MOST_BLOCKS or place + size > self.file_size:
            raise ValueError(f"{count} numbers of entry {tag} are not in the file")
        self._file.seek(place)
        content = self._file.read(size)
        return np.frombuffer(content, dtype, count).astype(np.uint64)

    def _read_entries(self, start: int) -> dict[int, tuple[int, int, int]]:
        """Return type, count and place of each entry by its tag."""
        if start > self.file_size:
            raise ValueError("the directory is not in the file")
        self._file.seek(start)
        head = "Q" if self._is_big else "H"
        width, inline = (20, 8) if self._is_big else (12, 4)
        size = struct.calcsize(f"<{head}")
        (count,) = struct.unpack(self._order + head, self._file.read(size))
        content = self._file.read(min(count, _MOST_ENTRIES) * width)
        self._next = self._read_next(start + size + count * width)
        found: dict[int, tuple[int, int, int]] = {}
        for number in range(len(content) // width):
            entry = content[number * width : (number + 1) * width]
            tag, kind, length = struct.unpack(
                f"{self._order}HH{self._word}", entry[: width - inline]
            )
            if kind not in _TYPES:
                continue
            place = start + size + number * width + width - inline
            if length * np.dtype(_TYPES[kind]).itemsize > inline:
                (place,) = struct.unpack(self._order + self._word, entry[-inline:])
            found.setdefault(tag, (kind, length, place))
        return found

    def _read_next(self, place: int) -> int:
        """Return the word after the entries; 0 where the file ends."""
        if place > self.file_size:
            return 0
        self._file.seek(place)
        size = struct.calcsize(f"<{self._word}")
        word = self._file.read(size)
        if len(word) < size:
            return 0
        return int(struct.unpack(self._order + self._word, word)[0])
