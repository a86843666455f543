"""Rasters that GDAL reads: GeoTIFF and COG above all."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing
from hsiviewer.io.crs import IDENTITY, crs_of, georeference_of
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, placeless_allowed
from hsiviewer.io.gdal_source import GdalSource, warnings_told
from hsiviewer.io.gdal_writing import gdal_told, require_same
from hsiviewer.io.lan import check_lan_size
from hsiviewer.io.limits import require_expansion
from hsiviewer.io.tiff_blocks import check_blocks
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths

_SLOW_BYTES = 500_000_000
_WHOLE = ("PNG", "JP2OpenJPEG")  # unpacked as a whole, or nearly so


def open_gdal(path: Path, *, driver: str) -> HsiCube:
    """Open a raster with one named driver, which alone is asked.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    """
    notices = check_blocks(path) if driver == "GTiff" else []
    with warnings_told(path.name, notices):
        source = GdalSource(path, driver)
    if driver == "LAN":
        check_lan_size(path, source.shape)
    if driver in _WHOLE:
        require_expansion(
            path.name,
            packed=path.stat().st_size,
            unpacked=math.prod(source.shape) * source.dtype.itemsize,
        )
    with source.handle() as dataset:
        spectral, good = _spectral(dataset, path.name)
        notices += [*spectral.notices, *_speed_notice(dataset, path.name)]
        gains, offsets = _gains(dataset, path.name, notices)
        read: CubeSource = source
        read, scale, nodata = apply_gains(
            read,
            gains=gains,
            offsets=offsets,
            nodata=dataset.nodata,
        )
        names = tuple(description or "" for description in dataset.descriptions)
        transform = tuple(dataset.transform)[:6]
        return HsiCube(
            read,
            BandAxis(
                dataset.count,
                spectral.wavelength_nm,
                spectral.fwhm_nm,
                good,
                names if any(names) else (),
            ),
            georeference_of(dataset.crs, transform),
            nodata=nodata,
            scale=scale,
            path=path,
            driver=driver,
            notices=tuple(notices),
        )


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
    dataset: Any, file: str, notices: list[str]
) -> tuple[npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None]:
    """Return gain and offset of each band; ``None`` where they change nothing."""
    gains: Any = np.asarray(dataset.scales, float)
    offsets: Any = np.asarray(dataset.offsets, float)
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


def _spectral(
    dataset: Any, file: str
) -> tuple[SpectralAxis, npt.NDArray[np.bool_] | None]:
    """Find wavelengths in band tags, the IMAGERY domain, or the file's own tags."""
    count = dataset.count
    tags = [_lower(dataset.tags(band + 1)) for band in range(count)]
    imagery = [_lower(dataset.tags(band + 1, ns="IMAGERY")) for band in range(count)]
    whole = _lower(dataset.tags())
    good = None
    if all("bbl" in tag for tag in tags):
        good = np.array([_is_good(tag["bbl"]) for tag in tags])
    if all("wavelength" in tag for tag in tags):
        values, units = _column(tags, "wavelength"), tags[0].get("wavelength_units")
        fwhm = _column(tags, "fwhm")
    elif all("central_wavelength_um" in band for band in imagery):
        values, units = _column(imagery, "central_wavelength_um"), "um"
        fwhm = _column(imagery, "fwhm_um")
    elif "wavelength" in whole:
        values, units = _listed(whole["wavelength"]), whole.get("wavelength_units")
        fwhm = _listed(whole["fwhm"]) if "fwhm" in whole else None
    else:
        return SpectralAxis(), good
    axis = decide_wavelengths(values, units=units, fwhm=fwhm, count=count, file=file)
    return axis, good


def _is_good(mark: str) -> bool:
    try:
        return float(mark) > 0
    except ValueError:
        return mark.strip().lower() not in ("false", "no", "bad")


def _column(tags: list[dict[str, str]], key: str) -> list[str] | None:
    return [tag[key] for tag in tags] if all(key in tag for tag in tags) else None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.strip("{} \n").split(",")]


def _lower(tags: dict[str, str]) -> dict[str, str]:
    return {key.lower(): value for key, value in tags.items()}


def _speed_notice(dataset: Any, file: str) -> list[str]:
    interleaved = dataset.profile.get("interleave") == "pixel"
    size = dataset.count * dataset.height * dataset.width
    if interleaved and dataset.compression is not None and size > _SLOW_BYTES:
        return [
            f"{file} is compressed pixel by pixel, so that every band needs the whole "
            "file; a band-interleaved copy is shown much faster"
        ]
    return []
