"""Values of real scenes and what is told of them; see also `test_every_file`."""

import numpy as np
import pytest

from hsiviewer.io.registry import open_cube
from tests.builders import SHARED_DATA

NEON = "neon_harv/NEON_D01_HARV_DP3_726000_4699000_reflectance_crop.tif"
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


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_range_of_values(name, least, most):
    values = open_real(name).source.read()
    assert values.min() == pytest.approx(least, abs=1e-6)
    assert values.max() == pytest.approx(most, rel=1e-4)


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
