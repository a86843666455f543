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


def test_a_class_too_small_for_a_disjoint_split_is_left_out(reference):
    split = make_split(reference, shots=8, seed=0, kind="disjoint", patch=15)
    assert split.left_out == (2,)
    for values in (split.labels, split.test):
        assert set(np.unique(values)) == {0, 4, 9}
    assert overlap(split, patch=15) == 0


def test_only_as_many_classes_as_needed_are_left_out():
    # The labels of class 2 are near all of class 1, and without them nothing is.
    reference = np.zeros((40, 80), np.uint8)
    reference[:, 40:] = 9
    reference[0, 0:30:2] = 1
    reference[1, 10:13] = 2
    split = make_split(reference, shots=1, seed=0, kind="disjoint", patch=13)
    assert split.left_out == (2,)


def test_a_split_that_leaves_one_class_is_refused(reference):
    with pytest.raises(TrainingDataError, match="class 2 lies too close"):
        make_split(reference, shots=8, seed=0, kind="disjoint", patch=75)


@pytest.mark.parametrize("patch", [1, 5])
def test_folds_of_blocks_test_each_pixel_once_and_draw_labels_all_over(patch):
    generator = np.random.default_rng(1)
    reference = generator.integers(1, 4, (64, 64)).astype(np.uint8)
    splits = [
        make_split(reference, shots=30, seed=seed, kind="blocks", patch=patch)
        for seed in range(5, 10)
    ]
    tested = sum((split.test > 0).astype(int) for split in splits)
    assert tested.max() == 1
    for split in splits:
        assert overlap(split, patch=patch) == 0
        assert np.unique(split.labels[split.labels > 0]).tolist() == [1, 2, 3]
        blocks = [
            set(np.unique(np.argwhere(values) // 8 @ [8, 1]))
            for values in (split.labels, split.test)
        ]
        assert not blocks[0] & blocks[1], "labels and test pixels share a block"
        assert len(blocks[0]) > 35, "labels come from many places"
        assert 12 <= len(blocks[1]) <= 14, "folds have as many blocks"
    if patch == 1:
        assert (tested == 1).all()


def test_patches_larger_than_blocks_leave_a_quarter_of_the_pixels_to_test_with():
    generator = np.random.default_rng(1)
    reference = generator.integers(1, 4, (64, 64)).astype(np.uint8)
    alone, wide = (
        make_split(reference, shots=30, seed=0, kind="blocks", patch=patch)
        for patch in (1, 33)
    )
    np.testing.assert_array_equal(alone.labels, wide.labels)
    tested, kept = alone.test > 0, wide.test > 0
    assert tested.sum() / 4 <= kept.sum() < tested.sum()
    assert tested[kept].all()
    assert overlap(wide, patch=33) > 0, "which reports tell"


def test_blocks_are_dealt_out_so_that_folds_have_every_class(reference):
    reference[:, 10:20] = 3
    for seed in range(10):
        split = make_split(reference, shots=5, seed=seed, kind="blocks")
        again = make_split(reference, shots=5, seed=seed, kind="blocks")
        np.testing.assert_array_equal(split.labels, again.labels)
        assert {3, 4, 9} <= set(np.unique(split.labels)) & set(np.unique(split.test))


def test_a_class_within_one_block_is_left_out_of_all_folds(reference):
    reference[reference == 2] = 4
    reference[1:4, 1:4] = 2
    for seed in range(5):
        split = make_split(reference, shots=5, seed=seed, kind="blocks")
        assert split.left_out == (2,)
        assert 2 not in split.labels
        assert 2 not in split.test


def test_classes_within_one_block_each_are_refused():
    reference = np.zeros((64, 64), np.uint8)
    reference[1, 1:4], reference[40, 40:44] = 1, 2
    with pytest.raises(TrainingDataError, match="fewer than two classes"):
        make_split(reference, shots=1, seed=0, kind="blocks")


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
    with pytest.raises(ConfigurationError, match="random, disjoint, blocks"):
        make_split(reference, shots=2, seed=0, kind="spatial")


def test_an_empty_reference_is_refused():
    with pytest.raises(TrainingDataError, match="no labelled pixel"):
        make_split(np.zeros((3, 3), int), shots=2, seed=0)
