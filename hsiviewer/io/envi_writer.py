"""Cubes to ENVI files."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import envi_files
from hsiviewer.io.envi_georeference import write_georeference
from hsiviewer.io.envi_header import braced, format_header, plain

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
    entries = envi_entries(
        values.dtype,
        values.shape,
        bands=bands,
        georeference=georeference,
        interleave=interleave,
        description=description,
    )
    if nodata is not None:
        entries["data ignore value"] = repr(float(nodata))
    if scale != 1.0:
        entries["reflectance scale factor"] = repr(float(scale))
    ordered = np.ascontiguousarray(values.transpose(_AXES[interleave]))
    write_envi_files(path, ordered, entries)


def envi_entries(
    dtype: np.dtype[Any],
    shape: tuple[int, ...],
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
    entries = _entries(dtype, shape, interleave=interleave, description=description)
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
    dtype: np.dtype[Any], shape: tuple[int, ...], *, interleave: str, description: str
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
