"""Labels from vector files: points, lines and areas onto the pixels of a scene."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import FileAccessError, LabelFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.id_maps import IdMap
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.io.point_tables import is_point_table, read_point_table
from hsiviewer.io.vector_classes import (
    FieldChoice,
    NoClassesError,
    choice_of,
    labelled_layers,
    one_hot_layers,
)
from hsiviewer.io.vector_layers import VectorLayer

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


_LayerReader = Callable[[Path, Progress, frozenset[str] | None], list[VectorLayer]]


class VectorLabels(NamedTuple):
    """What the features of a file say of the pixels of a scene.

    Parameters
    ----------
    labels : LabelMap
    scheme : ClassScheme
        Classes of the features, also of those that lie outside the scene.
    notices : tuple of str
        How the classes were found where that is not plain, in sentences.
    origin : dict
        Class of each id of the file, where they differ.
    """

    labels: LabelMap
    scheme: ClassScheme
    notices: tuple[str, ...]
    origin: dict[int, int]


def is_vector(path: Path) -> bool:
    """Tell whether a path names a vector file or a table of points, by its suffix."""
    return path.suffix.lower() in DRIVERS or is_point_table(path)


def read_vector_labels(
    path: Path,
    cube: HsiCube,
    progress: Progress | None = None,
    *,
    field: str = "",
    id_map: IdMap | None = None,
) -> VectorLabels:
    """Give the pixels under the features of a vector file their classes.

    Areas take the pixels whose centre lies inside, lines those that they
    cross, points the one that holds them. Where features of two classes lie
    over each other, the later one stands. No library that follows names or
    addresses in the file ever sees it.

    Parameters
    ----------
    path : Path
        GeoPackage, GeoJSON, shapefile or a table of points. Layers without classes
        are left out if others have them.
    cube : HsiCube
        The scene; coordinates are transformed to its CRS.
    progress : Progress, optional
        Asked between two parts of the work whether to stop.
    field : str
        Field that tells the classes; without it, `hsiviewer.io.vector_classes`
        finds one.
    id_map : mapping, optional
        Class of each id that the user gives one.

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
    wanted = frozenset(name.strip().lower() for name in field.split(",") if name)
    layers = read_layers(path, progress, wanted)
    try:
        found = labelled_layers(layers, path.name, field=field, id_map=id_map)
    except NoClassesError as error:
        # Fields of 0 and 1, one a class, may have any name.
        layers = read_layers(path, progress, None)
        found = one_hot_layers(layers, path.name, id_map=id_map)
        if not found:
            raise LabelFormatError(str(error)) from None
    classes: dict[int, LandCoverClass] = {}
    notices: dict[str, None] = {}
    values = np.zeros(cube.grid_shape, np.uint16)
    origin: dict[int, int] = {}
    found = [entry._replace(layer=_on_map(entry.layer, cube)) for entry in found]
    for entry in found:
        classes = {**entry.classes, **classes}
        notices.update(dict.fromkeys(entry.notices))
        origin.update(entry.origin)
        burn(values, entry.layer, entry.ids, cube, file=path.name, progress=progress)
    if not values.any() and any(len(layer.layer.parts) for layer in found):
        raise _outside([layer.layer for layer in found], path, cube)
    return VectorLabels(
        LabelMap(values), ClassScheme(tuple(classes.values())), tuple(notices), origin
    )


def field_choice(path: Path, progress: Progress | None = None) -> FieldChoice:
    """Return the fields of a vector file that can tell classes, for a choice.

    Raises
    ------
    FileAccessError, LabelFormatError
        If the file cannot be read.
    """
    layers = read_layers(path, progress or SilentProgress(), None)
    return choice_of(layers, path.name)


def read_layers(
    path: Path, progress: Progress, wanted: frozenset[str] | None
) -> list[VectorLayer]:
    """Read the layers of a vector file with some fields; see `is_wanted`.

    Errors as `read_vector_labels`.
    """
    if is_point_table(path):
        return read_point_table(path, progress, wanted)
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
    return _reader(driver)(path, progress, wanted)


def _reader(driver: str) -> _LayerReader:
    from hsiviewer.io.geojson import read_geojson
    from hsiviewer.io.geopackage import read_geopackage
    from hsiviewer.io.shapefile import read_shapefile

    return {
        "GPKG": read_geopackage,
        "GeoJSON": read_geojson,
        "ESRI Shapefile": read_shapefile,
    }[driver]


def _on_map(layer: VectorLayer, cube: HsiCube) -> VectorLayer:
    """Return a layer of pixels in the coordinates of the scene."""
    if not layer.is_pixels:
        return layer
    import shapely

    cols, rows = shapely.get_coordinates(layer.parts).T
    xs, ys = cube.georeference.map_xy(rows, cols)
    return layer._replace(parts=np.asarray(shapely.points(xs, ys), object))


def _outside(layers: list[VectorLayer], path: Path, cube: HsiCube) -> LabelFormatError:
    unknown = all(layer.crs is None for layer in layers)
    why = (
        "; it does not tell its coordinate system, so the scene's is assumed. Copy its "
        ".prj file beside it, or save the layer with its coordinate system"
    )
    if is_point_table(path):
        why = (
            "; x and y of a table are in the scene's coordinate system. Name the "
            "columns lon and lat if they are degrees"
        )
    return LabelFormatError(
        f"{path.name} lies outside {cube.name}; no feature of it is in the scene"
        f"{why if unknown and cube.georeference.has_crs else ''}"
    )
