"""Cubes to ENVI files, whole or piece by piece."""

from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import envi_files
from hsiviewer.io.envi_georeference import write_georeference
from hsiviewer.io.envi_header import braced, format_header, plain
from hsiviewer.io.envi_values import QUANTITY_KEY, UNIT_KEY

_DATA_TYPES = {
    "uint8": 1,
    "int16": 2,
    "int32": 3,
    "float32": 4,
    "float64": 5,
    "uint16": 12,
    "uint32": 13,
    "int64": 14,
    "uint64": 15,
}
_BLOCK_BYTES = 2**26
_AXES = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}


def write_envi(
    path: Path,
    values: npt.NDArray[np.generic],
    *,
    bands: BandAxis,
    georeference: GeoReference,
    interleave: str = "bsq",
    nodata: float | None = None,
    scale: float = 1.0,
    description: str = "",
) -> None:
    """Write a cube as ``name.img`` with ``name.hdr`` beside it.

    Parameters
    ----------
    path : Path
        Header or data file; the suffix is replaced.
    values : ndarray, shape (bands, rows, cols)
        Stored values.
    bands : BandAxis
        Written in nanometres.
    interleave : str
        ``"bsq"``, ``"bil"`` or ``"bip"``.
    nodata : float, optional
        Stored value that means "no value".
    scale : float
        Reflectance scale factor.

    Raises
    ------
    ExportError
        If the files cannot be written, or ENVI has no such data type.
    """
    shape = values.shape[0], values.shape[1], values.shape[2]
    entries = _entries(
        shape, values.dtype, interleave=interleave, description=description
    )
    entries |= _band_entries(bands)
    entries |= _value_entries(nodata, scale)
    entries |= write_georeference(georeference)
    ordered = np.ascontiguousarray(values.transpose(_AXES[interleave]))
    write_envi_files(path, ordered, entries)


def write_envi_cube(
    path: Path, cube: HsiCube, *, interleave: str = "bil", progress: Progress
) -> None:
    """Write a scene of any size as ``name.img`` with ``name.hdr`` beside it.

    Stored values stay as they are, with nodata and scale; those that are computed, and
    types that ENVI does not know, are written as float32.

    Parameters
    ----------
    path : Path
        Header or data file; the suffix is replaced.
    cube : HsiCube
        Read some lines at a time.
    interleave : str
        ``"bsq"``, ``"bil"`` or ``"bip"``.
    progress : Progress
        Is told the share that is written, and asked whether to go on.

    Raises
    ------
    ExportError
        If the files cannot be written.
    FileAccessError
        If the scene cannot be read.
    CancelledError
        If the owner has cancelled; nothing is written then.
    """
    dtype = cube.source.dtype.newbyteorder("=")
    if dtype.name not in _DATA_TYPES:  # all of these are exact as float32
        dtype = np.dtype(np.float32)
    entries = _entries(
        cube.shape,
        dtype,
        interleave=interleave,
        description=f"{cube.name}, written by hsiviewer",
    )
    entries |= _band_entries(cube.bands)
    entries |= _value_entries(cube.nodata, cube.scale)
    if cube.default_bands:
        shown = ", ".join(str(band + 1) for band in cube.default_bands)
        entries["default bands"] = f"{{{shown}}}"
    for key, text in ((QUANTITY_KEY, cube.quantity), (UNIT_KEY, cube.unit)):
        if text:
            entries[key] = plain(text)
    entries |= write_georeference(cube.georeference)
    with replacing(*envi_files(path)) as (data, header):
        with data.open("wb") as file:
            _write_blocks(file, cube, dtype, interleave, progress)
        header.write_text(format_header(entries), encoding="utf-8")


def _write_blocks(
    file: BinaryIO,
    cube: HsiCube,
    dtype: np.dtype[np.generic],
    interleave: str,
    progress: Progress,
) -> None:
    bands, rows, cols = cube.shape
    band_bytes = rows * cols * dtype.itemsize
    height = max(1, _BLOCK_BYTES // (bands * cols * dtype.itemsize))
    for top in range(0, rows, height):
        progress.checkpoint()
        progress.report(ProgressUpdate(fraction=top / rows, stage="writing"))
        window = PixelWindow(top, 0, min(height, rows - top), cols)
        values = cube.source.read(None, window).astype(dtype, copy=False)
        if interleave != "bsq":
            ordered = values.transpose(_AXES[interleave])
            file.write(np.ascontiguousarray(ordered).data)
            continue
        for band in range(bands):
            file.seek(band * band_bytes + top * cols * dtype.itemsize)
            file.write(np.ascontiguousarray(values[band]).data)


def envi_entries(
    dtype: np.dtype[np.generic],
    shape: tuple[int, int, int],
    *,
    bands: BandAxis,
    georeference: GeoReference,
    interleave: str,
    description: str = "",
) -> dict[str, str]:
    """Return the header of a cube.

    Parameters
    ----------
    dtype : dtype
        Of the stored values.
    shape : tuple of int
        Bands, rows and columns.

    Raises
    ------
    ExportError
        If ENVI has no such data type.
    """
    entries = _entries(shape, dtype, interleave=interleave, description=description)
    return entries | _band_entries(bands) | write_georeference(georeference)


def write_envi_files(
    path: Path,
    ordered: npt.NDArray[np.generic],
    entries: dict[str, str],
    *,
    data_suffix: str = ".img",
) -> None:
    """Write data in file order with a header, both or none.

    Raises
    ------
    ExportError
        If the files cannot be written.
    """
    with replacing(*envi_files(path, data_suffix)) as (data, header):
        with data.open("wb") as file:
            # Unlike tofile, this tells when the disk is full.
            file.write(np.ascontiguousarray(ordered).data)
        header.write_text(format_header(entries), encoding="utf-8")


def _entries(
    shape: tuple[int, int, int],
    dtype: np.dtype[np.generic],
    *,
    interleave: str,
    description: str,
) -> dict[str, str]:
    data_type = _DATA_TYPES.get(dtype.name)
    if data_type is None:
        raise ExportError(f"ENVI files cannot hold values of type {dtype}")
    bands, rows, cols = shape
    return {
        "description": "{" + plain(description) + "}",
        "samples": str(cols),
        "lines": str(rows),
        "bands": str(bands),
        "header offset": "0",
        "file type": "ENVI Standard",
        "data type": str(data_type),
        "interleave": interleave,
        "byte order": "1" if dtype.newbyteorder("=") != dtype else "0",
    }


def _value_entries(nodata: float | None, scale: float) -> dict[str, str]:
    entries = {}
    if nodata is not None:
        entries["data ignore value"] = repr(float(nodata))
    if scale != 1.0:
        entries["reflectance scale factor"] = repr(float(scale))
    return entries


def _band_entries(bands: BandAxis) -> dict[str, str]:
    entries = {}
    if bands.names:
        entries["band names"] = braced(plain(name) for name in bands.names)
    if bands.wavelength_nm is not None:
        entries["wavelength units"] = "Nanometers"
        entries["wavelength"] = braced(
            repr(float(wavelength)) for wavelength in bands.wavelength_nm
        )
    if bands.fwhm_nm is not None:
        entries["fwhm"] = braced(repr(float(fwhm)) for fwhm in bands.fwhm_nm)
    if bands.good is not None:
        entries["bbl"] = braced(int(is_good) for is_good in bands.good)
    return entries
