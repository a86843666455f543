"""Classes under other ids: labels, the map, undo, and what makes way."""

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.document import Document
from hsiviewer.core.errors import ClassSchemeError
from hsiviewer.core.renumbering import making_way, renumbered_result
from hsiviewer.io.edit_codec import decode_edit, encode_edit
from tests.builders import make_cube

SCHEME = ClassScheme(
    (
        LandCoverClass(1, "water", "#0000ff"),
        LandCoverClass(2, "roof", "#ff0000"),
        LandCoverClass(5, "tree", "#00ff00"),
    )
)
IDS = np.array([[0, 1, 2, 5, 1, 1, 0]] * 6, np.uint16)


@pytest.fixture
def document():
    result = ClassificationResult(IDS, np.ones(IDS.shape, np.float32), SCHEME)
    document = Document(make_cube(), classification=result)
    document.set_classes(SCHEME)
    rows, cols = np.nonzero(IDS)
    for class_id in SCHEME.ids:
        here = IDS[rows, cols] == class_id
        document.paint(rows[here], cols[here], class_id)
    document.set_current_class(2)
    return document


def state(document):
    names = [(cover.id, cover.name, cover.color) for cover in document.classes]
    ids = document.labels.values.tolist(), document.classification.class_map.tolist()
    return names, *ids, document.current_class


def test_labels_map_and_current_class_follow_and_come_back(document):
    before = state(document)
    told = []
    document.classes_moved.connect(told.append)
    document.renumber_class(2, 9)
    names, labels, shown, current = state(document)
    assert names == [(1, "water", "#0000ff"), (5, "tree", "#00ff00"),
                     (9, "roof", "#ff0000")]  # fmt: skip
    expected = np.where(IDS == 2, 9, IDS).tolist()
    assert labels == shown == expected
    assert current == 9
    document.undo()
    assert state(document) == before
    document.redo()
    assert state(document)[1] == expected
    assert told == [{2: 9}, {9: 2}, {2: 9}]


def test_a_class_that_has_the_id_gets_the_one_that_is_left(document):
    document.renumber_class(1, 5)
    assert [(c.id, c.name) for c in document.classes] == [
        (1, "tree"), (2, "roof"), (5, "water")
    ]  # fmt: skip
    swapped = np.array([0, 5, 2, 0, 0, 1])[IDS]
    np.testing.assert_array_equal(document.labels.values, swapped)
    assert document.labels.counts == {1: 6, 2: 6, 5: 18}


def test_classes_move_up_and_down_as_far_as_there_are_others(document):
    document.move_class(2, up=True)
    assert [cover.name for cover in document.classes] == ["roof", "water", "tree"]
    assert document.current_class == 1
    assert document.undo_text == "Move class"
    document.move_class(1, up=True)
    document.move_class(5, up=False)
    assert [cover.name for cover in document.classes] == ["roof", "water", "tree"]


@pytest.mark.parametrize("new_id", [0, 70000])
def test_impossible_ids_are_refused(document, new_id):
    with pytest.raises(ClassSchemeError):
        document.renumber_class(1, new_id)
    with pytest.raises(ClassSchemeError):
        document.renumber_class(4, 7)


def test_a_journal_keeps_which_classes_moved(document):
    edits = []
    document.continue_history(Kept(edits))
    document.renumber_class(1, 5)
    (edit,) = edits
    again = decode_edit(encode_edit(edit), IDS.shape)
    assert again.moved == ((1, 5), (5, 1))
    assert again.inverse().moved == ((1, 5), (5, 1))
    assert again.after == document.classes


class Kept:
    """A history that only notes what is done."""

    undo_text = redo_text = ""

    def __init__(self, edits):
        self._edits = edits

    def push(self, edit):
        self._edits.append(edit)


def test_classes_that_only_the_map_has_make_way():
    gone = SCHEME.with_class(LandCoverClass(9, "gone", "#777777"))
    shown = ClassificationResult(
        np.where(IDS == 0, 9, IDS).astype(np.uint16), np.ones(IDS.shape, "f4"), gone
    )
    moved = renumbered_result(shown, {2: 9})
    assert moved.scheme[9].name == "roof"
    assert moved.scheme[2].name == "gone"
    assert (moved.class_map == 2).sum() == (IDS == 0).sum()
    back = renumbered_result(moved, {9: 2})
    np.testing.assert_array_equal(back.class_map, shown.class_map)
    assert back.scheme == gone
    apart = renumbered_result(shown, {2: 9}, taken=(1, 2, 5, 9))
    assert apart.scheme[3].name == "gone"


def test_a_chain_of_ids_is_closed():
    assert making_way({1: 2, 2: 5, 7: 7}) == {1: 2, 2: 5, 5: 1, 7: 7}
    assert making_way({1: 2, 2: 1}) == {1: 2, 2: 1}
