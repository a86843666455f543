"""Class maps and their confidence to GeoTIFF, checked before they are in place."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioError

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing
from hsiviewer.io.crs import crs_of
from hsiviewer.io.gdal_environment import MAP_OPTIONS, placeless_allowed
from hsiviewer.io.geotiff import geotiff_profile
from hsiviewer.io.styles import pam_text, qml_text, read_pam_names, xml_name

_SMALLEST_OVERVIEW = 64
_LARGEST_BYTE = 255


def write_class_map(path: Path, result: ClassificationResult) -> None:
    """Write a class map as GeoTIFF with names, colours, style and provenance.

    Beside ``map.tif`` lie ``map.tif.aux.xml`` with the names, for GDAL, and
    ``map.qml`` with the style, for QGIS. All are written to temporary names,
    read back and compared, and only then moved in place.

    Parameters
    ----------
    path : Path
        ``.tif``; replaced if it exists.
    result : ClassificationResult
        Map, scheme and georeference.

    Raises
    ------
    ExportError
        If a file cannot be written or reads back differently; what was there
        before is left as it was.
    """
    write_classes_geotiff(
        path,
        result.class_map,
        result.scheme,
        result.georeference,
        tags=_provenance_tags(result.provenance),
        description="class map",
    )


def write_confidence(path: Path, result: ClassificationResult) -> None:
    """Write the confidence as float32 GeoTIFF, NaN where there is no class.

    Raises
    ------
    ExportError
        If it cannot be written or reads back differently.
    """
    values = np.asarray(result.confidence, np.float32)
    _check_suffix(path)
    try:
        with (
            replacing(path) as (partial,),
            placeless_allowed(),
            rasterio.Env(**MAP_OPTIONS),
        ):
            profile = geotiff_profile(
                values[None], result.georeference, nodata=float("nan")
            )
            with rasterio.open(partial, "w", **profile) as dataset:
                dataset.write(values, 1)
                dataset.set_band_description(1, "confidence of the class, 0..1")
                dataset.update_tags(
                    AREA_OR_POINT="Area", **_provenance_tags(result.provenance)
                )
            _compare(partial, values, result.georeference, path.name)
    except (RasterioError, OSError) as error:
        raise _failed(path, error) from error


def write_classes_geotiff(
    path: Path,
    class_ids: npt.NDArray[np.integer[Any]],
    scheme: ClassScheme,
    georeference: GeoReference,
    *,
    tags: Mapping[str, str] | None = None,
    description: str = "labels",
) -> None:
    """Write class ids as GeoTIFF; used for maps and for labels.

    The type is uint8, or uint16 when an id exceeds 255; 0 is nodata.

    Raises
    ------
    ExportError
        If a file cannot be written or reads back differently.
    """
    _check_suffix(path)
    largest = max([int(class_ids.max(initial=0)), *scheme.ids])
    kind = np.uint8 if largest <= _LARGEST_BYTE else np.uint16
    values = np.asarray(class_ids).astype(kind)
    targets = path, path.with_name(path.name + ".aux.xml"), path.with_suffix(".qml")
    try:
        with (
            replacing(*targets) as (raster, pam, style),
            placeless_allowed(),
            rasterio.Env(**MAP_OPTIONS),
        ):
            profile = geotiff_profile(values[None], georeference, nodata=0)
            profile["photometric"] = "palette"
            with rasterio.open(raster, "w", **profile) as dataset:
                dataset.write(values, 1)
                dataset.write_colormap(1, _color_table(scheme))
                dataset.set_band_description(1, description)
                dataset.update_tags(AREA_OR_POINT="Area", **(tags or {}))
            _add_overviews(raster, values.shape)
            pam.write_text(pam_text(scheme), encoding="utf-8")
            style.write_text(qml_text(scheme), encoding="utf-8")
            _compare(raster, values, georeference, path.name)
            _compare_classes(raster, scheme, path.name)
    except (RasterioError, OSError) as error:
        raise _failed(path, error) from error


def _color_table(scheme: ClassScheme) -> dict[int, tuple[int, int, int, int]]:
    table = {each.id: (*each.rgb, 255) for each in scheme}
    return {0: (0, 0, 0, 0), **table}


def _add_overviews(path: Path, shape: tuple[int, ...]) -> None:
    factors = [2]
    while min(shape) / factors[-1] > 2 * _SMALLEST_OVERVIEW:
        factors.append(2 * factors[-1])
    if min(shape) < _SMALLEST_OVERVIEW:
        return
    with rasterio.open(path, "r+") as dataset:
        # Of class ids, only the most frequent one makes sense as their summary.
        dataset.build_overviews(factors, Resampling.mode)


def _compare(
    path: Path,
    values: npt.NDArray[Any],
    georeference: GeoReference,
    name: str,
) -> None:
    with rasterio.open(path, driver="GTiff") as dataset:
        found = dataset.read(1)
        same_place = tuple(dataset.transform)[:6] == tuple(
            map(float, georeference.transform)
        )
        same_crs = (dataset.crs or None) == crs_of(georeference)
    same_values = np.array_equal(found, values, equal_nan=values.dtype.kind == "f")
    for is_same, what in (
        (same_values, "values"),
        (same_place, "transform"),
        (same_crs, "coordinate system"),
    ):
        if not is_same:
            raise ExportError(
                f"{name} reads back with other {what} than were written; it was not "
                "put in place. Write it to another disk"
            )


def _compare_classes(path: Path, scheme: ClassScheme, name: str) -> None:
    with rasterio.open(path, driver="GTiff") as dataset:
        table = dataset.colormap(1)
    names = read_pam_names(path)
    for each in scheme:
        same_name = names.get(each.id, "") == xml_name(each.name)
        if table.get(each.id) != (*each.rgb, 255) or not same_name:
            raise ExportError(
                f"{name} reads back with another name or colour of class "
                f"{each.name!r}; it was not put in place"
            )


def _provenance_tags(provenance: Mapping[str, Any]) -> dict[str, str]:
    """Return provenance as TIFF tags: what people look for singly, and all of it."""
    tags = {"HSIVIEWER_PROVENANCE": json.dumps(dict(provenance), allow_nan=False)}
    versions = provenance.get("versions", {})
    tags["TIFFTAG_SOFTWARE"] = f"hsiviewer {versions.get('hsiviewer', '')}".strip()
    for key in ("method", "preset", "seed", "scene", "device"):
        if key in provenance:
            tags[f"HSIVIEWER_{key.upper()}"] = str(provenance[key])
    return tags


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() not in (".tif", ".tiff"):
        raise ExportError(f"a map is a GeoTIFF: name it .tif, not {path.name!r}")
    if not path.parent.is_dir():
        raise ExportError(
            f"{path.name} could not be written: there is no folder {path.parent}"
        )


def _failed(path: Path, error: Exception) -> ExportError:
    if isinstance(error, ExportError):
        return error
    reason = str(error.__cause__ or error).strip().rstrip(".")
    return ExportError(
        f"{path.name} could not be written: {reason}; see that there is room and that "
        f"{path.parent} may be written"
    )
