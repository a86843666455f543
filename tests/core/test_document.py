from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.errors import (
    ClassSchemeError,
    LabelFormatError,
    SourceClosedError,
    TrainingDataError,
)
from hsiviewer.core.history import EditHistory, SavedWork
from hsiviewer.core.labels import LabelMap
from tests.builders import make_cube, make_document


def paint(document, pixels, class_id):
    rows, cols = np.array(pixels).T
    document.paint(rows, cols, class_id)


def test_painting_changes_counts_and_tells_where():
    document = make_document()
    windows = []
    document.labels_changed.connect(windows.append)
    paint(document, [(1, 2), (3, 2), (3, 2)], 1)
    assert dict(document.labels.counts) == {1: 2}
    assert (windows[0].row, windows[0].col, *windows[0].size) == (1, 2, 3, 1)


def test_painting_outside_the_scene_is_left_out():
    document = make_document()
    paint(document, [(-1, 0), (0, 99), (2, 2)], 2)
    assert document.labels.total == 1


def test_undo_and_redo_restore_labels_exactly():
    document = make_document()
    paint(document, [(0, 0), (0, 1)], 1)
    paint(document, [(0, 1), (0, 2)], 2)
    after = document.labels.snapshot()
    document.undo()
    assert document.labels.values[0, :3].tolist() == [1, 1, 0]
    document.redo()
    np.testing.assert_array_equal(document.labels.values, after)


def test_painting_what_is_there_already_is_no_edit():
    document = make_document()
    paint(document, [(0, 0)], 1)
    text = document.undo_text
    paint(document, [(0, 0)], 1)
    document.undo()
    assert text == "Paint"
    assert document.labels.total == 0


def test_removing_a_class_takes_its_labels_and_undo_brings_both_back():
    document = make_document()
    paint(document, [(0, 0), (5, 6)], 2)
    document.remove_class(2)
    assert document.classes.ids == (1,)
    assert document.labels.total == 0
    document.undo()
    assert document.classes[2].name == "tree"
    assert document.labels.counts[2] == 2


def test_current_class_follows_when_it_is_removed():
    document = make_document()
    document.set_current_class(2)
    document.remove_class(2)
    assert document.current_class == 1


def test_importing_labels_is_one_edit_and_keeps_gaps_in_ids():
    document = make_document()
    values = np.zeros((6, 7), int)
    values[2, 3], values[4, 4] = 10, 14
    names = ClassScheme((LandCoverClass(10, "corn", "#aabb00"),))
    document.load_labels(LabelMap(values), names)
    assert document.classes.ids == (10, 14)
    assert document.classes[10].name == "corn"
    document.undo()
    assert document.labels.total == 0
    assert document.classes.ids == (1, 2)


def test_a_scene_starts_without_labels_and_refuses_those_of_another_size():
    document = Document(make_cube(rows=3, cols=4))
    assert document.labels.shape == (3, 4)
    assert document.undo_text == ""
    work = SavedWork(LabelMap.empty((4, 3)), ClassScheme(), EditHistory())
    with pytest.raises(ValueError, match=r"\(4, 3\)"):
        Document(make_cube(rows=3, cols=4), work)


def test_nothing_of_a_scene_that_was_left_changes():
    document = make_document()
    told = []
    document.closed.connect(lambda: told.append(True))
    paint(document, [(0, 0)], 1)
    document.close()
    assert told == [True]
    for change in (
        lambda: paint(document, [(0, 1)], 1),
        document.undo,
        document.redo,
        document.add_class,
    ):
        with pytest.raises(SourceClosedError, match="has been left"):
            change()
    assert document.labels.total == 1
    assert document.undo_text == "Paint"


def test_rasters_are_called_by_their_references():
    document = make_document()
    surface, radar = (
        make_cube(bands=1, path=Path(name)) for name in ("dsm.tif", "sar.tif")
    )
    document.add_auxiliary(surface)
    document.add_auxiliary(radar)
    assert document.rasters(("sar.tif",)) == (radar,)
    assert document.rasters(("sar.tif", "dsm.tif")) == (radar, surface)
    with pytest.raises(TrainingDataError, match=r"lidar\.tif is no auxiliary"):
        document.rasters(("lidar.tif",))


def test_an_auxiliary_raster_of_another_grid_is_refused():
    with pytest.raises(ValueError, match="raster"):
        make_document().add_auxiliary(make_cube(bands=1, rows=3, cols=3))


def test_two_classes_with_one_id_are_refused():
    with pytest.raises(ClassSchemeError, match="both 'a' and 'b'"):
        ClassScheme(
            (LandCoverClass(3, "a", "#000000"), LandCoverClass(3, "b", "#111111"))
        )


@pytest.mark.parametrize(
    ("class_id", "color"), [(0, "#ffffff"), (65536, "#ffffff"), (1, "red")]
)
def test_impossible_classes_are_refused(class_id, color):
    with pytest.raises(ClassSchemeError):
        LandCoverClass(class_id, "x", color)


@pytest.mark.parametrize("value", [-1, 65536])
def test_labels_outside_the_range_of_ids_are_refused(value):
    with pytest.raises(LabelFormatError, match=str(value)):
        LabelMap(np.array([[0, value]]))


def test_a_stroke_shown_in_parts_becomes_one_edit():
    document = make_document()
    width = document.labels.shape[1]
    for indices, class_id in (([0, 1], 1), ([1, 2], 2), ([2, width], 0)):
        document.preview(
            LabelEdit.painting(document.labels, np.array(indices), class_id)
        )
    document.end_preview()
    assert document.labels.values[0, :3].tolist() == [1, 2, 0]
    document.undo()
    assert document.labels.total == 0
    document.redo()
    assert document.labels.values[0, :3].tolist() == [1, 2, 0]


def test_a_cancelled_stroke_leaves_labels_and_history_alone():
    document = make_document()
    paint(document, [(0, 0)], 1)
    document.preview(LabelEdit.painting(document.labels, np.array([0, 1]), 2))
    document.cancel_preview()
    assert document.labels.values[0, :2].tolist() == [1, 0]
    document.undo()
    assert document.labels.total == 0


operations = st.lists(
    st.one_of(
        st.tuples(
            st.just("paint"),
            st.lists(
                st.tuples(st.integers(0, 5), st.integers(0, 6)), min_size=1, max_size=6
            ),
            st.integers(0, 3),
        ),
        st.tuples(st.sampled_from(["undo", "redo", "add", "remove"])),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(operations)
def test_counts_always_equal_the_labels_and_undoing_all_gives_the_start(steps):
    document = Document(make_cube())
    for step in steps:
        if step[0] == "paint" and (step[2] == 0 or step[2] in document.classes):
            paint(document, step[1], step[2])
        elif step[0] == "add" and len(document.classes) < 3:
            document.add_class()
        elif step[0] == "remove" and document.current_class:
            document.remove_class(document.current_class)
        elif step[0] in ("undo", "redo"):
            getattr(document, step[0])()
        ids, counts = np.unique(document.labels.values, return_counts=True)
        truth = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        truth.pop(0, None)
        assert dict(document.labels.counts) == truth
        assert set(truth) <= set(document.classes.ids)
    while document.undo_text:
        document.undo()
    assert document.labels.total == 0
    assert len(document.classes) == 0
