"""The most doubtful pixels do not depend on tiles, and ties not on their place."""

import numpy as np
import pytest

from hsiviewer.learning.suggestions.doubt import Doubts, MostDoubtful, shuffled


def probabilities(count, classes=4):
    generator = np.random.default_rng(0)
    return generator.dirichlet(np.ones(classes), count)


def kept_of(values, parts, most=20, seed=3):
    kept = MostDoubtful(most, seed)
    for part in parts:
        kept.add(Doubts.of(part, values[part]))
    return kept.doubts


def test_margins_are_those_of_the_two_best_classes():
    values = np.array([[0.1, 0.6, 0.3], [0.5, 0.5, 0.0]])
    doubts = Doubts.of(np.array([7, 9]), values)
    np.testing.assert_allclose(doubts.margins, [0.3, 0.0])
    assert doubts.best.tolist() == [1, 0]
    assert doubts.second.tolist() == [2, 1]
    assert doubts.pixels.tolist() == [7, 9]


@pytest.mark.parametrize("size", [1, 37, 500])
def test_the_smallest_margins_are_kept_whatever_the_tiles(size):
    values = probabilities(500)
    order = np.random.default_rng(size).permutation(500)
    found = kept_of(values, np.split(order, range(size, 500, size)))
    ordered = np.sort(values, axis=1)
    margins = ordered[:, -1] - ordered[:, -2]
    assert found.pixels.tolist() == np.argsort(margins)[:20].tolist()
    np.testing.assert_allclose(found.margins, np.sort(margins)[:20])


def test_equal_margins_are_drawn_from_everywhere_the_same_each_time():
    values = np.full((10_000, 2), 0.5)
    whole = kept_of(values, [np.arange(10_000)], most=100)
    parts = kept_of(values, np.split(np.arange(10_000), 16)[::-1], most=100)
    assert whole.pixels.tolist() == parts.pixels.tolist()
    assert np.histogram(whole.pixels, 4, (0, 10_000))[0].min() > 10
    other = kept_of(values, [np.arange(10_000)], most=100, seed=4)
    assert len(set(other.pixels) & set(whole.pixels)) < 20


def test_shuffling_gives_each_pixel_its_own_number():
    numbers = shuffled(np.arange(100_000), 4_294_967_295)
    assert len(np.unique(numbers)) == 100_000
    assert abs((numbers / 2**64).mean() - 0.5) < 0.01
