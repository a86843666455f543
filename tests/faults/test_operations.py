"""Whatever is done in whatever order, the model is what its journal says."""

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hsiviewer.core.class_edits import Overlap, SameId
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.errors import ClassSchemeError, HsiViewerError
from hsiviewer.core.history import SavedWork
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.view import ViewState
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.ui.map_view.area_gestures import (
    FreehandGesture,
    PolygonGesture,
    RectangleGesture,
)
from hsiviewer.ui.map_view.gestures import StrokeGesture
from hsiviewer.workflows.viewing.regions import WandRegion, same_label_region
from tests.builders import make_cube
from tests.projects import make_store, replayed

SHAPE = (11, 14)
PIXELS = st.tuples(st.integers(-2, SHAPE[0] + 1), st.integers(-2, SHAPE[1] + 1))
INSIDE = st.tuples(st.integers(0, SHAPE[0] - 1), st.integers(0, SHAPE[1] - 1))
WAYS = st.lists(PIXELS, min_size=1, max_size=6)


class Labelling(RuleBasedStateMachine):
    """A user who does anything that can be done to labels and classes."""

    @initialize()
    def open(self):
        self._folder = tempfile.TemporaryDirectory()
        store = make_store(Path(self._folder.name), shape=SHAPE)
        self._path = store.path
        self._cube = make_cube(rows=SHAPE[0], cols=SHAPE[1])
        self._show(store)

    def _show(self, store):
        labels, classes = store.load()
        self.journal = ProjectJournal(store)
        work = SavedWork(labels, classes, self.journal)
        self.document = Document(self._cube, work)
        self._view = ViewState()

    def _class(self, number):
        """Return the id of one of the classes; 0 without any."""
        ids = self.document.classes.ids
        return ids[number % len(ids)] if ids else 0

    @rule(way=WAYS, size=st.integers(1, 5), erases=st.booleans())
    def brush(self, way, size, erases):
        self._view.set_brush_size(size)
        self._drag(StrokeGesture(self.document, self._view, erases=erases), way)

    @rule(way=WAYS)
    def points(self, way):
        self._drag(StrokeGesture(self.document, self._view, is_point=True), way)

    @rule(way=WAYS)
    def a_stroke_that_is_given_up(self, way):
        gesture = StrokeGesture(self.document, self._view)
        gesture.press(way[0])
        for each in way[1:]:
            gesture.move(each)
        gesture.cancel()

    @rule(start=PIXELS, stop=PIXELS, erases=st.booleans())
    def rectangle(self, start, stop, erases):
        gesture = RectangleGesture(self.document, self._view)
        self._drag(gesture, [start, stop], erases=erases)

    @rule(way=WAYS)
    def freehand(self, way):
        self._drag(FreehandGesture(self.document, self._view), way)

    @rule(corners=WAYS, back=st.booleans())
    def polygon(self, corners, back):
        gesture = PolygonGesture(self.document, self._view)
        for each in corners:
            gesture.press(each)
            gesture.release()
        if back:
            gesture.step_back()
        gesture.finish()

    @rule(seed=INSIDE, number=st.integers(0, 9))
    def fill(self, seed, number):
        with contextlib.suppress(HsiViewerError):  # an open area
            found = same_label_region(self.document.labels.values, seed)
            self.document.apply(self._painting(found, number, "Fill"))

    @rule(seed=INSIDE, degrees=st.floats(0.1, 20), number=st.integers(0, 9))
    def wand(self, seed, degrees, number):
        found = WandRegion(self._cube, seed).indices(np.deg2rad(degrees))
        self.document.preview(self._painting(found, number, "Wand"))
        self.document.cancel_preview()
        self.document.preview(self._painting(found, number, "Wand"))
        self.document.end_preview(text="Wand")

    @rule()
    def add_class(self):
        self.document.add_class()

    @precondition(lambda self: len(self.document.classes) > 0)
    @rule(number=st.integers(0, 9), name=st.text(min_size=1, max_size=8))
    def rename_class(self, number, name):
        self.document.change_class(self._class(number), name=name, description=name)

    @precondition(lambda self: len(self.document.classes) > 0)
    @rule(number=st.integers(0, 9))
    def remove_class(self, number):
        self.document.remove_class(self._class(number))

    @precondition(lambda self: len(self.document.classes) > 1)
    @rule(source=st.integers(0, 9), other=st.integers(0, 9))
    def merge_classes(self, source, other):
        with contextlib.suppress(ClassSchemeError):  # with itself
            self.document.merge_class(self._class(source), self._class(other))

    @precondition(lambda self: self.document.labels.total > 0)
    @rule(number=st.integers(0, 9))
    def split_class(self, number):
        some = np.flatnonzero(self.document.labels.values)[::2]
        with contextlib.suppress(ClassSchemeError):  # no label among them
            self.document.split_class(self._class(number), some, "part")

    @rule(
        seed=st.integers(0, 99),
        overlap=st.sampled_from(Overlap),
        same_id=st.sampled_from(SameId),
    )
    def import_labels(self, seed, overlap, same_id):
        values = np.random.default_rng(seed).choice([0, 0, 0, 1, 3, 900], SHAPE)
        scheme = ClassScheme.from_ids([1, 3, 900, 12])
        labels = LabelMap(values)
        self.document.load_labels(labels, scheme, overlap=overlap, same_id=same_id)

    @rule(count=st.integers(1, 6))
    def undo(self, count):
        for _ in range(count):
            self.document.undo()

    @rule(count=st.integers(1, 6))
    def redo(self, count):
        for _ in range(count):
            self.document.redo()

    @rule()
    def quit_and_reopen(self):
        undo, redo = self.document.undo_text, self.document.redo_text
        labels, classes = self.document.labels, self.document.classes
        self.journal.close()
        self._show(ProjectStore(self._path))
        assert np.array_equal(self.document.labels.values, labels.values)
        assert self.document.labels.counts == labels.counts
        assert self.document.classes == classes
        assert (self.document.undo_text, self.document.redo_text) == (undo, redo)

    def teardown(self):
        if not hasattr(self, "journal"):
            return
        assert self.journal.flush()
        labels, classes = replayed(self.journal.store)
        assert np.array_equal(self.document.labels.values, labels.values)
        assert self.document.classes == classes
        ids, counts = np.unique(labels.values[labels.values > 0], return_counts=True)
        assert dict(zip(ids, counts, strict=True)) == self.document.labels.counts
        assert set(ids) <= set(classes.ids)
        while self.document.undo_text:
            self.document.undo()
        assert self.document.labels.total == 0
        assert len(self.document.classes) == 0
        self.journal.close()
        self._folder.cleanup()

    def _drag(self, gesture, way, *, erases=False):
        gesture.press(way[0], erases=erases)
        for each in way[1:]:
            gesture.move(each)
        gesture.release()

    def _painting(self, indices, number, text):
        class_id = self._class(number)
        return LabelEdit.painting(self.document.labels, indices, class_id, text=text)


def run(examples, steps):
    run_state_machine_as_test(
        Labelling,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_model_equals_a_replay_of_its_journal():
    run(examples=5, steps=40)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_ten_thousand_operations_leave_the_model_equal_to_its_journal():
    run(examples=50, steps=200)
