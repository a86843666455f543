"""Pixels without values, labelled, masked or near a label are never suggested."""

import numpy as np
import pytest

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.suggestions import candidates
from hsiviewer.learning.suggestions.candidates import candidate_pixels
from hsiviewer.learning.suggestions.records import SuggestionOptions

SHAPE = (20, 30)


def found(*, min_distance=0.0, mask=None, scratch=None):
    valid = np.ones(SHAPE, bool)
    valid[:3] = False
    labels = np.zeros(SHAPE, np.uint16)
    labels[10, 15] = labels[12, 29] = 4
    options = SuggestionOptions(count=1, min_distance=min_distance, mask=mask)
    return candidate_pixels(valid, labels, options, SilentProgress(), scratch=scratch)


@pytest.mark.parametrize("tile_side", [512, 7])
@pytest.mark.parametrize("distance", [0.0, 1.0, 3.0])
def test_distance_is_kept_across_tiles(monkeypatch, tile_side, distance):
    monkeypatch.setattr(candidates, "_TILE_SIDE", tile_side)
    mask = np.zeros(SHAPE, bool)
    mask[:, 5:8] = True
    allowed = found(min_distance=distance, mask=mask)
    rows, cols = np.indices(SHAPE)
    away = np.minimum(np.hypot(rows - 10, cols - 15), np.hypot(rows - 12, cols - 29))
    expected = (rows >= 3) & ~mask & (away > 0) & (away >= distance)
    assert np.array_equal(allowed, expected)


def test_candidates_of_large_scenes_lie_in_a_file(tmp_path):
    kept = found(scratch=tmp_path)
    assert isinstance(kept, np.memmap)
    assert np.array_equal(kept, found())


def test_nothing_left_and_other_sizes_are_told():
    with pytest.raises(TrainingDataError, match="no pixel is left"):
        found(mask=np.ones(SHAPE, bool))
    with pytest.raises(TrainingDataError, match="the mask has 3 x 3 pixels"):
        found(mask=np.ones((3, 3), bool))


@pytest.mark.parametrize("options", [{"count": 0}, {"count": 10_001}])
def test_impossible_counts_are_refused(options):
    with pytest.raises(ConfigurationError, match="ask for 1 to 10000"):
        SuggestionOptions(**options)


@pytest.mark.parametrize("distance", [-1.0, float("nan"), float("inf")])
def test_impossible_distances_are_refused(distance):
    with pytest.raises(ConfigurationError, match="no distance"):
        SuggestionOptions(count=1, min_distance=distance)


def test_it_can_be_cancelled():
    class Stopped(SilentProgress):
        def checkpoint(self):
            raise CancelledError

    options = SuggestionOptions(count=1)
    with pytest.raises(CancelledError):
        candidate_pixels(np.ones(SHAPE, bool), np.zeros(SHAPE), options, Stopped())
