import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.window import PixelWindow
from tests.builders import make_cube, make_values


def test_reading_takes_bands_in_the_order_asked():
    cube = make_cube()
    np.testing.assert_array_equal(cube.read([3, 1])[:, 2, 4], [324, 124])


def test_reading_a_window_with_a_step_keeps_its_first_pixel():
    part = make_cube().read([0], PixelWindow(1, 2, 5, 5), step=2)
    assert part.shape == (1, 3, 3)
    assert part[0, 0, 0] == 12
    assert part[0, 1, 2] == 36


def test_values_are_scaled_and_nodata_becomes_nan():
    values = make_values()
    values[:, 1, 1] = -9999
    cube = make_cube(values=values, nodata=-9999, scale=10.0)
    assert cube.read_spectrum(2, 3)[4] == pytest.approx(42.3)
    assert np.isnan(cube.read_spectrum(1, 1)).all()


def test_infinite_values_count_as_nodata():
    values = make_values(dtype=np.float32)
    values[2, 0, 0] = np.inf
    spectrum = make_cube(values=values).read_spectrum(0, 0)
    assert np.isnan(spectrum[2])
    assert np.isfinite(spectrum[[0, 1, 3, 4]]).all()


def test_spectra_of_several_pixels_come_as_rows():
    spectra = make_cube().read_spectra(np.array([0, 5]), np.array([6, 1]))
    np.testing.assert_array_equal(spectra[:, 2], [206, 251])


def test_a_pixel_is_valid_if_one_good_band_has_a_value():
    values = make_values(dtype=np.float32)
    values[:, 0, 0] = np.nan
    values[0, 0, 1] = np.nan
    good = np.array([True, True, False, True, True])
    cube = make_cube(values=values, bands=BandAxis(5, good=good))
    valid = cube.valid_mask()
    assert not valid[0, 0]
    assert valid.sum() == valid.size - 1


def test_a_band_axis_of_another_length_is_refused():
    with pytest.raises(ValueError, match="4 bands"):
        HsiCube(ArraySource(make_values()), BandAxis(4))
