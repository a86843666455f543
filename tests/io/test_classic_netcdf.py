"""Classic netCDF: the same as scipy writes it, and no damage gets through."""

import contextlib
import struct
import warnings

import numpy as np
import pytest
from scipy.io import netcdf_file

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io import limits
from hsiviewer.io.hdf5 import classic
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from tests.builders import UTM33, make_cube, make_values

CENTRES = [450.0, 550, 650, 850, 1600]
AXES = ("band", "y", "x")


def write(folder, order=(0, 1, 2), *, version=1, dtype=">i2", records=False, more=()):
    """Write a cube with wavelengths and a place, its first axis open on request."""
    path = folder / "scene.nc"
    values = make_values().transpose(order).astype(dtype)
    with warnings.catch_warnings(), netcdf_file(path, "w", version=version) as file:
        warnings.simplefilter("ignore")
        file.title = "made up"
        sizes = dict(zip(AXES, make_values().shape, strict=True))
        names = [AXES[axis] for axis in order]
        for position, name in enumerate(names):
            is_open = records and position == 0
            file.createDimension(name, None if is_open else sizes[name])
        cube = file.createVariable("reflectance", values.dtype, names)
        cube[:] = values
        cube._FillValue = values.dtype.type(-99)
        cube.grid_mapping = "crs"
        for name in more:
            other = file.createVariable(name, ">i2", names[:1])
            other[:] = np.arange(sizes[names[0]], dtype=">i2")
        wavelength = file.createVariable("wavelength", ">f8", ("band",))
        wavelength[:] = CENTRES
        wavelength.units = "nm"
        for name, first, step in (("x", 400015.0, 30.0), ("y", 4999985.0, -30.0)):
            scale = file.createVariable(name, ">f8", (name,))
            scale[:] = first + step * np.arange(sizes[name])
        if not records:  # scipy would write it over them
            mapping = file.createVariable("crs", ">i4", ())
            mapping.grid_mapping_name = "transverse_mercator"
            mapping.spatial_ref = UTM33.crs_wkt
    return path


@pytest.mark.parametrize(
    ("order", "version"), [((0, 1, 2), 1), ((1, 2, 0), 2), ((1, 0, 2), 1)]
)
@pytest.mark.parametrize("dtype", ["i1", ">i2", ">i4", ">f4", ">f8"])
def test_values_of_every_type_and_order(tmp_path, order, version, dtype):
    cube = open_cube(write(tmp_path, order, version=version, dtype=dtype))
    np.testing.assert_array_equal(cube.source.read(), make_values().astype(dtype))
    assert cube.bands.wavelength_nm.tolist() == CENTRES
    assert cube.georeference.crs_name == "EPSG:32633"
    assert cube.georeference.transform == (30, 0, 400000, 0, -30, 5000000)
    cube.close()


@pytest.mark.parametrize("more", [(), ("time",), ("time", "angle")])
@pytest.mark.parametrize("is_large", [False, True])
def test_records_that_lie_between_others_are_read(
    tmp_path, monkeypatch, more, is_large
):
    if is_large:  # than what is copied
        monkeypatch.setattr(classic, "MOST_HEADER_ITEMS", 50)
    path = write(tmp_path, (1, 2, 0), records=True, more=more)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    np.testing.assert_array_equal(
        cube.source.read([3, 1], PixelWindow(1, 2, 4, 5), step=2),
        make_values()[[3, 1], 1:5:2, 2:7:2],
    )
    rows, cols = np.array([5, 0]), np.array([0, 6])
    np.testing.assert_array_equal(
        cube.source.read_spectra(rows, cols), make_values()[:, rows, cols].T
    )
    cube.close()


def test_fill_values_quantity_and_units_are_those_of_netcdf4(tmp_path):
    cube = open_cube(write(tmp_path))
    assert (cube.nodata, cube.quantity) == (-99, "reflectance")
    assert cube.variable == ""


def test_a_plane_is_an_auxiliary_raster_and_labels(tmp_path):
    path = tmp_path / "labels.nc"
    with netcdf_file(path, "w") as file:
        file.createDimension("y", 6)
        file.createDimension("x", 7)
        file.createVariable("gt", "i1", ("y", "x"))[:] = np.eye(6, 7)
    labels, _ = read_labels(path, make_cube())
    assert labels.counts == {1: 6}
    assert open_auxiliary(path, make_cube()).shape == (1, 6, 7)
    with pytest.raises(CubeFormatError, match=r"labels\.nc"):
        open_cube(path)


def test_every_cut_ends_in_a_sentence(tmp_path):
    path = write(tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(HsiViewerError):
            open_cube(path)


def test_no_changed_byte_ends_in_a_traceback(tmp_path):
    path = write(tmp_path, (1, 2, 0), records=True, more=("time",))
    whole = path.read_bytes()
    chance = np.random.default_rng(0)
    for _ in range(80):
        content = bytearray(whole)
        for place in chance.integers(4, 700, 3):
            content[place] = chance.integers(256)
        path.write_bytes(content)
        with contextlib.suppress(HsiViewerError):
            cube = open_cube(path)
            assert cube.source.read().shape == cube.shape
            cube.close()


@pytest.mark.parametrize(
    "header",
    [
        struct.pack(">III", 0, 0x0A, 0xFFFFFFFF),  # dimensions without end
        struct.pack(">IIIII", 0, 0x0A, 1, 0x7FFFFFFF, 0),  # a name of 2 GB
        struct.pack(">IIIIIII", 0, 0, 0, 0x0C, 1, 1, 0),  # an attribute that is cut
    ],
)
def test_headers_that_promise_too_much_are_refused(tmp_path, header):
    path = tmp_path / "odd.nc"
    path.write_bytes(b"CDF\1" + header + bytes(64))
    with pytest.raises(CubeFormatError, match=r"odd\.nc is a damaged netCDF file"):
        open_cube(path)


def test_large_arrays_are_not_read_when_the_file_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(classic, "MOST_HEADER_ITEMS", 50)
    monkeypatch.setattr(limits, "_HARMLESS_BYTES", 100)
    cube = open_cube(write(tmp_path))
    np.testing.assert_array_equal(cube.source.read([2])[0], make_values()[2])
