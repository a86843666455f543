"""Places of pixels on the map and on the earth, in words and figures."""

import math
from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.workflows.viewing.positions import Locator
from tests.builders import UTM33

UNKNOWN = Locator(GeoReference())


@pytest.fixture
def locator():
    return Locator(UTM33)


def test_a_pixel_is_described_by_map_and_earth(locator):
    place = locator.describe(2, 3)
    assert place.map_text == "x 360105.0, y 5809925.0"
    assert place.geographic_text == "52.42162° N, 12.94272° E"


def test_degrees_are_written_with_more_digits():
    degrees = GeoReference(transform=(0.001, 0.0, 13.0, 0.0, -0.001, 52.0))
    place = Locator(degrees).describe(0, 0)
    assert place.map_text == "x 13.000500, y 51.999500"
    assert place.geographic_text == ""


def test_nothing_is_known_of_a_scene_without_a_place():
    assert UNKNOWN.describe(2, 3).map_text == ""
    assert math.isnan(UNKNOWN.metres((0, 0), (0, 10)))
    assert math.isnan(UNKNOWN.north((0, 0)))
    assert UNKNOWN.degrees(np.zeros((1, 1)), np.zeros((1, 1))) is None


def test_distances_are_those_of_the_ground(locator):
    assert locator.metres((0, 0), (0, 100)) == pytest.approx(3000, rel=0.005)
    assert locator.metres((0, 0), (100, 0)) == pytest.approx(3000, rel=0.005)
    assert locator.metres((5, 5), (5, 5)) == 0


def test_north_is_up_but_for_the_convergence_of_the_grid(locator):
    assert abs(locator.north((0, 0))) < 3
    step, _, left, _, _, top = UTM33.transform
    turned = replace(UTM33, transform=(0.0, step, left, step, 0.0, top))
    assert Locator(turned).north((0, 0)) == pytest.approx(90, abs=3), "up is west"


def test_latitudes_and_longitudes_of_many_pixels(locator):
    rows, cols = np.mgrid[0.0:3.0, 0.0:4.0]
    latitudes, longitudes = locator.degrees(rows, cols)
    assert latitudes.shape == longitudes.shape == (3, 4)
    assert (np.diff(latitudes, axis=0) < 0).all()
    assert (np.diff(longitudes, axis=1) > 0).all()


@pytest.mark.parametrize("text", ["r 2 c 3", "360105 5809925", "52.42162 N 12.94272 E"])
def test_a_place_is_found_by_what_describes_it(locator, text):
    row, col = locator.find(text, (50, 50))
    assert (round(row), round(col)) == (2, 3)


def test_a_text_that_names_no_place_is_refused(locator):
    with pytest.raises(HsiViewerError):
        locator.find("somewhere", (50, 50))
