"""Headers as cameras and other programs write them, each with its right reading."""

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.warp import transform

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.io.crs import crs_of
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.interleaves import likely_interleave
from hsiviewer.io.raw_layout import FILE_AXES, RawLayout
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import read_library
from tests.builders import SHARED_DATA, UTM33
from tests.io.test_axis_order import town

WAVELENGTHS = [450.0, 575.0, 700.0, 825.0]
VALUES = (100 * np.arange(4)[:, None, None] + np.arange(30).reshape(5, 6)).astype("u2")
_LISTED = "wavelength units = Nanometers\nwavelength = {450, 575, 700, 825}\n"
_HEAD = "ENVI\nsamples = 6\nlines = 5\nbands = 4\ndata type = 12\ninterleave = bsq\nbyte order = 0\n"  # noqa: E501


def write(folder, more="", *, head=_HEAD, encoding="utf-8", data="s.img"):
    VALUES.tofile(folder / data)
    (folder / "s.hdr").write_bytes((head + more).encode(encoding))
    return folder / "s.hdr"


def joined(separator, form="{}"):
    return separator.join(form.format(wavelength) for wavelength in WAVELENGTHS)


@pytest.mark.parametrize(
    "more",
    [
        f"wavelength units = nm\nwavelength = [{joined('  ')}]\n",
        "wavelength units = nm\nwavelength = [450.0 575.0\n   700.0 825.0]\nx = 1\n",
        f"wavelength units = nm\nwavelength = [{joined(', ')}]\n",
        f"wavelength units = nm\nwavelengths = {{{joined(', ')}}}\n",
        f"wavelength units = nm\nwavelength = {{{joined(' ')}}}\n",
        f"wavelength units = nm\nwavelength = {{{joined('; ')}}}\n",
        "wavelength units = nm\nwavelength = {450,0; 575,0; 700,0; 825,0}\n",
        "wavelength units = nm\nwavelength = {'450', '575', '700', '825'}\n",
        f"wavelength = {{{joined(', ', '{} nm')}}}\n",
        "wavelength units = um\nwavelength = {0.45D0, 5.75D-1, 7.0D-1, 8.25D-1}\n",
        f"wavelength units = nm\nwavelength =\n{{\n{joined(', ')}\n}}\n",
        f"band names = {{{joined(', ', '{:.2f} Nanometers')}}}\n",
        "band names = {Band 1 (0.45), Band 2 (0.575), Band 3 (0.7), Band 4 (0.825)}\n",
        f"band names = {{{joined(', ', 'b7: {} nm')}}}\n",
    ],
)
def test_wavelengths_are_read_however_they_are_written(tmp_path, more):
    cube = open_cube(write(tmp_path, more))
    np.testing.assert_allclose(cube.bands.wavelength_nm, WAVELENGTHS)


@pytest.mark.parametrize(
    "more",
    [
        "wavelength units = Unknown\nwavelength = {1, 2, 3, 4}\n",
        "band names = {Band 1, Band 2, Band 3, Band 4}\n",
        "band names = {1, 2, 3, 4}\n",
        "band names = {Red 650 nm, Green, Blue 450 nm, x}\n",
    ],
)
def test_numbers_that_only_count_are_no_wavelengths(tmp_path, more):
    assert open_cube(write(tmp_path, more)).bands.wavelength_nm is None


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (_HEAD, "utf-16"),
        (_HEAD.replace("ENVI", "envi"), "utf-8"),
        (_HEAD.replace("= 12", "= 12 ; unsigned 16 bit"), "utf-8"),
        (_HEAD.replace("= bsq", "= bsq ; band by band"), "utf-8"),
    ],
)
def test_headers_of_other_writers_are_read(tmp_path, head, encoding):
    cube = open_cube(write(tmp_path, _LISTED, head=head, encoding=encoding))
    np.testing.assert_array_equal(cube.source.read(), VALUES)
    np.testing.assert_allclose(cube.bands.wavelength_nm, WAVELENGTHS)


@pytest.mark.parametrize("marks", ["1.0, 0.0, 1.0, 1.0", "true, false, true, true"])
def test_bad_bands_may_be_words(tmp_path, marks):
    cube = open_cube(write(tmp_path, f"bbl = {{{marks}}}\n"))
    assert cube.bands.good_bands.tolist() == [0, 2, 3]


