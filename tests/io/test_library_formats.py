"""Spectra of other programs: what they hold, and why some files are refused."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    read_libraries,
    read_library,
    write_library,
)
from tests.builders import SHARED_DATA
from tests.io.library_files import (
    NM,
    REFLECTANCE,
    WHITE,
    asd,
    ecostress,
    sed,
    specchio,
    svc,
    usgs,
)

GAP = -1.23e34


def written(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("leaf.asd", asd(REFLECTANCE * WHITE, WHITE), ["leaf"]),
        ("leaf.asd", asd(REFLECTANCE * WHITE, WHITE, note=b"oak leaf"), ["leaf"]),
        ("leaf.asd", asd(REFLECTANCE, WHITE, version=b"asd", kind=0), ["leaf"]),
        ("leaf.asd", asd(REFLECTANCE, version=b"as8"), ["leaf"]),
        ("leaf.sig", svc(), ["leaf"]),
        (
            "leaf.sed",
            sed(["Wvl", "Reflect. %"], zip(NM, 100 * REFLECTANCE, strict=True)),
            ["leaf"],
        ),
        (
            "leaf.sed",
            sed(["Wvl", "Reflect. [1.0]"], zip(NM, REFLECTANCE, strict=True)),
            ["leaf"],
        ),
        (
            "leaf.sed",
            sed(
                ["Wvl", "Rad. (Ref.)", "Rad. (Target)"],
                zip(NM, WHITE, REFLECTANCE * WHITE, strict=True),
            ),
            ["leaf"],
        ),
        ("soil.spectrum.txt", ecostress(), ["Pale soil"]),
        ("pine.csv", specchio(), ["oak", "pine"]),
    ],
)
def test_spectra_are_reflectance_in_nanometres(tmp_path, name, content, names):
    library = read_library(written(tmp_path, name, content))
    assert list(library.names) == names
    assert library.title == name
    np.testing.assert_allclose(library.wavelength_nm, NM)
    np.testing.assert_allclose(library.spectra[0], REFLECTANCE, atol=6e-5)


def column_table(delimiter, head, *, decimal=".", scale=1.0):
    rows = [
        delimiter.join(f"{cell:.4f}".replace(".", decimal) for cell in cells)
        for cells in zip(NM * scale, REFLECTANCE, 2 * REFLECTANCE, strict=True)
    ]
    return "\n".join([*([delimiter.join(head)] if head else []), *rows])


def row_table(head, first):
    cells = [
        [first, *[f"{value}" for value in values]]
        for values in (REFLECTANCE, 2 * REFLECTANCE)
    ]
    return "\n".join(",".join(row) for row in [head, *cells])


@pytest.mark.parametrize(
    ("content", "names", "notice"),
    [
        (column_table(",", ["wavelength_nm", "a", "'=b"]), ("a", "=b"), ""),
        (column_table(";", ["nm", "a", "b"], decimal=","), ("a", "b"), ""),
        (column_table("\t", ["Wavelength (um)", "a", "b"], scale=1e-3), ("a", "b"), ""),
        (column_table(" ", []), ("spectrum 1", "spectrum 2"), "taken for nanometers"),
        (
            column_table(",", ["x", "a", "b"], scale=1e-3),
            ("a", "b"),
            "taken for micrometers",
        ),
        (
            row_table(["name", *[f"{nm:.0f}" for nm in NM]], "oak"),
            ("oak", "oak"),
            "nano",
        ),
        (row_table(["id", *[f"X{nm:.0f}nm" for nm in NM]], "7"), ("7", "7"), ""),
    ],
)
def test_tables_are_read_in_both_orientations(tmp_path, content, names, notice):
    library = read_library(written(tmp_path, "table.csv", content))
    assert library.names == names
    np.testing.assert_allclose(library.wavelength_nm, NM, atol=0.05 + 50 * (NM[0] < 1))
    np.testing.assert_allclose(library.spectra[1], 2 * REFLECTANCE, atol=1e-4)
    assert notice in " ".join(library.notices)
    assert bool(library.notices) == bool(notice)


def test_row_numbers_of_pandas_are_no_wavelengths(tmp_path):
    text = ",nm,a\n0,400,0.1\n1,500,0.2\n2,600,0.3\n3,700,0.4\n"
    library = read_library(written(tmp_path, "frame.csv", text))
    assert library.names == ("a",)
    np.testing.assert_allclose(library.spectra[0], [0.1, 0.2, 0.3, 0.4])


def test_gaps_and_marks_of_deleted_channels_are_no_values(tmp_path):
    text = "nm,a,b\n400,0.1,\n500,NA,0.2\n600,-1.23e34,0.3\n700,0.4,-9999\n"
    spectra = read_library(written(tmp_path, "gaps.csv", text)).spectra
    np.testing.assert_allclose(spectra[0], [0.1, np.nan, np.nan, 0.4])
    np.testing.assert_allclose(spectra[1], [np.nan, 0.2, 0.3, np.nan])


@pytest.mark.parametrize(
    ("name", "content", "quantity"),
    [
        ("lamp.asd", asd(REFLECTANCE / 10, holds=2), "radiance"),
        ("sky.spectrum.txt", ecostress(quantity="Emissivity (percent)"), "Emissivity"),
    ],
)
def test_other_quantities_are_not_called_reflectance(tmp_path, name, content, quantity):
    (notice,) = read_library(written(tmp_path, name, content)).notices
    assert quantity in notice


def test_overlapping_detectors_are_sorted_and_told(tmp_path):
    overlapping = np.r_[NM[:5], NM[3:8] + 0.5]
    library = read_library(written(tmp_path, "leaf.sig", svc(overlapping)))
    assert (np.diff(library.wavelength_nm) > 0).all()
    assert "two detectors overlap" in library.notices[0]


@pytest.fixture
def usgs_folder(tmp_path):
    micrometres = NM / 1000
    written(
        tmp_path,
        "splib07a_Wavelengths_ASD_0.35-2.5_microns_10_ch.txt",
        usgs(" splib07a Record=2: Wavelengths ASD 10 ch", micrometres),
    )
    written(
        tmp_path,
        "splib07a_Wavelengths_BECK_Beckman_0.2-3.0_microns.txt",
        usgs(" splib07a Record=1: Wavelengths BECK 10 ch", micrometres + 0.1),
    )
    values = np.where(np.isclose(NM, NM[2]), GAP, REFLECTANCE)
    for name, device in (("Oak_ASDFRa", "ASDFRa AREF"), ("Oak_BECKb", "BECKb AREF")):
        written(
            tmp_path / "ChapterV",
            f"splib07a_{name}_AREF.txt",
            usgs(f" splib07a Record=88: Oak leaf      {device}", values),
        )
    written(
        tmp_path / "ChapterV",
        "errorbars_for_splib07a_Oak_BECKb_AREF.txt",
        usgs(" splib07a Record=89:  error bars to preceding", REFLECTANCE / 50),
    )
    return tmp_path / "ChapterV"


def test_spectra_of_usgs_find_the_axis_of_their_spectrometer(usgs_folder):
    library = read_library(usgs_folder / "splib07a_Oak_ASDFRa_AREF.txt")
    assert library.names == ("Oak leaf ASDFRa AREF",)
    np.testing.assert_allclose(library.wavelength_nm, NM)
    assert np.isnan(library.spectra[0, 2])
    np.testing.assert_allclose(library.spectra[0, 3:], REFLECTANCE[3:])
    beckman = read_library(usgs_folder / "splib07a_Oak_BECKb_AREF.txt")
    np.testing.assert_allclose(beckman.wavelength_nm, NM + 100)


def test_a_folder_holds_a_library_for_each_axis(usgs_folder):
    first, second = read_libraries([usgs_folder])
    assert {*first.names, *second.names} == {
        "Oak leaf ASDFRa AREF",
        "Oak leaf BECKb AREF",
    }
    with pytest.raises(CubeFormatError, match="different wavelengths"):
        read_library(usgs_folder)


def test_files_with_one_axis_are_one_library(tmp_path):
    paths = [
        written(tmp_path, f"leaf{number}.asd", asd(REFLECTANCE * number, WHITE))
        for number in (1, 2)
    ]
    (library,) = read_libraries(paths)
    assert library.names == ("leaf1", "leaf2")
    assert library.title == "leaf1.asd + 1"
    np.testing.assert_allclose(library.spectra[1], 2 * REFLECTANCE)
    assert read_library(tmp_path).names == ("leaf1", "leaf2")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.asd", asd(REFLECTANCE * WHITE), "no white reference"),
        ("a.asd", asd(REFLECTANCE, cut=20), "cut off"),
        ("a.asd", asd(REFLECTANCE)[:300], "cut off"),
        ("a.asd", asd([]), "damaged header"),
        ("a.sig", svc()[:-70].replace("data=", "date="), "no line 'data'"),
        ("a.sig", svc() + "1 2\n", "no row of 4 columns"),
        ("a.sed", sed(["Wvl", "Chan.#"], [(1, 2), (3, 4)]), "no reflectance"),
        ("a.spectrum.txt", ecostress(told=12), "tells of 12 values"),
        ("a.ancillary.txt", "Name: x\nType: soil\nClass: y\n", "no spectrum"),
        ("a.txt", usgs(" splib07a Record=3: Oak ASDFRa AREF", [1, 2]), "no file with"),
        (
            "a.txt",
            usgs(" splib07a Record=3: error bars to preceding", [1]),
            "error bars",
        ),
        (
            "a.csv",
            "Name,R,G,B\nmica,200,150,0\ngossan,255,0,0\n",
            "no table of spectra",
        ),
        ("a.csv", "band,a\n1,0.1\n2,0.2\n3,0.3\n4,0.4\n", "no table of spectra"),
        ("a.csv", "nm,a\n400,0.1\n500,high\n600,0.3\n700,0.4\n", "'high'"),
        ("a.csv", b"nm,a\n400,\0\n", "no text"),
        ("a.json", "{}", "no spectral library"),
    ],
)
def test_what_is_no_spectrum_is_refused_with_the_reason(
    tmp_path, name, content, reason
):
    with pytest.raises(CubeFormatError, match=reason):
        read_library(written(tmp_path, name, content))


def test_the_own_export_is_read_back(tmp_path):
    spectra = np.array([[0.1, np.nan, 0.3, 0.2], [0.5, 0.25, 0.125, 0.1]])
    own = SpectralLibrary(
        ("=roof", "a, b"), np.array([450.0, 550.5, 700, 2200]), spectra
    )
    write_library(tmp_path / "own.csv", own)
    found = read_library(tmp_path / "own.csv")
    assert found.names == own.names
    assert found.notices == ()
    np.testing.assert_allclose(found.spectra, spectra)


@pytest.fixture
def envi_library(tmp_path):
    """Write a library of USGS's kind: axis and error bars are among the spectra."""
    rows = np.stack([NM / 1000, 1e4 * REFLECTANCE, REFLECTANCE, 2e4 * REFLECTANCE])
    rows[1, 0] = -1.23e34
    header = [
        "ENVI", "samples = 10", "lines = 4", "bands = 1", "data type = 4",
        "interleave = bsq", "byte order = 0", "file type = ENVI Spectral Library",
        "z plot titles = {wavelength, reflectance [*10000]}",
        "wavelength units = Micrometers",
        f"wavelength = {{{', '.join(map(str, NM / 1000))}}}",
        "spectra names = {Wavelengths in microns 10ch, Oak  BECKa AREF,",
        "error bars to preceding, Pine BECKa AREF}",
    ]  # fmt: skip
    written(tmp_path, "usgs.hdr", "\n".join(header))
    return written(tmp_path, "usgs.sli", rows.astype("<f4").tobytes())


