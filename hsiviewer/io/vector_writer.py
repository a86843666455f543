"""Labels to vector files, one area per class."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.atomic import replacing, unwritable
from hsiviewer.io.companions import vector_files
from hsiviewer.io.crs import crs_of
from hsiviewer.io.gdal_environment import import_pyogrio
from hsiviewer.io.styles import vector_qml_text
from hsiviewer.io.vector_labels import DRIVERS

_WGS84 = "EPSG:4326"
_SHAPEFILE_BYTES = 254  # longest text that a field of a shapefile holds


def write_vector_labels(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    """Write labels as areas along pixel borders, with a QGIS style beside them.

    Reading the file back onto the same scene gives the same labels. Classes
    without labels are kept as features without an area. GeoJSON is in WGS 84,
    as its standard wants; where the scene has no CRS, coordinates are those of
    its own grid.

    Parameters
    ----------
    path : Path
        Suffix .gpkg, .geojson, .json or .shp.

    Raises
    ------
    ExportError
        If the file cannot be written, or a shapefile cannot hold a text.
    """
    complete = scheme.restricted({*scheme.ids, *labels.counts})
    driver = DRIVERS[path.suffix.lower()]
    fields, columns = _fields(complete, driver, path)
    geometry = _areas(labels, complete, georeference, to_wgs84=driver == "GeoJSON")
    with replacing(*vector_files(path)) as partial:
        write_features(
            path,
            partial[0],
            geometry=geometry,
            geometry_type="MultiPolygon",
            georeference=georeference,
            fields=fields,
            field_data=columns,
        )
        partial[-1].write_text(vector_qml_text(complete), encoding="utf-8")


def write_features(
    path: Path, target: Path, *, georeference: GeoReference, **features: Any
) -> None:
    """Write features in the format of a suffix.

    Parameters
    ----------
    path : Path
        What the file will be called; suffix .gpkg, .geojson, .json or .shp.
    target : Path
        Temporary name to write to.
    georeference : GeoReference
        GeoJSON is in WGS 84, as its standard wants, where there is a CRS.
    **features
        ``geometry`` as WKB, ``geometry_type``, ``fields``, ``field_data`` and
        ``field_mask`` of `pyogrio.raw.write`.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    raw = import_pyogrio()
    from pyogrio._err import CPLE_BaseError
    from pyogrio.errors import (
        DataLayerError,
        DataSourceError,
        FeatureError,
        GeometryError,
    )

    failures = (
        CPLE_BaseError, DataLayerError, DataSourceError, FeatureError, GeometryError
    )  # fmt: skip
    _check_place(path)
    driver = DRIVERS[path.suffix.lower()]
    with warnings.catch_warnings():
        # A scene of a laboratory has no CRS; nothing is wrong about that.
        warnings.filterwarnings("ignore", "'crs' was not provided")
        try:
            raw.write(
                target,
                driver=driver,
                **features,
                **_options(driver, path, georeference),
            )
        except failures as error:
            raise unwritable(path, error) from error


def map_points(
    points: npt.NDArray[np.float64], georeference: GeoReference, *, to_wgs84: bool
) -> npt.NDArray[np.float64]:
    """Return map coordinates of points in a scene, shape (n, 2).

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Column and row; whole numbers are pixel corners.
    to_wgs84 : bool
        Whether they are longitude and latitude, if there is a CRS.
    """
    from rasterio.warp import transform

    a, b, c, d, e, f = georeference.transform
    x = a * points[:, 0] + b * points[:, 1] + c
    y = d * points[:, 0] + e * points[:, 1] + f
    crs = crs_of(georeference) if to_wgs84 else None
    if crs is not None:
        xs, ys = transform(crs, _WGS84, x, y)
        x, y = np.asarray(xs), np.asarray(ys)
    return np.stack([x, y], axis=1)


def _check_place(path: Path) -> None:
    """Refuse folders in which pyogrio would look for an archive or a query."""
    from pyogrio.util import vsi_path

    place = str(path.absolute())
    if vsi_path(place) != place:
        raise ExportError(
            f"{path.name} cannot be written into {path.absolute().parent}: names with "
            "'!', ';' or '?' have a meaning of their own; choose another folder or name"
        )


def _options(driver: str, path: Path, georeference: GeoReference) -> dict[str, Any]:
    has_crs = georeference.has_crs
    if driver == "GeoJSON":
        return {
            "layer": path.stem,
            "crs": _WGS84 if has_crs else None,
            "layer_options": {"COORDINATE_PRECISION": "10"},
        }
    options: dict[str, Any] = {"crs": georeference.crs_wkt or None}
    if driver == "GPKG":
        options["layer"] = path.stem
    else:
        options["encoding"] = "UTF-8"
    return options


def _fields(
    scheme: ClassScheme, driver: str, path: Path
) -> tuple[npt.NDArray[Any], list[npt.NDArray[Any]]]:
    is_shapefile = driver == "ESRI Shapefile"
    names = ["class_id", "name", "color", "descr" if is_shapefile else "description"]
    texts = [(cover.name, cover.color, cover.description) for cover in scheme]
    if is_shapefile:
        for cover in scheme:
            if max(len(text.encode()) for text in (cover.name, cover.description)) > (
                _SHAPEFILE_BYTES
            ):
                raise ExportError(
                    f"{path.name}: a shapefile holds {_SHAPEFILE_BYTES} bytes a text, "
                    f"{cover.name!r} has a longer one; write a GeoPackage (.gpkg)"
                )
    columns = [
        np.array([cover.id for cover in scheme], np.int32),
        *(np.array(column, object) for column in zip(*texts, strict=True)),
    ]
    return np.array(names, object), columns


def _areas(
    labels: LabelMap,
    scheme: ClassScheme,
    georeference: GeoReference,
    *,
    to_wgs84: bool,
) -> npt.NDArray[Any]:
    """Return the area of each class as WKB, ``None`` for classes without labels."""
    import shapely
    from rasterio.features import shapes

    def to_map(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return map_points(points, georeference, to_wgs84=to_wgs84)

    polygons: dict[int, list[Any]] = {cover.id: [] for cover in scheme}
    values = labels.values
    # GDAL counts in floats, which hold every id; its mask leaves the rest out.
    for shape, class_id in shapes(values.astype(np.int32), mask=values > 0):
        polygons[int(class_id)].append(shapely.geometry.shape(shape))
    areas: list[bytes | None] = []
    for cover in scheme:
        if polygons[cover.id]:
            moved = shapely.transform(shapely.MultiPolygon(polygons[cover.id]), to_map)
            areas.append(shapely.to_wkb(moved))
        else:
            areas.append(None)
    found = np.empty(len(areas), object)
    found[:] = areas
    return found
