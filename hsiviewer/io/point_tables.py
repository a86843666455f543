"""Labels from tables of points (``.csv``), and from ENVI's texts of regions."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hsiviewer.core.csv_text import plain_cell
from hsiviewer.core.errors import ForeignTextError, LabelFormatError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.progress import Progress
from hsiviewer.io.crs import crs_from_code
from hsiviewer.io.vector_layers import BATCH, Budget, Columns, VectorLayer

SUFFIXES = (".csv", ".tsv", ".txt", ".roi")

_LARGEST_TEXT = 256 * 2**20
_ROI = "; ENVI Output of ROIs"
_ROI_SIZE = re.compile(r";\s*ROI npts:\s*(\d{1,9})")
_ROI_NAME = re.compile(r";\s*ROI name:\s*(.*)")


class _Coordinates(NamedTuple):
    """What two columns of a table mean.

    Parameters
    ----------
    x, y : tuple of str
        Names of the columns, in small letters and without marks.
    code : int, optional
        EPSG code of their system; that of the scene where there is none.
    is_pixels : bool
        Whether they count columns and rows from 0.
    """

    x: tuple[str, ...]
    y: tuple[str, ...]
    code: int | None = None
    is_pixels: bool = False


# In the order in which they are looked for: a table of suggestions has both.
_PAIRS = (
    _Coordinates(
        ("x", "easting", "xcoord", "pointx", "mapx", "utmx", "xutm", "coordx"),
        ("y", "northing", "ycoord", "pointy", "mapy", "utmy", "yutm", "coordy"),
    ),
    _Coordinates(
        ("lon", "longitude", "long", "lng"), ("lat", "latitude", "lat", "lat"), 4326
    ),
    _Coordinates(("col", "column"), ("row", "row"), is_pixels=True),
)


def is_point_table(path: Path) -> bool:
    """Tell whether a path names a table of points, by its suffix."""
    return path.suffix.lower() in SUFFIXES


def read_point_table(
    path: Path, progress: Progress, wanted: frozenset[str] | None = frozenset()
) -> list[VectorLayer]:
    """Read the points of a table with the fields of `is_wanted`.

    A table has a line of names. Coordinates are in columns such as ``x`` and ``y`` (in
    the scene's system), ``lon`` and ``lat``, or ``row`` and ``col`` (pixels from 0).

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    LabelFormatError
        If it has no such columns, or something else in them than numbers.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    try:
        text = read_text(path, limit=_LARGEST_TEXT)
    except ForeignTextError as error:
        raise LabelFormatError(
            f"{path.name} is not text in UTF-8; save it as CSV with this encoding"
        ) from error
    if text.startswith(_ROI):
        return [_regions(text, path.name, progress)]
    try:
        return [_table(text, path.name, progress, wanted)]
    except csv.Error as error:
        raise LabelFormatError(
            f"{path.name} is no table ({error}); save it as CSV"
        ) from error


def _table(
    text: str, file: str, progress: Progress, wanted: frozenset[str] | None
) -> VectorLayer:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [plain_cell(name.strip()) for name in next(lines, [])]
    x_at, y_at, meaning = _coordinates(names, file)
    budget, columns = Budget(file), Columns(wanted)
    places: list[tuple[float, float]] = []
    owners: list[int] = []
    for number, cells in enumerate(lines, start=2):
        if number % BATCH == 0:
            progress.checkpoint()
        if not any(cells):
            continue
        budget.spend(1, 16)
        place = _place(cells, (x_at, y_at), f"{file}, line {number}", delimiter)
        if place is not None:
            places.append(place)
            owners.append(columns.count)
        columns.add(dict(zip(names, map(_value, cells), strict=False)))
    if not places:
        raise LabelFormatError(f"{file} lists no point; add lines with coordinates")
    crs = None if meaning.code is None else crs_from_code("EPSG", meaning.code)
    return _layer(places, owners, columns, crs=crs, is_pixels=meaning.is_pixels)


def _coordinates(names: Sequence[str], file: str) -> tuple[int, int, _Coordinates]:
    """Return which columns are x and y, and what they mean.

    Raises
    ------
    LabelFormatError
        If none are.
    """
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in names]
    for meaning in _PAIRS:
        for x, y in zip(meaning.x, meaning.y, strict=False):
            for ending in (False, True):
                found = [
                    [
                        at
                        for at, name in enumerate(plain)
                        if name == wanted
                        or (ending and len(wanted) > 1 and name.endswith(wanted))
                    ]
                    for wanted in (x, y)
                ]
                if found[0] and found[1]:
                    return found[0][0], found[1][0], meaning
    raise LabelFormatError(
        f"{file} has the columns {', '.join(names)[:200] or 'none'}; name those with "
        "the coordinates x and y (in the scene's coordinate system), lon and lat, or "
        "row and col (counted from 0), and one class"
    )


