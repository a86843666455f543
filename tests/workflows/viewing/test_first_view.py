"""The first picture of a scene without wavelengths."""

from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import FileAccessError
from hsiviewer.imaging.composite import initial_view
from hsiviewer.workflows.viewing.first_view import (
    clearest_bands,
    first_view,
    quick_view,
)


def noisy(clear, bands=12, rows=40, cols=50):
    """Return a scene of a smooth ramp under noise, which is weak in some bands."""
    generator = np.random.default_rng(0)
    ramp = np.linspace(0, 100, cols)[None, None, :] + np.zeros((bands, rows, 1))
    strength = np.full(bands, 60.0)
    strength[list(clear)] = 2.0
    values = ramp + generator.normal(0, 1, ramp.shape) * strength[:, None, None]
    return HsiCube(ArraySource(values.astype(np.float32)), BandAxis(bands))


def test_the_clearest_band_of_each_third_is_shown():
    assert first_view(noisy((2, 5, 9))) == ((9, 5, 2), "")


def test_bad_bands_and_gaps_are_left_out():
    cube = noisy((1, 2, 5, 9))
    good = np.ones(12, bool)
    good[1] = False
    values = cube.source.read()
    values[2, :, ::2] = np.nan
    values[5] = np.inf
    cube = HsiCube(ArraySource(values), BandAxis(12, good=good))
    red, green, blue = clearest_bands(cube)
    assert (red, blue) != (11, 1)
    assert green != 5


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_a_scene_of_one_value_is_shown_away_from_the_ends(value):
    cube = HsiCube(ArraySource(np.full((9, 5, 5), value)), BandAxis(9))
    assert first_view(cube) == ((7, 4, 1), "")


def test_of_many_bands_some_are_judged():
    assert first_view(noisy((0, 100, 140), bands=200)) == ((140, 100, 0), "")


def test_what_the_file_says_wins_and_reads_nothing():
    class Unreadable(ArraySource):
        def read(self, *_arguments, **_options):
            raise FileAccessError("gone")

    source = Unreadable(np.zeros((6, 5, 5)))
    for first in (450, 3000):  # composites fit the first of them only
        cube = HsiCube(source, BandAxis(6, np.linspace(first, first + 550, 6)))
        assert first_view(cube) == quick_view(cube) == initial_view(cube)
    cube = HsiCube(source, BandAxis(6), default_bands=(3, 2, 1))
    assert first_view(cube) == ((3, 2, 1), "default")
    assert first_view(replace(cube, default_bands=())) == ((4, 2, 0), "")
