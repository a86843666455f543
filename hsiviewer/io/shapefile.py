"""Shapefiles: geometries (.shp), their places (.shx), table (.dbf), CRS (.prj)."""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.foreign_files import read_limited
from hsiviewer.core.progress import Progress
from hsiviewer.io.crs import crs_from_text
from hsiviewer.io.dbase import Table, declared_encoding, read_table
from hsiviewer.io.vector_layers import BATCH, Budget, VectorLayer, joined
from hsiviewer.io.vector_parts import Parts

_LARGEST_FILE = 2**30  # GDAL, QGIS and ArcGIS end at 2 or 4 GB
_HEAD = 100
_PARTS = {".shx", ".dbf", ".prj", ".cpg"}
_NOTHING, _POINT, _LINE, _AREA, _POINTS = 0, 1, 3, 5, 8
_KINDS = frozenset((_NOTHING, _POINT, _LINE, _AREA, _POINTS))


class _Record(NamedTuple):
    start: int
    end: int


def read_shapefile(
    path: Path, progress: Progress, wanted: frozenset[str] | None = frozenset()
) -> list[VectorLayer]:
    """Read the one layer of a shapefile, with the fields of `is_wanted`.

    Raises
    ------
    FileAccessError
        If a file of it cannot be read.
    LabelFormatError
        If a file of it is damaged or missing.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    parts = _companions(path)
    table = _table(path, parts, wanted)
    crs = _crs(parts.get(".prj"))
    data = read_limited(path, limit=_LARGEST_FILE)
    records = _records(data, parts.get(".shx"), path)
    count = len(table.is_deleted)
    if len(records) != count:
        raise LabelFormatError(
            f"{path.name} holds {len(records)} shapes but its table {count} rows; copy "
            "the whole shapefile again"
        )
    budget = Budget(path.name)
    built = []
    for first in range(0, count, BATCH):
        progress.checkpoint()
        batch = records[first : first + BATCH]
        budget.spend(len(batch), sum(end - start for start, end in batch))
        built.append(_shapes(data, batch, first, path))
    shapes = joined(shapes for shapes, _ in built)
    owners = joined((owners for _, owners in built), np.intp)
    kept = ~table.is_deleted[owners]
    return [
        VectorLayer(shapes[kept], owners[kept], count, table.columns, table.names, crs)
    ]


def _companions(path: Path) -> dict[str, Path]:
    """Return the files that belong to a .shp, whatever the case of their suffixes."""
    found: dict[str, Path] = {}
    for suffix in _PARTS:
        for candidate in (suffix, suffix.upper()):
            companion = path.with_suffix(candidate)
            if companion.exists():
                found.setdefault(suffix, companion)
    return found


def _table(path: Path, parts: dict[str, Path], wanted: frozenset[str] | None) -> Table:
    if ".dbf" not in parts:
        raise LabelFormatError(
            f"{path.name} has no table {path.stem}.dbf beside it, in which the classes "
            "stand; copy it into the same folder"
        )
    encoding = declared_encoding(parts[".cpg"]) if ".cpg" in parts else None
    return read_table(parts[".dbf"], encoding=encoding, wanted=wanted)


def _crs(path: Path | None) -> Any:
    if path is None:
        return None
    text = (
        read_limited(path, limit=100_000).decode("utf-8", "replace").strip("\ufeff\0 ")
    )
    crs = crs_from_text(text)
    if crs is None:
        raise LabelFormatError(
            f"{path.name} is damaged or describes no known coordinate system; copy it "
            "again, or save the layer as GeoPackage (.gpkg)"
        )
    return crs


def _records(data: bytes, index: Path | None, path: Path) -> list[_Record]:
    """Return where records lie, by the index or, without one, one after the other."""
    if len(data) < _HEAD:
        raise _damaged(path, "it was cut short")
    found = list(_walked(data)) if index is None else list(_indexed(index, path))
    for start, end in found:
        if start < _HEAD or end > len(data):
            raise _damaged(path, "a shape lies outside the file")
    return found


def _walked(data: bytes) -> Iterator[_Record]:
    at = _HEAD
    while at + 8 <= len(data):
        _, words = struct.unpack_from(">Ii", data, at)
        if words < 2:
            return
        yield _Record(at + 8, at + 8 + 2 * words)
        at += 8 + 2 * words


def _indexed(index: Path, path: Path) -> Iterator[_Record]:
    data = read_limited(index, limit=_LARGEST_FILE)[_HEAD:]
    if len(data) % 8:
        raise _damaged(path, f"its index {index.name} was cut short")
    for offset, words in struct.iter_unpack(">ii", data):
        # An offset of 0 or a length of 0 stands for a shape that was taken out.
        start = 2 * offset + 8 if offset and words else _HEAD
        yield _Record(start, start + 2 * max(words, 0) if offset else start)


def _shapes(
    data: bytes, records: list[_Record], first: int, path: Path
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """Build the parts of some shapes, and tell whose they are."""
    parts = Parts(_joined_corners)
    try:
        for owner, (start, end) in enumerate(records, start=first):
            _add_shape(data[start:end], owner, parts)
        return parts.taken()
    except (struct.error, ValueError) as error:
        last = first + len(records)
        why = f"a shape from {first + 1} to {last} cannot be read ({error})"
        raise _damaged(path, why) from error


def _add_shape(shape: bytes, owner: int, parts: Parts) -> None:
    """Take the points, the lines or the one area of a shape."""
    if not shape:
        return
    (code,) = struct.unpack_from("<i", shape)
    # Kinds with heights have 10 more, those with measures 20; both come last.
    kind = code % 10
    if kind not in _KINDS or not 0 <= code < 30:
        raise ValueError(f"of the unknown kind {code}")
    if kind == _POINT:
        parts.add_points(_corners(shape, 4, 1), owner)
    elif kind == _POINTS:
        (count,) = struct.unpack_from("<I", shape, 36)
        parts.add_points(_corners(shape, 40, count), owner)
    elif kind == _LINE:
        for line in _paths(shape):
            parts.add_line(line, owner)
    elif kind == _AREA:
        parts.add_area(_paths(shape), owner)


def _paths(shape: bytes) -> list[npt.NDArray[np.float64]]:
    count, corners = struct.unpack_from("<2I", shape, 36)
    if 44 + 4 * count > len(shape):
        raise ValueError("it promises more parts than it has")
    edges = [*struct.unpack_from(f"<{count}I", shape, 44), corners]
    points = _corners(shape, 44 + 4 * count, corners)
    if edges[0] != 0 or sorted(edges) != edges:
        raise ValueError("its parts are out of order")
    return [points[start:end] for start, end in pairwise(edges)]


def _corners(shape: bytes, at: int, count: int) -> npt.NDArray[np.float64]:
    return np.frombuffer(shape, "<f8", 2 * count, at).reshape(count, 2)


def _joined_corners(paths: Sequence[Any]) -> npt.NDArray[np.float64]:
    return np.concatenate([np.empty((0, 2)), *paths])


def _damaged(path: Path, why: str) -> LabelFormatError:
    return LabelFormatError(
        f"{path.name} is damaged: {why}; copy the whole shapefile again"
    )
