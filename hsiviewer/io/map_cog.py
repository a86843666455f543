"""Class maps as cloud-optimised GeoTIFF."""

from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.io import MemoryFile

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import map_files
from hsiviewer.io.gdal_environment import MAP_OPTIONS, placeless_allowed
from hsiviewer.io.gdal_writing import gdal_told, require_same
from hsiviewer.io.geotiff import geotiff_profile
from hsiviewer.io.maps import (
    LARGEST_BYTE,
    check_suffix,
    color_table,
    provenance_tags,
)
from hsiviewer.io.styles import pam_text, qml_text

_BLOCK = 512


def write_cog(path: Path, result: ClassificationResult) -> None:
    """Write a class map as COG: overviews first, then tiles, to be read by the web.

    Names, colours, style and provenance are those of
    `hsiviewer.io.maps.write_class_map`. The whole map is held in memory, compressed.

    Raises
    ------
    ExportError
        If a file cannot be written or reads back differently; what was there before
        is left as it was.
    """
    check_suffix(path)
    scheme = result.scheme
    largest = max([int(result.class_map.max(initial=0)), *scheme.ids])
    kind = np.uint8 if largest <= LARGEST_BYTE else np.uint16
    values = np.asarray(result.class_map).astype(kind)
    profile = geotiff_profile(values[None], result.georeference, nodata=0)
    profile["photometric"] = "palette"
    with (
        replacing(*map_files(path)) as (raster, pam, style),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**MAP_OPTIONS),
        MemoryFile() as memory,
    ):
        with memory.open(**profile) as dataset:
            dataset.write(values, 1)
            dataset.write_colormap(1, color_table(scheme))
            dataset.set_band_description(1, "class map")
            dataset.update_tags(
                AREA_OR_POINT="Area", **provenance_tags(result.provenance)
            )
        with memory.open() as dataset:
            rasterio.shutil.copy(
                dataset,
                raster,
                driver="COG",
                compress="DEFLATE",
                blocksize=_BLOCK,
                overview_resampling="MODE",
                bigtiff="IF_SAFER",
            )
        pam.write_text(pam_text(scheme), encoding="utf-8")
        style.write_text(qml_text(scheme), encoding="utf-8")
        with rasterio.open(raster, driver="GTiff") as dataset:
            require_same(dataset.read(1), values, path)
