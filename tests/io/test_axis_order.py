"""Which axis of an array is which: what decides, and that it is right."""

from itertools import permutations

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.axes import ORDERS, fitting_orders, parse_axes
from hsiviewer.core.cube import ArraySource
from hsiviewer.core.errors import CubeFormatError, LabelFormatError
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import (
    MATLAB_ORDER,
    decide_axes,
    order_for_grid,
)
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube, split_reference
from tests.builders import SHARED_DATA, make_cube, make_values

REAL = [
    "indian_pines/Indian_pines_corrected.npy",
    "salinas_a/SalinasA_corrected.mat",
    "salinas_a/SalinasA.mat",
    "samson/derived_samson_cube.mat",
    "anomaly_abu/abu-beach-4.mat:data",
    "anomaly_abu/abu-urban-2.mat:data",
    "anomaly_abu/HYDICE_data.mat:data",
    "paviau_crop/paviaU_subimg.mat",
    "muufl_gulfport_crops/an_hsi_image_sub_for_demo.mat",
    "muufl_gulfport_crops/an_hsi_img_for_class_demo.mat",
    "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif",
    "neon_harv/NEON_D01_HARV_DP3_726000_4699000_reflectance_crop.tif",
    "neon_harv/2018_HARV_6_726000_4699000_image_crop_hyperspectral_2018.tif",
    "envi_scenes/AV_mastercal_testdata.bsq",
    "envi_scenes/Bavaria_HySpex_50x50x232_int16.bsq",
    "envi_scenes/Bavaria_HySpex_50x50x325_float32.bsq",
    "envi_scenes/cubus_gamsberg_subset",
    "envi_scenes/qps_enmap_berlin_177b.tif",
    "sensors/planetary/M3_4030seg_L2_aristcrater.tif",
]


def decided(values, **options):
    return decide_axes(
        values.shape, lambda: read_blocks(ArraySource(values)), **options
    )


def real_values(name):
    path = SHARED_DATA / name.partition(":")[0]
    if not path.exists():
        pytest.skip(f"real scene {path} is not at hand")
    cube = open_cube(SHARED_DATA / name if ":" not in name else f"{SHARED_DATA / name}")
    return np.asarray(cube.source.read())