def test_default_bands_may_have_decimals(tmp_path):
    assert open_cube(
        write(tmp_path, "default bands = {3.0, 2.0, 1.0}\n")
    ).default_bands == (2, 1, 0)


def test_gains_to_reflectance_are_applied(tmp_path):
    more = "data reflectance gain values = {1e-4, 1e-4, 1e-4, 1e-4}\n"
    spectrum = open_cube(write(tmp_path, more)).read_spectrum(2, 3)
    np.testing.assert_allclose(spectrum, VALUES[:, 2, 3] * 1e-4)


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ("UTM, 1, 1, 4e5, 38e5, 15, 15, 11.0, North, WGS-84, units=Meters", 32611),
        ("UTM, 1, 1, 4e5, 74e5, 10, 10, -23, South, WGS-84", 32723),
        ("UTM, 1, 1, 4e5, 74e5, 10, 10, 23, South, SIRGAS 2000", 31983),
        ("UTM, 1, 1, 4e5, 64e5, 10, 10, 55, South, GDA94", 28355),
        (
            "UTM, 1, 1, 4e5, 64e5, 10, 10, 55, South, "
            "Geocentric Datum of Australia 1994",
            28355,
        ),
    ],
)
def test_datums_and_zones_are_understood(tmp_path, info, code):
    cube = open_cube(write(tmp_path, f"map info = {{{info}}}\n"))
    assert crs_of(cube.georeference).to_epsg() == code


@pytest.mark.parametrize(
    ("name", "datum", "spheroid", "code"),
    [
        ("GCS_WGS_1984", "D_WGS_1984", '"WGS_1984",6378137.0,298.257223563', 4326),
        ("GCS_ETRS_1989", "D_ETRS_1989", '"GRS_1980",6378137.0,298.257222101', 4258),
    ],
)
def test_degrees_are_those_of_epsg_although_longitude_is_first(
    tmp_path, name, datum, spheroid, code
):
    text = (
        f'GEOGCS["{name}",DATUM["{datum}",SPHEROID[{spheroid}]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )
    cube = open_cube(write(tmp_path, f"coordinate system string = {{{text}}}\n"))
    assert cube.georeference.crs_name == f"EPSG:{code}"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            "map info = {UTM, 1, 1, 4e5, 3e6, 10, 10, 33, North, Pulkovo}\n",
            "datum 'Pulkovo'",
        ),
        ("geo points = {1.0, 1.0, 48.2, 16.1, 6.0, 1.0, 48.2, 16.2}\n", "geo points"),
    ],
)
def test_a_place_that_is_not_used_is_told(tmp_path, more, sentence):
    cube = open_cube(write(tmp_path, more))
    assert any(sentence in notice for notice in cube.notices)


@pytest.mark.parametrize(
    ("code", "lon", "lat", "has_datum"),
    [
        (27700, -2, 52, True),  # transverse Mercator
        (2154, 3, 46, False),  # Lambert conformal conic
        (28992, 5, 52, False),  # stereographic
        (5070, -96, 40, True),  # Albers
        (5880, -54, -10, False),  # polyconic
        (3035, 10, 50, False),  # Lambert azimuthal
        (3031, 10, -70, True),  # polar stereographic
    ],
)
def test_projections_in_numbers_are_those_that_gdal_writes(
    tmp_path, code, lon, lat, has_datum
):
    system = CRS.from_epsg(code)
    (x,), (y,) = transform("EPSG:4326", system, [lon], [lat])
    with rasterio.open(
        tmp_path / "s.img", "w", driver="ENVI", width=2, height=2, count=1,
        dtype="uint8", crs=system, transform=rasterio.Affine(10, 0, x, 0, -10, y),
    ) as dataset:  # fmt: skip
        dataset.write(np.ones((1, 2, 2), np.uint8))
    header = tmp_path / "s.hdr"
    lines = header.read_text().splitlines()
    assert any(line.startswith("projection info") for line in lines)
    kept = [line for line in lines if not line.startswith("coordinate system")]
    header.write_text("\n".join(kept))
    cube = open_cube(header)
    found = transform(crs_of(cube.georeference), "EPSG:4326", [x], [y])
    np.testing.assert_allclose(np.ravel(found), [lon, lat], atol=1e-7)
    assert any("no datum" in notice for notice in cube.notices) != has_datum


