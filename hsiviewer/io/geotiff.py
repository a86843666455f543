"""Rasters that GDAL reads: GeoTIFF and COG above all."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing
from hsiviewer.io.crs import IDENTITY, crs_of, dataset_place
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, placeless_allowed
from hsiviewer.io.gdal_source import GdalSource, damage_told, warnings_told
from hsiviewer.io.gdal_writing import gdal_told, require_same
from hsiviewer.io.lan import check_lan_size
from hsiviewer.io.limits import require_expansion
from hsiviewer.io.rasters.facts import BandFacts
from hsiviewer.io.rasters.gathering import facts_of
from hsiviewer.io.tiff_blocks import check_blocks
from hsiviewer.io.tiff_pages import page_source
from hsiviewer.io.wavelengths import decide_wavelengths

_SLOW_BYTES = 500_000_000
_WHOLE = ("PNG", "JP2OpenJPEG")  # unpacked as a whole, or nearly so


def open_gdal(
    path: Path,
    *,
    driver: str,
    member: str = "",
    variable: str = "",
    beside: Callable[[int], BandFacts] | None = None,
) -> HsiCube:
    """Open a raster with one named driver, which alone is asked.

    Parameters
    ----------
    member : str
        Name of the raster in a zip file, where `path` is one.
    variable : str
        As `HsiCube.variable`.
    beside : callable, optional
        ``(number of bands) -> BandFacts``: what is known of a raster in a zip file.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    """
    notices = check_blocks(path, member) if driver == "GTiff" else []
    with warnings_told(path.name, notices):
        source = GdalSource(path, driver, member)
    if driver == "LAN":
        check_lan_size(path, source.shape)
    if driver in _WHOLE:
        require_expansion(
            path.name,
            packed=path.stat().st_size,
            unpacked=math.prod(source.shape) * source.dtype.itemsize,
        )
    with source.handle() as dataset, damage_told(path):
        is_first_page = dataset.count == 1 and len(dataset.subdatasets) > 1
        is_tiff = driver == "GTiff" and not member
        pages = page_source(path, notices) if is_tiff and is_first_page else None
        read: CubeSource = source if pages is None else pages
        count = read.shape[0]
        if beside is None:
            facts = facts_of(path, dataset, notices, count)
        else:
            facts = beside(count)
            notices += facts.notices
        spectral = decide_wavelengths(
            facts.wavelengths,
            units=facts.units,
            fwhm=facts.fwhm,
            count=count,
            file=path.name,
        )
        notices += [*spectral.notices, *_speed_notice(dataset, path.name)]
        gains, offsets = _gains(dataset, facts, count, path.name, notices)
        read, scale, nodata = apply_gains(
            read,
            gains=gains,
            offsets=offsets,
            nodata=facts.nodata if dataset.nodata is None else dataset.nodata,
        )
        names = tuple(description or "" for description in dataset.descriptions)
        if pages is not None:
            names = ()  # those of one page
        cube = HsiCube(
            read,
            BandAxis(
                count,
                spectral.wavelength_nm,
                spectral.fwhm_nm,
                facts.good,
                names if any(names) else (),
            ),
            dataset_place(dataset) if facts.has_place else GeoReference(),
            nodata=nodata,
            scale=scale,
            path=path,
            variable=variable,
            driver=driver,
            notices=tuple(notices),
            quantity=facts.quantity,
            unit=facts.unit,
        )
    if pages is not None:
        source.close()
    return cube


def write_geotiff(
    path: Path,
    values: npt.NDArray[np.generic],
    *,
    georeference: GeoReference,
    nodata: float | None = None,
    descriptions: Sequence[str] = (),
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write a raster as a tiled, compressed GeoTIFF.

    Parameters
    ----------
    values : ndarray, shape (bands, rows, cols)
    tags : mapping of str to str, optional
        Of the dataset.

    Raises
    ------
    ExportError
        If the file cannot be written or reads back differently.
    """
    with (
        replacing(path) as (partial,),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**CUBE_OPTIONS),
    ):
        profile = geotiff_profile(values, georeference, nodata=nodata)
        with rasterio.open(partial, "w", **profile) as dataset:
            dataset.write(values)
            dataset.update_tags(**(tags or {}))
            for band, text in enumerate(descriptions, start=1):
                dataset.set_band_description(band, text)
        with rasterio.open(partial, driver="GTiff") as dataset:
            require_same(dataset.read(), values, path)


def geotiff_profile(
    values: npt.NDArray[np.generic],
    georeference: GeoReference,
    *,
    nodata: float | None = None,
) -> dict[str, Any]:
    """Return rasterio's creation options for a raster of ours."""
    bands, rows, cols = values.shape
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "count": bands,
        "height": rows,
        "width": cols,
        "dtype": values.dtype.name,
        "compress": "deflate",
        "predictor": 3 if values.dtype.kind == "f" else 2,
        "nodata": nodata,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "BIGTIFF": "IF_SAFER",
    }
    if georeference.has_crs:
        profile["crs"] = crs_of(georeference)
    if georeference.transform != IDENTITY:
        profile["transform"] = rasterio.Affine(*georeference.transform)
    return profile


def _gains(
    dataset: Any, facts: BandFacts, count: int, file: str, notices: list[str]
) -> tuple[npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None]:
    """Return gain and offset of each band; ``None`` where they change nothing.

    Those of the raster itself stand; a file beside it is asked where it has none.
    """
    # Of pages, the first stands for all.
    gains: Any = np.broadcast_to(np.asarray(dataset.scales, float), count)
    offsets: Any = np.broadcast_to(np.asarray(dataset.offsets, float), count)
    if (gains == 1).all() and (offsets == 0).all():
        gains = gains if facts.gains is None else facts.gains
        offsets = offsets if facts.offsets is None else facts.offsets
    if not (np.isfinite(gains).all() and np.isfinite(offsets).all() and gains.all()):
        notices.append(
            f"{file} gives scales or offsets of its bands that are no numbers; values "
            "are shown as stored"
        )
        return None, None
    return (
        gains if (gains != 1).any() else None,
        offsets if (offsets != 0).any() else None,
    )


def _speed_notice(dataset: Any, file: str) -> list[str]:
    interleaved = dataset.profile.get("interleave") == "pixel"
    size = dataset.count * dataset.height * dataset.width
    if interleaved and dataset.compression is not None and size > _SLOW_BYTES:
        return [
            f"{file} is compressed pixel by pixel, so that every band needs the whole "
            "file; a band-interleaved copy is shown much faster"
        ]
    return []
