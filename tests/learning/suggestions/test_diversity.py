"""One pixel of each cluster, those nearest to its centre first."""

import numpy as np
import pytest

from hsiviewer.learning.suggestions.diversity import medoids

SIZES = (40, 25, 10, 5)


@pytest.fixture
def clusters():
    """Features of four clusters, one of them twice as large as the next."""
    generator = np.random.default_rng(1)
    cluster_of = np.repeat(np.arange(4), SIZES)
    centres = 20 * np.eye(4)
    features = centres[cluster_of] + generator.normal(0, 1, (len(cluster_of), 4))
    positions = generator.integers(0, 50, (len(cluster_of), 2))
    return features, positions, cluster_of


def test_the_middle_of_each_cluster_is_chosen_the_largest_first(clusters):
    features, positions, cluster_of = clusters
    chosen = medoids(features, positions, 4, seed=0)
    assert cluster_of[chosen].tolist() == [0, 1, 2, 3]
    for index, cluster in zip(chosen, range(4), strict=True):
        members = np.flatnonzero(cluster_of == cluster)
        away = np.linalg.norm(
            features[members] - features[members].mean(axis=0), axis=1
        )
        assert index == members[away.argmin()]


def test_the_same_seed_gives_the_same_choice(clusters):
    features, positions, _ = clusters
    first, again = (medoids(features, positions, 9, seed=5) for _ in range(2))
    assert first.tolist() == again.tolist()
    assert len(set(first.tolist())) == 9


def test_chosen_pixels_keep_their_distance(clusters):
    features, positions, _ = clusters
    chosen = medoids(features, positions, 6, seed=0, min_distance=12)
    places = positions[chosen]
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    assert apart[~np.eye(len(chosen), dtype=bool)].min() >= 12
    assert len(medoids(features, positions, 80, seed=0, min_distance=60)) < 3


@pytest.mark.parametrize("count", [3, 7])
def test_samples_that_are_all_alike_are_still_enough(count):
    features, positions = np.ones((7, 3)), np.zeros((7, 2), int)
    assert len(set(medoids(features, positions, count, seed=0).tolist())) == count
