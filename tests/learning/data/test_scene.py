import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.scene import open_raster
from tests.builders import make_cube, make_values

NODATA = -9999


def gappy_cube():
    """Return a cube with a bad band, an empty band, holes and an empty corner."""
    values = make_values(bands=6, rows=20, cols=23)
    values[4] = NODATA
    values[:, :6, :7] = NODATA
    values[2, 10, 11] = NODATA
    good = np.array([True, True, True, False, True, True])
    return HsiCube(ArraySource(values), BandAxis(6, good=good), nodata=NODATA)


def test_bad_bands_and_bands_without_values_are_left_out():
    assert open_raster(gappy_cube()).bands == (0, 1, 2, 5)


def test_scene_without_any_usable_band_is_refused():
    cube = make_cube(bands=2)
    with pytest.raises(TrainingDataError, match="no band"):
        open_raster(cube.with_bands(cube.bands.with_good(np.zeros(2, bool))))


def test_valid_pixels_are_those_with_any_value():
    raster = open_raster(gappy_cube())
    expected = np.ones((20, 23), bool)
    expected[:6, :7] = False
    assert np.array_equal(raster.valid_mask(SilentProgress()), expected)
    _, valid = raster.read(PixelWindow(3, 4, 8, 9), margin=2)
    assert np.array_equal(valid, expected[3:11, 4:13])


def test_no_sentinel_reaches_what_is_learned_from():
    raster = open_raster(gappy_cube())
    values, _ = raster.read(PixelWindow(0, 0, 20, 23), margin=3)
    assert values.min() >= 0
    spectra = raster.read_spectra(np.array([0, 10]), np.array([0, 11]))
    assert spectra.min() >= 0


def test_a_hole_takes_the_mean_of_its_neighbours():
    raster = open_raster(gappy_cube())
    values, _ = raster.read(PixelWindow(10, 11, 1, 1), margin=1)
    # Band 2 is 200 + 10 row + col, so the neighbours' mean is the lost value.
    assert values[2, 1, 1] == pytest.approx(200 + 100 + 11)


def test_edges_are_completed_by_reflection():
    cube = make_cube(bands=2, rows=4, cols=5)
    values, _ = open_raster(cube).read(PixelWindow(0, 0, 4, 5), margin=2)
    expected = np.pad(
        make_values(2, 4, 5).astype(np.float32), ((0, 0), (2, 2), (2, 2)), "reflect"
    )
    assert np.array_equal(values, expected)


@pytest.mark.parametrize("margin", [0, 1, 3, 5])
def test_a_pixel_does_not_depend_on_the_window_it_is_read_in(margin):
    raster = open_raster(gappy_cube())
    whole, _ = raster.read(PixelWindow(0, 0, 20, 23), margin=margin)
    for tile in PixelWindow(0, 0, 20, 23).tiles(7):
        part, _ = raster.read(tile, margin=margin)
        rows = slice(tile.row, tile.row + tile.height + 2 * margin)
        cols = slice(tile.col, tile.col + tile.width + 2 * margin)
        assert np.array_equal(part, whole[:, rows, cols])


def test_scene_smaller_than_the_margin_is_reflected_over_and_over():
    cube = make_cube(bands=1, rows=2, cols=1)
    values, _ = open_raster(cube).read(PixelWindow(0, 0, 2, 1), margin=3)
    assert values.shape == (1, 8, 7)
    assert values[0, :, 0].tolist() == [10, 0, 10, 0, 10, 0, 10, 0]
