"""Class maps as polygons: one for each area of one class."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import vector_files
from hsiviewer.io.styles import vector_qml_text
from hsiviewer.io.vector_labels import DRIVERS
from hsiviewer.io.vector_writer import map_points, write_features

_MOST_AREAS = 2_000_000  # what the readers of the program take
_NAME_BYTES = 254  # that a field of a shapefile holds


def write_map_polygons(
    path: Path,
    class_map: npt.NDArray[np.integer[Any]],
    scheme: ClassScheme,
    georeference: GeoReference,
    *,
    pixel_m2: float | None,
) -> int:
    """Write areas of one class along pixel borders, with a QGIS style beside them.

    Each feature has ``class_id``, ``name``, ``color``, ``pixels`` and, where the size
    of a pixel is known, ``hectares``.

    Parameters
    ----------
    path : Path
        Suffix .gpkg, .geojson, .json or .shp.
    class_map : ndarray of int, shape (rows, cols)
        0 where there is no class.
    pixel_m2 : float, optional
        Square metres of a pixel.

    Returns
    -------
    int
        Number of areas.

    Raises
    ------
    ExportError
        If there is no class or there are too many areas, or the file cannot be
        written.
    """
    import shapely

    is_geojson = DRIVERS[path.suffix.lower()] == "GeoJSON"

    def to_map(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return map_points(points, georeference, to_wgs84=is_geojson)

    shapes, class_ids, pixels = _areas(class_map, path)
    names = {cover.id: cover.name for cover in scheme}
    colors = {cover.id: cover.color for cover in scheme}
    columns: dict[str, npt.NDArray[Any]] = {
        "class_id": class_ids.astype(np.int32),
        "name": np.array(
            [_short(names.get(each, f"class {each}")) for each in class_ids.tolist()],
            object,
        ),
        "color": np.array(
            [colors.get(each, "") for each in class_ids.tolist()], object
        ),
        "pixels": pixels.astype(np.int32),
    }
    if pixel_m2 is not None and math.isfinite(pixel_m2):
        columns["hectares"] = pixels * pixel_m2 / 10_000
    geometry = np.empty(len(shapes), object)
    geometry[:] = [shapely.to_wkb(shapely.transform(area, to_map)) for area in shapes]
    with replacing(*vector_files(path)) as partial:
        write_features(
            path,
            partial[0],
            geometry=geometry,
            geometry_type="Polygon",
            georeference=georeference,
            fields=np.array(list(columns), object),
            field_data=list(columns.values()),
        )
        partial[-1].write_text(vector_qml_text(scheme), encoding="utf-8")
    return len(shapes)


def _areas(
    class_map: npt.NDArray[np.integer[Any]], path: Path
) -> tuple[list[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Return shape, class and number of pixels of each area."""
    import shapely
    from rasterio.features import shapes

    found, ids = [], []
    values = np.asarray(class_map).astype(np.int32)
    for shape, class_id in shapes(values, mask=values > 0, connectivity=4):
        found.append(shapely.geometry.shape(shape))
        ids.append(int(class_id))
        if len(found) > _MOST_AREAS:
            raise ExportError(
                f"{path.name} was not written: the map has more than "
                f"{_MOST_AREAS // 10**6} million areas; refine it first, with a sieve "
                "or a majority window"
            )
    if not found:
        raise ExportError(
            f"{path.name} was not written: no pixel of the map has a class"
        )
    return found, np.array(ids), np.round(shapely.area(found)).astype(np.int64)


def _short(name: str) -> str:
    """Return as much of a name as every format holds."""
    return name.encode()[:_NAME_BYTES].decode(errors="ignore")
