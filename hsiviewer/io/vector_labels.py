"""Labels from vector files: points, lines and areas onto the pixels of a scene."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ClassSchemeError, FileAccessError, LabelFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.io.styles import xml_name
from hsiviewer.io.vector_layers import (
    COLOR_FIELDS,
    DESCRIPTION_FIELDS,
    ID_FIELDS,
    NAME_FIELDS,
    VectorLayer,
)

_MAGIC = {
    "GPKG": b"SQLite format 3\0",
    "GeoJSON": b"{",
    "ESRI Shapefile": b"\x00\x00\x27\x0a",
}
DRIVERS = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".shp": "ESRI Shapefile",
}
_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LARGEST_ID = 65535


class _Labelled(NamedTuple):
    """A layer with the class id of each feature, 0 without, and its classes."""

    layer: VectorLayer
    ids: npt.NDArray[np.int64]
    classes: dict[int, LandCoverClass]


def is_vector(path: Path) -> bool:
    """Tell whether a path names a vector file, by its suffix."""
    return path.suffix.lower() in DRIVERS


def read_vector_labels(
    path: Path, cube: HsiCube, progress: Progress | None = None
) -> tuple[LabelMap, ClassScheme]:
    """Give the pixels under the features of a vector file their classes.

    Areas take the pixels whose centre lies inside, lines those that they
    cross, points the one that holds them. Where features of two classes lie
    over each other, the later one stands. No library that follows names or
    addresses in the file ever sees it.

    Parameters
    ----------
    path : Path
        GeoPackage, GeoJSON or shapefile. Its class ids stand in the first
        whole-number field of `ID_FIELDS`; where there is only a text field of
        `NAME_FIELDS`, ids are given in order of appearance. Layers without
        either are left out if others have them.
    cube : HsiCube
        The scene; coordinates are transformed to its CRS.
    progress : Progress, optional
        Asked between two parts of the work whether to stop.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    LabelFormatError
        If it holds no classes, or lies outside the scene.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    from hsiviewer.io.vector_placing import burn

    progress = progress or SilentProgress()
    layers = _labelled(_read_layers(path, progress), path.name)
    classes: dict[int, LandCoverClass] = {}
    values = np.zeros(cube.grid_shape, np.uint16)
    for layer, ids, found in layers:
        classes = {**found, **classes}
        burn(values, layer, ids, cube, file=path.name, progress=progress)
    if not values.any() and any(len(layer.parts) for layer, _, _ in layers):
        raise _outside([layer for layer, _, _ in layers], path, cube)
    return LabelMap(values), ClassScheme(tuple(classes.values()))


def _read_layers(path: Path, progress: Progress) -> list[VectorLayer]:
    driver = DRIVERS[path.suffix.lower()]
    with open_regular(path) as file:
        try:
            head = file.read(256)
        except OSError as error:
            raise FileAccessError(
                f"{path.name} cannot be read: {error.strerror or error}"
            ) from error
    # Only the reader that the suffix promises is ever let at the file.
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_MAGIC[driver]):
        raise LabelFormatError(
            f"{path.name} does not begin like a {driver} file; it is damaged or has "
            "another format than its name says"
        )
    return _reader(driver)(path, progress)


def _reader(driver: str) -> Callable[[Path, Progress], list[VectorLayer]]:
    from hsiviewer.io.geojson import read_geojson
    from hsiviewer.io.geopackage import read_geopackage
    from hsiviewer.io.shapefile import read_shapefile

    return {
        "GPKG": read_geopackage,
        "GeoJSON": read_geojson,
        "ESRI Shapefile": read_shapefile,
    }[driver]


def _labelled(layers: list[VectorLayer], file: str) -> list[_Labelled]:
    """Return the layers that have classes.

    Raises
    ------
    LabelFormatError
        If none has.
    """
    layers = [layer for layer in layers if layer.n_features]
    if not layers:
        raise LabelFormatError(f"{file} has no features; choose another file")
    found = []
    for layer in layers:
        ids = _class_ids(layer.fields, file)
        if ids is not None:
            found.append(_Labelled(layer, ids, _classes(layer.fields, ids)))
    if not found:
        raise _without_classes(layers, file)
    return found


