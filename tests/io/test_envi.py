"""ENVI files under every name, order and header that the field writes."""

import time

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values


@pytest.fixture
def envi(tmp_path):
    write_envi(
        tmp_path / "scene.hdr", make_values(), bands=BandAxis(5), georeference=UTM33
    )
    return tmp_path / "scene.hdr"


def add_line(header, line):
    header.write_bytes(header.read_bytes() + line.encode() + b"\n")


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("dtype", ["int32", "uint32", "int64", "uint64", ">i2", ">f8"])
def test_every_type_and_byte_order_reads_back(tmp_path, interleave, dtype):
    values = make_values(dtype=dtype)
    write_envi(
        tmp_path / "s.img",
        values,
        bands=BandAxis(5),
        georeference=GeoReference(),
        interleave=interleave,
    )
    cube = open_cube(tmp_path / "s.hdr")
    found = cube.source.read()
    np.testing.assert_array_equal(found, values)
    assert found.dtype == cube.source.dtype == np.dtype(dtype).newbyteorder("=")


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("step", [1, 2, 5, 50])
def test_windows_bands_and_steps_equal_slices(tmp_path, interleave, step):
    values = make_values(7, 90, 31)
    write_envi(
        tmp_path / "s.hdr",
        values,
        bands=BandAxis(7),
        georeference=UTM33,
        interleave=interleave,
    )
    source = open_cube(tmp_path / "s.hdr").source
    for window in (
        None,
        PixelWindow(0, 0, 90, 31),
        PixelWindow(89, 30, 1, 1),
        PixelWindow(3, 4, 80, 9),
    ):
        rows, cols = (window or PixelWindow(0, 0, 90, 31)).slices
        for bands in (None, [6], [0, 1, 2], [5, 0, 0, 3], []):
            wanted = values if bands is None else values[np.array(bands, int)]
            np.testing.assert_array_equal(
                source.read(bands, window, step=step),
                wanted[:, rows, cols][:, ::step, ::step],
            )


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 400])
def test_few_and_many_spectra_equal_indexing(tmp_path, interleave, count):
    values = make_values(7, 20, 31)
    write_envi(
        tmp_path / "s.hdr",
        values,
        bands=BandAxis(7),
        georeference=UTM33,
        interleave=interleave,
    )
    random = np.random.default_rng(count)
    rows, cols = random.integers(0, 20, count), random.integers(0, 31, count)
    found = open_cube(tmp_path / "s.img").source.read_spectra(rows, cols)
    np.testing.assert_array_equal(found, values[:, rows, cols].T)


@pytest.mark.parametrize(
    ("data", "header"),
    [
        ("x", "x.hdr"),
        ("x.img", "x.img.hdr"),
        ("x.dat", "x.hdr"),
        ("x.BSQ", "x.HDR"),
        ("x_rfl.v2", "x_rfl.hdr"),
        ("a [1].img", "a [1].hdr"),
        ("wälder.raw", "wälder.raw.hdr"),
    ],
)
def test_header_and_data_find_each_other(tmp_path, envi, data, header):
    folder = tmp_path / "named"
    folder.mkdir()
    envi.rename(folder / header)
    envi.with_suffix(".img").rename(folder / data)
    for name in (data, header):
        cube = open_cube(folder / name)
        assert cube.path == folder / data
        np.testing.assert_array_equal(cube.source.read(), make_values())


def test_a_missing_partner_is_named(envi):
    data = envi.with_suffix(".img")
    content = data.read_bytes()
    data.unlink()
    with pytest.raises(FileAccessError, match=r"data file of scene\.hdr is missing"):
        open_cube(envi)
    data.write_bytes(content)
    envi.unlink()
    with pytest.raises(CubeFormatError, match=r"scene\.img.*\.hdr file beside"):
        open_cube(data)


