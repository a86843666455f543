"""MATLAB files of version 7.3, matrices of spectra, and NumPy archives."""

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import list_variables, open_auxiliary, open_cube
from tests.builders import make_cube, make_values
from tests.io.sensor_files import matlab73

CUBE = make_values().transpose(1, 2, 0)
CENTRES = np.array([[450.0, 550, 650, 850, 1600]])
# A matrix of bands and pixels as MATLAB makes it: column by column.
MATRIX = make_values().transpose(0, 2, 1).reshape(5, 42)


def version_5(folder, **variables):
    scipy.io.savemat(folder / "scene.mat", variables)
    return folder / "scene.mat"


def archive(folder, **variables):
    np.savez(folder / "scene.npz", **variables)
    return folder / "scene.npz"


def packed_archive(folder, **variables):
    np.savez_compressed(folder / "scene.npz", **variables)
    return folder / "scene.npz"


EVERY = [version_5, matlab73, archive, packed_archive]


@pytest.mark.parametrize("write", EVERY)
def test_the_cube_and_its_wavelengths_are_found(tmp_path, write):
    path = write(tmp_path, data=CUBE, wl=CENTRES, map=np.eye(6, 7), n=5)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    np.testing.assert_array_equal(cube.bands.wavelength_nm, CENTRES[0])
    assert cube.variable == "data"
    assert open_cube(cube.reference).shape == cube.shape
    assert {v.name for v in list_variables(path)} == {"data", "wl", "map", "n"}


@pytest.mark.parametrize("write", [version_5, matlab73])
def test_a_picture_beside_the_cube_is_no_rival(tmp_path, write):
    path = write(tmp_path, cube=CUBE, rgb=np.ones((20, 30, 3)), wl=CENTRES)
    assert open_cube(path).variable == "cube"


@pytest.mark.parametrize("write", EVERY)
def test_a_named_order_of_axes_is_kept(tmp_path, write):
    path = write(tmp_path, data=make_values())
    cube = open_cube(f"{path}:data:bands,rows,cols")
    np.testing.assert_array_equal(cube.source.read(), make_values())
    assert cube.axes == ("bands", "rows", "cols")


@pytest.mark.parametrize("write", EVERY)
def test_labels_and_planes(tmp_path, write):
    ids = np.arange(42).reshape(6, 7)
    path = write(tmp_path, gt=ids)
    labels, _ = read_labels(path, make_cube())
    np.testing.assert_array_equal(labels.values, ids)
    np.testing.assert_array_equal(open_auxiliary(path, make_cube()).read()[0], ids)
    with pytest.raises(CubeFormatError, match=r"scene\.\w+ holds no"):
        open_cube(path)


@pytest.mark.parametrize("write", [version_5, matlab73])
@pytest.mark.parametrize("names", [("nRow", "nCol"), ("H", "W")])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_matrix_of_spectra_is_a_cube(tmp_path, write, names, is_turned):
    size = dict(zip(names, (6.0, 7.0), strict=True))
    path = write(tmp_path, V=MATRIX.T if is_turned else MATRIX, wl=CENTRES, **size)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    np.testing.assert_array_equal(cube.bands.wavelength_nm, CENTRES[0])
    assert "6 rows and 7 columns" in cube.notices[0]
    assert open_cube(cube.reference).shape == cube.shape


@pytest.mark.parametrize("write", [version_5, matlab73])
def test_the_size_of_a_matrix_can_be_said(tmp_path, write):
    path = write(tmp_path, V=MATRIX)
    with pytest.raises(CubeFormatError, match=r"scene\.mat:V:95x95"):
        open_cube(path)
    for reference in (f"{path}:V:6x7", f"{path}:6x7"):
        cube = open_cube(reference)
        np.testing.assert_array_equal(cube.source.read(), make_values())
        assert cube.reference == f"{path}:V:6x7"
    with pytest.raises(CubeFormatError, match=r"scene\.mat"):
        open_cube(f"{path}:V:6x8")


def test_a_matrix_of_numpy_runs_along_rows(tmp_path):
    path = archive(tmp_path, V=make_values().reshape(5, 42), H=6, W=7)
    np.testing.assert_array_equal(open_cube(path).source.read(), make_values())


def test_fields_of_structs_are_opened_by_name(tmp_path):
    path = matlab73(tmp_path, hsi={"Data": CUBE, "info": {"wavelength": CENTRES}})
    for name in ("", ":hsi.Data", ":hsi/Data"):
        cube = open_cube(f"{path}{name}")
        np.testing.assert_array_equal(cube.source.read(), make_values())
        np.testing.assert_array_equal(cube.bands.wavelength_nm, CENTRES[0])


@pytest.mark.parametrize("write", EVERY)
def test_several_cubes_are_listed(tmp_path, write):
    path = write(tmp_path, one=CUBE, two=CUBE)
    with pytest.raises(CubeFormatError, match="several"):
        open_cube(path)
    assert open_cube(f"{path}:two").shape == (5, 6, 7)
    with pytest.raises(CubeFormatError, match=r"no (array|variable) 'three'"):
        open_cube(f"{path}:three")


def test_the_real_labels_of_ksc():
    from tests.builders import SHARED_DATA

    path = SHARED_DATA / "gt_only" / "KSC_gt.mat"
    if not path.exists():
        pytest.skip("KSC_gt.mat is not at hand")
    labels, _ = read_labels(path, None)
    assert labels.values.shape == (512, 614)
    assert sum(labels.counts.values()) == 5211
    assert labels.counts[1] == 761


@pytest.mark.parametrize("kept", [4, 30, 200, -30])
@pytest.mark.parametrize("write", [archive, packed_archive])
def test_an_archive_cut_short_is_refused(tmp_path, write, kept):
    path = write(tmp_path, data=CUBE)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(CubeFormatError, match=r"scene\.npz"):
        open_cube(path)


def test_an_archive_of_objects_is_refused(tmp_path):
    path = archive(tmp_path, data=np.array([{"a": 1}], object))
    with pytest.raises(CubeFormatError, match="no numbers"):
        open_cube(path)


@pytest.mark.parametrize("write", [version_5, matlab73])
def test_the_fields_of_a_struct_are_a_scene(tmp_path, write):
    scene = {"Data": CUBE, "RGB": CUBE[..., :3], "info": {"wavelength": CENTRES}}
    path = write(tmp_path, hsi=scene)
    for reference in (path, f"{path}:hsi", f"{path}:hsi.Data"):
        cube = open_cube(reference)
        np.testing.assert_array_equal(cube.source.read(), make_values())
    path = write(tmp_path, hsi=scene, data=CUBE)
    assert open_cube(path).variable == "data"
