"""Spectral libraries: real ones, and what is written."""

import csv

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, ExportError
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    read_library,
    write_library,
)
from tests.builders import SHARED_DATA

LIBRARIES = SHARED_DATA / "spectral_libraries"


def some_library():
    spectra = np.array([[0.1, 0.2, np.nan], [0.5, 0.25, 0.125]])
    return SpectralLibrary(
        ("=roof", "meadow"), np.array([450.0, 550.5, 2200.0]), spectra
    )


def test_a_written_library_is_read_back(tmp_path):
    write_library(tmp_path / "l.sli", some_library())
    found = read_library(tmp_path / "l.sli")
    assert found.names == some_library().names
    assert found.wavelength_nm == pytest.approx(some_library().wavelength_nm)
    np.testing.assert_allclose(found.spectra, some_library().spectra, rtol=1e-6)
    assert read_library(tmp_path / "l.hdr").names == found.names


def test_a_table_has_a_column_per_spectrum_and_no_formulas(tmp_path):
    write_library(tmp_path / "l.csv", some_library())
    with (tmp_path / "l.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["wavelength_nm", "'=roof", "meadow"]
    assert rows[3] == ["2200", "", "0.125"]


def test_spectra_with_names_like_formulas_are_exported_as_texts(tmp_path):
    names = ("\tx", "\ry", "@z", "-5", "-5+x")
    axis = np.array([450.0, 550.0])
    library = SpectralLibrary(names, axis, np.full((5, 2), -0.5))
    write_library(tmp_path / "l.csv", library)
    with (tmp_path / "l.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][1:] == ["'\tx", "'\ry", "'@z", "-5", "'-5+x"]
    assert rows[1][1:] == ["-0.5"] * 5


@pytest.mark.parametrize("name", ["l.csv", "l.sli"])
def test_spectra_without_wavelengths_are_not_said_to_have_some(tmp_path, name):
    counted = SpectralLibrary(
        ("a",), np.arange(1.0, 6.0), np.full((1, 5), 0.5), is_counted=True
    )
    write_library(tmp_path / name, counted)
    header = tmp_path / ("l.hdr" if name == "l.sli" else name)
    assert "nanometer" not in header.read_text().lower()
    assert "wavelength_nm" not in header.read_text()
    with pytest.raises(CubeFormatError, match="wavelengths"):
        read_library(tmp_path / name)


def test_other_suffixes_are_refused(tmp_path):
    with pytest.raises(ExportError, match=r"\.csv or \.sli"):
        write_library(tmp_path / "l.txt", some_library())


def test_a_cut_library_is_told(tmp_path):
    write_library(tmp_path / "l.sli", some_library())
    (tmp_path / "l.sli").write_bytes(b"1234")
    with pytest.raises(CubeFormatError, match="cut off"):
        read_library(tmp_path / "l.sli")


def test_a_file_without_header_is_told(tmp_path):
    (tmp_path / "l.sli").write_bytes(b"1234")
    with pytest.raises(CubeFormatError, match="no ENVI header"):
        read_library(tmp_path / "l.sli")


@pytest.mark.skipif(not LIBRARIES.is_dir(), reason="the real libraries are not here")
@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("USGS_Mineral_Spectral_Library.sli", 481, "a-alunit.spc"),
        ("library_berlin.sli", 75, "red clay tile 1"),
        ("roberts2017_urban.hdr", 3725, "DTR_26"),
        ("gamsberg_field_library", 27, "16_03"),
    ],
)
def test_real_libraries_are_read(name, count, first):
    library = read_library(LIBRARIES / name)
    assert len(library.names) == library.spectra.shape[0] == count
    assert library.names[0].startswith(first)
    assert (np.diff(library.wavelength_nm) >= 0).all()
    assert 300 < library.wavelength_nm[0] < library.wavelength_nm[-1] < 2700
