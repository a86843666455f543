"""Bands chosen by wavelength, values to brightness, ids to colours."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.composite import available_composites, bands_of, initial_view
from hsiviewer.imaging.overlay import class_table, paint_classes, paint_confidence
from hsiviewer.imaging.stretch import render_argb, rgba_of, stretch_limits
from tests.builders import make_cube, make_values

ALL = np.zeros((1, 100), bool)


def test_true_colour_takes_the_bands_nearest_to_red_green_and_blue():
    axis = BandAxis(5, np.array([450.0, 551.0, 648.0, 850.0, 1600.0]))
    cube = HsiCube(ArraySource(make_values(5)), axis)
    assert initial_view(cube) == ((2, 1, 0), "true-colour")
    assert bands_of("colour-infrared", cube) == (3, 2, 1)


def test_composites_that_the_sensor_does_not_cover_are_not_offered():
    axis = BandAxis(60, np.linspace(400.0, 900.0, 60))
    offered = [each.id for each in available_composites(axis)]
    assert "true-colour" in offered
    assert "geology" not in offered


def test_the_bands_that_a_file_proposes_come_first():
    cube = make_cube(default_bands=(4, 2, 0))
    assert initial_view(cube) == ((4, 2, 0), "default")


def test_without_wavelengths_bands_spread_over_the_axis_are_shown():
    cube = HsiCube(ArraySource(make_values(5)), BandAxis(5))
    assert initial_view(cube)[0] == (4, 2, 0)


def test_percentiles_cut_the_tails_and_ignore_missing_values():
    values = np.arange(100.0)[None]
    values[0, 0] = -9999
    missing = values == -9999
    low, high = stretch_limits(values, missing, Stretch("percentile", 2.0))[0]
    assert 1 < low < 5
    assert 95 < high < 99


@pytest.mark.parametrize("method", ["percentile", "min-max", "standard-deviation"])
def test_a_constant_band_still_has_an_extent(method):
    limits = stretch_limits(np.full((1, 100), 7.0), ALL, Stretch(method, 2.0))
    assert limits[0, 0] < limits[0, 1]


def test_an_unknown_stretch_is_refused():
    with pytest.raises(ValueError, match="gamma"):
        stretch_limits(np.ones((1, 100)), ALL, Stretch("gamma", 1.0))


@pytest.mark.parametrize("dtype", [np.int16, np.uint16, np.float32, np.int32])
def test_pictures_put_red_first_and_leave_nodata_transparent(dtype):
    values = np.zeros((3, 1, 2), dtype)
    values[0, 0, 0], values[:, 0, 1] = 100, 999
    cube = make_cube(values=values, nodata=999)
    limits = np.array([[0.0, 100.0]] * 3)
    picture = rgba_of(render_argb(values, limits, cube))
    assert picture[0, 0].tolist() == [255, 0, 0, 255]
    assert picture[0, 1, 3] == 0


def test_classes_get_their_colours_and_zero_is_transparent():
    scheme = ClassScheme((LandCoverClass(300, "far", "#102030"),))
    picture = paint_classes(np.array([[0, 300]], np.uint16), class_table(scheme))
    assert picture[0, 0] == 0
    assert rgba_of(picture)[0, 1].tolist() == [0x10, 0x20, 0x30, 255]


def test_confidence_rises_from_dark_to_bright_and_nan_is_transparent():
    scores = np.array([[0.0, 0.5, 1.0, np.nan]], np.float32)
    picture = rgba_of(paint_confidence(scores)).astype(int)
    brightness = picture[0, :3, :3].sum(axis=1)
    assert np.all(np.diff(brightness) > 0)
    assert picture[0, 3, 3] == 0
