"""GeoJSON, read feature by feature and without GDAL, which would run what it says."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ForeignTextError, LabelFormatError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.progress import Progress
from hsiviewer.io.crs import crs_from_code
from hsiviewer.io.vector_layers import BATCH, Budget, Columns, VectorLayer, joined
from hsiviewer.io.vector_parts import Parts

_LARGEST_FILE = 256 * 2**20
_LARGEST_OBJECTS = 3 * 2**30  # bytes of Python's lists and dictionaries
_LIST_BYTES, _DICT_BYTES = 80, 250
_DEEPEST = 16
_SPACE = re.compile(r"[ \t\r\n]*")
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?OGC:[\d.]*:?CRS84|CRS84|WGS ?84", re.I)
_CRS_CODE = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?"
    r"(EPSG|ESRI)(?:[:/][\d.]*)?[:/](\d{1,7})",
    re.I,
)
_PLAIN = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
)


def read_geojson(
    path: Path, progress: Progress, wanted: frozenset[str] | None = frozenset()
) -> list[VectorLayer]:
    """Read the one layer of a GeoJSON file, with the fields of `is_wanted`.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    LabelFormatError
        If it is no GeoJSON, too large, or names a file for its CRS.
    """
    try:
        return [_read(path, progress, wanted)]
    except RecursionError as error:
        raise LabelFormatError(
            f"{path.name} is damaged: it is nested too deeply"
        ) from error
    except LabelFormatError:
        raise
    except ValueError as error:  # no UTF-8, no JSON, or numbers of thousands of digits
        raise LabelFormatError(f"{path.name} is damaged: {error}") from error
    except MemoryError as error:
        raise LabelFormatError(
            f"{path.name} needs more memory than there is; save it as "
            "GeoPackage (.gpkg)"
        ) from error


def _read(path: Path, progress: Progress, wanted: frozenset[str] | None) -> VectorLayer:
    if path.stat().st_size > _LARGEST_FILE:
        raise LabelFormatError(
            f"{path.name} has more than {_LARGEST_FILE // 2**20} MB, the most that is "
            "read of a GeoJSON file; save it as GeoPackage (.gpkg), or only its "
            "features in the scene"
        )
    text = read_text(path, limit=_LARGEST_FILE)
    if text.count("[") * _LIST_BYTES + text.count("{") * _DICT_BYTES > _LARGEST_OBJECTS:
        raise LabelFormatError(f"{path.name} has too many lists to be a map")
    document: dict[str, Any] = {}
    columns, budget = Columns(wanted), Budget(path.name)
    batches: list[tuple[npt.NDArray[Any], npt.NDArray[np.intp]]] = []
    shapes = _Shapes(path.name)
    for key, value in _members(text):
        if key != "features":
            document[key] = value
            continue
        _add_feature(value, shapes, columns)
        if not columns.count % BATCH:
            progress.checkpoint()
            batches.append(shapes.taken())
            budget.spend(BATCH)
    if columns.count == 0 and "features" not in document:
        _add_single(document, shapes, columns, path.name)
    elif document.get("type") != "FeatureCollection":
        raise _unknown(document, path.name)
    batches.append(shapes.taken())
    crs, is_assumed = _crs(document, path.name)
    return VectorLayer(
        joined(parts for parts, _ in batches),
        joined((owners for _, owners in batches), np.intp),
        columns.count,
        columns.arrays(),
        columns.names,
        crs,
        is_assumed,
    )


def _members(text: str) -> Iterator[tuple[str, Any]]:
    """Yield the members of the outermost object, features one by one."""
    decode = json.JSONDecoder().raw_decode
    at = _expected("{", text, 0)
    if text[at : at + 1] == "}":
        return
    while True:
        key, at = decode(text, at)
        at = _expected(":", text, _after_space(text, at))
        if key == "features" and text[at : at + 1] == "[":
            at = _after_space(text, at + 1)
            while text[at : at + 1] != "]":
                feature, at = decode(text, at)
                yield "features", feature
                at = _after_space(text, at)
                if text[at : at + 1] != "]":
                    at = _expected(",", text, at)
            at += 1
        else:
            value, at = decode(text, at)
            # A list that is no list of features must not look like one of them.
            yield ("features " if key == "features" else str(key)), value
        at = _after_space(text, at)
        if text[at : at + 1] == "}":
            return
        at = _expected(",", text, at)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expected(sign: str, text: str, at: int) -> int:
    """Return where the text goes on after a sign and spaces."""
    at = _after_space(text, at)
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"Expecting {sign!r}", text, at)
    return _after_space(text, at + 1)


def _add_single(
    document: dict[str, Any], shapes: "_Shapes", columns: Columns, file: str
) -> None:
    """Add a file that is one feature or one geometry; or a collection of none."""
    kind = document.get("type")
    if kind == "Feature":
        _add_feature(document, shapes, columns)
    elif kind == "GeometryCollection" or (isinstance(kind, str) and kind in _PLAIN):
        _add_feature({"geometry": document}, shapes, columns)
    elif kind != "FeatureCollection":
        raise _unknown(document, file)


def _unknown(document: dict[str, Any], file: str) -> LabelFormatError:
    kind = repr(str(document["type"])[:40]) if "type" in document else "missing"
    return LabelFormatError(
        f"{file} is not GeoJSON: its 'type' is {kind} instead of 'FeatureCollection'; "
        "save it as GeoJSON or GeoPackage (.gpkg)"
    )


def _add_feature(feature: Any, shapes: "_Shapes", columns: Columns) -> None:
    if not isinstance(feature, dict):
        raise ForeignTextError("a feature is not an object")
    shapes.add(feature.get("geometry"), columns.count)
    properties = feature.get("properties")
    columns.add(properties if isinstance(properties, dict) else {})


class _Shapes:
    """Geometries in the making, from GeoJSON's objects."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._parts = Parts(_positions)

    def add(self, geometry: Any, owner: int, depth: int = _DEEPEST) -> None:
        """Take the parts of one geometry, which may be null."""
        if geometry is None:
            return
        if not isinstance(geometry, dict) or not depth:
            raise self._damaged(owner)
        if geometry.get("type") == "GeometryCollection":
            members = geometry.get("geometries")
            if not isinstance(members, list):
                raise self._damaged(owner)
            for member in members:
                self.add(member, owner, depth - 1)
            return
        try:
            self._add_plain(geometry["type"], geometry["coordinates"], owner)
        except (TypeError, KeyError) as error:
            raise self._damaged(owner) from error

    def _add_plain(self, kind: str, coordinates: Any, owner: int) -> None:
        if not isinstance(coordinates, list):
            raise TypeError(kind)
        parts = self._parts
        match kind:
            case "Point":
                parts.add_points([coordinates] if coordinates else [], owner)
            case "MultiPoint":
                parts.add_points(coordinates, owner)
            case "LineString":
                parts.add_line(coordinates, owner)
            case "MultiLineString":
                for line in coordinates:
                    parts.add_line(line, owner)
            case "Polygon":
                parts.add_area(coordinates, owner)
            case "MultiPolygon":
                for rings in coordinates:
                    parts.add_area(rings, owner)
            case _:
                raise KeyError(kind)

    def taken(self) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
        """Return the parts taken so far in the order of features, and forget them."""
        first = self._parts.first_owner
        try:
            return self._parts.taken()
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            raise self._damaged(first) from error

    def _damaged(self, feature: int) -> LabelFormatError:
        return LabelFormatError(
            f"{self._file} is damaged: a feature from number {feature + 1} on has a "
            "geometry that is no list of coordinates"
        )


