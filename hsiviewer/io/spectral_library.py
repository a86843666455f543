"""Spectral libraries: ENVI's .sli files and tables as text."""

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.csv_text import csv_line
from hsiviewer.core.errors import CubeFormatError, ExportError
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.io.atomic import write_text
from hsiviewer.io.envi import find_header, read_layout
from hsiviewer.io.envi_header import braced, plain, read_header
from hsiviewer.io.envi_values import read_bands, reflectance_scale_of
from hsiviewer.io.envi_writer import write_envi_files
from hsiviewer.io.limits import MOST_SPECTRA_BYTES
from hsiviewer.io.raw_layout import RawLayout
from hsiviewer.io.stored_axes import stored_array

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SpectralLibrary:
    """Named spectra on one axis.

    Parameters
    ----------
    names : tuple of str
    wavelength_nm : ndarray, shape (bands,)
        Band centres, ascending.
    spectra : ndarray, shape (n, bands)
        NaN where a spectrum has no value.
    """

    names: tuple[str, ...]
    wavelength_nm: Floats
    spectra: Floats
    notices: tuple[str, ...] = field(default=())


def read_library(path: Path) -> SpectralLibrary:
    """Read an ENVI spectral library by its header or its data file.

    Raises
    ------
    CubeFormatError
        If it is none, has no wavelengths, or is damaged.
    FileAccessError
        If it cannot be read.
    """
    header_path = find_header(path)
    if header_path is None:
        raise CubeFormatError(
            f"{path.name} has no ENVI header beside it; a spectral library needs one"
        )
    header = read_header(header_path)
    if "librar" not in header.text("file type").lower():
        raise CubeFormatError(f"{header.file} belongs to no spectral library")
    notices: list[str] = []
    layout = read_layout(header, notices)
    samples = layout.shape[2]
    axis = read_bands(header, samples, notices)
    if axis.wavelength_nm is None:
        raise CubeFormatError(
            f"{header.file} gives no wavelengths; its spectra cannot be compared"
        )
    data = path if path != header_path else _data_file(header_path)
    spectra = _read_spectra(data, layout)
    spectra[np.abs(spectra) > 1e30] = np.nan  # USGS marks deleted channels so
    spectra[spectra < -1e3] = np.nan
    scale = reflectance_scale_of(header, notices)
    names = _whole_names(header.items("spectra names") or [], len(spectra))
    if names and len(names) != len(spectra):
        notices.append(
            f"{header.file} gives {len(names)} names for {len(spectra)} spectra; names "
            "with commas are cut apart, so that they may belong to others"
        )
    complete = tuple(
        names[row] if row < len(names) else f"spectrum {row + 1}"
        for row in range(len(spectra))
    )
    order = np.argsort(axis.wavelength_nm, kind="stable")
    return SpectralLibrary(
        complete, axis.wavelength_nm[order], spectra[:, order] / scale, tuple(notices)
    )


def _whole_names(parts: list[str], count: int) -> list[str]:
    """Return names whose commas in brackets are no ends, if their number is right."""
    names: list[str] = []
    for part in parts:
        if names and names[-1].count("(") > names[-1].count(")"):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names if len(names) == count else parts


def _read_spectra(data: Path, layout: RawLayout) -> Floats:
    """Return all spectra of a data file, shape (n, bands)."""
    shape = layout.shape[1:]
    count = math.prod(shape)
    require_regular(data)
    size = data.stat().st_size
    if size < layout.end:
        raise CubeFormatError(
            f"{data.name} has {size} bytes, its header tells of {count} values; it is "
            "cut off"
        )
    if count * 8 > MOST_SPECTRA_BYTES:
        raise CubeFormatError(
            f"{data.name} holds {shape[0]} spectra of {shape[1]} values, too many for "
            "a library; keep the spectra that you need"
        )
    values = stored_array(
        data, layout.dtype, shape, offset=layout.offset, is_fortran=False
    )
    if np.issubdtype(values.dtype, np.complexfloating):
        values = np.abs(values)
    return values.astype(np.float64)


def write_library(path: Path, library: SpectralLibrary) -> None:
    """Write spectra as .sli (ENVI) or .csv, a column per spectrum.

    Raises
    ------
    ExportError
        If the file cannot be written, or the suffix is another one.
    """
    if path.suffix.lower() == ".csv":
        _write_csv(path, library)
    elif path.suffix.lower() == ".sli":
        _write_envi(path, library)
    else:
        raise ExportError(f"spectra are written as .csv or .sli, not {path.name!r}")


def _write_csv(path: Path, library: SpectralLibrary) -> None:
    lines = [csv_line(["wavelength_nm", *library.names])]
    for wavelength, values in zip(
        library.wavelength_nm, library.spectra.T, strict=True
    ):
        row = ["" if np.isnan(value) else f"{value:.9g}" for value in values]
        lines.append(csv_line([f"{wavelength:.9g}", *row]))
    write_text(path, "".join(lines))


def _write_envi(path: Path, library: SpectralLibrary) -> None:
    count, bands = library.spectra.shape
    entries = {
        "samples": str(bands),
        "lines": str(count),
        "bands": "1",
        "header offset": "0",
        "file type": "ENVI Spectral Library",
        "data type": "4",
        "interleave": "bsq",
        "byte order": "0",
        "wavelength units": "Nanometers",
        "spectra names": braced([plain(name) for name in library.names]),
        "wavelength": braced(
            [f"{wavelength:.6f}" for wavelength in library.wavelength_nm]
        ),
    }
    values = library.spectra.astype("<f4")
    write_envi_files(path, values, entries, data_suffix=".sli")


def _data_file(header: Path) -> Path:
    base = header.with_suffix("")
    for suffix in (".sli", "", ".spec", ".slb", ".dat", ".bin", ".img"):
        path = base.with_name(base.name + suffix)
        if path.is_file() and path != header:
            return path
    raise CubeFormatError(
        f"{header.name} has no data file beside it; put {header.stem}.sli there"
    )
