"""Products of sensors: bands, values, flags, places and quantities of each."""

import contextlib

import h5py
import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values
from tests.io import sensor_files
from tests.io.test_real_scenes import open_real


def test_prisma_joins_two_detectors_and_drops_what_was_never_acquired(tmp_path):
    cube = open_cube(sensor_files.prisma(tmp_path))
    assert (cube.driver, cube.shape) == ("PRISMA", (5, 6, 7))
    np.testing.assert_allclose(cube.bands.wavelength_nm, [977, 700, 407, 2497, 943])
    np.testing.assert_allclose(cube.bands.fwhm_nm, 10)
    vnir = (make_values(3)[:, 1, 2] + 1) / 65535
    swir = (make_values(3)[1:, 1, 2] + 1) / 65535 + 0.5
    np.testing.assert_allclose(cube.read_spectrum(1, 2), [*vnir, *swir], rtol=1e-6)
    assert np.isnan(cube.read_spectrum(0, 0)[:3]).all()
    assert np.isfinite(cube.read_spectrum(0, 0)[3:]).all()
    assert (cube.quantity, cube.unit) == ("reflectance", "")
    assert cube.georeference.crs_name == "EPSG:32632"
    assert cube.georeference.transform == (30, 0, 500000, 0, -30, 5000000)
    assert any("overlap" in notice for notice in cube.notices)


@pytest.mark.parametrize(("view", "count"), [("VNIR", 3), ("SWIR", 2)])
def test_one_detector_of_prisma_is_opened_alone(tmp_path, view, count):
    cube = open_cube(f"{sensor_files.prisma(tmp_path)}:{view}")
    assert (cube.shape[0], cube.variable) == (count, view)
    assert open_cube(cube.reference).shape == cube.shape


def test_prisma_level_1_is_radiance_without_a_place(tmp_path):
    cube = open_cube(sensor_files.prisma(tmp_path, "L1"))
    assert (cube.quantity, cube.unit) == ("radiance", "W/m2/sr/um")
    assert not cube.is_reflectance
    assert not cube.georeference.has_crs
    np.testing.assert_allclose(cube.read_spectrum(1, 2)[0], 0.13)
    np.testing.assert_array_equal(cube.read_spectrum(0, 0)[:3], 0)  # dark, and valid


@pytest.mark.parametrize("quantity", ["reflectance", "radiance"])
def test_emit_takes_the_flags_and_no_place(tmp_path, quantity):
    cube = open_cube(sensor_files.emit(tmp_path, quantity))
    assert (cube.driver, cube.quantity) == ("EMIT", quantity)
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 2, 4])
    np.testing.assert_allclose(cube.bands.wavelength_nm[[0, -1]], [381, 2493])
    assert cube.nodata == -9999
    assert np.isnan(cube.read_spectrum(0, 0)[:3]).all()
    assert cube.read_spectrum(1, 2)[2] == 212
    assert not cube.georeference.has_crs


def test_emit_is_shown_on_its_map_grid_through_its_table(tmp_path):
    path = sensor_files.emit(tmp_path)
    assert any("emit" in n.lower() for n in open_cube(path).notices)
    cube = open_cube(f"{path}:ortho")
    assert (cube.shape, cube.variable) == ((5, 3, 4), "ortho")
    assert cube.georeference.crs_name == "EPSG:4326"
    assert cube.georeference.transform == (0.001, 0, 7, 0, -0.001, 47)
    # Band, then row and column of the sensor: glt_y - 1 and glt_x - 1.
    expected = [
        [np.nan, 220, 210, np.nan],
        [231, 221, 211, 201],
        [232, 222, 212, np.nan],
    ]
    np.testing.assert_array_equal(cube.read([2])[0], expected)
    window = PixelWindow(1, 1, 2, 3)
    np.testing.assert_array_equal(
        cube.read([2], window)[0], np.array(expected)[window.slices]
    )
    np.testing.assert_array_equal(
        cube.read([2], step=2)[0], np.array(expected)[::2, ::2]
    )
    spectra = cube.read_spectra(np.array([0, 2]), np.array([0, 0]))[:, 2]
    np.testing.assert_array_equal(spectra, [np.nan, 232])


def test_a_crop_of_emit_without_its_table_says_so(tmp_path):
    path = sensor_files.emit(tmp_path)
    with h5py.File(path, "a") as file:
        del file["location"]
    assert "without a place" in open_cube(path).notices[0]
    with pytest.raises(CubeFormatError, match="lost the table"):
        open_cube(f"{path}:ortho")


def test_neon_is_scaled_and_its_water_bands_are_bad(tmp_path):
    cube = open_cube(sensor_files.neon(tmp_path))
    assert (cube.driver, cube.scale, cube.nodata) == ("NEON AOP", 10000, -9999)
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 4])
    assert cube.georeference.crs_name == "EPSG:32611"
    assert cube.georeference.transform == (1, 0, 257000, 0, -1, 4112000)
    np.testing.assert_allclose(cube.read_spectrum(1, 2)[1], 112 / 10000)


def test_the_real_crop_of_neon():
    cube = open_real("sensors/neon/NEON_SJER_subset_ex.h5")
    assert cube.shape == (426, 30, 30)
    assert cube.source.dtype == np.int32
    centres = cube.bands.wavelength_nm
    np.testing.assert_allclose(centres[[0, -1]], [383.534, 2511.895], atol=1e-3)
    values = cube.source.read()
    assert (values.min(), values.max()) == (0, 14998)
    assert cube.georeference.crs_name == "EPSG:32611"
    a, _, x, _, e, y = cube.georeference.transform
    assert (a, x, e, y) == (1, 257000, -1, 4112000)
    bad = centres[~cube.bands.good_mask]
    assert ((bad > 1340) & (bad < 1955)).all()
    assert bad.size == 54


