"""Text files of field spectrometers: SVC (.sig) and Spectral Evolution (.sed)."""

import re
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.libraries.library import (
    Floats,
    LibraryFormat,
    SpectralLibrary,
    arranged,
)
from hsiviewer.io.libraries.text import numbers, read_lines

_SVC_MARK = b"/*** Spectra Vista SIG Data ***/"
_SVC_COLUMNS = 4  # wavelength, reference, target, percent
_LEAST_CHANNELS = 2


def read_svc(path: Path) -> SpectralLibrary:
    """Read the reflectance of a file of Spectra Vista Corporation.

    Detectors overlap where the instrument was told to preserve that; both are kept.

    Raises
    ------
    CubeFormatError
        If it is damaged.
    FileAccessError
        If it cannot be read.
    """
    lines = read_lines(path)
    start = _line_after(lines, r"data=\s*", path)
    table = _table(lines[start:], path, least=_SVC_COLUMNS)
    return arranged(
        [path.stem],
        table[:, 0],
        table[None, :, 3] / 100,
        units="nm",
        file=path.name,
    )


def read_sed(path: Path) -> SpectralLibrary:
    """Read the reflectance of a file of Spectral Evolution.

    Raises
    ------
    CubeFormatError
        If it is damaged, or has neither reflectance nor target and reference.
    FileAccessError
        If it cannot be read.
    """
    lines = read_lines(path)
    start = _line_after(lines, r"data:\s*", path)
    heads = [head.strip() for head in lines[start].split("\t")] if lines[start:] else []
    table = _table(lines[start + 1 :], path, least=len(heads))
    notices: list[str] = []
    return arranged(
        [path.stem],
        table[:, 0],
        _sed_reflectance(heads, table, path, notices)[None],
        units="nm",
        file=path.name,
        notices=notices,
    )


def _sed_reflectance(
    heads: list[str], table: Floats, path: Path, notices: list[str]
) -> Floats:
    """Return the column of reflectance, as a fraction of 1."""
    lower = [head.lower() for head in heads]
    for column, head in enumerate(lower):
        if head.startswith(("reflect", "tgt./ref", "trans")):
            return table[:, column] / (100 if "%" in head else 1)
    target = next((n for n, head in enumerate(lower) if "target" in head), None)
    reference = next((n for n, head in enumerate(lower) if "ref." in head), None)
    if target is None or reference is None:
        raise CubeFormatError(
            f"{path.name} has the columns {', '.join(heads)[:120]!r} and no reflectance"
        )
    notices.append(f"{path.name} has no reflectance; it is target by reference")
    reflectance = np.full(len(table), np.nan)
    white = table[:, reference]
    np.divide(table[:, target], white, out=reflectance, where=white > 0)
    return reflectance


def _line_after(lines: list[str], pattern: str, path: Path) -> int:
    for place, line in enumerate(lines):
        if re.fullmatch(pattern, line.strip(), re.IGNORECASE):
            return place + 1
    raise CubeFormatError(f"{path.name} has no line 'data'; it is cut off or damaged")


def _table(lines: list[str], path: Path, *, least: int) -> Floats:
    """Return the numbers of a table, shape (channels, columns)."""
    rows = [numbers(line.split()) for line in lines if line.strip()]
    table = [row for row in rows if row is not None and len(row) >= max(2, least)]
    if len(table) < _LEAST_CHANNELS:
        raise CubeFormatError(f"{path.name} holds no table of numbers; it is cut off")
    if len(table) < len(rows):
        raise CubeFormatError(
            f"{path.name} has {len(rows) - len(table)} lines among its numbers that "
            f"are no row of {least} columns; it is damaged: copy it again from its "
            "source"
        )
    width = min(map(len, table))
    return np.array([row[:width] for row in table], np.float64)


def _is_sed(_path: Path, head: bytes) -> bool:
    lower = head.lower()
    return lower.startswith((b"comment:", b"version:")) and (
        b"measurement:" in lower or b"instrument:" in lower
    )


def _is_svc(_path: Path, head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_SVC_MARK)


SVC = LibraryFormat("SVC", ("*.sig",), _is_svc, read_svc)
SED = LibraryFormat("Spectral Evolution", ("*.sed",), _is_sed, read_sed)
