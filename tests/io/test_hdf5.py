"""HDF5 and netCDF files of no product: which dataset, which axis, which values."""

import time

import h5py
import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, SourceClosedError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import list_variables, open_auxiliary, open_cube
from tests.builders import UTM33, make_cube, make_values

CENTRES = np.array([450.0, 550, 650, 850, 1600])
ORDERS = [(0, 1, 2), (1, 2, 0), (1, 0, 2), (2, 1, 0)]
AXES = np.array(["bands", "rows", "cols"])
STORAGE = {
    "whole": {},
    "chunks": {"chunks": (2, 3, 2)},
    "packed": {"chunks": (2, 3, 2), "compression": "gzip", "shuffle": True},
    "one chunk": {"chunks": True, "compression": "lzf"},
}


@pytest.fixture
def write(tmp_path):
    """Return what writes datasets by name into a file."""

    def of(**datasets):
        path = tmp_path / "scene.h5"
        with h5py.File(path, "w") as file:
            for name, values in datasets.items():
                file[name.replace("__", "/")] = values
        return path

    return of


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("storage", STORAGE)
@pytest.mark.parametrize("dtype", ["<i2", ">u2", "<f8"])
def test_windows_of_any_order_and_storage_are_those_of_the_array(
    tmp_path, order, storage, dtype
):
    values = make_values(dtype=dtype)
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("cube", data=values.transpose(order), **STORAGE[storage])
        file["wavelength"] = CENTRES
    axes = ",".join(AXES[list(order)])
    cube = open_cube(f"{path}:cube:{axes}")
    assert (cube.shape, cube.source.dtype) == (values.shape, np.dtype(dtype[1:]))
    np.testing.assert_array_equal(cube.source.read(), values)
    window = PixelWindow(1, 2, 4, 5)
    part = values[[4, 0, 0, 2], 1:6, 2:6] if window.height == 5 else None
    rows, cols = window.slices
    part = values[[4, 0, 0, 2], rows, cols]
    read = cube.source.read([4, 0, 0, 2], window)
    np.testing.assert_array_equal(read, part)
    read = cube.source.read([4, 0, 0, 2], window, step=2)
    np.testing.assert_array_equal(read, part[:, ::2, ::2])
    rows, cols = np.array([5, 0, 3]), np.array([1, 6, 1])
    spectra = cube.source.read_spectra(rows, cols)
    np.testing.assert_array_equal(spectra, values[:, rows, cols].T)
    cube.close()
    with pytest.raises(SourceClosedError):
        cube.source.read([0])


@pytest.mark.parametrize("order", ORDERS[:3])
def test_the_number_of_wavelengths_tells_the_bands(write, order):
    path = write(cube=make_values().transpose(order), wavelength=CENTRES)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    np.testing.assert_array_equal(cube.bands.wavelength_nm, CENTRES)
    assert "5 wavelengths" in cube.notices[-1]


def test_names_of_axes_units_fill_scale_and_place_are_used(tmp_path):
    path = tmp_path / "a.nc"
    values = make_values(dtype=np.int16)
    values[:, 2, 3] = -999
    with h5py.File(path, "w") as file:
        scales = {
            "y": 5_000_000 - 30 * np.arange(6.0) - 15,
            "x": 300_000 + 30 * np.arange(7.0) + 15,
            "band": np.array([0.45, 0.55, 0.65, 0.85, 1.6]),
        }
        for name, numbers in scales.items():
            file[name] = numbers
            file[name].make_scale(name)
        file["band"].attrs["units"] = "um"
        file["cube"] = values.transpose(1, 2, 0)
        for axis, name in enumerate(scales):
            file["cube"].dims[axis].attach_scale(file[name])
        said = file["cube"].attrs
        said["scale_factor"], said["_FillValue"] = 0.0001, np.int16(-999)
        said["grid_mapping"], said["long_name"] = "crs", "surface reflectance"
        file["crs"] = 0
        file["crs"].attrs["crs_wkt"] = UTM33.crs_wkt
    cube = open_cube(path)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    assert (cube.nodata, cube.scale, cube.quantity) == (-999, 10000, "reflectance")
    assert cube.georeference.crs_name == "EPSG:32633"
    assert cube.georeference.transform == (30, 0, 300_000, 0, -30, 5_000_000)
    assert np.isnan(cube.read_spectrum(2, 3)).all()
    np.testing.assert_allclose(cube.read_spectrum(1, 1)[0], 11 / 10000)
    assert not cube.notices


