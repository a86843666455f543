"""Projects for tests: a small scene with a store, and strokes to put into it."""

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.edits import ClassEdit, LabelEdit, apply_edit
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference

SHAPE = (20, 30)


def make_store(folder, *, name="survey.hsiproj", shape=SHAPE):
    """Write a project of a scene whose file is a few bytes, and open it."""
    scene = folder / "scene.img"
    if not scene.exists():
        scene.write_bytes(bytes(range(200)))
    path = folder / name
    reference = SceneReference.of_file(scene, "", shape, path)
    return ProjectStore.create(path, {"cube": [reference]})


class Painter:
    """A document's core: labels and classes that follow the edits of a history."""

    def __init__(self, shape=SHAPE, seed=0):
        self.labels = LabelMap.empty(shape)
        self.classes = ClassScheme()
        self._random = np.random.default_rng(seed)

    def add_class(self, class_id):
        after = self.classes.restricted({*self.classes.ids, class_id})
        return self._carry_out(ClassEdit(self.classes, after, None, "Add class"))

    def stroke(self, class_id, *, pixels=5):
        """Paint random pixels; where all have the class already, erase them."""
        size = self.labels.shape[0] * self.labels.shape[1]
        indices = self._random.choice(size, pixels, replace=False)
        edit = LabelEdit.painting(self.labels, indices, class_id)
        if edit.is_empty:
            edit = LabelEdit.painting(self.labels, indices, 0, text="Erase")
        return self._carry_out(edit)

    def _carry_out(self, edit):
        self.classes = apply_edit(edit, self.labels, self.classes)
        return edit

    def undo(self, history):
        self._carry_out(history.pop_undo().inverse())

    def redo(self, history):
        self._carry_out(history.pop_redo())


def replayed(store):
    """Return labels and classes from nothing but the lines of the journal."""
    labels, classes = LabelMap.empty(store.shape), ClassScheme()
    for row in store.journal():
        edit = store.read_edit(row.seq if row.kind == "edit" else row.target)
        if row.kind == "undo":
            edit = edit.inverse()
        classes = apply_edit(edit, labels, classes)
    return labels, classes
