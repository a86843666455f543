"""ENVI's spectral libraries: a header beside a file of numbers."""

import re
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.io.companions import ENVI_DATA
from hsiviewer.io.envi import find_header, open_envi, read_layout
from hsiviewer.io.envi_header import EnviHeader, read_header
from hsiviewer.io.envi_values import nodata_of, read_bands, reflectance_scale_of
from hsiviewer.io.libraries.library import (
    Floats,
    LibraryFormat,
    SpectralLibrary,
    arranged,
    require_few,
)
from hsiviewer.io.raw_layout import RawLayout
from hsiviewer.io.stored_axes import stored_array

_ERROR_BARS = re.compile(r"\s*error\s*bars?\b", re.IGNORECASE)
_AXIS = re.compile(
    r"\s*(wavelengths?|resolution|bandpass|fwhm|channels?)\b.*"
    r"\b(microns?|micrometers?|nanometers?|nm|um)\b",
    re.IGNORECASE,
)
_TEXTS = (".csv", ".txt", ".tsv", ".json", ".xml")
_TIMES = re.compile(r"\[\s*\*\s*(10+)\s*\]")


def read_envi_library(path: Path) -> SpectralLibrary:
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
        return _single_column(path, header)
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
    nodata = nodata_of(header, notices)
    if nodata is not None:
        spectra[spectra == nodata] = np.nan
    names = _names(header, len(spectra), notices)
    is_spectrum = _spectra_among(names, header.file, notices)
    return arranged(
        [name for name, is_one in zip(names, is_spectrum, strict=True) if is_one],
        axis.wavelength_nm,
        spectra[is_spectrum] / _scale_of(header, notices),
        units="nm",
        file=header.file,
        notices=notices,
    )


def _single_column(path: Path, header: EnviHeader) -> SpectralLibrary:
    """Read a scene of one column, which is how some programs store spectra."""
    if header.integer("samples", 0) != 1 or header.integer("bands", 0) < 2:
        raise CubeFormatError(
            f"{header.file} belongs to no spectral library; open it as a scene"
        )
    require_few(header.file, header.integer("lines"), header.integer("bands"))
    cube = open_envi(path)
    try:
        spectra = cube.read()[:, :, 0].T.astype(np.float64)
    finally:
        cube.close()
    if cube.bands.wavelength_nm is None:
        raise CubeFormatError(
            f"{header.file} gives no wavelengths; its spectra cannot be compared"
        )
    notices = [*cube.notices]
    return arranged(
        _names(header, len(spectra), notices),
        cube.bands.wavelength_nm,
        spectra,
        units="nm",
        file=header.file,
        notices=notices,
    )


def _names(header: EnviHeader, count: int, notices: list[str]) -> list[str]:
    """Return a name for each spectrum."""
    names = _whole_names(header.items("spectra names") or [], count)
    if names and len(names) != count:
        notices.append(
            f"{header.file} gives {len(names)} names for {count} spectra; names "
            "with commas are cut apart, so that they may belong to others"
        )
    return [
        names[row] if row < len(names) else f"spectrum {row + 1}"
        for row in range(count)
    ]


def _whole_names(parts: list[str], count: int) -> list[str]:
    """Return names whose commas in brackets are no ends, if their number is right."""
    names: list[str] = []
    for part in parts:
        if names and names[-1].count("(") > names[-1].count(")"):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names if len(names) == count else parts


def _spectra_among(names: list[str], file: str, notices: list[str]) -> list[bool]:
    """Tell which records are spectra: USGS keeps the axis and error bars among them."""
    bars = [bool(_ERROR_BARS.match(name)) for name in names]
    axes = [bool(_AXIS.match(name)) for name in names]
    are_spectra = [not bar and not axis for bar, axis in zip(bars, axes, strict=True)]
    if all(are_spectra) or not any(are_spectra):
        return [True] * len(names)
    notices.append(
        f"{file}: records with the axis ({sum(axes)}) and with error bars "
        f"({sum(bars)}) are no spectra; they are left out"
    )
    return are_spectra


def _scale_of(header: EnviHeader, notices: list[str]) -> float:
    """Return what values are divided by to become reflectance."""
    if header.text("reflectance scale factor"):
        return reflectance_scale_of(header, notices)
    found = _TIMES.search(header.text("z plot titles"))
    if found is None or len(found[1]) > len("1000000"):
        return 1.0
    notices.append(
        f"{header.file} names its values reflectance x {found[1]}; they are divided "
        "by it"
    )
    return float(found[1])


def _read_spectra(data: Path, layout: RawLayout) -> Floats:
    """Return all spectra of a data file, shape (n, bands)."""
    rows, bands = layout.shape[1:]
    require_regular(data)
    size = data.stat().st_size
    if size < layout.end:
        raise CubeFormatError(
            f"{data.name} has {size} bytes, its header tells of {rows * bands} values; "
            "it is cut off"
        )
    require_few(data.name, rows, bands)
    values = stored_array(
        data, layout.dtype, (rows, bands), offset=layout.offset, is_fortran=False
    )
    if np.issubdtype(values.dtype, np.complexfloating):
        values = np.abs(values)
    return values.astype(np.float64)


def _data_file(header: Path) -> Path:
    base = header.with_suffix("")
    for suffix in (".sli", *ENVI_DATA, ".spec", ".slb"):
        path = base.with_name(base.name + suffix)
        if path.is_file() and path != header:
            return path
    raise CubeFormatError(
        f"{header.name} has no data file beside it; put {header.stem}.sli there"
    )


def _has_header(path: Path, _head: bytes) -> bool:
    suffix = path.suffix.lower()
    # Tables of what is known of the spectra lie beside them, with their stem.
    return suffix == ".sli" or (suffix not in _TEXTS and find_header(path) is not None)


FORMAT = LibraryFormat(
    "ENVI spectral libraries", ("*.sli", "*.hdr"), _has_header, read_envi_library
)