def _positions(paths: Sequence[Any]) -> npt.NDArray[np.float64]:
    # Heights are left out, before the lists become one array.
    pairs = [position[:2] for position in chain.from_iterable(paths)]
    values = np.array(pairs, np.float64)
    if values.size and (values.ndim != 2 or values.shape[1] != 2):
        raise ValueError("a position is no pair of numbers")
    return values.reshape(-1, 2)


def _crs(document: dict[str, Any], file: str) -> tuple[Any, bool]:
    """Return the CRS of a file, and whether the standard's stands for it."""
    member = document.get("crs", document)
    if member is document:
        return crs_from_code("EPSG", 4326), True
    if member is None:  # "no CRS can be assumed", in the standard of 2008
        return None, False
    kind = member.get("type") if isinstance(member, dict) else None
    properties = member.get("properties") if isinstance(member, dict) else None
    if kind == "link":
        raise LabelFormatError(
            f"{file} names another file or an address for its coordinate system, which "
            "is not followed; save it as GeoPackage (.gpkg)"
        )
    if not isinstance(properties, dict):
        properties = {}
    name = str(properties.get("name") or properties.get("code") or "")
    if kind == "EPSG" and name.isdigit():
        name = f"EPSG:{name}"
    if _CRS84.fullmatch(name):
        return crs_from_code("EPSG", 4326), False
    found = _CRS_CODE.fullmatch(name)
    crs = crs_from_code(found[1].upper(), int(found[2])) if found else None
    if crs is None:
        raise LabelFormatError(
            f"{file} has the coordinate system {name[:80]!r}, which is not known; save "
            "it as GeoPackage (.gpkg), or as GeoJSON in WGS 84"
        )
    return crs, False