def test_a_projection_in_numbers_with_a_datum_is_that_of_epsg(tmp_path):
    text = (
        "map info = {ETRS89 LAEA Europe, 1, 1, 4321000, 3210000, 10, 10, ETRS89}\n"
        "projection info = {11, 6378137.0, 6356752.3141, 52.0, 10.0, 4321000.0, "
        "3210000.0, ETRS89, ETRS89 LAEA Europe, units=Meters}\n"
    )
    cube = open_cube(write(tmp_path, text))
    assert crs_of(cube.georeference).to_epsg() == 3035


@pytest.mark.parametrize(
    "numbers",
    [
        "99, 6378137, 6356752.3, 52, 10, 0, 0",  # no such projection
        "11, 6378137, 6356752.3, 52, 10",  # parameters are missing
        "11, 6378137, 6356752.3, 52, ten, 0, 0, ETRS89",
        "11, 0, 6356752.3, 52, 10, 0, 0",  # no ellipsoid
        "11, 6378137, 6356752.3, 52, 10, 0, 0, ETRS89, units=Feet",
    ],
)
def test_a_projection_that_is_not_understood_is_told(tmp_path, numbers):
    info = "map info = {Mine, 1, 1, 0, 0, 10, 10}\n"
    cube = open_cube(write(tmp_path, f"{info}projection info = {{{numbers}}}\n"))
    assert not cube.georeference.has_crs
    assert any("'Mine'" in notice for notice in cube.notices)


def test_a_missing_interleave_is_told_with_a_remedy(tmp_path):
    cube = open_cube(write(tmp_path, head=_HEAD.replace("interleave = bsq\n", "")))
    assert any("open s.hdr:bil or s.hdr:bip" in notice for notice in cube.notices)


@pytest.mark.parametrize("interleave", FILE_AXES)
@pytest.mark.parametrize("suffix", [".raw", "suffix"])
def test_a_missing_interleave_is_found_in_the_values(tmp_path, interleave, suffix):
    scene = town().astype(np.float32)
    suffix = f".{interleave}" if suffix == "suffix" else suffix
    ordered = np.ascontiguousarray(scene.transpose(FILE_AXES[interleave]))
    ordered.tofile(tmp_path / f"s{suffix}")
    bands, rows, cols = scene.shape
    (tmp_path / "s.hdr").write_text(
        f"ENVI\nsamples = {cols}\nlines = {rows}\nbands = {bands}\ndata type = 4\n"
        "byte order = 0\n"
    )
    cube = open_cube(tmp_path / "s.hdr")
    np.testing.assert_array_equal(cube.source.read(), scene)
    is_told = any("does not tell the interleave" in notice for notice in cube.notices)
    assert is_told == (suffix == ".raw")


@pytest.mark.parametrize("name", ["salinas_a/SalinasA_corrected.mat",
                                  "anomaly_abu/abu-urban-2.mat"])  # fmt: skip
@pytest.mark.parametrize("interleave", FILE_AXES)
def test_real_scenes_are_not_torn_without_an_interleave(tmp_path, name, interleave):
    if not (SHARED_DATA / name).exists():
        pytest.skip(f"real scene {name} is not at hand")
    values = open_cube(SHARED_DATA / name).source.read()
    np.ascontiguousarray(values.transpose(FILE_AXES[interleave])).tofile(tmp_path / "s")
    found = likely_interleave(
        tmp_path / "s", RawLayout(values.shape, values.dtype, "bsq")
    )
    assert found in (interleave, None)


@pytest.mark.parametrize("value", [0.0, np.nan, -1.7e308])
def test_nothing_is_made_out_of_nothing(tmp_path, value):
    values = np.full((4, 9, 10), value)
    values.tofile(tmp_path / "s")
    layout = RawLayout(values.shape, values.dtype, "bsq")
    assert likely_interleave(tmp_path / "s", layout) is None


