"""Labels from vector files: points, lines and areas onto the pixels of a scene."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ClassSchemeError, FileAccessError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.crs import crs_of

ID_FIELDS = ("class_id", "classid", "class", "id", "label", "gt", "value")
NAME_FIELDS = ("class_name", "name", "class", "label")
COLOR_FIELDS = ("color", "colour")
DESCRIPTION_FIELDS = ("description", "descr", "descriptio")

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


class _Features(NamedTuple):
    """Features of one layer: geometries in pixels, class ids, and their classes."""

    geometries: npt.NDArray[Any]
    ids: npt.NDArray[np.int64]
    classes: dict[int, LandCoverClass]


def is_vector(path: Path) -> bool:
    """Tell whether a path names a vector file, by its suffix."""
    return path.suffix.lower() in DRIVERS


def read_vector_labels(path: Path, cube: HsiCube) -> tuple[LabelMap, ClassScheme]:
    """Give the pixels under the features of a vector file their classes.

    Areas take the pixels whose centre lies inside, lines those that they
    cross, points the one that holds them. Where features of two classes lie
    over each other, the later one stands.

    Parameters
    ----------
    path : Path
        GeoPackage, GeoJSON or shapefile. Its class ids stand in the first
        whole-number field of `ID_FIELDS`; where there is only a text field of
        `NAME_FIELDS`, ids are given in order of appearance.
    cube : HsiCube
        The scene; coordinates are transformed to its CRS.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    LabelFormatError
        If it holds no classes, or lies outside the scene.
    """
    from rasterio.features import rasterize

    layers = [_features(path, layer, cube) for layer in _layer_names(path)]
    classes: dict[int, LandCoverClass] = {}
    shapes = []
    for each in layers:
        classes = {**each.classes, **classes}
        shapes += [
            (geometry, int(class_id))
            for geometry, class_id in zip(each.geometries, each.ids, strict=True)
            if geometry is not None and not geometry.is_empty
        ]
    values = np.zeros(cube.grid_shape, np.uint16)
    if shapes:
        rasterize(shapes, out=values)
        if not values.any():
            raise LabelFormatError(
                f"{path.name} lies outside {cube.name}; no feature of it is in the "
                "scene"
            )
    return LabelMap(values), ClassScheme(tuple(classes.values()))


def _layer_names(path: Path) -> list[str]:
    import pyogrio
    from pyogrio.errors import DataSourceError

    driver = DRIVERS[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError as error:
        raise FileAccessError(
            f"{path.name} cannot be read: {error.strerror or error}"
        ) from error
    # Only the driver that the suffix promises is ever let at the file.
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_MAGIC[driver]):
        raise LabelFormatError(
            f"{path.name} does not begin like a {driver} file; it is damaged or has "
            "another format than its name says"
        )
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except DataSourceError as error:
        raise LabelFormatError(f"{path.name} is damaged: {error}") from error


def _features(path: Path, layer: str, cube: HsiCube) -> _Features:
    import shapely
    from pyogrio import raw
    from pyogrio.errors import DataSourceError, FeatureError, FieldError

    try:
        meta, _, wkb, columns = raw.read(path, layer=layer, force_2d=True)
        geometries = shapely.from_wkb(wkb)
    except (
        DataSourceError,
        FeatureError,
        FieldError,
        shapely.errors.ShapelyError,
        ValueError,
    ) as error:
        raise LabelFormatError(f"{path.name} is damaged: {error}") from error
    fields = {
        str(name).lower(): column
        for name, column in zip(meta["fields"], columns, strict=True)
    }
    ids = _class_ids(fields, path.name)
    classes = _classes(fields, ids)
    return _Features(_in_pixels(geometries, meta["crs"], path, cube), ids, classes)


def _class_ids(fields: dict[str, npt.NDArray[Any]], file: str) -> npt.NDArray[np.int64]:
    for name in ID_FIELDS:
        column = fields.get(name)
        if column is None or column.dtype.kind not in "iuf":
            continue
        if column.dtype.kind == "f" and not (column == np.rint(column)).all():
            continue
        ids = column.astype(np.int64)
        if ids.size and (ids.min() < 1 or ids.max() > _LARGEST_ID):
            raise LabelFormatError(
                f"{file} holds class ids from {ids.min()} to {ids.max()} in {name!r}; "
                f"they lie within 1..{_LARGEST_ID}"
            )
        return ids
    for name in NAME_FIELDS:
        column = fields.get(name)
        if column is not None:
            distinct = dict.fromkeys(str(each) for each in column)
            numbers = {text: number for number, text in enumerate(distinct, start=1)}
            return np.array([numbers[str(each)] for each in column], np.int64)
    raise LabelFormatError(
        f"{file} has no field for classes: it has {', '.join(fields) or 'no fields'}; "
        f"name one of them {ID_FIELDS[0]!r} (whole numbers) or {NAME_FIELDS[0]!r}"
    )


def _classes(
    fields: dict[str, npt.NDArray[Any]], ids: npt.NDArray[np.int64]
) -> dict[int, LandCoverClass]:
    names = _texts(fields, NAME_FIELDS)
    colors = _texts(fields, COLOR_FIELDS)
    descriptions = _texts(fields, DESCRIPTION_FIELDS)
    found = {}
    distinct, first = np.unique(ids, return_index=True)
    for class_id, row in zip(distinct.tolist(), first.tolist(), strict=True):
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
        if column is not None and column.dtype.kind == "O":
            return ["" if each is None else str(each) for each in column]
    return None


def _in_pixels(
    geometries: npt.NDArray[Any], crs: str | None, path: Path, cube: HsiCube
) -> npt.NDArray[Any]:
    """Return geometries in columns and rows of the scene, from its upper corner."""
    import shapely
    from rasterio import Affine
    from rasterio.crs import CRS
    from rasterio.errors import CRSError
    from rasterio.warp import transform

    scene_crs = crs_of(cube.georeference)
    try:
        file_crs = CRS.from_user_input(crs) if crs else None
    except CRSError as error:
        raise LabelFormatError(
            f"{path.name} has a coordinate reference system that cannot be read: "
            f"{error}"
        ) from error
    a, b, c, d, e, f = tuple(~Affine(*cube.georeference.transform))[:6]
    moves = file_crs is not None and scene_crs is not None and file_crs != scene_crs
    # GeoJSON without a place says WGS 84; beside a scene without one it means pixels.

    def to_pixels(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = points[:, 0], points[:, 1]
        if moves:
            xs, ys = transform(file_crs, scene_crs, x, y)
            x, y = np.asarray(xs), np.asarray(ys)
        return np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)

    moved: npt.NDArray[Any] = shapely.transform(geometries, to_pixels)
    return moved