def _without_classes(layers: list[VectorLayer], file: str) -> LabelFormatError:
    names = dict.fromkeys(name for layer in layers for name in layer.names)
    empty = [name for name in names if name in (*ID_FIELDS, *NAME_FIELDS)]
    if empty:
        return LabelFormatError(
            f"{file} has no class ids or names in {', '.join(empty)}; fill in whole "
            "numbers from 1, or names"
        )
    return LabelFormatError(
        f"{file} has no field for classes: it has {', '.join(names) or 'no fields'}; "
        f"name one of them {ID_FIELDS[0]!r} (whole numbers) or {NAME_FIELDS[0]!r}"
    )


def _outside(layers: list[VectorLayer], path: Path, cube: HsiCube) -> LabelFormatError:
    unknown = all(layer.crs is None for layer in layers)
    why = "; it does not tell its coordinate system, the scene's is assumed"
    return LabelFormatError(
        f"{path.name} lies outside {cube.name}; no feature of it is in the scene"
        f"{why if unknown and cube.georeference.has_crs else ''}"
    )


def _class_ids(
    fields: dict[str, npt.NDArray[Any]], file: str
) -> npt.NDArray[np.int64] | None:
    """Return the class id of each feature; ``None`` if no field tells any."""
    for name in ID_FIELDS:
        column = fields.get(name)
        if column is None or column.dtype.kind not in "iuf":
            continue
        known = ~np.isnan(column)
        if not known.any() or (column[known] != np.rint(column[known])).any():
            continue
        if column[known].min() < 1 or column[known].max() > _LARGEST_ID:
            raise LabelFormatError(
                f"{file} holds class ids from {column[known].min():.12g} to "
                f"{column[known].max():.12g} in {name!r}; they lie within "
                f"1..{_LARGEST_ID}"
            )
        return np.where(known, column, 0).astype(np.int64)
    for name in NAME_FIELDS:
        column = fields.get(name)
        if column is not None and not _is_empty(column):
            return _numbered(column, file)
    return None


def _is_empty(column: npt.NDArray[Any]) -> bool:
    return column.dtype.kind == "O" and not any(column)


def _numbered(column: npt.NDArray[Any], file: str) -> npt.NDArray[np.int64]:
    texts = ["" if value is None else str(value) for value in column]
    distinct = dict.fromkeys(text for text in texts if text)
    numbers = {text: number for number, text in enumerate(distinct, start=1)}
    if len(numbers) > _LARGEST_ID:
        raise LabelFormatError(
            f"{file} has {len(numbers)} different class names; at most {_LARGEST_ID} "
            "classes are possible"
        )
    return np.array([numbers.get(text, 0) for text in texts], np.int64)


def _classes(
    fields: dict[str, npt.NDArray[Any]], ids: npt.NDArray[np.int64]
) -> dict[int, LandCoverClass]:
    names = _texts(fields, NAME_FIELDS)
    colors = _texts(fields, COLOR_FIELDS)
    descriptions = _texts(fields, DESCRIPTION_FIELDS)
    found = {}
    distinct, first = np.unique(ids, return_index=True)
    for class_id, row in zip(distinct.tolist(), first.tolist(), strict=True):
        if not class_id:
            continue
        color = colors[row] if colors else ""
        if not _HEX_COLOR.fullmatch(color):
            color = palette_color(class_id)
        name = names[row] if names else ""
        text = descriptions[row] if descriptions else ""
        try:
            found[class_id] = LandCoverClass(
                class_id, name or f"class {class_id}", color, text
            )
        except ClassSchemeError as error:
            raise LabelFormatError(str(error)) from error
    return found


def _texts(
    fields: dict[str, npt.NDArray[Any]], wanted: tuple[str, ...]
) -> list[str] | None:
    for name in wanted:
        column = fields.get(name)
        if column is not None and column.dtype.kind == "O" and not _is_empty(column):
            return ["" if value is None else xml_name(str(value)) for value in column]
    return None