def test_the_dataset_with_wavelengths_is_taken_before_larger_ones(write):
    larger = np.zeros((9, 8, 7))
    path = write(
        a__other=larger,
        b__cube=make_values(),
        b__wavelength=CENTRES,
        rgb=np.zeros((20, 20, 3), np.uint8),
    )
    cube = open_cube(path)
    assert (cube.variable, cube.shape) == ("b/cube", (5, 6, 7))
    assert open_cube(cube.reference).shape == (5, 6, 7)


def test_cubes_that_are_alike_are_listed_with_the_way_to_name_one(write):
    path = write(first__cube=make_values(), second__cube=make_values())
    with pytest.raises(CubeFormatError) as told:
        open_cube(path)
    for part in ("first/cube (5, 6, 7)", "second/cube", "scene.h5:first/cube"):
        assert part in str(told.value)
    assert open_cube(f"{path}:second/cube").variable == "second/cube"
    names = [variable.name for variable in list_variables(path)]
    assert names == ["first/cube", "second/cube"]


@pytest.mark.parametrize("name", ["cube", "nothing", "no/cube", "planes"])
def test_a_name_that_does_not_tell_is_refused(write, name):
    path = write(a__cube=make_values(), b__cube=make_values(), planes=np.eye(4))
    with pytest.raises(CubeFormatError, match=r"scene\.h5"):
        open_cube(f"{path}:{name}")


def test_flags_make_bands_bad_even_if_their_values_are_finite(write):
    path = write(
        cube=make_values(), wavelength=CENTRES, good_wavelengths=[1, 1, 0, 1, 1]
    )
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 3, 4])


def test_a_file_that_a_script_has_open_is_read(write):
    path = write(cube=make_values(), wavelength=CENTRES)
    with h5py.File(path) as own:
        assert open_cube(path).shape == own["cube"].shape
    cube = open_cube(path)
    with h5py.File(path) as own:
        np.testing.assert_array_equal(own["cube"], cube.source.read())


def test_scale_and_offset_may_differ_from_band_to_band(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["cube"], file["wavelength"] = make_values(), CENTRES
        file["cube"].attrs["scale_factor"] = [1.0, 2, 3, 4, 5]
        file["cube"].attrs["add_offset"] = 0.5
    spectrum = open_cube(path).read_spectrum(1, 2)
    expected = np.arange(1, 6) * make_values()[:, 1, 2] + 0.5
    np.testing.assert_allclose(spectrum, expected)


@pytest.mark.parametrize(
    ("scale", "expected"), [(10_000, 0.0112), (0.5, 56), (2, 224), (0, 112)]
)
def test_what_is_divided_by_and_what_is_multiplied_with(tmp_path, scale, expected):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["cube"], file["wavelength"] = make_values(), CENTRES
        file["cube"].attrs["scale_factor"] = scale
    np.testing.assert_allclose(open_cube(path).read_spectrum(1, 2)[1], expected)


def test_thousands_of_arrays_are_ranked_in_time(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", libver="latest") as file:
        for number in range(300):
            file[f"g{number}/cube"] = np.zeros((2, 3, 4), "i1")
            file[f"g{number}/wavelength"] = [1.0, 2.0]
    begin = time.monotonic()
    with pytest.raises(CubeFormatError, match="several cubes"):
        open_cube(path)
    assert time.monotonic() - begin < 10


def test_axes_of_a_single_place_are_left_out(write):
    path = write(cube=make_values()[np.newaxis, np.newaxis], wavelength=CENTRES)
    np.testing.assert_array_equal(open_cube(path).source.read(), make_values())


def test_planes_are_labels_and_auxiliary_rasters(write):
    ids = np.arange(42).reshape(6, 7)
    path = write(labels=ids)
    labels, _ = read_labels(path, make_cube())
    np.testing.assert_array_equal(labels.values, ids)
    np.testing.assert_array_equal(open_auxiliary(path, make_cube()).read()[0], ids)
    with pytest.raises(CubeFormatError, match="no cube"):
        open_cube(path)