def test_tanager_ortho_has_flags_and_outer_edges(tmp_path):
    cube = open_cube(sensor_files.tanager(tmp_path))
    assert (cube.driver, cube.quantity) == ("Tanager", "reflectance")
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 2, 4])
    np.testing.assert_array_equal(cube.source.read([1])[0, 1:], make_values()[1, 1:])
    assert cube.georeference.crs_name == "EPSG:32610"
    assert cube.georeference.transform == (30, 0, 500000, 0, -30, 4000180)


def test_tanager_basic_is_radiance_in_sensor_geometry(tmp_path):
    cube = open_cube(sensor_files.tanager(tmp_path, "basic"))
    assert (cube.quantity, cube.unit) == ("radiance", "W/m2/sr/um")
    assert cube.bands.good_mask.all()
    assert not cube.georeference.has_crs


def test_aviris_lies_where_its_coordinates_say(tmp_path):
    cube = open_cube(sensor_files.aviris(tmp_path, UTM33.crs_wkt))
    assert (cube.driver, cube.quantity) == ("AVIRIS", "reflectance")
    np.testing.assert_allclose(cube.bands.wavelength_nm[[0, -1]], [376, 2499])
    np.testing.assert_allclose(cube.bands.fwhm_nm, 7.5)
    assert cube.georeference.crs_name == "EPSG:32633"
    assert cube.georeference.transform == (10, 0, 500000, 0, -10, 5000000)
    assert cube.read_spectrum(1, 2)[2] == 212


def test_pace_joins_three_detectors(tmp_path):
    path = sensor_files.pace(tmp_path)
    cube = open_cube(path)
    assert (cube.driver, cube.shape) == ("PACE OCI", (6, 6, 7))
    centres = [350, 600, 590, 890, 940, 2260]
    np.testing.assert_allclose(cube.bands.wavelength_nm, centres)
    np.testing.assert_allclose(cube.read_spectrum(1, 2)[[2, 5]], [1012, 2112])
    assert np.isnan(cube.read_spectrum(0, 0)).all()
    assert open_cube(f"{path}:red").shape == (2, 6, 7)


def test_pace_level_2_applies_scale_and_offset(tmp_path):
    cube = open_cube(sensor_files.pace(tmp_path, 2))
    np.testing.assert_allclose(cube.bands.wavelength_nm, [400, 500, 600, 700])
    np.testing.assert_allclose(cube.read_spectrum(1, 2)[1], 112 * 2e-6 + 0.05)
    assert np.isnan(cube.read_spectrum(0, 0)).all()
    assert not cube.is_reflectance


@pytest.mark.parametrize("is_old", [False, True])
def test_hypso_is_radiance_in_one_dataset_or_many(tmp_path, is_old):
    cube = open_cube(sensor_files.hypso(tmp_path, is_old=is_old))
    assert (cube.driver, cube.quantity) == ("HYPSO", "radiance")
    np.testing.assert_allclose(cube.bands.wavelength_nm, [400, 500, 600])
    np.testing.assert_array_equal(cube.read_spectrum(1, 2), [12, 112, 212])


def test_other_arrays_of_a_product_are_opened_by_name(tmp_path):
    path = sensor_files.tanager(tmp_path)
    cube = open_cube(f"{path}:surface_reflectance_uncertainty")
    assert cube.shape == (5, 6, 7)
    with pytest.raises(CubeFormatError, match="no array 'nothing'"):
        open_cube(f"{path}:nothing")


WRITERS = {
    "prisma": sensor_files.prisma,
    "prisma 1": lambda folder: sensor_files.prisma(folder, "L1"),
    "emit": sensor_files.emit,
    "neon": sensor_files.neon,
    "tanager": sensor_files.tanager,
    "aviris": lambda folder: sensor_files.aviris(folder, UTM33.crs_wkt),
    "pace": sensor_files.pace,
    "pace 2": lambda folder: sensor_files.pace(folder, 2),
    "hypso": sensor_files.hypso,
    "hypso old": lambda folder: sensor_files.hypso(folder, is_old=True),
}
ODD = {
    "gone": None,
    "number": 5,
    "text": "text",
    "list": [1.0, 2.0],
    "plane": np.ones((6, 7), "f4"),
    "four axes": np.ones((2, 3, 4, 5), "f4"),
    "no value": np.ones((0, 6, 7)),
    "not finite": np.full(5, np.nan),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("product", WRITERS)
def test_a_product_with_an_odd_part_is_opened_or_refused(tmp_path, product, odd):
    path = WRITERS[product](tmp_path)
    whole = path.read_bytes()
    with h5py.File(path) as file:
        attributes = [("/", name) for name in file.attrs]
        names = []
        file.visit(names.append)
        datasets = [name for name in names if isinstance(file[name], h5py.Dataset)]
        attributes += [(name, key) for name in names for key in file[name].attrs]
    for name, key in [*((name, None) for name in datasets), *attributes]:
        path.write_bytes(whole)
        with h5py.File(path, "a") as file:
            place = file if key is None else file[name].attrs
            del place[key or name]
            if ODD[odd] is not None:
                place[key or name] = ODD[odd]
        with contextlib.suppress(HsiViewerError):
            cube = open_cube(path)
            cube.read([0, cube.shape[0] - 1])
            cube.close()
