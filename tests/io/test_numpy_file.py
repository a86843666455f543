"""NumPy files: arrays of numbers, and nothing else."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.registry import open_cube
from tests.builders import make_values


def test_a_plane_is_one_band(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(6.0).reshape(2, 3))
    cube = open_cube(tmp_path / "a.npy")
    assert cube.shape == (1, 2, 3)
    np.testing.assert_array_equal(cube.read()[0], [[0, 1, 2], [3, 4, 5]])


@pytest.mark.parametrize("is_band_last", [False, True])
def test_the_axis_of_the_bands_is_told(tmp_path, is_band_last):
    values = make_values()
    stored = values.transpose(1, 2, 0) if is_band_last else values
    np.save(tmp_path / "a.npy", stored)
    cube = open_cube(tmp_path / "a.npy")
    np.testing.assert_array_equal(cube.source.read(), values)
    order = "rows x cols x bands" if is_band_last else "bands x rows x cols"
    assert f"axes read as {order} = " in cube.notices[0]


@pytest.mark.parametrize(
    "values",
    [
        np.array([{"a": 1}], object),
        np.array(["x"]),
        np.zeros(3),
        np.zeros((5, 2, 3, 4)),
        np.zeros((2, 2, 2), complex),
        np.zeros((2, 2), [("a", "i4")]),
        np.zeros((0, 4, 4)),
    ],
)
def test_what_is_no_cube_of_numbers_is_refused(tmp_path, values):
    np.save(tmp_path / "odd.npy", values, allow_pickle=True)
    with pytest.raises(CubeFormatError, match=r"odd\.npy"):
        open_cube(tmp_path / "odd.npy")


@pytest.mark.parametrize("kept", [6, 8, 10, 40, 127, 128, 129, 300, -1])
def test_a_file_cut_short_is_refused(tmp_path, kept):
    path = tmp_path / "cut.npy"
    np.save(path, make_values())
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(CubeFormatError, match=r"cut\.npy"):
        open_cube(path)


@pytest.mark.parametrize(
    "shape",
    ["(9999999999, 9999999999, 9)", "(-1, 6, 7)", "(2**9, 2, 2)", "('a',)", "((("],
)
def test_a_header_that_lies_is_refused(tmp_path, shape):
    path = tmp_path / "lie.npy"
    head = f"{{'descr': '<i2', 'fortran_order': False, 'shape': {shape}, }}".ljust(117)
    content = b"\x93NUMPY\x01\x00" + len(head + "\n").to_bytes(2, "little")
    path.write_bytes(content + head.encode() + b"\n" + bytes(420))
    with pytest.raises(CubeFormatError, match=r"lie\.npy"):
        open_cube(path)