def test_axis_and_error_bars_of_envi_libraries_are_no_spectra(envi_library):
    library = read_library(envi_library)
    assert library.names == ("Oak BECKa AREF", "Pine BECKa AREF")
    np.testing.assert_allclose(library.spectra[1], 2 * REFLECTANCE, rtol=1e-6)
    assert np.isnan(library.spectra[0, 0])
    told = " ".join(library.notices)
    assert "records with the axis (1) and with error bars (1)" in told
    assert "reflectance x 10000" in told


def test_a_scene_of_one_column_is_a_library(tmp_path):
    values = np.stack([REFLECTANCE, 2 * REFLECTANCE], axis=1)[:, :, None]
    write_envi(
        tmp_path / "surface.hdr",
        values.astype(np.float32),
        bands=BandAxis(10, NM),
        georeference=GeoReference(),
    )
    library = read_library(tmp_path / "surface.hdr")
    assert library.names == ("spectrum 1", "spectrum 2")
    np.testing.assert_allclose(library.spectra[1], 2 * REFLECTANCE, rtol=1e-6)


REAL = {
    "spectral_libraries/USGS_Mineral_Spectral_Library.hdr": (481, 420, 395.1, 2560.0),
    "spectral_libraries/USGS_Mineral_Spectral_Library.sli": (481, 420, 395.1, 2560.0),
    "spectral_libraries/gamesberg_field_library_color_mod.csv": "no table of spectra",
    "spectral_libraries/gamsberg_field_library": (27, 2151, 350.0, 2500.0),
    "spectral_libraries/gamsberg_field_library.hdr": (27, 2151, 350.0, 2500.0),
    "spectral_libraries/library_berlin.csv": "no table of spectra",
    "spectral_libraries/library_berlin.hdr": (75, 177, 460.0, 2409.0),
    "spectral_libraries/library_berlin.json": "no spectral library",
    "spectral_libraries/library_berlin.sli": (75, 177, 460.0, 2409.0),
    "spectral_libraries/roberts2017_urban.csv": "no table of spectra",
    "spectral_libraries/roberts2017_urban.hdr": (3725, 224, 365.9, 2496.2),
    "spectral_libraries/roberts2017_urban.sli": (3725, 224, 365.9, 2496.2),
    "sensors/speclib/ACESA_2.sig": (1, 1024, 340.5, 2522.8),
    "sensors/speclib/HR.020824.0000.sig": (1, 1024, 338.5, 2513.2),
    "sensors/speclib/Spectral_Space_1.csv": (4, 2151, 350.0, 2500.0),
    "sensors/speclib/darwin.sed": (1, 2151, 350.0, 2500.0),
    "sensors/speclib/group100000.asd": (1, 2151, 350.0, 2500.0),
    "sensors/speclib/ribb00001.asd": (1, 2151, 350.0, 2500.0),
    "sensors/speclib/ribb00001.asd.txt": (1, 2151, 350.0, 2500.0),
    "sensors/speclib/s07_AV95_envi.hdr": (2457, 224, 383.15, 2508.2),
    "sensors/speclib/s07_AV95_envi.sli": (2457, 224, 383.15, 2508.2),
    "sensors/speclib/soil.alfisol.fragiboralf.none.all.86p1994.jhu.becknic.ancillary."
    "txt": "no spectrum",
    "sensors/speclib/soil.alfisol.fragiboralf.none.all.86p1994.jhu.becknic.spectrum."
    "txt": (1, 2844, 400.0, 14011.2),
}
has_libraries = pytest.mark.skipif(
    not (SHARED_DATA / "spectral_libraries").is_dir(),
    reason="the real libraries are not here",
)