def _place(
    cells: Sequence[str], places: tuple[int, int], where: str, delimiter: str
) -> tuple[float, float] | None:
    """Return x and y of a line; ``None`` where they are left empty.

    Raises
    ------
    LabelFormatError
        If they are no numbers.
    """
    texts = [cells[at].strip() if at < len(cells) else "" for at in places]
    if not any(texts):
        return None
    if delimiter != ",":
        texts = [text.replace(",", ".") for text in texts]
    try:
        x, y = (float(text) for text in texts)
    except ValueError:
        raise LabelFormatError(
            f"{where}: {' and '.join(texts)[:80]!r} are no coordinates; correct the "
            "table"
        ) from None
    return x, y


def _value(cell: str) -> Any:
    """Return a cell as a whole number or a fraction, if it is one, else as text."""
    text = plain_cell(cell.strip())
    if not text:
        return None
    for kind in (int, float):
        if len(text) < 40:
            try:
                return kind(text)
            except ValueError:
                continue
    return text


def _regions(text: str, file: str, progress: Progress) -> VectorLayer:
    """Return ENVI's regions: their names first, then the pixels of each, from 1."""
    names = [found[1].strip() for found in _ROI_NAME.finditer(text)]
    sizes = [int(found[1]) for found in _ROI_SIZE.finditer(text)]
    pixels = list(_pixels(text, file, progress))
    if not names or len(names) != len(sizes) or sum(sizes) != len(pixels):
        raise LabelFormatError(
            f"{file} names {len(names)} regions of {sum(sizes)} pixels and lists "
            f"{len(pixels)}; save it again in ENVI, as text with x and y"
        )
    budget, columns = Budget(file), Columns(frozenset())
    budget.spend(len(pixels), 16 * len(pixels))
    for name in names:
        columns.add({"class": name})
    owners = np.repeat(np.arange(len(names)), sizes).tolist()
    return _layer(pixels, owners, columns, crs=None, is_pixels=True)


def _pixels(text: str, file: str, progress: Progress) -> Iterator[tuple[float, float]]:
    """Yield column and row of each line with a number, two and three of its words."""
    for number, line in enumerate(text.splitlines()):
        if number % BATCH == 0:
            progress.checkpoint()
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        try:
            _, col, row, *_ = line.split()
            yield float(col) - 1, float(row) - 1
        except ValueError:
            raise LabelFormatError(
                f"{file}, line {number + 1}: {line.strip()[:60]!r} is no pixel of a "
                "region; save it again in ENVI, as text with x and y"
            ) from None


def _layer(
    places: Sequence[tuple[float, float]],
    owners: Sequence[int],
    columns: Columns,
    *,
    crs: Any,
    is_pixels: bool,
) -> VectorLayer:
    import shapely

    points = shapely.points(np.array(places, np.float64).reshape(-1, 2))
    return VectorLayer(
        np.asarray(points, object),
        np.array(owners, np.intp),
        columns.count,
        columns.arrays(),
        columns.names,
        crs,
        is_pixels=is_pixels,
    )
