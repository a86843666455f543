"""Class maps and their confidence to GeoTIFF, checked before they are in place."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import map_files
from hsiviewer.io.crs import crs_of
from hsiviewer.io.gdal_environment import MAP_OPTIONS, placeless_allowed
from hsiviewer.io.gdal_writing import gdal_told, reads_back_wrong, require_same
from hsiviewer.io.geotiff import geotiff_profile
from hsiviewer.io.styles import pam_text, qml_text, read_pam_names, xml_name

_SMALLEST_OVERVIEW = 64
LARGEST_BYTE = 255
_BLOCK_ROWS = 512  # those of the file's tiles


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
        tags=provenance_tags(result.provenance),
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
    check_suffix(path)
    with (
        replacing(path) as (partial,),
        gdal_told(path),
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
                AREA_OR_POINT="Area", **provenance_tags(result.provenance)
            )
        _compare(partial, values, result.georeference, path)


def write_probabilities(path: Path, result: ClassificationResult) -> None:
    """Write the probability of each class as a float32 GeoTIFF, a band a class.

    Bands are named after their classes; NaN is where there is no class. The scene is
    written block by block, so that memory does not grow with it.

    Raises
    ------
    ExportError
        If the run kept no probabilities, or the file cannot be written or reads back
        differently.
    """
    kept = result.probabilities
    if kept is None:
        raise ExportError(
            f"{path.name} was not written: this run kept no probabilities; train the "
            "method again, or choose a method that tells them"
        )
    check_suffix(path)
    scene = PixelWindow.of_shape(kept.grid_shape)
    blocks = [
        PixelWindow(top, 0, min(_BLOCK_ROWS, scene.height - top), scene.width)
        for top in range(0, scene.height, _BLOCK_ROWS)
    ]
    names = {cover.id: cover.name for cover in result.scheme}
    with (
        replacing(path) as (partial,),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**MAP_OPTIONS),
    ):
        empty = np.broadcast_to(np.float32(0), kept.bytes.shape)
        profile = geotiff_profile(empty, result.georeference, nodata=float("nan"))
        with rasterio.open(partial, "w", **profile, interleave="band") as dataset:
            for block in blocks:
                dataset.write(kept.read(block), window=_raster_window(block))
            for band, class_id in enumerate(kept.class_ids, start=1):
                dataset.set_band_description(band, names.get(class_id, str(class_id)))
                dataset.update_tags(band, class_id=str(class_id))
            dataset.update_tags(
                AREA_OR_POINT="Area", **provenance_tags(result.provenance)
            )
        with rasterio.open(partial, driver="GTiff") as dataset:
            for block in blocks:
                found = dataset.read(window=_raster_window(block))
                require_same(found, kept.read(block), path)


def _raster_window(window: PixelWindow) -> Window:
    return Window(window.col, window.row, window.width, window.height)


def write_layers(
    path: Path,
    values: npt.NDArray[np.float32],
    names: Sequence[str],
    georeference: GeoReference,
    *,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write layers as the bands of a float32 GeoTIFF, NaN where there is no value.

    Parameters
    ----------
    values : ndarray of float32, shape (layers, rows, cols)
        What the pixels have.
    names : sequence of str
        Description of each band.

    Raises
    ------
    ExportError
        If it cannot be written or reads back differently.
    """
    check_suffix(path)
    with (
        replacing(path) as (partial,),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**MAP_OPTIONS),
    ):
        profile = geotiff_profile(values, georeference, nodata=float("nan"))
        with rasterio.open(partial, "w", **profile) as dataset:
            dataset.write(values)
            for band, name in enumerate(names, start=1):
                dataset.set_band_description(band, name)
            dataset.update_tags(AREA_OR_POINT="Area", **(tags or {}))
        _compare(partial, values[0], georeference, path)


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
    check_suffix(path)
    largest = max([int(class_ids.max(initial=0)), *scheme.ids])
    kind = np.uint8 if largest <= LARGEST_BYTE else np.uint16
    values = np.asarray(class_ids).astype(kind)
    with (
        replacing(*map_files(path)) as (raster, pam, style),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**MAP_OPTIONS),
    ):
        profile = geotiff_profile(values[None], georeference, nodata=0)
        profile["photometric"] = "palette"
        with rasterio.open(raster, "w", **profile) as dataset:
            dataset.write(values, 1)
            dataset.write_colormap(1, color_table(scheme))
            dataset.set_band_description(1, description)
            dataset.update_tags(AREA_OR_POINT="Area", **(tags or {}))
        _add_overviews(raster, values.shape)
        pam.write_text(pam_text(scheme), encoding="utf-8")
        style.write_text(qml_text(scheme), encoding="utf-8")
        _compare(raster, values, georeference, path)
        _compare_classes(raster, scheme, path)


def read_provenance(path: Path) -> dict[str, Any]:
    """Return how a map was made, from the tags of its file; empty for others'."""
    with rasterio.Env(**MAP_OPTIONS):
        try:
            with rasterio.open(path) as dataset:
                text = dataset.tags().get("HSIVIEWER_PROVENANCE", "")
            found = json.loads(text) if text else {}
        except (RasterioIOError, ValueError, RecursionError):
            return {}
    return found if isinstance(found, dict) else {}


def color_table(scheme: ClassScheme) -> dict[int, tuple[int, int, int, int]]:
    """Return the colours of class ids as GDAL takes them; 0 is transparent."""
    table = {cover.id: (*cover.rgb, 255) for cover in scheme}
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
    target: Path,
) -> None:
    with rasterio.open(path, driver="GTiff") as dataset:
        require_same(dataset.read(1), values, target)
        same_place = tuple(dataset.transform)[:6] == tuple(
            map(float, georeference.transform)
        )
        same_crs = (dataset.crs or None) == crs_of(georeference)
    if not same_place:
        raise reads_back_wrong(target, "pixel positions")
    if not same_crs:
        raise reads_back_wrong(target, "coordinates")


def _compare_classes(path: Path, scheme: ClassScheme, target: Path) -> None:
    with rasterio.open(path, driver="GTiff") as dataset:
        table = dataset.colormap(1)
    names = read_pam_names(path)
    for cover in scheme:
        same_name = names.get(cover.id, "") == xml_name(cover.name)
        if table.get(cover.id) != (*cover.rgb, 255) or not same_name:
            raise reads_back_wrong(target, "names or colours of classes")


def provenance_tags(provenance: Mapping[str, Any]) -> dict[str, str]:
    """Return provenance as TIFF tags: what people look for singly, and all of it."""
    tags = {"HSIVIEWER_PROVENANCE": json.dumps(dict(provenance), allow_nan=False)}
    versions = provenance.get("versions", {})
    tags["TIFFTAG_SOFTWARE"] = f"hsiviewer {versions.get('hsiviewer', '')}".strip()
    for key in ("method", "preset", "seed", "scene", "device"):
        if key in provenance:
            tags[f"HSIVIEWER_{key.upper()}"] = str(provenance[key])
    return tags


def check_suffix(path: Path) -> None:
    """Raise `ExportError` if a map has another suffix than those of GeoTIFF."""
    if path.suffix.lower() not in (".tif", ".tiff"):
        raise ExportError(f"a map is a GeoTIFF: name it .tif, not {path.name!r}")
