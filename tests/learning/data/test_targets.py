import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.learning.data.targets import collect_shots, shot_warnings

SCHEME = ClassScheme.from_ids([1, 10, 14])


def make_labels():
    labels = np.zeros((4, 5), np.uint16)
    labels[0, 1] = labels[3, 0] = 14
    labels[2, 2] = 1
    labels[1, 4] = labels[2, 3] = labels[0, 0] = 10
    return labels


def test_shots_are_ordered_by_class_then_row_major_with_dense_targets():
    shots = collect_shots(make_labels(), np.ones((4, 5), bool), SCHEME)
    assert shots.class_ids.tolist() == [1, 10, 14]
    assert shots.targets.tolist() == [0, 1, 1, 1, 2, 2]
    assert shots.positions.tolist() == [[2, 2], [0, 0], [1, 4], [2, 3], [0, 1], [3, 0]]
    assert shots.counts.tolist() == [1, 3, 2]


def test_labels_on_pixels_without_values_are_left_out():
    valid = np.ones((4, 5), bool)
    valid[2, 2] = False
    shots = collect_shots(make_labels(), valid, SCHEME)
    assert shots.class_ids.tolist() == [10, 14]


def test_no_label_at_all_is_told():
    with pytest.raises(TrainingDataError, match="no class has labels; label"):
        collect_shots(np.zeros((4, 5), np.uint16), np.ones((4, 5), bool), SCHEME)


def test_a_single_class_is_told_by_name():
    labels = np.where(make_labels() == 10, 10, 0).astype(np.uint16)
    with pytest.raises(TrainingDataError, match="only class 'class 10' has labels"):
        collect_shots(labels, np.ones((4, 5), bool), SCHEME)


def test_labels_all_outside_the_scene_are_told():
    with pytest.raises(TrainingDataError, match="pixels that have values"):
        collect_shots(make_labels(), np.zeros((4, 5), bool), SCHEME)


def test_labels_of_another_size_are_told():
    with pytest.raises(TrainingDataError, match="4 x 5 pixels, the scene 5 x 4"):
        collect_shots(make_labels(), np.ones((5, 4), bool), SCHEME)


def test_warnings_name_single_labels_absent_classes_and_lost_labels():
    valid = np.ones((4, 5), bool)
    shots = collect_shots(make_labels(), valid, SCHEME)
    scheme = ClassScheme.from_ids([1, 2, 10, 14])
    text = " ".join(shot_warnings(shots, scheme, lost=3))
    assert "3 label(s)" in text
    assert "not on the map: class 2" in text
    assert "single label each, so uncertain: class 1" in text
    assert not shot_warnings(
        collect_shots(np.where(make_labels() == 1, 0, make_labels()), valid, SCHEME),
        ClassScheme.from_ids([10, 14]),
        lost=0,
    )
