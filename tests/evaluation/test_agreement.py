"""What maps have in common."""

import numpy as np
import pytest

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.evaluation import agreement as module
from hsiviewer.evaluation.agreement import agreement
from hsiviewer.evaluation.splits import held_out_split


def ids(*rows):
    return np.array(rows, np.uint16)


def test_majority_wins_and_the_first_map_breaks_ties():
    found = agreement(
        [ids([1, 1, 3, 0]), ids([1, 2, 2, 0]), ids([1, 2, 1, 0]), ids([1, 1, 0, 0])]
    )
    assert found.class_map.tolist() == [[1, 1, 3, 0]]
    np.testing.assert_allclose(found.share[0, :3], [1.0, 0.5, 0.25])
    assert np.isnan(found.share[0, 3])
    assert found.unanimous == pytest.approx(1 / 3)


def test_large_maps_are_looked_at_part_by_part(monkeypatch):
    generator = np.random.default_rng(0)
    maps = [generator.integers(0, 4, (50, 7)).astype(np.uint16) for _ in range(5)]
    whole = agreement(maps)
    monkeypatch.setattr(module, "_ROWS", 8)
    parts = agreement(maps)
    np.testing.assert_array_equal(whole.class_map, parts.class_map)
    np.testing.assert_array_equal(whole.share, parts.share)
    for row, col in np.ndindex(50, 7):
        said = [each[row, col] for each in maps if each[row, col]]
        count = said.count(whole.class_map[row, col])
        assert count == max((said.count(each) for each in said), default=0)


def test_maps_of_nothing_agree_on_nothing():
    found = agreement([np.zeros((3, 3), np.uint16)] * 2)
    assert found.unanimous == 0
    assert not found.class_map.any()


def test_half_of_the_labels_of_each_class_are_held_out():
    labels = np.zeros((6, 6), np.uint16)
    labels[0, :5], labels[2, :4], labels[4, 0] = 3, 7, 9
    split = held_out_split(labels, seed=1)
    assert ((split.labels == 0) | (split.test == 0)).all()
    np.testing.assert_array_equal(split.labels + split.test, labels)
    counts = {
        each: (int((split.labels == each).sum()), int((split.test == each).sum()))
        for each in (3, 7, 9)
    }
    assert counts == {3: (3, 2), 7: (2, 2), 9: (1, 0)}
    again = held_out_split(labels, seed=1)
    np.testing.assert_array_equal(split.test, again.test)
    assert any(
        (held_out_split(labels, seed=each).test != split.test).any() for each in (2, 3)
    )


def test_single_labels_cannot_be_held_out():
    labels = np.zeros((3, 3), np.uint16)
    labels[0, 0], labels[1, 1] = 1, 2
    with pytest.raises(TrainingDataError, match="no class has two labels"):
        held_out_split(labels, seed=0)
