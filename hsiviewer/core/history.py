"""What was done to labels, classes and scene, in order; all of it can be undone."""

from dataclasses import dataclass, field
from typing import Protocol

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.edits import Edit
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata


class History(Protocol):
    """The edits that were applied and those that were taken back.

    A project keeps it in a file; a scene without one keeps it in memory.
    """

    @property
    def undo_text(self) -> str:
        """Name of the edit that undo would take back; empty if none."""

    @property
    def redo_text(self) -> str:
        """Name of the edit that redo would repeat; empty if none."""

    def push(self, edit: Edit) -> None:
        """Remember an edit that was applied; what was undone cannot be redone."""

    def pop_undo(self) -> Edit | None:
        """Move the last edit to the undone ones and return it."""

    def pop_redo(self) -> Edit | None:
        """Move the last undone edit back and return it."""


class EditHistory:
    """A `History` in memory."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    @property
    def undo_text(self) -> str:
        """Name of the edit that undo would take back; empty if none."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """Name of the edit that redo would repeat; empty if none."""
        return self._undone[-1].text if self._undone else ""

    def push(self, edit: Edit) -> None:
        """Remember an edit that was applied; what was undone is forgotten."""
        self._done.append(edit)
        self._undone.clear()

    def pop_undo(self) -> Edit | None:
        """Move the last edit to the undone ones and return it."""
        return _move(self._done, self._undone)

    def pop_redo(self) -> Edit | None:
        """Move the last undone edit back and return it."""
        return _move(self._undone, self._done)


@dataclass(frozen=True, eq=False)
class SavedWork:
    """Labels, classes, metadata and history as a project gives them back.

    Parameters
    ----------
    labels : LabelMap
        Has the scene's rows and columns.
    classes : ClassScheme
    history : History
        Receives every later edit.
    metadata : SceneMetadata
        What the user says about the scene.
    """

    labels: LabelMap
    classes: ClassScheme
    history: History
    metadata: SceneMetadata = field(default_factory=SceneMetadata)


def _move(source: list[Edit], target: list[Edit]) -> Edit | None:
    if not source:
        return None
    target.append(source.pop())
    return target[-1]
