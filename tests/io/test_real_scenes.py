"""Facts about real scenes, as their publishers and sensors state them."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.registry import open_cube
from tests.builders import SHARED_DATA

NEON = "neon_harv/NEON_D01_HARV_DP3_726000_4699000_reflectance_crop.tif"
RGB = "neon_harv/2019_D01_HARV_DP3_726000_4699000_image_crop.tif"
SCENES = [
    ("salinas_a/SalinasA_corrected.mat", (204, 83, 86), "int16"),
    ("salinas_a/SalinasA.mat", (224, 83, 86), "int16"),
    ("anomaly_abu/abu-beach-4.mat", (102, 100, 100), "float64"),
    ("anomaly_abu/abu-urban-2.mat", (198, 100, 100), "int16"),
    ("anomaly_abu/HYDICE_data.mat", (162, 100, 80), "uint16"),
    ("muufl_gulfport_crops/an_hsi_image_sub_for_demo.mat", (72, 51, 88), "float32"),
    ("muufl_gulfport_crops/an_hsi_img_for_tgt_det_demo.mat", (72, 36, 36), "float32"),
    ("muufl_gulfport_crops/an_hsi_img_for_class_demo.mat", (72, 31, 20), "float32"),
    ("paviau_crop/paviaU_subimg.mat", (103, 50, 50), "uint16"),
    ("sensors/matlab/reg_pavia_dataset.mat", (103, 80, 50), "float64"),
    ("sensors/planetary/M3_4030seg_L2_aristcrater.tif", (83, 50, 50), "float32"),
    ("sensors/emit/emit20250324t221005_jpl_unmix_ex", (285, 10, 10), "float32"),
    ("samson/derived_samson_cube.mat", (156, 95, 95), "float32"),
    ("trento_lidar_gt/Italy_lidar.mat", (2, 166, 600), "float32"),
    (
        "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif",
        (224, 192, 160),
        "int16",
    ),
    ("envi_scenes/AV_mastercal_testdata.bsq", (194, 50, 50), "int16"),
    ("envi_scenes/Bavaria_HySpex_50x50x232_int16.hdr", (232, 50, 50), "int16"),
    ("envi_scenes/Bavaria_HySpex_50x50x325_float32.hdr", (325, 50, 50), "float32"),
    ("envi_scenes/cubus_gamsberg_subset", (189, 25, 10), "float32"),
    ("envi_scenes/wiser/caltech_425_7_7_nm.hdr", (425, 7, 7), "float32"),
    ("envi_scenes/wiser/caltech_4_100_150_nm", (4, 150, 150), "float32"),
    ("envi_scenes/qps_enmap_berlin_177b.tif", (177, 7, 10), "int16"),
    (NEON, (426, 40, 40), "int16"),
    (RGB, (3, 400, 400), "uint8"),
]
RANGES = [
    ("salinas_a/SalinasA_corrected.mat", -9, 8373),
    ("anomaly_abu/abu-beach-4.mat", 0, 1),
    ("anomaly_abu/abu-urban-2.mat", -50, 14060),
    ("anomaly_abu/HYDICE_data.mat", 0, 592),
    ("paviau_crop/paviaU_subimg.mat", 0, 6614),
    ("samson/derived_samson_cube.mat", 0, 1),
    ("trento_lidar_gt/Italy_lidar.mat", 0, 2901),
    (NEON, 0, 14998),
]


def open_real(name):
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"real scene {path} is not at hand")
    return open_cube(path)


@pytest.mark.parametrize(("name", "shape", "dtype"), SCENES)
def test_shape_and_type(name, shape, dtype):
    cube = open_real(name)
    assert cube.shape == shape
    assert cube.source.dtype == dtype
    assert np.isfinite(cube.read([0])).any()
    cube.close()


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_range_of_values(name, least, most):
    values = open_real(name).source.read()
    assert values.min() == pytest.approx(least, abs=1e-6)
    assert values.max() == pytest.approx(most, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("muufl_gulfport_crops/an_hsi_image_sub_for_demo.mat", 367.7, 1043.4),
        ("muufl_gulfport_crops/an_hsi_img_for_class_demo.mat", 367.7, 1043.4),
        ("envi_scenes/AV_mastercal_testdata.bsq", 394.9, 2496.2),
        ("envi_scenes/Bavaria_HySpex_50x50x232_int16.bsq", 424.7, 2316.7),
        ("envi_scenes/Bavaria_HySpex_50x50x325_float32.bsq", 417.5, 2454.6),
        ("envi_scenes/cubus_gamsberg_subset", 426.8, 2324.9),
        ("sensors/matlab/reg_pavia_dataset.mat", 430.0, 860.0),
        ("sensors/planetary/M3_4030seg_L2_aristcrater.tif", 540.84, 2976.2),
        ("sensors/emit/emit20250324t221005_jpl_unmix_ex", 381.006, 2492.924),
    ],
)
def test_range_of_wavelengths(name, first, last):
    centres = open_real(name).bands.wavelength_nm
    assert centres.min() == pytest.approx(first, abs=0.06)
    assert centres.max() == pytest.approx(last, abs=0.06)


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif", "EPSG:32633"),
        ("envi_scenes/qps_enmap_berlin_177b.tif", "EPSG:32633"),
        ("envi_scenes/Bavaria_HySpex_50x50x232_int16.bsq", "EPSG:32633"),
        ("envi_scenes/AV_mastercal_testdata.bsq", "EPSG:32610"),
        ("envi_scenes/wiser/caltech_425_7_7_nm", "EPSG:32611"),
        ("envi_scenes/cubus_gamsberg_subset", ""),
        (NEON, ""),
        (RGB, "EPSG:32618"),
    ],
)
def test_coordinate_system(name, crs):
    assert open_real(name).georeference.crs_name == crs


def test_enmap_knows_its_bad_bands_and_its_holes():
    cube = open_real("enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif")
    assert cube.nodata == -32768
    assert not cube.bands.good_mask[129:135].any()
    valid = cube.valid_mask()
    assert valid[96:160, 32:160].all()
    assert np.mean(~valid) == pytest.approx(0.4, abs=0.01)
    assert cube.bands.has_wavelengths


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("envi_scenes/AV_mastercal_testdata.bsq", 71),
        ("envi_scenes/wiser/caltech_425_7_7_nm", -2),
    ],
)
def test_rotated_flight_lines_are_turned(name, degrees):
    a, _, _, d, _, _ = open_real(name).georeference.transform
    assert np.degrees(np.arctan2(d, a)) == pytest.approx(degrees, abs=0.51)


def test_samson_is_a_matrix_of_spectra_and_the_size_of_its_picture():
    cube = open_real("samson/samson_1.mat")
    assert cube.shape == (156, 95, 95)
    whole = open_real("samson/derived_samson_cube.mat").source.read()
    np.testing.assert_allclose(cube.source.read(), whole, rtol=1e-6)


def test_overlapping_detectors_of_aviris_are_told():
    cube = open_real("envi_scenes/AV_mastercal_testdata.bsq")
    assert any("not in order" in each for each in cube.notices)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gt_only/KSC_gt.mat", "no variable of 3 axes"),
        ("spectral_libraries/library_berlin.sli", "spectral library"),
    ],
)
def test_what_is_no_scene_is_refused(name, sentence):
    with pytest.raises(CubeFormatError, match=sentence):
        open_real(name)
