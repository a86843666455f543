"""Spectra of USGS's library 7 as text: one value a line, the axis in another file."""

import contextlib
import itertools
import re
from functools import lru_cache
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.libraries.library import (
    Floats,
    LibraryFormat,
    SpectralLibrary,
    arranged,
)
from hsiviewer.io.libraries.text import number, read_lines

_TITLE = re.compile(r"\s*(\S+)\s+Record\s*=\s*\d+\s*:\s*(.*)", re.IGNORECASE)
_NO_SPECTRUM = re.compile(
    r"error\s*bars?\b|wavelengths?\b|bandpass|resolution\b|wavenumbers?\b",
    re.IGNORECASE,
)
_AXIS_FILE = re.compile(r"(?P<library>.+?)_wavelengths?_(?P<device>[a-z0-9]+).*\.txt",
                        re.IGNORECASE)  # fmt: skip
_PARENTS = 2  # chapters are folders in that of the axes
_MOST_FILES = 20_000


def read_usgs(path: Path) -> SpectralLibrary:
    """Read a spectrum with the wavelengths of its spectrometer.

    The file with them is looked for beside the spectrum, then in the folders above.

    Raises
    ------
    CubeFormatError
        If it holds no spectrum, or the file with its wavelengths is not found.
    FileAccessError
        If it cannot be read.
    """
    title, values = _read(path)
    name = _TITLE.match(title)
    library, record = (name[1], name[2]) if name else ("", title)
    if _NO_SPECTRUM.match(record):
        raise CubeFormatError(
            f"{path.name} holds {record.strip()[:60]!r} and no spectrum; open the "
            "files of the spectra, they find it"
        )
    axis_path, axis = _axis(path, library, record, values.size)
    record = " ".join(record.split()) or path.stem
    return arranged(
        [record],
        axis,
        values[None],
        units="um",
        file=path.name,
        notices=[f"the wavelengths are those of {axis_path.name}"],
    )


def _read(path: Path) -> tuple[str, Floats]:
    """Return the title and the values of a file of one column."""
    lines = read_lines(path)
    title = lines[0] if lines else ""
    rows = [line for line in lines[1:] if line.strip()]
    values = [number(row) for row in rows]
    if not values or None in values:
        raise CubeFormatError(
            f"{path.name} has a line that is no number below its title; it is damaged: "
            "copy it again from its source"
        )
    return title, np.array(values, np.float64)


def _axis(path: Path, library: str, record: str, channels: int) -> tuple[Path, Floats]:
    """Return the file with the wavelengths of a spectrum, and these, in micrometres."""
    words = record.upper().split()
    fitting: list[tuple[int, str, Path, Floats]] = []
    for candidate in _axis_files(path):
        parts = _AXIS_FILE.fullmatch(candidate.name)
        device = parts["device"].upper() if parts else ""
        of_library = parts["library"].lower() if parts else ""
        has_device = bool(device) and any(
            word.startswith(device) for word in words[-2:]
        )
        status = candidate.stat()
        axis = _listed(candidate, status.st_size, status.st_mtime_ns)
        if axis.size == channels:
            fit = 2 * has_device + (of_library == library.lower())
            fitting.append((fit, candidate.name, candidate, axis))
    if not fitting:
        raise CubeFormatError(
            f"{path.name} has {channels} values, and no file with as many wavelengths "
            "lies beside it or in a folder above; put the library's file for its "
            "spectrometer there, such as splib07a_Wavelengths_BECK_Beckman_0.2-3.0_"
            "microns.txt"
        )
    _, _, best, axis = max(fitting, key=lambda found: found[:2])
    return best, axis


@lru_cache(maxsize=8)  # a folder holds hundreds of spectra of one spectrometer
def _listed(path: Path, _size: int, _time: int) -> Floats:
    """Return the wavelengths of a file; none if it is damaged."""
    try:
        return _read(path)[1]
    except CubeFormatError:
        return np.empty(0)


def _axis_files(path: Path) -> list[Path]:
    """Return files of wavelengths in the nearest folder that has any."""
    for folder in [path.parent, *path.parent.parents[:_PARENTS]]:
        found: list[Path] = []
        with contextlib.suppress(OSError):  # a folder above may be closed to the user
            files = itertools.islice(folder.iterdir(), _MOST_FILES)
            found = [file for file in files if _AXIS_FILE.fullmatch(file.name)]
        if found:
            return sorted(file for file in found if file.is_file())
    return []


def _is_usgs(_path: Path, head: bytes) -> bool:
    first = head.partition(b"\n")[0].decode("latin-1")
    return _TITLE.match(first) is not None


FORMAT = LibraryFormat("USGS library 7", ("*.txt",), _is_usgs, read_usgs)
