"""Spectra in tables of text: a column or a row for each, with or without heads."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hsiviewer.core.csv_text import plain_cell
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.libraries.library import (
    Floats,
    LibraryFormat,
    SpectralLibrary,
    arranged,
    require_few,
)
from hsiviewer.io.libraries.text import number, read_lines

_DELIMITERS = ("\t", ";", ",")
_LEAST_CHANNELS = 4
_WITH_UNIT = re.compile(
    r"(?:x|b|r|wl|wv|band|wavelength)?[ _.]?(\d+(?:[.,]\d+)?) ?_?"
    r"(nm|um|µm|nanomet\w*|micromet\w*|microns?)?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(nm|um|µm|nanomet\w*|micromet\w*|microns?|cm-1)\b|_(nm|um)\b", re.IGNORECASE
)
_SHORTEST, _LONGEST = 0.2, 300_000.0
_MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--")
_REMEDY = (
    "a table of spectra has wavelengths in nm or µm in its first column or first row"
)
Cells = list[list[str]]


class _Layout(NamedTuple):
    """How spectra lie in a table.

    Parameters
    ----------
    wavelengths : sequence of float
    units : str, optional
    names : sequence of str
    spectra : ndarray, shape (n, bands)
    """

    wavelengths: Sequence[float]
    units: str | None
    names: Sequence[str]
    spectra: Floats


def read_table(path: Path) -> SpectralLibrary:
    """Read a table with a spectrum in each column, or in each row.

    Raises
    ------
    CubeFormatError
        If it is no table of spectra.
    FileAccessError
        If it cannot be read.
    """
    try:
        cells = _cells(read_lines(path))
    except csv.Error as error:
        raise CubeFormatError(
            f"{path.name} is no table of spectra: {error}; {_REMEDY}"
        ) from error
    cells = _without_row_numbers(cells)
    found = _columns(cells, path) or _rows(cells, path)
    if found is None:
        raise CubeFormatError(f"{path.name} is no table of spectra: {_REMEDY}")
    return arranged(
        found.names,
        found.wavelengths,
        found.spectra,
        units=found.units,
        file=path.name,
    )


def _cells(lines: list[str]) -> Cells:
    """Return the cells of a table; blanks separate them where nothing else does."""
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    sample = filled[len(filled) // 2 :][:20]
    for delimiter in _DELIMITERS:
        if sample and all(delimiter in line for line in sample):
            return [row for row in csv.reader(filled, delimiter=delimiter) if row]
    return [line.split() for line in filled]


def _without_row_numbers(cells: Cells) -> Cells:
    """Return a table without a first column that only counts, as pandas writes it."""
    if len(cells) < _LEAST_CHANNELS or cells[0][0].strip():
        return cells
    counted = [number(row[0]) for row in cells[1:]]
    if counted in ([*range(len(counted))], [*range(1, len(counted) + 1)]):
        return [row[1:] for row in cells if len(row) > 1]
    return cells


def _columns(cells: Cells, path: Path) -> _Layout | None:
    """Return spectra that are columns, with the wavelengths in the first.

    Lines above the numbers hold what is known of the spectra; cells of theirs may have
    commas, so that only the rows of numbers tell how many spectra there are.
    """
    start = next(
        (place for place, row in enumerate(cells) if number(row[0]) is not None),
        len(cells),
    )
    rows = cells[start:]
    axis = [number(row[0]) for row in rows]
    wavelengths = [value for value in axis if value is not None]
    if len(wavelengths) < len(axis) or not _are_wavelengths(wavelengths):
        return None
    width = max(map(len, rows))
    places = range(1, width)
    filled = [place for place in places if any(_has(row, place) for row in rows)]
    if not filled:
        return None
    require_few(path.name, len(filled), len(rows))
    spectra = np.stack([_values(row, filled, path) for row in rows], axis=1)
    heads = _column_heads(cells[:start], width)
    names = [
        heads[place] if heads and heads[place] else f"spectrum {spectrum + 1}"
        for spectrum, place in enumerate(filled)
    ]
    if not heads and len(filled) == 1:
        names = [path.stem]
    return _Layout(wavelengths, _unit(heads[0] if heads else ""), names, spectra)


def _column_heads(above: Cells, width: int) -> list[str]:
    """Return the heads of columns: the last line with a cell for each, or the first.

    SPECCHIO names the spectra in its first line, and describes them in others.
    """
    fitting = [row for row in above if len(row) == width]
    if not fitting:
        return []
    is_described = len(above) > 1 and above[0][0].strip().lower() == "file name"
    heads = fitting[0] if is_described else fitting[-1]
    return [plain_cell(cell.strip() or "") for cell in heads]


def _rows(cells: Cells, path: Path) -> _Layout | None:
    """Return spectra that are rows, with the wavelengths in the first row.

    Columns without a wavelength hold what is known of the spectra; the first one names
    them.
    """
    if len(cells) < len(("heads", "a spectrum")):
        return None
    decorated = [_WITH_UNIT.fullmatch(head.strip()) for head in cells[0]]
    places = [place for place, found in enumerate(decorated) if found]
    found = [match for match in decorated if match]
    wavelengths = [float(match[1].replace(",", ".")) for match in found]
    if not _are_wavelengths(wavelengths):
        return None
    require_few(path.name, len(cells) - 1, len(places))
    spectra = np.stack([_values(row, places, path) for row in cells[1:]])
    named = [row[0].strip() if places[0] > 0 else "" for row in cells[1:]]
    names = [
        plain_cell(name) if name else f"spectrum {spectrum + 1}"
        for spectrum, name in enumerate(named)
    ]
    units = {match[2] for match in found if match[2]}
    return _Layout(
        wavelengths, units.pop() if len(units) == 1 else None, names, spectra
    )


def _are_wavelengths(values: Sequence[float]) -> bool:
    """Tell whether numbers can be an axis: in one direction, of light."""
    if len(values) < _LEAST_CHANNELS:
        return False
    steps = np.diff(values)
    if (steps == 1).all() and values[0] in (0, 1):
        return False  # numbers of rows, or of bands
    inside = min(values) >= _SHORTEST and max(values) <= _LONGEST
    # Detectors may overlap in a few places; whatever else an axis does, it goes on.
    share = max((steps > 0).mean(), (steps < 0).mean())
    return bool(inside and share > 0.95)


def _has(row: list[str], place: int) -> bool:
    return place < len(row) and bool(row[place].strip())


def _values(row: list[str], places: Sequence[int], path: Path) -> Floats:
    """Return the values of cells, NaN where none is."""
    cells = [row[place] if place < len(row) else "" for place in places]
    try:
        return np.array(cells, np.float64)
    except ValueError:  # gaps, decimal commas, or texts
        return np.array([_value(cell, path) for cell in cells], np.float64)


def _value(cell: str, path: Path) -> float:
    """Return the value of a cell, NaN where none is."""
    if cell.strip().lower() in _MISSING:
        return float("nan")
    found = number(cell)
    if found is None:
        raise CubeFormatError(
            f"{path.name} has {cell.strip()[:40]!r} where a number is needed: "
            f"{_REMEDY}, and numbers everywhere else"
        )
    return found


def _unit(head: str) -> str | None:
    found = _UNIT.search(head)
    return None if found is None else found[1] or found[2]


def _may_be_table(path: Path, _head: bytes) -> bool:
    return path.suffix.lower() in (".csv", ".txt", ".tsv")


FORMAT = LibraryFormat("tables", ("*.csv", "*.txt", "*.tsv"), _may_be_table, read_table)