@has_libraries
@pytest.mark.parametrize("name", REAL)
def test_real_libraries_open_right_or_are_refused(name):
    expected = REAL[name]
    if isinstance(expected, str):
        with pytest.raises(CubeFormatError, match=expected):
            read_library(SHARED_DATA / name)
        return
    library = read_library(SHARED_DATA / name)
    count, channels, first, last = expected
    assert library.spectra.shape == (count, channels) == (len(library.names), channels)
    assert library.wavelength_nm[[0, -1]] == pytest.approx([first, last])
    assert (np.diff(library.wavelength_nm) >= 0).all()


@has_libraries
def test_every_real_library_is_in_the_table():
    folders = ("spectral_libraries", "sensors/speclib")
    files = {
        f"{folder}/{path.name}"
        for folder in folders
        for path in (SHARED_DATA / folder).iterdir()
    }
    assert files == {*REAL}


@has_libraries
def test_reflectance_of_asd_is_that_of_the_makers_program():
    folder = SHARED_DATA / "sensors" / "speclib"
    binary = read_library(folder / "ribb00001.asd").spectra[0]
    exported = read_library(folder / "ribb00001.asd.txt").spectra[0]
    known = np.isfinite(binary)
    assert known.sum() == 2151 - 64  # elsewhere the reference saw no light
    np.testing.assert_allclose(binary[known], exported[known], rtol=1e-12)
