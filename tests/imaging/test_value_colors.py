"""Colours of values: ramps between two ends, and values with names."""

import numpy as np
import pytest

from hsiviewer.imaging.value_colors import (
    RAMPS,
    ColorRamp,
    NamedValue,
    NamedValues,
    ramp_colors,
)


@pytest.mark.parametrize("name", RAMPS)
def test_a_ramp_runs_from_its_low_end_to_its_high_one(name):
    ramp = ColorRamp(name, -2.0, 6.0)
    first, last = ramp_colors(name, 2)
    values = np.array([[-9.0, -2.0, 6.0, 60.0, np.nan]])
    picture = ramp.paint(values)[0]
    ends = [0xFF000000 | int(color[1:], 16) for color in (first, last)]
    assert picture.tolist() == [ends[0], ends[0], ends[1], ends[1], 0]
    assert (ramp.color(-2.0), ramp.color(6.0)) == (first, last)


@pytest.mark.parametrize("fields", [{"name": "rainbow"}, {"low": 1.0, "high": 1.0}])
def test_a_ramp_that_cannot_be_is_refused(fields):
    with pytest.raises(ValueError, match=r"no colour ramp|no range"):
        ColorRamp(**fields)


def test_named_values_have_their_colours_and_others_none():
    scale = NamedValues(
        (NamedValue(1, "water", "#0000ff"), NamedValue(7, "road", "#808080"))
    )
    picture = scale.paint(np.array([1.0, 7.0, 2.0, 900.0, -1.0, np.nan]))
    assert picture.tolist() == [0xFF0000FF, 0xFF808080, 0, 0, 0, 0]
    assert (scale.text(7.0), scale.text(3.0)) == ("road", "3")
