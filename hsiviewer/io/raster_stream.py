"""Computed rasters to GeoTIFF or ENVI, block by block and read back."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.windows import Window

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import envi_files
from hsiviewer.io.envi_header import format_header
from hsiviewer.io.envi_writer import envi_entries
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, placeless_allowed
from hsiviewer.io.gdal_writing import gdal_told, reads_back_wrong
from hsiviewer.io.geotiff import geotiff_profile

Floats = npt.NDArray[np.float32]
Blocks = Iterable[tuple[PixelWindow, Floats]]
GEOTIFF_SUFFIXES = (".tif", ".tiff")
ENVI_SUFFIXES = (".img", ".hdr", ".dat")
STREAM_SUFFIXES = (*GEOTIFF_SUFFIXES, *ENVI_SUFFIXES)
_MOST_TILED = 16  # bands; of more, tiles that are written in parts fill the memory


@dataclass(frozen=True, eq=False)
class RasterDescription:
    """What a computed raster is.

    Parameters
    ----------
    grid_shape : tuple of int
        Rows and columns.
    bands : BandAxis
        With names, or wavelengths where the bands are a spectrum.
    georeference : GeoReference
        Where it lies.
    description : str
        One line for the header.
    tags : mapping of str to str
        Of a GeoTIFF.
    """

    grid_shape: tuple[int, int]
    bands: BandAxis
    georeference: GeoReference = field(default_factory=GeoReference)
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


def stream_files(path: Path) -> list[Path]:
    """Return what is written for a path: ENVI's data come with a header."""
    if path.suffix.lower() in ENVI_SUFFIXES:
        return envi_files(path, _data_suffix(path))
    return [path]


def write_blocks(path: Path, blocks: Blocks, raster: RasterDescription) -> None:
    """Write float32 values as they are computed; NaN means "no value".

    Parameters
    ----------
    path : Path
        ``.tif``, or ``.img``, ``.dat`` or ``.hdr`` for ENVI (interleaved by line).
    blocks : iterable of (PixelWindow, ndarray of float32)
        Values (bands, rows, cols) of windows that cover the raster.
    raster : RasterDescription
        What it is.

    Raises
    ------
    ExportError, DiskFullError
        If the file cannot be written or reads back differently; what was there
        before is left as it was.
    """
    if path.suffix.lower() in GEOTIFF_SUFFIXES:
        _write_geotiff(path, blocks, raster)
    elif path.suffix.lower() in ENVI_SUFFIXES:
        _write_envi(path, blocks, raster)
    else:
        raise ExportError(
            f"{path.name} must end in {' or '.join(STREAM_SUFFIXES)}; change its name"
        )


def _write_geotiff(path: Path, blocks: Blocks, raster: RasterDescription) -> None:
    with (
        replacing(path) as (partial,),
        gdal_told(path),
        placeless_allowed(),
        rasterio.Env(**CUBE_OPTIONS),
    ):
        checks = []
        dataset = None
        try:
            for window, values in blocks:
                if dataset is None:
                    profile = _profile(raster, first=window)
                    dataset = rasterio.open(partial, "w", **profile)
                    _describe(dataset, raster)
                dataset.write(values, window=_gdal_window(window))
                checks.append((window, _checksum(values)))
        finally:
            if dataset is not None:
                dataset.close()
        with rasterio.open(partial, driver="GTiff") as written:
            for window, checksum in checks:
                values = written.read(window=_gdal_window(window))
                if _checksum(values) != checksum:
                    raise reads_back_wrong(path, "values")


def _profile(raster: RasterDescription, *, first: PixelWindow) -> dict[str, Any]:
    rows, cols = raster.grid_shape
    shaped = np.broadcast_to(np.float32(0), (raster.bands.count, rows, cols))
    profile = geotiff_profile(shaped, raster.georeference, nodata=float("nan"))
    if raster.bands.count > _MOST_TILED and first.width == cols:
        for key in ("tiled", "blockxsize", "blockysize"):
            del profile[key]
        # Strips of exactly the blocks are packed once each.
        profile["blockysize"] = first.height
    return profile


def _describe(dataset: Any, raster: RasterDescription) -> None:
    bands = raster.bands
    dataset.update_tags(AREA_OR_POINT="Area", **raster.tags)
    for number, name in enumerate(bands.names, start=1):
        dataset.set_band_description(number, name)
    if bands.wavelength_nm is None:
        return
    for number, centre in enumerate(bands.wavelength_nm, start=1):
        known = {"wavelength": f"{centre:.9g}", "wavelength_units": "Nanometers"}
        if bands.fwhm_nm is not None:
            known["fwhm"] = f"{bands.fwhm_nm[number - 1]:.9g}"
        dataset.update_tags(number, **known)


def _write_envi(path: Path, blocks: Blocks, raster: RasterDescription) -> None:
    count, (rows, cols) = raster.bands.count, raster.grid_shape
    entries = envi_entries(
        np.dtype("<f4"),
        (count, rows, cols),
        bands=raster.bands,
        georeference=raster.georeference,
        interleave="bil",
        description=raster.description,
    )
    with replacing(*stream_files(path)) as (data, header):
        checks = []
        with data.open("wb") as file:
            file.truncate(4 * count * rows * cols)
            for window, values in blocks:
                for offset, part in _lines(window, values.astype("<f4"), raster):
                    file.seek(offset)
                    file.write(np.ascontiguousarray(part).data)
                checks.append((window, _checksum(values)))
        header.write_text(format_header(entries), encoding="utf-8")
        with data.open("rb") as file:
            for window, checksum in checks:
                if _checksum(_read_lines(file, window, raster)) != checksum:
                    raise reads_back_wrong(path, "values")


def _lines(
    window: PixelWindow, values: npt.NDArray[Any], raster: RasterDescription
) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    """Yield pieces of a block with their places in the file, in bytes."""
    by_line = values.transpose(1, 0, 2)
    count, cols = raster.bands.count, raster.grid_shape[1]
    if window.width == cols:
        yield 4 * window.row * count * cols, by_line
        return
    for row, line in enumerate(by_line, start=window.row):
        for band, part in enumerate(line):
            yield 4 * ((row * count + band) * cols + window.col), part


def _read_lines(file: BinaryIO, window: PixelWindow, raster: RasterDescription) -> Any:
    shape = (raster.bands.count, window.height, window.width)
    values = np.empty(shape, "<f4")
    for offset, part in _lines(window, values, raster):
        file.seek(offset)
        read = np.frombuffer(file.read(4 * part.size), "<f4")
        part[...] = read.reshape(part.shape)
    return values


def _checksum(values: npt.NDArray[Any]) -> int:
    return zlib.crc32(np.ascontiguousarray(values, "<f4").data)


def _gdal_window(window: PixelWindow) -> Any:
    return Window(window.col, window.row, window.width, window.height)


def _data_suffix(path: Path) -> str:
    return path.suffix if path.suffix.lower() != ".hdr" else ".img"