def town(bands=30, rows=40, cols=50, *, seed=0):
    """Return smooth spectra of patches, with noise; axes of three lengths."""
    generator = np.random.default_rng(seed)
    along = np.linspace(0, 1, bands)
    ends = np.stack([np.sin(2 + 3 * along), along**2, np.cos(5 * along), 1 - along])
    tiles = generator.integers(0, 4, (rows // 5 + 1, cols // 5 + 1))
    kinds = np.kron(tiles, np.ones((5, 5), int))[:rows, :cols]
    cube = ends[kinds].transpose(2, 0, 1)
    return cube + generator.normal(0, 0.02, cube.shape)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_bands_of_real_scenes_are_found_in_every_order(name, order):
    values = real_values(name).transpose(order)
    decision = decided(values)
    assert decision.order.index("bands") == order.index(0), decision
    assert decision.is_sure


@pytest.mark.parametrize("name", REAL)
def test_parts_of_real_scenes_are_found_by_their_spectra_alone(name):
    values = real_values(name)
    generator = np.random.default_rng(5)
    right = tried = 0
    for _ in range(12):
        sizes = [
            generator.integers(min(8, size), size + 1) for size in values.shape[1:]
        ]
        if len({*sizes, values.shape[0]}) < 3:
            continue  # two equal axes would decide
        row, col = (
            generator.integers(0, whole - size + 1)
            for whole, size in zip(values.shape[1:], sizes, strict=True)
        )
        part = values[:, row : row + sizes[0], col : col + sizes[1]]
        right += decided(part.transpose(1, 2, 0)).order == MATLAB_ORDER
        tried += 1
    assert right >= tried - 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("shape", [(30, 40, 50), (60, 20, 35), (16, 70, 90)])
def test_bands_of_a_made_up_town_are_found(order, shape):
    decision = decided(town(*shape).transpose(order))
    assert decision.order.index("bands") == order.index(0)
    assert decision.is_sure


def test_two_equal_axes_are_rows_and_columns():
    noise = np.random.default_rng(0).normal(size=(20, 20, 30))
    assert decided(noise).order == ("rows", "cols", "bands")
    assert decided(noise.transpose(2, 0, 1)).order == ("bands", "rows", "cols")
    assert decided(noise.transpose(0, 2, 1)).order == ("rows", "bands", "cols")


def test_a_very_short_axis_is_the_bands():
    noise = np.random.default_rng(0).normal(size=(20, 30, 3))
    assert decided(noise).order == ("rows", "cols", "bands")
    assert decided(noise.transpose(2, 0, 1)).order == ("bands", "rows", "cols")


def test_the_count_of_wavelengths_decides_before_anything_else():
    values = town().transpose(1, 2, 0)
    assert decided(values, count=40).order == ("bands", "rows", "cols")


def test_stripes_and_noise_are_a_guess():
    stripes = np.broadcast_to(town(rows=1), (30, 40, 50)).transpose(1, 2, 0)
    noise = np.random.default_rng(0).normal(size=(20, 30, 40))
    assert not decided(noise).is_sure
    decision = decided(
        stripes + 1e-6 * np.random.default_rng(0).normal(size=(40, 50, 30))
    )
    assert decision.order.index("bands") != 0
    assert not decision.is_sure
    usual = decided(stripes.transpose(2, 0, 1).copy(), custom=MATLAB_ORDER)
    assert usual.order == MATLAB_ORDER


@pytest.mark.parametrize("fill", [np.nan, np.inf, -1.7e308])
def test_missing_and_huge_values_do_not_disturb(fill):
    values = town().transpose(1, 2, 0)
    values[:5] = fill
    assert decided(values).order == ("rows", "cols", "bands")
    assert not decided(np.full((20, 30, 40), fill)).is_sure


def test_of_a_large_array_little_is_read():
    class Counting(ArraySource):
        read_values = 0

        def read(self, bands=None, window=None, *, step=1):
            part = super().read(bands, window, step=step)
            self.read_values += part.size
            return part

    source = Counting(np.broadcast_to(np.float32(1), (2000, 3000, 4000)))
    decide_axes(source.shape, lambda: read_blocks(source))
    assert source.read_values <= 3 * 48**3


def test_orders_are_parsed_and_fitted():
    assert parse_axes(" Rows, bands,COLS") == ("rows", "bands", "cols")
    for text in ("", "rows,cols", "rows,cols,rows", "rows,cols,bands,bands", "a,b,c"):
        assert parse_axes(text) is None
    assert len(ORDERS) == 6
    assert fitting_orders((6, 7, 5), (7, 5)) == (("bands", "rows", "cols"),)
    assert order_for_grid((6, 7, 5), (6, 6), MATLAB_ORDER) is None
    # Both would fit: the order that is read already stays.
    assert order_for_grid((6, 6, 5), (6, 6), MATLAB_ORDER) == MATLAB_ORDER


@pytest.mark.parametrize("is_fortran", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_numpy_files_open_in_the_order_that_is_asked_for(tmp_path, order, is_fortran):
    values = make_values()
    places = [("bands", "rows", "cols").index(axis) for axis in order]
    stored = values.transpose(places)
    np.save(
        tmp_path / "a.npy", np.asfortranarray(stored) if is_fortran else stored.copy()
    )
    reference = f"{tmp_path / 'a.npy'}:{','.join(order)}"
    cube = open_cube(reference)
    np.testing.assert_array_equal(cube.source.read(), values)
    np.testing.assert_array_equal(
        cube.source.read([2], cube.window, step=2)[0], values[2, ::2, ::2]
    )
    np.testing.assert_array_equal(
        cube.source.read_spectra(np.array([1, 5]), np.array([6, 0])),
        values[:, [1, 5], [6, 0]].T,
    )
    assert cube.axes == order
    assert open_cube(cube.reference).shape == cube.shape


@pytest.mark.parametrize("is_compressed", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_matlab_files_open_in_the_order_that_is_asked_for(
    tmp_path, order, is_compressed
):
    values = make_values()
    places = [("bands", "rows", "cols").index(axis) for axis in order]
    path = tmp_path / "a.mat"
    scipy.io.savemat(
        path, {"x": values.transpose(places)}, do_compression=is_compressed
    )
    for reference in (f"{path}:{','.join(order)}", f"{path}:x:{','.join(order)}"):
        cube = open_cube(reference)
        np.testing.assert_array_equal(cube.source.read(), values)
        np.testing.assert_array_equal(open_cube(cube.reference).source.read(), values)


def test_the_order_is_told_and_how_to_change_it(tmp_path):
    np.save(tmp_path / "a.npy", town().transpose(1, 2, 0))
    cube = open_cube(tmp_path / "a.npy")
    (notice,) = cube.notices
    assert "axes read as rows x cols x bands = 40 x 50 x 30" in notice
    assert "File > Change axes" in notice
    assert "open a.npy:bands,rows,cols, or" in notice, "without the window, too"
    # Asking for what is read anyway makes no other scene of it.
    asked = open_cube(f"{tmp_path / 'a.npy'}:rows,cols,bands")
    assert asked.reference == cube.reference
    other = open_cube(f"{tmp_path / 'a.npy'}:cols,rows,bands")
    assert other.reference.endswith("a.npy:cols,rows,bands")


def test_matlab_arrays_with_bands_first_are_found_and_told(tmp_path):
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"x": town()})
    cube = open_cube(path)
    assert cube.shape == (30, 40, 50)
    assert "axes read as bands x rows x cols" in cube.notices[0]
    scipy.io.savemat(path, {"x": make_values(), "wl": np.linspace(400, 900, 5)})
    cube = open_cube(path)
    assert cube.shape == (5, 6, 7)
    assert cube.bands.has_wavelengths
    scipy.io.savemat(path, {"x": town().transpose(1, 2, 0)})
    assert open_cube(path).notices == ()
    stripes = np.broadcast_to(town(rows=1), (30, 40, 50)).transpose(1, 2, 0)
    noise = 1e-6 * np.random.default_rng(0).normal(size=stripes.shape)
    scipy.io.savemat(path, {"x": stripes + noise})
    assert "which is a guess" in open_cube(path).notices[0]
    assert open_cube(path).shape == (30, 40, 50)
    scipy.io.savemat(path, {"x": stripes + noise, "wl": np.linspace(400, 900, 30)})
    assert not any("axes" in notice for notice in open_cube(path).notices)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0)])
