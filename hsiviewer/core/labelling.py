"""Labels and classes of a scene, changed by edits that can be undone."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.core.class_edits import (
    Overlap,
    SameId,
    importing,
    merging,
    replacing_scheme,
    splitting,
)
from hsiviewer.core.classes import ClassScheme, LandCoverClass, default_class
from hsiviewer.core.edits import (
    ClassEdit,
    Edit,
    LabelEdit,
    MetadataEdit,
    apply_edit,
)
from hsiviewer.core.errors import SourceClosedError
from hsiviewer.core.history import EditHistory, History, SavedWork
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.renumbering import swapping
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.window import PixelWindow


class Labelling:
    """What a user labels, from the first edit to the moment the scene is left.

    All changes of labels and classes go through `apply`, so that each can be
    undone. Signals are emitted in the thread that makes the change, which in
    the window is the GUI thread.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the scene.
    work : SavedWork, optional
        Labels, classes and history of its project; none yet without it.

    Attributes
    ----------
    edits_wanted
        What is being typed is to be written now: the scene is left, or saved.
    closed
        The scene was left; what still runs for it has come too late.
    classes_moved : mapping of int to int
        Classes have other ids now, old to new: what is stored by id follows, before
        anybody shows it.
    classes_changed
        The class scheme changed.
    labels_changed : PixelWindow
        Labels inside the window changed.
    current_class_changed : int
        Another class is being painted; 0 when there is none.
    history_changed
        What undo and redo would do has changed.
    metadata_changed
        Something else is said about the scene; it has to be opened again for that.

    Raises
    ------
    ValueError
        If the saved labels have other rows and columns than the scene.
    """

    edits_wanted = Signal()
    closed = Signal()
    classes_moved = Signal(object)
    classes_changed = Signal()
    labels_changed = Signal(PixelWindow)
    current_class_changed = Signal(int)
    history_changed = Signal()
    metadata_changed = Signal()

    def __init__(self, shape: tuple[int, int], work: SavedWork | None = None) -> None:
        if work is None:
            work = SavedWork(LabelMap.empty(shape), ClassScheme(), EditHistory())
        if work.labels.shape != shape:
            raise ValueError(f"labels are {work.labels.shape}, the scene {shape}")
        self._classes = work.classes
        self._labels = work.labels
        self._current_class = next(iter(work.classes.ids), 0)
        self._history: History = work.history
        self._metadata = work.metadata
        self._preview: list[LabelEdit] = []
        self._edit_count = 0
        self._is_closed = False
        self._refuses_edits = False

    @property
    def classes(self) -> ClassScheme:
        """The class scheme."""
        return self._classes

    @property
    def labels(self) -> LabelMap:
        """The user's labels; change them through `apply` or `paint`."""
        return self._labels

    @property
    def metadata(self) -> SceneMetadata:
        """What the user says about the scene."""
        return self._metadata

    @property
    def work(self) -> SavedWork:
        """All that was done, as another document of the scene takes it over."""
        return SavedWork(self._labels, self._classes, self._history, self._metadata)

    @property
    def edit_count(self) -> int:
        """How often labels or classes have changed; tells whether they have since."""
        return self._edit_count

    @property
    def current_class(self) -> int:
        """Id of the class that the tools paint; 0 when there is none."""
        return self._current_class

    @property
    def undo_text(self) -> str:
        """Name of the edit that `undo` takes back; empty if none."""
        return self._history.undo_text

    @property
    def redo_text(self) -> str:
        """Name of the edit that `redo` repeats; empty if none."""
        return self._history.redo_text

    @property
    def is_closed(self) -> bool:
        """Whether the scene was left; whoever has waited asks before a change."""
        return self._is_closed

    @property
    def takes_changes(self) -> bool:
        """Whether edits are accepted: the scene is open, and not about to be closed."""
        return not (self._is_closed or self._refuses_edits)

    def refuse_edits(self) -> None:
        """Accept no more edits: those that were made are being written."""
        self._refuses_edits = True

    def accept_edits(self) -> None:
        """Go on after `refuse_edits`; a scene that was left stays closed."""
        self._refuses_edits = False

    def close(self) -> None:
        """Leave the scene: edits that come later are refused."""
        self._is_closed = True
        self.closed.emit()

    def let_go(self) -> None:
        """Forget what takes memory, once all that was done has been written."""
        self._labels = LabelMap.empty((0, 0))
        self._history = EditHistory()
        self._preview = []

    def finish_edits(self) -> None:
        """Write what is being typed or painted: it belongs to this scene."""
        if not self.takes_changes:
            return  # written when it was left, or is about to be
        self.edits_wanted.emit()
        self.end_preview()

    def continue_history(self, history: History) -> None:
        """Write later edits to another history, which holds all that was done."""
        self._history = history
        self.history_changed.emit()

    def set_current_class(self, class_id: int) -> None:
        """Choose the class that the tools paint; 0 for none."""
        if class_id != self._current_class and (
            class_id == 0 or class_id in self._classes
        ):
            self._current_class = class_id
            self.current_class_changed.emit(class_id)

    def apply(self, edit: Edit) -> None:
        """Apply an edit and make it the next one to undo.

        Raises
        ------
        SourceClosedError
            If the scene was left: nobody would see or keep the edit. Also of all
            other methods that change labels or classes.
        """
        self._require_open()
        self.end_preview()
        if edit.is_empty:
            return
        self._carry_out(edit)
        self._history.push(edit)
        self.history_changed.emit()

    def preview(self, edit: LabelEdit) -> None:
        """Show a part of a stroke at once; `end_preview` makes it undoable."""
        self._require_open()
        if not edit.is_empty:
            self._carry_out(edit)
            self._preview.append(edit)

    def end_preview(self, *, text: str = "Paint") -> bool:
        """Make all parts shown by `preview` one edit; tell whether there is one."""
        parts, self._preview = self._preview, []
        if not parts:
            return False
        whole = LabelEdit.combined(parts, text=text)
        if whole.is_empty:
            return False
        self._history.push(whole)
        self.history_changed.emit()
        return True

    def cancel_preview(self) -> None:
        """Take all parts shown by `preview` back."""
        parts, self._preview = self._preview, []
        for part in reversed(parts):
            self._carry_out(part.inverse())

    def undo(self) -> None:
        """Take the last edit back; nothing happens if there is none."""
        self._require_open()
        self.end_preview()
        edit = self._history.pop_undo()
        if edit is not None:
            self._carry_out(edit.inverse())
            self.history_changed.emit()

    def redo(self) -> None:
        """Repeat the last edit that was taken back, if there is one."""
        self._require_open()
        self.end_preview()
        edit = self._history.pop_redo()
        if edit is not None:
            self._carry_out(edit)
            self.history_changed.emit()

    def paint(
        self,
        rows: npt.NDArray[np.intp],
        cols: npt.NDArray[np.intp],
        class_id: int,
        *,
        text: str = "Paint",
    ) -> None:
        """Give pixels a class, or 0 to erase; those outside are left out."""
        height, width = self._labels.shape
        inside = (rows >= 0) & (rows < height) & (cols >= 0) & (cols < width)
        indices = rows[inside] * width + cols[inside]
        self.apply(LabelEdit.painting(self._labels, indices, class_id, text=text))

    def set_classes(self, scheme: ClassScheme, *, text: str = "Edit classes") -> None:
        """Replace the scheme; labels of classes that it lacks are removed."""
        self.apply(replacing_scheme(self._labels, self._classes, scheme, text=text))

    def set_metadata(
        self, metadata: SceneMetadata, *, text: str = "Scene properties"
    ) -> None:
        """Say something else about the scene."""
        self.apply(MetadataEdit(self._metadata, metadata, text))

    def add_class(self, name: str = "") -> LandCoverClass:
        """Add a class with the next free id and make it the current one."""
        free = self._classes.free_id
        name = name or default_class(free).name
        added = LandCoverClass(free, name, self._classes.color_for(free, name))
        self.set_classes(self._classes.with_class(added), text="Add class")
        self.set_current_class(free)
        return added

    def remove_class(self, class_id: int) -> None:
        """Remove a class together with its labels."""
        self.set_classes(self._classes.without(class_id), text="Remove class")

    def change_class(
        self,
        class_id: int,
        *,
        name: str | None = None,
        color: str | None = None,
        description: str | None = None,
    ) -> None:
        """Change what is given of a class's name, colour and description.

        A class that gets its first name gets a colour that suits it, too.
        """
        old = self._classes[class_id]
        is_named_now = name is not None and old.name == default_class(class_id).name
        if is_named_now and color is None and self._has_given_color(old):
            color = self._classes.color_for(class_id, name or "")
        changed = replace(
            old,
            name=old.name if name is None else name,
            color=old.color if color is None else color,
            description=old.description if description is None else description,
        )
        self.set_classes(self._classes.with_class(changed), text="Edit class")

    def merge_class(self, source: int, target: int) -> None:
        """Give all labels of a class to another, and remove it."""
        self.apply(merging(self._labels, self._classes, source, target))
        self.set_current_class(target)

    def split_class(
        self, class_id: int, indices: npt.NDArray[np.intp], name: str
    ) -> None:
        """Give some labels of a class to a new one, which becomes the current."""
        edit, new_id = splitting(self._labels, self._classes, class_id, indices, name)
        self.apply(edit)
        self.set_current_class(new_id)

    def renumber_class(self, class_id: int, new_id: int) -> None:
        """Give a class another id; a class that has it gets the id that is left.

        Raises
        ------
        ClassSchemeError
            If the class does not exist, or there can be no such id.
        """
        edit = swapping(
            self._labels, self._classes, class_id, new_id, text="Renumber class"
        )
        self.apply(edit)

    def move_class(self, class_id: int, *, up: bool) -> None:
        """Exchange a class with the one before or after it, as far as there is one."""
        ids = self._classes.ids
        place = ids.index(class_id) + (-1 if up else 1)
        if 0 <= place < len(ids):
            edit = swapping(
                self._labels, self._classes, class_id, ids[place], text="Move class"
            )
            self.apply(edit)

    def load_labels(
        self,
        labels: LabelMap,
        scheme: ClassScheme,
        *,
        overlap: Overlap = Overlap.REPLACE_ALL,
        same_id: SameId = SameId.AS_IN_FILE,
    ) -> None:
        """Take labels and classes of a file, as one edit; see `importing`."""
        edit = importing(
            self._labels,
            self._classes,
            labels,
            scheme,
            overlap=overlap,
            same_id=same_id,
        )
        self.apply(edit)

    def _require_open(self) -> None:
        if not self.takes_changes:
            raise SourceClosedError("the scene has been left; nothing of it changes")

    def _carry_out(self, edit: Edit) -> None:
        if isinstance(edit, MetadataEdit):
            self._metadata = edit.after
            self.metadata_changed.emit()
            return
        self._edit_count += 1
        self._classes = apply_edit(edit, self._labels, self._classes)
        labels = edit.labels if isinstance(edit, ClassEdit) else edit
        if isinstance(edit, ClassEdit):
            before = self._current_class
            if edit.moved:
                self._move_classes(dict(edit.moved))
            self.classes_changed.emit()
            if self._current_class != before:
                self.current_class_changed.emit(self._current_class)
            self._keep_current_class()
        if labels is not None and not labels.is_empty:
            self.labels_changed.emit(labels.window(self._labels.shape))

    def _move_classes(self, id_map: dict[int, int]) -> None:
        """Let follow what is stored by class id."""
        self._current_class = id_map.get(self._current_class, self._current_class)
        self.classes_moved.emit(id_map)

    def _has_given_color(self, shown: LandCoverClass) -> bool:
        return shown.color == self._classes.color_for(shown.id, shown.name)

    def _keep_current_class(self) -> None:
        if self._current_class not in self._classes:
            ids = self._classes.ids
            self._current_class = ids[0] if ids else 0
            self.current_class_changed.emit(self._current_class)
