"""One open file of plain numbers, read by many threads at once."""

import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from hsiviewer.core.cube import Values
from hsiviewer.core.errors import FileAccessError, SourceClosedError
from hsiviewer.io.raw_layout import FILE_AXES, RawLayout


class RawFile:
    """Reads bytes by position, or maps the file; is closed when nobody reads.

    Parameters
    ----------
    path : Path
        Its size must have been checked against `layout`.
    layout : RawLayout
        How the numbers lie.

    Attributes
    ----------
    has_positions : bool
        Whether this platform reads by position; `mapped` works everywhere.

    Raises
    ------
    FileAccessError
        If the file cannot be opened. Also of all that reads, if the file has
        become shorter or its disk is away.
    """

    def __init__(self, path: Path, layout: RawLayout) -> None:
        self._path = path
        self._layout = layout
        self._condition = threading.Condition()
        self._readers = 0
        self._closed = False
        self.has_positions = hasattr(os, "pread")
        try:
            self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise FileAccessError(
                f"{path} cannot be opened: {error.strerror or error}"
            ) from error

    def close(self) -> None:
        """Release the file once nobody reads it any more."""
        with self._condition:
            if self._closed:
                return
            self._closed = True
            self._condition.wait_for(lambda: self._readers == 0)
            os.close(self._descriptor)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the file open while the block reads.

        Raises
        ------
        SourceClosedError
            If it was closed.
        """
        with self._condition:
            # A closed descriptor's number may belong to another file by now.
            if self._closed:
                raise SourceClosedError(f"{self._path.name} has been closed")
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    def mapped(self) -> Values:
        """Return the numbers as a memory map, with axes bands, rows and columns."""
        layout = self._layout
        if os.fstat(self._descriptor).st_size < layout.end:
            raise self._shortened()
        mapped = mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)
        if hasattr(mapped, "madvise") and layout.interleave == "bsq":
            mapped.madvise(mmap.MADV_RANDOM)
        axes = FILE_AXES[layout.interleave]
        stored = np.ndarray(
            tuple(layout.shape[axis] for axis in axes),
            layout.dtype,
            buffer=mapped,
            offset=layout.offset,
        )
        return np.moveaxis(stored, (0, 1, 2), axes)

    def numbers(self, size: int, position: int) -> Values:
        """Read exactly `size` bytes; one call stops at 2 GiB on Linux."""
        parts = []
        while size > 0:
            try:
                part = os.pread(self._descriptor, min(size, 2**30), position)
            except OSError as error:
                raise self._unreadable(error) from error
            if not part:
                raise self._shortened()
            parts.append(part)
            size -= len(part)
            position += len(part)
        content = parts[0] if len(parts) == 1 else b"".join(parts)
        return np.frombuffer(content, self._layout.dtype)

    def fill(self, buffer: memoryview, position: int) -> None:
        """Fill a buffer; without `os.preadv` (Windows, old macOS) by a copy."""
        if not hasattr(os, "preadv"):
            found = self.numbers(len(buffer), position)
            buffer[:] = found.view(np.uint8).data
            return
        while buffer:
            try:
                count = os.preadv(self._descriptor, [buffer], position)
            except OSError as error:
                raise self._unreadable(error) from error
            if not count:
                raise self._shortened()
            buffer, position = buffer[count:], position + count

    def _unreadable(self, error: OSError) -> FileAccessError:
        return FileAccessError(
            f"{self._path.name} cannot be read: {error.strerror or error}"
        )

    def _shortened(self) -> FileAccessError:
        return FileAccessError(
            f"{self._path.name} has become shorter while it was open; open it again"
        )