@pytest.mark.parametrize(
    "line",
    [
        "samples = 999999999999999999",
        "bands = 2147483647",
        "header offset = 999999999999999999",
    ],
)
def test_absurd_sizes_are_refused_at_once(envi, line):
    add_line(envi, line)
    start = time.perf_counter()
    with pytest.raises(CubeFormatError, match=r"scene\.hdr"):
        open_cube(envi)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("bands = 0", "cannot be"),
        ("bands = five", "five"),
        ("byte order = 2", "byte order"),
        ("file compression = 1", "compressed"),
        ("file type = ENVI Spectral Library", "spectral library"),
        ("wavelength = {1, 2, 3, 4, five}", "five"),
        ("wavelength = {400,5, 410,5, 420,5, 430,5, 440,5}", "decimal commas"),
        ("fwhm = {1, 2,\n 3, 4, 5", "fwhm.*never closed"),
    ],
)
def test_faults_of_headers_are_told_with_the_file(envi, line, sentence):
    add_line(envi, line)
    with pytest.raises(CubeFormatError, match=sentence) as told:
        open_cube(envi)
    assert "scene.hdr" in str(told.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("bbl = {1, 0}", "'bbl'"),
        ("bbl = {1, 0, 1, 1, x}", "'bbl'"),
        ("data ignore value = none", "no value is ignored"),
        ("reflectance scale factor = 0", "as stored"),
        ("reflectance scale factor = many", "as stored"),
        ("map info = {UTM, 1, 1, x, 5, 30, 30, 33, North}", "map info"),
        ("map info = {UTM, 1, 1, 5, 5, 0, 0, 33, North}", "map info"),
        ("map info = {UTM}", "map info"),
        ("map info =\ncoordinate system string = {nonsense}", "be understood"),
    ],
)
def test_doubtful_entries_open_with_a_notice(envi, line, sentence):
    add_line(envi, line)
    cube = open_cube(envi)
    assert any(sentence in each for each in cube.notices)
    np.testing.assert_array_equal(cube.source.read(), make_values())


def test_a_header_in_latin_1_keeps_micrometres(envi):
    text = "wavelength units = µm\nwavelength = {0.45, 0.55, 0.65, 0.85, 1.6}\n"
    envi.write_bytes(envi.read_bytes() + text.encode("latin-1"))
    cube = open_cube(envi)
    np.testing.assert_array_equal(cube.bands.wavelength_nm, [450, 550, 650, 850, 1600])
    assert cube.notices == ()


def test_windows_line_ends_comments_and_capitals_are_read(envi):
    text = envi.read_text(encoding="utf-8").replace("samples =", "; note\nSAMPLES   =")
    envi.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    np.testing.assert_array_equal(open_cube(envi).source.read(), make_values())


def test_map_info_of_a_rotated_scene_places_the_reference_pixel(envi):
    add_line(envi, "coordinate system string = ")
    add_line(
        envi,
        "map info = {UTM, 3, 2, 1000, 5000, 10, 10, 11, North, WGS-84, rotation=90}",
    )
    place = open_cube(envi).georeference
    a, b, c, d, e, f = place.transform
    np.testing.assert_allclose((a * 2 + b + c, d * 2 + e + f), (1000, 5000))
    np.testing.assert_allclose((a, b, d, e), (0, 10, 10, 0), atol=1e-12)
    assert place.crs_name == "EPSG:32611"


def test_gains_and_offsets_make_physical_values(envi):
    add_line(envi, "data gain values = {1, 2, 3, 4, 5}")
    add_line(envi, "data offset values = {0, 0, 0, 0, 7}")
    add_line(envi, "data ignore value = 400")
    values = make_values().astype(np.float32)
    expected = values * np.array([1, 2, 3, 4, 5])[:, None, None]
    expected[4] += 7
    expected[values == 400] = np.nan
    np.testing.assert_allclose(open_cube(envi).read(), expected)


def test_a_closed_or_shortened_file_is_told(envi):
    cube = open_cube(envi)
    envi.with_suffix(".img").write_bytes(b"")
    for read in (cube.source.read, lambda: cube.read_spectrum(0, 0)):
        with pytest.raises(FileAccessError, match=r"scene\.img has become shorter"):
            read()
    cube.close()
    cube.close()
    with pytest.raises(FileAccessError, match=r"scene\.img has been closed"):
        cube.source.read()


@pytest.mark.parametrize("nodata", [np.float32(-9999), np.nan, 3, -1e34])
def test_every_nodata_value_reads_back(tmp_path, nodata):
    write_envi(
        tmp_path / "s.hdr",
        make_values(dtype=np.float64),
        bands=BandAxis(5),
        georeference=UTM33,
        nodata=nodata,
        scale=np.float64(10000),
    )
    cube = open_cube(tmp_path / "s.hdr")
    np.testing.assert_equal(cube.nodata, float(nodata))
    assert cube.scale == 10000
    assert cube.notices == ()
