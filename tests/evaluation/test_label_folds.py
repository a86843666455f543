"""Labels are held out by blocks: apart from what is learned from, class by class."""

import numpy as np
import pytest
from scipy import ndimage

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.evaluation.label_folds import label_folds


def scattered(count=60, shape=(80, 100), classes=3):
    generator = np.random.default_rng(0)
    labels = np.zeros(shape, np.uint16)
    rows, cols = (
        generator.integers(0, shape[0], count),
        generator.integers(0, shape[1], count),
    )
    labels[rows, cols] = 1 + np.arange(count) % classes
    return labels


@pytest.mark.parametrize("patch", [1, 5])
def test_folds_test_each_label_once_and_never_beside_what_is_learned(patch):
    labels = scattered()
    found = label_folds(labels, folds=5, patch=patch)
    tested = np.zeros(labels.shape, int)
    for split in found.splits:
        assert not ((split.labels > 0) & (split.test > 0)).any()
        for part in (split.labels, split.test):
            assert (part[part > 0] == labels[part > 0]).all()
        reach = ndimage.maximum_filter(
            (split.labels > 0).astype(int), 2 * patch - 1, mode="constant"
        )
        assert not (reach[split.test > 0]).any()
        tested += split.test > 0
    assert tested.max() == 1
    assert tested.sum() > 0.8 * (labels > 0).sum()
    assert found.untested == ()


def test_labels_beside_each_other_are_held_out_together():
    labels = np.zeros((80, 80), np.uint16)
    for number, (row, col) in enumerate([(5, 5), (5, 65), (65, 5), (65, 65)]):
        labels[row : row + 4, col : col + 4] = 1 + number % 2
    found = label_folds(labels, folds=2, patch=3)
    assert found.blocks_per_side == 4
    for split in found.splits:
        areas, count = ndimage.label(labels)
        for area in range(1, count + 1):
            assert len(np.unique(split.test[areas == area] > 0)) == 1


def test_a_class_in_one_place_is_named_and_not_tested():
    labels = scattered(classes=2)
    labels[40, 50] = 9
    found = label_folds(labels, folds=5, patch=1)
    assert found.untested == (9,)


def test_labels_in_one_place_cannot_be_held_out():
    labels = np.zeros((64, 64), np.uint16)
    labels[0, 0], labels[0, 1] = 1, 2
    with pytest.raises(TrainingDataError, match="label pixels in other places"):
        label_folds(labels, folds=5, patch=1)
