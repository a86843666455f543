"""Cubes stored as plain numbers in one file, read piece by piece."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import Values
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.raw_file import RawFile
from hsiviewer.io.raw_layout import RawLayout

IntArray = npt.NDArray[np.intp]

# Measured: a disk answers eight requests at once about four times as fast as
# one after the other; below a megabyte the threads cost more than they gain.
_THREADS = 8
_THREADED_BYTES = 2**20
_THREADED_RUN_BYTES = 2**24  # of lines that follow each other, which are read ahead
_ROWS_PER_TASK = 64
_FAT_PIXEL = 2**14  # bytes per wanted value from which single reads are cheaper
_LARGEST_LINE = 2**26  # bytes that one thread reads at once
# One cold spectrum is quicker by positioned reads (a map reads ahead), many
# scattered ones are thirty times quicker through a map.
_MAPPED_SPECTRA = 8

_pool: ThreadPoolExecutor | None = None
_pool_lock = threading.Lock()


class RawSource:
    """A `CubeSource` over a file of plain numbers.

    Windows are read by position, so that a picture never pulls the whole file
    into memory; many scattered spectra go through a memory map that lives as
    long as the call. Platforms without positioned reads use the map for all.
    Complex numbers are read as their magnitude.

    Parameters
    ----------
    path : Path
        Its size must have been checked against `layout`.
    layout : RawLayout
        How the numbers lie.

    Raises
    ------
    FileAccessError
        If the file cannot be opened.
    """

    def __init__(self, path: Path, layout: RawLayout) -> None:
        self._layout = layout
        self._file = RawFile(path, layout)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._layout.shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the values that are read, in the machine's byte order."""
        return _native(np.empty(0, self._layout.dtype)).dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        window = window or PixelWindow.of_shape(self.shape[1:])
        wanted = np.arange(self.shape[0]) if bands is None else np.asarray(bands, int)
        with self._file.reading():
            if not self._file.has_positions:
                rows, cols = window.slices
                cube = self._file.mapped()[:, rows, cols][:, ::step, ::step]
                return _native(cube[wanted])
            return _native(self._read_rows(wanted, window, step))

    def read_spectra(self, rows: IntArray, cols: IntArray) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        rows, cols = np.atleast_1d(rows), np.atleast_1d(cols)
        with self._file.reading():
            if self._file.has_positions and len(rows) <= _MAPPED_SPECTRA:
                spectra = [
                    self._spectrum(int(row), int(col))
                    for row, col in zip(rows, cols, strict=True)
                ]
                empty = np.empty((0, self.shape[0]), self._layout.dtype)
                return _native(np.stack(spectra) if spectra else empty)
            # In the order of the file: each page is fetched once.
            order = np.lexsort((cols, rows))
            cube = self._file.mapped()
            found = np.empty((len(rows), self.shape[0]), self._layout.dtype)
            if self._layout.interleave == "bsq":
                for band in range(self.shape[0]):
                    found[order, band] = cube[band, rows[order], cols[order]]
            else:
                found[order] = cube[:, rows[order], cols[order]].T
            return _native(found)

    def close(self) -> None:
        """Release the file once nobody reads it any more."""
        self._file.close()

    def _spectrum(self, row: int, col: int) -> Values:
        layout = self._layout
        bands, itemsize = layout.shape[0], layout.dtype.itemsize
        if layout.interleave == "bip":
            position = layout.position(0, row, col)
            return self._file.numbers(bands * itemsize, position)
        return np.concatenate(
            [
                self._file.numbers(itemsize, layout.position(band, row, col))
                for band in range(bands)
            ]
        )

    def _read_rows(self, bands: IntArray, window: PixelWindow, step: int) -> Values:
        rows = np.arange(window.row, window.row + window.height, step)
        width = -(-window.width // step)
        made = np.empty((len(bands), len(rows), width), self._layout.dtype)
        if made.size == 0:
            return made
        # Lines of any length are read in pieces of a size that memory has room for.
        longest = max(1, _LARGEST_LINE // self._bytes_across() // step)
        for first in range(0, width, longest):
            part = made[:, :, first : first + longest]
            col = first * step
            columns = min(window.width - col, longest * step)
            area = _Area(window.col + col, columns, step)
            self._read_area(area, bands, rows, part)
        return made

    def _bytes_across(self) -> int:
        """Return the bytes from one column to the next."""
        itemsize = self._layout.dtype.itemsize
        return (
            itemsize * self.shape[0] if self._layout.interleave == "bip" else itemsize
        )

    def _read_area(
        self, area: "_Area", bands: IntArray, rows: IntArray, made: Values
    ) -> None:
        tasks: list[Callable[[], None]] = []
        for start in range(0, len(rows), _ROWS_PER_TASK):
            part = slice(start, start + _ROWS_PER_TASK)
            target, chosen = made[:, part], rows[part]
            if self._layout.interleave == "bip":
                tasks.append(partial(self._bip_rows, area, bands, chosen, target))
            else:
                tasks.extend(
                    partial(self._lines, area, run, chosen, target[first:])
                    for first, run in self._runs(bands)
                )
        touched = len(rows) * area.width * self._layout.dtype.itemsize
        touched *= self.shape[0] if self._layout.interleave == "bip" else len(bands)
        is_run = self._layout.interleave == "bsq" and area.is_dense(rows, self.shape[2])
        least = _THREADED_RUN_BYTES if is_run else _THREADED_BYTES
        _run(tasks, threaded=touched > least)

    def _runs(self, bands: IntArray) -> Iterator[tuple[int, range]]:
        """Split into runs that lie side by side in the file: (index, bands)."""
        cols, itemsize = self.shape[2], self._layout.dtype.itemsize
        is_long = cols * itemsize * len(bands) > _LARGEST_LINE
        if self._layout.interleave == "bsq" or is_long:
            yield from ((i, range(int(b), int(b) + 1)) for i, b in enumerate(bands))
            return
        start = 0
        for stop in range(1, len(bands) + 1):
            if stop == len(bands) or bands[stop] != bands[stop - 1] + 1:
                yield start, range(int(bands[start]), int(bands[stop - 1]) + 1)
                start = stop

    def _lines(
        self,
        area: "_Area",
        bands: range,
        rows: IntArray,
        target: Values,
    ) -> None:
        """Fill rows of neighbouring bands of a bsq or bil file."""
        layout, count = self._layout, len(bands)
        cols, itemsize = layout.shape[2], layout.dtype.itemsize
        is_small = len(rows) * cols * itemsize <= _LARGEST_LINE
        if layout.interleave == "bsq" and is_small and area.is_dense(rows, cols):
            position = layout.position(bands[0], int(rows[0]), 0)
            size = len(rows) * cols * itemsize
            block = self._file.numbers(size, position).reshape(-1, cols)
            target[0] = block[:, area.cols]
            return
        # Neighbouring bands of a bil line follow each other: one request for all.
        size = ((count - 1) * cols + area.width) * itemsize
        for index, row in enumerate(rows):
            position = layout.position(bands[0], int(row), area.col)
            flat = self._file.numbers(size, position)
            for band in range(count):
                start = band * cols
                line = flat[start : start + area.width : area.step]
                target[band, index] = line

    def _bip_rows(
        self,
        area: "_Area",
        bands: IntArray,
        rows: IntArray,
        target: Values,
    ) -> None:
        """Fill rows of a bip file."""
        count, itemsize = self.shape[0], self._layout.dtype.itemsize
        if count * itemsize > _FAT_PIXEL * len(bands):
            self._bip_values(area, bands, rows, target)
            return
        # One buffer for all rows: new memory for each would cost as much as reading.
        buffer = bytearray(area.width * count * itemsize)
        line = np.frombuffer(buffer, self._layout.dtype).reshape(-1, count)
        for index, row in enumerate(rows):
            position = self._layout.position(0, int(row), area.col)
            self._file.fill(memoryview(buffer), position)
            for number, band in enumerate(bands):
                target[number, index] = line[:: area.step, band]

    def _bip_values(
        self, area: "_Area", bands: IntArray, rows: IntArray, target: Values
    ) -> None:
        """Fetch single values, where a pixel has far more bands than are wanted."""
        itemsize = self._layout.dtype.itemsize
        cols = range(area.col, area.col + area.width, area.step)
        for index, row in enumerate(rows):
            for place, col in enumerate(cols):
                for number, band in enumerate(bands):
                    position = self._layout.position(int(band), int(row), col)
                    value = self._file.numbers(itemsize, position)
                    target[number, index, place] = value[0]


@dataclass(frozen=True)
class _Area:
    """The columns of one request."""

    col: int
    width: int
    step: int

    @property
    def cols(self) -> slice:
        return slice(self.col, self.col + self.width, self.step)

    def is_dense(self, rows: IntArray, cols: int) -> bool:
        """Tell whether reading on through the gaps costs less than many requests."""
        return self.step == 1 and len(rows) > 1 and 2 * self.width >= cols


def _native(values: Values) -> Values:
    if np.issubdtype(values.dtype, np.complexfloating):
        return np.asarray(np.abs(values.astype(values.dtype.newbyteorder("="))))
    return np.ascontiguousarray(values, values.dtype.newbyteorder("="))


def _run(tasks: list[Callable[[], None]], *, threaded: bool) -> None:
    if not threaded or len(tasks) < 2:
        for task in tasks:
            task()
        return
    for done in [_threads().submit(task) for task in tasks]:
        done.result()


def _threads() -> ThreadPoolExecutor:
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="raw-read")
        return _pool
