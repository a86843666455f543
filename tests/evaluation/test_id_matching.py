"""Ids of references matched with classes: by name, by id, by overlap."""

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.id_matching import MatchedBy, match_ids, permutation_in
from hsiviewer.evaluation.metrics import assess

TRUTH = np.repeat(np.arange(1, 5, dtype=np.uint16), 25).reshape(10, 10)


def scheme(**names):
    return ClassScheme(
        tuple(
            LandCoverClass(int(key[1:]), name, "#000000") for key, name in names.items()
        )
    )


CLASSES = scheme(_1="roof", _2="water", _3="meadow", _4="road")


def found(values, file_scheme=None, classes=CLASSES, against=None):
    labels = LabelMap(np.asarray(values))
    matching = match_ids(
        labels,
        file_scheme or ClassScheme.from_ids(labels.counts),
        classes,
        against=against,
    )
    return matching, {match.file_id: (match.class_id, match.by) for match in matching}


def test_names_stand_above_ids():
    names = scheme(_1="Water ", _2="ROOF", _3="bare soil")
    matching, classes = found([[1, 2, 3]], names)
    assert classes[1] == (2, MatchedBy.NAME)
    assert classes[2] == (1, MatchedBy.NAME)
    # Its name says that it is no meadow; 5 is the first number without a class.
    assert classes[3] == (5, MatchedBy.NOTHING)
    assert matching.id_map == {1: 2, 2: 1, 3: 5}
    assert matching.unmatched == (3,)


def test_ids_match_where_no_name_does():
    matching, classes = found([[1, 2, 7]], scheme(_1="Dach", _2="Wasser", _7="Moor"))
    assert classes == {
        1: (1, MatchedBy.ID),
        2: (2, MatchedBy.ID),
        7: (7, MatchedBy.NOTHING),
    }
    assert not matching.id_map
    assert [match.pixels for match in matching] == [1, 1, 1]


def test_a_name_of_two_classes_decides_nothing():
    doubled = scheme(_1="roof", _2="roof", _3="meadow")
    assert found([[2]], scheme(_2="roof"), doubled)[1] == {2: (2, MatchedBy.ID)}


def test_overlap_proposes_classes_for_ids_without_one():
    matching, classes = found(TRUTH + 10, against=TRUTH)
    assert classes[11] == (1, MatchedBy.OVERLAP)
    assert classes[14] == (4, MatchedBy.OVERLAP)
    assert matching.unmatched == (11, 12, 13, 14)
    assert not matching.looks_permuted


def test_a_permutation_is_seen_and_the_assignment_offered():
    order = np.array([0, 3, 1, 4, 2])  # class of each id
    shown = TRUTH.copy()
    shown[::5] = 1  # a map that is right in four fifths
    matching, _ = found(np.argsort(order)[TRUTH], against=shown)
    assert matching.assignment == {1: 3, 2: 1, 3: 4, 4: 2}
    assert matching.agreement < 0.3 < 0.8 < matching.assigned_agreement


@pytest.mark.parametrize("noise", [0.0, 0.4])
def test_right_ids_do_not_look_permuted(noise):
    random = np.random.default_rng(0)
    shown = np.where(random.random((10, 10)) < noise, 1, TRUTH).astype(np.uint16)
    assert not found(TRUTH, against=shown)[0].looks_permuted


def test_a_useless_map_proves_nothing():
    shown = np.random.default_rng(1).integers(1, 5, (10, 10)).astype(np.uint16)
    matching, classes = found(TRUTH, against=shown)
    assert not matching.looks_permuted
    assert {by for _, by in classes.values()} == {MatchedBy.ID}


def test_names_stand_above_what_a_map_says():
    swapped = np.array([0, 2, 1, 3, 4], np.uint16)[TRUTH]
    assert not found(TRUTH, CLASSES, against=swapped)[0].looks_permuted


def test_a_choice_of_the_user_replaces_the_proposal():
    matching = found([[1, 2]])[0].with_classes({1: 0, 2: 2})
    assert [match.by for match in matching] == [MatchedBy.USER, MatchedBy.ID]
    assert matching.id_map == {1: 0}


def test_without_classes_every_id_stays():
    matching, classes = found([[4, 9]], classes=ClassScheme())
    assert classes == {4: (4, MatchedBy.NOTHING), 9: (9, MatchedBy.NOTHING)}
    assert not matching.id_map


def test_a_confusion_matrix_tells_a_permutation():
    swapped = np.array([0, 2, 3, 1, 4], np.uint16)[TRUTH]
    found = permutation_in(assess(swapped, TRUTH))
    assert found.assignment == {1: 3, 2: 1, 3: 2, 4: 4}
    assert (found.agreement, found.assigned_agreement) == (0.25, 1.0)
    assert permutation_in(assess(TRUTH, TRUTH)) is None
