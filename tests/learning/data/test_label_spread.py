"""Where labels lie: spread over the scene or in few places, and where none are."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.learning.data.label_spread import (
    CLUSTERED_BELOW,
    label_spread,
    spread_before_training,
)

CORNER = np.array([(row, col) for row in range(6) for col in range(10)])


def scattered(shape, count=60):
    generator = np.random.default_rng(3)
    return np.stack([generator.integers(0, side, count) for side in shape], axis=1)


def test_scattered_labels_are_told_from_those_in_a_corner():
    valid = np.ones((100, 100), bool)
    spread = label_spread(scattered(valid.shape), valid)
    assert spread.ratio > CLUSTERED_BELOW
    assert not spread.is_clustered
    assert spread.sentence == ""
    corner = label_spread(CORNER, valid)
    assert corner.ratio < 0.05
    assert corner.is_clustered


def test_parts_without_labels_and_the_furthest_pixels_are_named():
    spread = label_spread(CORNER, np.ones((100, 120), bool))
    assert len(spread.empty_parts) == 8
    assert {"centre", "lower right", "upper centre"} <= set(spread.empty_parts)
    assert "upper left" not in spread.empty_parts
    (row, col), *others = spread.furthest
    assert row > 95
    assert col > 115
    for place in others:
        assert np.hypot(place[0] - row, place[1] - col) > 50, "they lie apart"
    assert "lower right" in spread.sentence
    assert f"row {row}, column {col}" in spread.sentence
    assert spread.record()["furthest"][0] == [row, col]


def test_ground_without_values_needs_no_labels():
    valid = np.ones((90, 90), bool)
    valid[60:] = False
    spread = label_spread(CORNER, valid)
    assert not any(part.startswith("lower") for part in spread.empty_parts)
    assert all(row < 60 for row, _ in spread.furthest)
    few = np.zeros((90, 90), bool)
    few[7, 3] = True
    assert label_spread(CORNER, few).furthest == ((7, 3),), "no probe of the grid"


@pytest.mark.parametrize("shape", [(400, 200), (20_000, 8), (3, 9000)])
def test_the_whole_of_a_large_scene_is_looked_at(shape):
    spread = label_spread(np.array([(0, 0), (1, 1)]), np.ones(shape, bool))
    row, col = spread.furthest[0]
    assert row > 0.9 * shape[0] - 5
    assert col > 0.9 * shape[1] - 10


@pytest.mark.parametrize("positions", [CORNER, scattered((80, 70))])
def test_the_same_is_said_before_and_in_a_training(positions):
    values = np.ones((3, 80, 70), np.float32)
    values[:, 50:] = np.nan
    cube = HsiCube(ArraySource(values), BandAxis(3))
    labels = np.zeros((80, 70), np.uint16)
    labels[tuple(positions.T)] = 4
    before = spread_before_training(cube, labels)
    assert before == label_spread(np.argwhere(labels), np.isfinite(values[0]))


def test_one_label_has_no_spread():
    cube = HsiCube(ArraySource(np.ones((2, 9, 9), np.float32)), BandAxis(2))
    labels = np.zeros((9, 9), np.uint16)
    assert spread_before_training(cube, labels) is None
    labels[2, 2] = 1
    assert spread_before_training(cube, labels) is None
    with pytest.raises(ValueError, match="two labels"):
        label_spread(np.argwhere(labels), labels == 0)
