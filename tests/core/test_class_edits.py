"""Classes that go, join and part, and what becomes of their labels."""

import numpy as np
import pytest

from hsiviewer.core.class_edits import (
    Overlap,
    SameId,
    import_conflicts,
    importing,
    merging,
    splitting,
)
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.edits import LabelEdit, apply_edit
from hsiviewer.core.errors import ClassSchemeError
from hsiviewer.core.labels import LabelMap

MINE = ClassScheme(
    (
        LandCoverClass(1, "roof", "#aa0000", "tiles"),
        LandCoverClass(2, "lawn", "#00aa00"),
        LandCoverClass(3, "road", "#777777"),
    )
)
THEIRS = ClassScheme(
    (
        LandCoverClass(1, "water", "#0000aa", "dark"),
        LandCoverClass(2, "lawn", "#11bb11"),
        LandCoverClass(9, "sand", "#ccbb88"),
    )
)


def labels_of(*ids):
    return LabelMap(np.array([ids]))


def after(edit, labels, scheme):
    """Carry an edit out on copies, and see that its inverse takes it back."""
    result = LabelMap(labels.values)
    classes = apply_edit(edit, result, scheme)
    values = result.values[0].tolist()
    assert apply_edit(edit.inverse(), result, classes) == scheme
    assert np.array_equal(result.values, labels.values)
    return values, classes


def test_merging_moves_labels_and_removes_the_class():
    labels = labels_of(1, 2, 0, 1)
    values, classes = after(merging(labels, MINE, 1, 2), labels, MINE)
    assert values == [2, 2, 0, 2]
    assert classes.ids == (2, 3)


@pytest.mark.parametrize(("source", "target"), [(1, 1), (1, 8), (8, 1)])
def test_impossible_merges_are_refused(source, target):
    with pytest.raises(ClassSchemeError):
        merging(labels_of(1), MINE, source, target)


def test_splitting_takes_only_labels_of_the_class():
    labels = labels_of(1, 2, 0, 1)
    edit, new_id = splitting(labels, MINE, 1, np.array([0, 1, 2]), "shed")
    values, classes = after(edit, labels, MINE)
    assert new_id == 4
    assert values == [4, 2, 0, 1]
    assert (classes[4].name, classes[4].description) == ("shed", "tiles")


def test_splitting_nothing_off_is_refused():
    with pytest.raises(ClassSchemeError, match="'lawn'"):
        splitting(labels_of(1, 0), MINE, 2, np.array([0, 1]), "x")


def test_conflicts_are_counted_and_named():
    found = import_conflicts(labels_of(1, 2, 0, 3), MINE, labels_of(1, 9, 9, 0), THEIRS)
    assert (found.pixels, found.labels) == (1, 3)
    assert [(mine.name, theirs.name) for mine, theirs in found.classes] == [
        ("roof", "water")
    ]
    assert not found.is_clear
    empty = labels_of(0, 0, 0, 0)
    assert import_conflicts(
        empty, ClassScheme(), labels_of(1, 9, 9, 0), THEIRS
    ).is_clear


@pytest.mark.parametrize(
    ("overlap", "same_id", "values", "names"),
    [
        ("replace", "file", [0, 1, 9, 1], ["water", "lawn", "sand"]),
        ("file", "file", [1, 1, 9, 1], ["water", "lawn", "road", "sand"]),
        ("mine", "file", [1, 2, 9, 3], ["water", "lawn", "road", "sand"]),
        ("file", "mine", [1, 1, 9, 1], ["roof", "lawn", "road", "sand"]),
        ("file", "new", [1, 4, 9, 4], ["roof", "lawn", "road", "water", "sand"]),
        ("mine", "new", [1, 2, 9, 3], ["roof", "lawn", "road", "water", "sand"]),
    ],
)
def test_imports_join_as_asked(overlap, same_id, values, names):
    labels, file = labels_of(1, 2, 0, 3), labels_of(0, 1, 9, 1)
    edit = importing(
        labels,
        MINE,
        file,
        THEIRS,
        overlap=Overlap(overlap),
        same_id=SameId(same_id),
    )
    found, classes = after(edit, labels, MINE)
    assert found == values
    assert [each.name for each in classes] == names


def test_an_import_keeps_descriptions_that_the_file_lacks():
    file = ClassScheme((LandCoverClass(1, "roof", "#123456"),))
    labels = labels_of(1)
    edit = importing(labels, MINE, labels_of(1), file, overlap=Overlap.FILE_WINS)
    _, classes = after(edit, labels, MINE)
    assert (classes[1].color, classes[1].description) == ("#123456", "tiles")


def test_ids_with_gaps_stay_as_they_are():
    file = labels_of(10, 14, 65535, 0)
    edit = importing(labels_of(0, 0, 0, 0), ClassScheme(), file, ClassScheme())
    assert edit.after.ids == (10, 14, 65535)


def test_edits_of_one_pixel_combine_in_order():
    labels = LabelMap.empty((1, 3))
    parts = []
    for pixels, class_id in (([0, 1], 1), ([1, 2], 2), ([0], 0), ([1], 3)):
        part = LabelEdit.painting(labels, np.array(pixels), class_id)
        labels.put(part.indices, part.after)
        parts.append(part)
    whole = LabelEdit.combined(parts, text="all")
    assert whole.indices.tolist() == [1, 2]
    assert whole.before.tolist() == [0, 0]
    assert whole.after.tolist() == [3, 2]
