"""Doubtful files open with a notice, damaged ones are refused with a sentence."""

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import CubeFormatError, FileAccessError, HsiViewerError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.coordinates import geographic_transform
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from hsiviewer.io.wavelengths import decide_wavelengths
from tests.builders import SHARED_DATA, UTM33, make_values
from tests.io.hostile import virtual_raster

SCENES = {
    "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif": (224, 192, 160),
    "salinas_a/SalinasA_corrected.mat": (204, 83, 86),
    "envi_scenes/AV_mastercal_testdata.hdr": (194, 50, 50),
    "envi_scenes/Bavaria_HySpex_50x50x232_int16.bsq": (232, 50, 50),
    "envi_scenes/Bavaria_HySpex_50x50x325_float32.bsq": (325, 50, 50),
    "envi_scenes/cubus_gamsberg_subset": (189, 25, 10),
    "envi_scenes/wiser/caltech_425_7_7_nm": (425, 7, 7),
    "envi_scenes/qps_enmap_berlin_177b.tif": (177, 7, 10),
    "paviau_crop/paviaU_subimg.mat": (103, 50, 50),
    "samson/derived_samson_cube.mat": (156, 95, 95),
    "neon_harv/NEON_D01_HARV_DP3_726000_4699000_reflectance_crop.tif": (426, 40, 40),
    "muufl_gulfport_crops/an_hsi_image_sub_for_demo.mat": (72, 51, 88),
}


@pytest.mark.parametrize(("name", "shape"), SCENES.items())
def test_real_scenes_open(name, shape):
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"real scene {path} is not at hand")
    cube = open_cube(path)
    assert cube.shape == shape
    assert np.isfinite(cube.read([0])).any()
    cube.close()


@pytest.fixture
def envi(tmp_path):
    axis = BandAxis(5, np.array([450.0, 550.0, 650.0, 850.0, 1600.0]))
    write_envi(tmp_path / "scene.hdr", make_values(), bands=axis, georeference=UTM33)
    return tmp_path / "scene.hdr"


def change(header, old, new, encoding="utf-8"):
    text = header.read_text(encoding="utf-8")
    assert old in text
    header.write_bytes(text.replace(old, new).encode(encoding))


@pytest.mark.parametrize("kept", range(0, 420, 21))
def test_a_data_file_cut_short_is_refused(envi, kept):
    data = envi.with_suffix(".img")
    data.write_bytes(data.read_bytes()[:kept])
    with pytest.raises(CubeFormatError, match=r"scene\.img"):
        open_cube(envi)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bands = 5", "bands = 50"),
        ("interleave = bsq", "interleave = bsx"),
        ("450.0, 550.0", "450.0"),
        ("450.0", "450,5"),
        ("data type = 2", "data type = 99"),
        ("samples = 7", "samples = 2000000000"),
        ("lines = 6", "lines = -3"),
        ("1600.0}", "1600.0"),
    ],
)
def test_a_header_that_contradicts_itself_is_refused(envi, old, new):
    change(envi, old, new)
    with pytest.raises(CubeFormatError, match="scene"):
        open_cube(envi)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_micrometres_are_read_in_either_encoding(envi, encoding):
    change(envi, "wavelength units = Nanometers", "wavelength units = µm", encoding)
    cube = open_cube(envi)
    assert cube.bands.wavelength_nm[0] == 450.0  # impossible as µm, so taken for nm
    assert cube.notices


@pytest.mark.parametrize(
    ("unit", "values", "first_nm", "is_sure"),
    [
        ("Nanometers", [450, 550], 450, True),
        ("nanometer", [450, 550], 450, True),
        ("NM", [450, 550], 450, True),
        ("Micrometers", [0.45, 0.55], 450, True),
        ("microns", [0.45, 0.55], 450, True),
        ("um", [0.45, 0.55], 450, True),
        ("Unknown", [450, 550], 450, False),
        ("", [0.45, 0.55], 450, False),
        (None, [450, 550], 450, False),
    ],
)
def test_one_function_decides_units(unit, values, first_nm, is_sure):
    axis = decide_wavelengths(values, units=unit, count=2, file="x.hdr")
    assert axis.wavelength_nm[0] == pytest.approx(first_nm)
    assert bool(axis.notices) != is_sure


def test_a_virtual_raster_in_disguise_is_not_followed(tmp_path):
    write_geotiff(tmp_path / "real.tif", make_values(), georeference=UTM33)
    (tmp_path / "evil.vrt").write_text(virtual_raster(tmp_path / "real.tif"))
    (tmp_path / "evil.vrt").rename(tmp_path / "evil.tif")
    with pytest.raises(HsiViewerError, match=r"evil\.tif"):
        open_cube(tmp_path / "evil.tif")


def test_a_damaged_geotiff_is_refused(tmp_path):
    path = tmp_path / "scene.tif"
    values = np.random.default_rng(0).integers(0, 999, (4, 64, 64), np.int16)
    write_geotiff(path, values, georeference=GeoReference())
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(CubeFormatError, match=r"scene\.tif"):
        open_cube(path).read()


@pytest.mark.parametrize("kept", [100, 140, 300, 900])
def test_a_damaged_matlab_file_is_refused(tmp_path, kept):
    path = tmp_path / "scene.mat"
    cube = np.random.default_rng(0).random((6, 7, 5))
    scipy.io.savemat(path, {"cube": cube}, do_compression=True)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(CubeFormatError, match=r"scene\.mat"):
        open_cube(path)


def test_a_matlab_file_of_several_cubes_asks_for_the_variable(tmp_path):
    path = tmp_path / "scene.mat"
    cube = make_values().transpose(1, 2, 0)
    scipy.io.savemat(path, {"first": cube, "second": cube + 1})
    with pytest.raises(CubeFormatError, match=r"first.*second|second.*first"):
        open_cube(path)
    assert open_cube(f"{path}:second").read_spectrum(0, 0)[0] == 1
    with pytest.raises(CubeFormatError, match="third"):
        open_cube(f"{path}:third")


@pytest.mark.parametrize("name", ["missing.hdr", "x" * 400 + ".tif"])
def test_files_that_are_not_there_are_named(tmp_path, name):
    with pytest.raises(FileAccessError, match=name[:20]):
        open_cube(tmp_path / name if len(name) < 100 else name)


def test_a_file_of_no_known_kind_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CubeFormatError, match=r"notes\.txt"):
        open_cube(tmp_path / "notes.txt")


def test_geographic_coordinates_of_a_known_place():
    # Potsdam's Nikolaikirche, WGS 84: 52.39583 N, 13.06083 E.
    latitude, longitude = geographic_transform(UTM33)(368040.0, 5806870.0)
    assert latitude == pytest.approx(52.3959, abs=2e-3)
    assert longitude == pytest.approx(13.0609, abs=2e-3)
    assert geographic_transform(GeoReference()) is None
