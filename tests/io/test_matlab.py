"""MATLAB files: which variable is the scene, and what is refused."""

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from tests.builders import make_cube, make_values

CUBE = make_values().transpose(1, 2, 0)


def save(tmp_path, **variables):
    scipy.io.savemat(tmp_path / "scene.mat", variables)
    return tmp_path / "scene.mat"


def test_the_only_cube_is_found_among_other_variables(tmp_path):
    path = save(tmp_path, data=CUBE, map=np.eye(6, 7), name="text", n=5)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    assert (cube.variable, cube.driver) == ("data", "MATLAB")
    assert open_cube(cube.reference).shape == cube.shape


def test_several_cubes_are_listed_with_the_way_to_name_one(tmp_path):
    path = save(tmp_path, one=CUBE, two=CUBE)
    with pytest.raises(CubeFormatError) as told:
        open_cube(path)
    for part in ("one (6, 7, 5)", "two (6, 7, 5)", "scene.mat:variable"):
        assert part in str(told.value)


@pytest.mark.parametrize("name", ["wavelengths", "Wavelength", "wavlength"])
def test_wavelengths_beside_the_cube_are_taken(tmp_path, name):
    centres = np.array([[450.0, 550, 650, 850, 1600]])
    cube = open_cube(save(tmp_path, cube=CUBE, **{name: centres}))
    np.testing.assert_array_equal(cube.bands.wavelength_nm, centres[0])
    cube = open_cube(save(tmp_path, cube=CUBE, **{name: centres[:, :4]}))
    assert not cube.bands.has_wavelengths


@pytest.mark.parametrize(
    "variables",
    [{}, {"text": "x"}, {"flat": np.eye(3)}, {"four": np.ones((2, 2, 2, 2))}],
)
def test_a_file_without_a_cube_is_refused(tmp_path, variables):
    with pytest.raises(CubeFormatError, match=r"scene\.mat holds no variable"):
        open_cube(save(tmp_path, **variables))


def test_a_named_variable_must_be_a_cube(tmp_path):
    path = save(tmp_path, cube=CUBE, four=np.ones((2, 2, 2, 2)), text="x")
    with pytest.raises(CubeFormatError, match=r"four of scene\.mat has the shape"):
        open_cube(f"{path}:four")
    with pytest.raises(CubeFormatError, match=r"scene\.mat has no variable 'text'"):
        open_cube(f"{path}:text")


def test_an_auxiliary_raster_may_have_two_axes(tmp_path):
    path = save(tmp_path, height=np.arange(42.0).reshape(6, 7))
    raster = open_auxiliary(path, make_cube())
    np.testing.assert_array_equal(raster.read()[0], np.arange(42).reshape(6, 7))


def test_labels_are_found_and_doubtful_ones_asked_for(tmp_path):
    ids = np.arange(42).reshape(6, 7)
    labels, _ = read_labels(save(tmp_path, gt=ids, cube=CUBE), make_cube())
    np.testing.assert_array_equal(labels.values, ids)
    path = save(tmp_path, train=ids, test=ids * 2)
    with pytest.raises(CubeFormatError, match=r"scene\.mat:variable"):
        read_labels(path, make_cube())
    assert read_labels(f"{path}:test", make_cube())[0].values.max() == 82