def test_bands_of_stripes_in_matlab_are_where_the_mean_changes(tmp_path, order):
    along = np.linspace(0, 1, 20)[:, None]
    fields = np.hstack([0.1 + 0.5 * along, 0.15 + 0.4 * along, 0.2 + 0.2 * along])
    scene = np.repeat(np.repeat(fields[:, None], 60, 1), 24, 2)
    noise = np.random.default_rng(0).normal(0, 0.01, scene.shape)
    scipy.io.savemat(tmp_path / "a.mat", {"x": (scene + noise).transpose(order)})
    cube = open_cube(tmp_path / "a.mat")
    assert cube.shape == (20, 60, 72)
    assert "which is a guess" in cube.notices[0]


@pytest.mark.parametrize("suffix", ["rows,cols", "rows,cols,rows", "x,y,z", ",,", "a"])
def test_another_suffix_is_explained(tmp_path, suffix):
    np.save(tmp_path / "a.npy", make_values())
    with pytest.raises(CubeFormatError, match=r"a\.npy:rows,cols,bands"):
        open_cube(f"{tmp_path / 'a.npy'}:{suffix}")


def test_a_suffix_is_cut_only_where_the_file_is(tmp_path):
    path = tmp_path / "a.mat"
    path.write_bytes(b"")
    assert split_reference(f"{path}:x:rows,cols,bands") == (path, "x:rows,cols,bands")
    assert split_reference(f"{path}:x") == (path, "x")
    odd = tmp_path / "a.mat:x"
    odd.write_bytes(b"")
    assert split_reference(odd) == (odd, "")
    assert split_reference(f"{odd}:y") == (odd, "y")


def test_labels_decide_the_axes(tmp_path):
    np.save(tmp_path / "a.npy", town().transpose(1, 2, 0))
    scene = tmp_path / "a.npy"
    for shape, order in [
        ((40, 50), "rows,cols,bands"),
        ((50, 30), "bands,rows,cols"),
        ((50, 40), "cols,rows,bands"),
    ]:
        np.save(tmp_path / "labels.npy", np.eye(*shape, dtype=np.uint8))
        cube = open_labelled(scene, tmp_path / "labels.npy")
        assert cube.grid_shape == shape
        assert ",".join(cube.axes) == order
        assert open_cube(cube.reference).grid_shape == shape
        read_labels(tmp_path / "labels.npy", cube)


def test_what_the_user_says_is_stronger_than_labels(tmp_path):
    np.save(tmp_path / "a.npy", town().transpose(1, 2, 0))
    np.save(tmp_path / "labels.npy", np.eye(50, 30, dtype=np.uint8))
    scene = f"{tmp_path / 'a.npy'}:rows,cols,bands"
    assert open_labelled(scene, tmp_path / "labels.npy").grid_shape == (40, 50)


def test_labels_that_fit_another_order_say_so(tmp_path):
    np.save(tmp_path / "a.npy", town().transpose(1, 2, 0))
    cube = open_cube(tmp_path / "a.npy")
    np.save(tmp_path / "labels.npy", np.eye(50, 30, dtype=np.uint8))
    with pytest.raises(LabelFormatError) as told:
        read_labels(tmp_path / "labels.npy", cube)
    for part in ("bands x rows x cols", "File > Change axes", "a.npy:bands,rows,cols"):
        assert part in str(told.value)
    np.save(tmp_path / "labels.npy", np.eye(51, 31, dtype=np.uint8))
    with pytest.raises(LabelFormatError, match="use rasters of the same grid"):
        read_labels(tmp_path / "labels.npy", cube)


def test_an_auxiliary_raster_takes_the_order_that_fits_the_scene(tmp_path):
    cube = make_cube()
    raster = np.arange(8 * 42.0).reshape(6, 7, 8) ** 2
    np.save(tmp_path / "a.npy", raster.transpose(1, 2, 0))  # cols, bands, rows
    opened = open_auxiliary(tmp_path / "a.npy", cube)
    np.testing.assert_array_equal(opened.source.read(), raster.transpose(2, 0, 1))


def test_axes_of_one_place_are_left_out(tmp_path):
    np.save(tmp_path / "a.npy", town()[None])
    assert open_cube(tmp_path / "a.npy").shape == (30, 40, 50)
    np.save(tmp_path / "b.npy", np.zeros((1, 1, 5, 6)))
    assert open_cube(tmp_path / "b.npy").shape == (1, 5, 6)
