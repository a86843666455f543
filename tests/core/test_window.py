import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsiviewer.core.window import PixelWindow

sides = st.integers(0, 40)
windows = st.builds(PixelWindow, st.integers(-9, 9), st.integers(-9, 9), sides, sides)


@given(window=windows, side=st.integers(1, 17))
def test_tiles_cover_every_pixel_once(window, side):
    seen = np.zeros((60, 60), int)
    for tile in window.tiles(side):
        assert 0 < tile.height <= side
        assert 0 < tile.width <= side
        shifted = PixelWindow(tile.row + 9, tile.col + 9, *tile.size)
        seen[shifted.slices] += 1
    assert seen.sum() == window.height * window.width
    assert seen.max(initial=0) <= 1


@given(first=windows, second=windows)
def test_intersection_holds_the_pixels_of_both(first, second):
    common = first.intersection(second)
    for row in range(-9, 50, 7):
        for col in range(-9, 50, 7):
            both = first.contains(row, col) and second.contains(row, col)
            assert common.contains(row, col) == both


def test_growing_adds_the_margin_on_every_side():
    assert PixelWindow(3, 4, 5, 6).grown(2) == PixelWindow(1, 2, 9, 10)


def test_negative_sizes_are_refused():
    with pytest.raises(ValueError, match="size"):
        PixelWindow(0, 0, -1, 2)


def test_a_tile_without_extent_is_refused():
    with pytest.raises(ValueError, match="side"):
        list(PixelWindow(0, 0, 2, 2).tiles(0))