def test_an_interleave_can_be_named_after_the_file(tmp_path):
    VALUES.transpose(FILE_AXES["bil"]).tofile(tmp_path / "s.img")
    (tmp_path / "s.hdr").write_text(_HEAD)
    cube = open_cube(f"{tmp_path / 's.hdr'}:bil")
    np.testing.assert_array_equal(cube.source.read(), VALUES)
    assert open_cube(cube.reference).shape == cube.shape
    with pytest.raises(CubeFormatError, match="no variable 'data'"):
        open_cube(f"{tmp_path / 's.hdr'}:data")


def test_a_compressed_file_is_told_with_a_remedy(tmp_path):
    with pytest.raises(CubeFormatError, match="gunzip"):
        open_cube(write(tmp_path, "file compression = 1\n"))


@pytest.mark.parametrize("name", ["s.qml", "s.csv", "s.zip"])
def test_other_files_of_a_headers_name_are_no_data(tmp_path, name):
    header = write(tmp_path, _LISTED)
    (tmp_path / "s.img").unlink()
    (tmp_path / name).write_bytes(b"x,y,z\n" * 8000)
    with pytest.raises(FileAccessError, match=r"data file of s\.hdr is missing"):
        open_cube(header)


def test_a_header_of_esri_is_read(tmp_path):
    VALUES.transpose(1, 0, 2).tofile(tmp_path / "plot.bil")
    (tmp_path / "plot.hdr").write_text(
        "BYTEORDER I\nLAYOUT BIL\nNROWS 5\nNCOLS 6\nNBANDS 4\nNBITS 16\n"
        "PIXELTYPE UNSIGNEDINT\nULXMAP 380005\nULYMAP 5809995\nXDIM 10\nYDIM 10\n"
        "NODATA 0\nWAVELENGTHS\n450\n575\n700\n825\nWAVELENGTHS_END\n"
    )
    for name in ("plot.bil", "plot.hdr"):
        cube = open_cube(tmp_path / name)
        np.testing.assert_array_equal(cube.source.read(), VALUES)
        np.testing.assert_allclose(cube.bands.wavelength_nm, WAVELENGTHS)
        assert cube.georeference.transform == (10, 0, 380000, 0, -10, 5810000)
        assert cube.nodata == 0


@pytest.mark.parametrize("suffix", [".sli", ".spec", ""])
def test_libraries_of_other_programs_are_read(tmp_path, suffix):
    spectra = np.arange(12, dtype="u2").reshape(3, 4) * 1000
    spectra.tofile(tmp_path / f"l{suffix}")
    (tmp_path / "l.hdr").write_text(
        "ENVI\nsamples = 4\nlines = 3\nbands = 1\nfile type = ENVI Spectral Library\n"
        f"data type = 12\ninterleave = bsq\nbyte order = 0\n{_LISTED}"
        "reflectance scale factor = 10000\n"
        "spectra names = {Alunite (Na, coarse), Kaolinite, Water}\n"
    )
    library = read_library(tmp_path / "l.hdr")
    assert library.names == ("Alunite (Na, coarse)", "Kaolinite", "Water")
    np.testing.assert_allclose(library.spectra, spectra / 10000)


def test_names_that_do_not_fit_the_spectra_are_told(tmp_path):
    np.zeros((2, 4), "u2").tofile(tmp_path / "l.sli")
    (tmp_path / "l.hdr").write_text(
        "ENVI\nsamples = 4\nlines = 2\nbands = 1\nfile type = ENVI Spectral Library\n"
        f"data type = 12\ninterleave = bsq\nbyte order = 0\n{_LISTED}"
        "spectra names = {Grass, dry, Water}\n"
    )
    assert "3 names for 2 spectra" in read_library(tmp_path / "l.hdr").notices[-1]


@pytest.mark.parametrize(
    ("header", "kind"), [("s.tif.hdr", "ENVI Standard"), ("s.hdr", "TIFF")]
)
def test_a_header_beside_a_geotiff_leads_to_it(tmp_path, header, kind):
    write_geotiff(tmp_path / "s.tif", VALUES, georeference=UTM33)
    (tmp_path / header).write_text(f"{_HEAD}file type = {kind}\n{_LISTED}")
    cube = open_cube(tmp_path / header)
    np.testing.assert_array_equal(cube.source.read(), VALUES)
    assert cube.driver == "GTiff"
    assert cube.georeference.has_crs
