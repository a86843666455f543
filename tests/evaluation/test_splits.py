import numpy as np
import pytest

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.evaluation.protocol import sample_shots
from hsiviewer.evaluation.splits import make_split, overlap


@pytest.fixture
def reference():
    values = np.zeros((60, 80), np.uint8)
    values[:, :40], values[:, 40:] = 4, 9
    values[20:30, 30:50] = 0
    values[0, :12] = 2
    return values


def restated(reference, shots, seed):
    """The protocol in the plainest words."""
    generator = np.random.RandomState(seed)
    labels = {}
    for class_id in range(1, reference.max() + 1):
        pixels = [
            row * reference.shape[1] + col
            for row in range(reference.shape[0])
            for col in range(reference.shape[1])
            if reference[row, col] == class_id
        ]
        if not pixels:
            continue
        pixels = np.array(pixels)
        generator.shuffle(pixels)
        n = len(pixels)
        take = shots if n > shots else max(1, min(15, n // 2))
        labels |= dict.fromkeys(pixels[:take].tolist(), class_id)
    return labels


@pytest.mark.parametrize(("shots", "seed"), [(2, 0), (8, 3), (20, 7)])
def test_shots_are_those_of_the_protocol(reference, shots, seed):
    labels = sample_shots(reference, shots=shots, seed=seed)
    found = {int(i): int(labels.flat[i]) for i in np.flatnonzero(labels)}
    assert found == restated(reference, shots, seed)


def test_memory_order_of_the_reference_does_not_change_the_shots(reference):
    first = sample_shots(reference, shots=5, seed=1)
    second = sample_shots(np.asfortranarray(reference), shots=5, seed=1)
    np.testing.assert_array_equal(first, second)


def test_random_split_tests_on_all_the_rest(reference):
    split = make_split(reference, shots=8, seed=0)
    np.testing.assert_array_equal(split.labels + split.test, reference)
    assert not ((split.labels > 0) & (split.test > 0)).any()


@pytest.mark.parametrize("patch", [1, 5, 11])
def test_patches_of_a_disjoint_split_share_no_pixel(patch):
    reference = np.zeros((60, 80), np.uint8)
    reference[:, :40], reference[:, 40:] = 4, 9
    split = make_split(reference, shots=8, seed=3, kind="disjoint", patch=patch)
    assert overlap(split, patch=patch) == 0
    ids, counts = np.unique(split.labels[split.labels > 0], return_counts=True)
    assert ids.tolist() == [4, 9]
    assert counts.tolist() == [8, 8]
    rows, cols = np.nonzero(split.labels)
    tested = np.argwhere(split.test)
    for row, col in zip(rows, cols, strict=True):
        apart = np.abs(tested - [row, col]).max(axis=1)
        assert apart.min() >= patch


def test_a_disjoint_split_is_the_same_for_a_seed():
    reference = np.repeat([[1, 2]], 40, axis=0).repeat(20, axis=1)
    first, second = (
        make_split(reference, shots=4, seed=2, kind="disjoint", patch=3)
        for _ in range(2)
    )
    np.testing.assert_array_equal(first.labels, second.labels)


def test_a_class_too_small_for_a_disjoint_split_is_named(reference):
    with pytest.raises(TrainingDataError, match="class 2 lies too close"):
        make_split(reference, shots=8, seed=0, kind="disjoint", patch=25)


def test_overlap_counts_test_pixels_near_labels():
    reference = np.ones((1, 30), int)
    reference[0, 29] = 2
    split = make_split(reference, shots=1, seed=0)
    (position,) = np.flatnonzero(split.labels[0] == 1)
    near = [
        col
        for col in range(30)
        if split.test[0, col] and min(abs(col - position), abs(col - 29)) <= 4
    ]
    assert overlap(split, patch=5) == len(near)


def test_an_unknown_kind_of_split_is_refused(reference):
    with pytest.raises(ConfigurationError, match="random, disjoint"):
        make_split(reference, shots=2, seed=0, kind="spatial")


def test_an_empty_reference_is_refused():
    with pytest.raises(TrainingDataError, match="no labelled pixel"):
        make_split(np.zeros((3, 3), int), shots=2, seed=0)
