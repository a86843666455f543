"""Counts as a camera recorded them, with what its header tells of the recording."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.envi import find_header, open_envi
from hsiviewer.io.envi_header import EnviHeader, read_header

Floats = npt.NDArray[np.float64]

_TIMES = (
    "integration time", "exposure time", "exposure", "himg exposure", "shutter",
)  # fmt: skip
_CEILINGS = ("ceiling", "saturation", "saturation level", "saturation value")
_BITS = ("bit depth", "bitdepth", "sensor bits", "bits", "significant bits")
_MOST_BITS = 16
# What cameras of 10, 12 and 14 bits count to, also where they fill the upper bits.
_FULL = (1023, 4095, 16383, 65472, 65520, 65532)
_FEWEST_FULL = 3
_PROBED_LINES = 16
_MOST_LINES = 128  # of a reference; more would hardly lessen its noise
_BLOCK_BYTES = 2**26
_LARGEST_MEDIAN = 2**29
_RESULT_OF = re.compile(r"reflectance|_rfl$|_rd_rf$", re.IGNORECASE)


class Counts(NamedTuple):
    """A recording of a camera.

    Parameters
    ----------
    cube : HsiCube
        Its values are counts.
    header : EnviHeader
    """

    cube: HsiCube
    header: EnviHeader

    @property
    def name(self) -> str:
        """File name, for sentences."""
        return self.cube.name

    def times(self) -> tuple[float, ...]:
        """Return the integration time of each detector; nothing if it is not told."""
        detectors = [self._number(f"tint{number}") for number in (1, 2)]
        if all(detectors):
            return tuple(time for time in detectors if time)
        for key in ("tint", *_TIMES):
            time = self._number(key)
            if time:
                return (time,)
        return ()

    def told_ceiling(self) -> float | None:
        """Return the count that means saturation, if the header tells it."""
        for key in _CEILINGS:
            ceiling = self._number(key)
            if ceiling:
                return ceiling
        for key in _BITS:
            bits = self._number(key)
            if bits and bits <= _MOST_BITS:
                return float(2**bits - 1)
        return None

    def _number(self, key: str) -> float | None:
        """Return a positive number of the header; ``None`` if there is none."""
        listed, _ = self.header.numbers(key)
        try:
            value = float(listed[0]) if listed else 0.0
        except ValueError:
            return None
        return value if np.isfinite(value) and value > 0 else None


def open_counts(path: Path) -> Counts:
    """Open an ENVI file of a camera.

    Raises
    ------
    FileAccessError, CubeFormatError
        If it cannot be read, or is no ENVI file.
    """
    header = find_header(path)
    if header is None:
        raise CubeFormatError(
            f"{path.name} has no ENVI header beside it; references are ENVI files, as "
            "cameras write them"
        )
    return Counts(open_envi(path), read_header(header))


def are_counts(header: EnviHeader, stem: str) -> bool:
    """Tell whether a header is that of a recording, and of no computed product."""
    kind = header.text("data type")
    said = ("reflectance scale factor", "data gain values", "map info")
    file_type = header.text("file type").lower()
    return (
        kind in ("1", "2", "3", "12", "13")
        and not any(header.text(key) for key in said)
        and not any(word in file_type for word in ("classification", "librar"))
        and not _RESULT_OF.search(stem)
    )


def ceiling_of(counts: Counts) -> float | None:
    """Return the count from which on values are saturated; ``None`` if unknown.

    Where the header does not tell it, it is what a camera of so many bits counts to,
    if the recording reaches it several times and never goes beyond.
    """
    told = counts.told_ceiling()
    if told is not None:
        return told
    source = counts.cube.source
    if not np.issubdtype(source.dtype, np.integer):
        return None
    largest = float(np.iinfo(source.dtype.str).max)
    probe = _probe(counts.cube)
    top = float(probe.max()) if probe.size else 0.0
    if top in _FULL and np.count_nonzero(probe == top) >= _FEWEST_FULL:
        return top
    return largest


def median_over_lines(counts: Counts) -> Floats:
    """Return the median of each band and column over the lines of a reference.

    Returns
    -------
    ndarray, shape (bands, cols)

    Raises
    ------
    CubeFormatError
        If it is too large for a reference.
    """
    path = counts.cube.path
    status = path.stat()
    return _median(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=6)  # a scene is opened several times: by window, preview and worker
def _median(path: Path, _size: int, _time: int) -> Floats:
    counts = open_counts(path)
    source = counts.cube.source
    bands, lines, cols = source.shape
    if bands * cols * 8 > _LARGEST_MEDIAN:
        raise CubeFormatError(
            f"{path.name} has {bands} bands and {cols} columns, too many for a "
            "reference"
        )
    lines = min(lines, _MOST_LINES)
    window = PixelWindow(0, 0, lines, cols)
    share = max(1, _BLOCK_BYTES // (lines * cols * source.dtype.itemsize))
    try:
        return np.concatenate(
            [
                _band_medians(source, range(first, min(bands, first + share)), window)
                for first in range(0, bands, share)
            ]
        )
    finally:
        counts.cube.close()


def _band_medians(source: CubeSource, bands: range, window: PixelWindow) -> Floats:
    """Return the medians over the lines of some bands, shape (bands, cols)."""
    counts: npt.NDArray[Any] = source.read(list(bands), window)
    # Sorting lines that lie side by side is many times as fast as np.median.
    ordered = np.ascontiguousarray(counts.transpose(0, 2, 1))
    ordered.sort(axis=2)
    lines = ordered.shape[2]
    middle = ordered[..., (lines - 1) // 2 : lines // 2 + 1]
    return np.asarray(middle.mean(axis=2, dtype=np.float64), np.float64)


def _probe(cube: HsiCube) -> npt.NDArray[np.generic]:
    """Return some lines, spread over the recording."""
    _, rows, cols = cube.shape
    chosen = np.unique(np.linspace(0, rows - 1, _PROBED_LINES).astype(int))
    lines = [
        cube.source.read(None, PixelWindow(int(row), 0, 1, cols)).ravel()
        for row in chosen
    ]
    return np.concatenate(lines)
