"""Spectral libraries as ENVI's files, or as a table with a column per spectrum."""

from pathlib import Path

import numpy as np

from hsiviewer.core.csv_text import csv_line
from hsiviewer.core.errors import ExportError
from hsiviewer.io.atomic import write_text
from hsiviewer.io.envi_header import braced, plain
from hsiviewer.io.envi_writer import write_envi_files
from hsiviewer.io.libraries.library import SpectralLibrary

_AXIS, _COUNTED = "wavelength_nm", "band"


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
    axis = _COUNTED if library.is_counted else _AXIS
    lines = [csv_line([axis, *library.names])]
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
        "wavelength units": "Index" if library.is_counted else "Nanometers",
        "spectra names": braced([plain(name) for name in library.names]),
        "wavelength": braced(
            [f"{wavelength:.6f}" for wavelength in library.wavelength_nm]
        ),
    }
    values = library.spectra.astype("<f4")
    write_envi_files(path, values, entries, data_suffix=".sli")
