"""Which scene a running command is meant for; its dialogs close when that is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import shiboken6
from PySide6.QtWidgets import QDialog

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document


@dataclass(frozen=True, eq=False)
class _Scene:
    document: Document
    cube: HsiCube | None

    @property
    def is_open(self) -> bool:
        if self.cube is None:
            return self.document.cube is None
        return self.document.shows(self.cube)


# Every task has a context of its own, which lasts through all its dialogs.
_bound: ContextVar[_Scene | None] = ContextVar("scene of a command", default=None)


def bind_scene(document: Document | None) -> None:
    """Let the running task be meant for the scene that is open now, or for none."""
    _bound.set(None if document is None else _Scene(document, document.cube))


def is_scene_open() -> bool:
    """Tell whether the scene that the running task is meant for is still open.

    To be asked whenever the task has waited for something and is about to change
    something. A task that is meant for no scene may always go on.
    """
    scene = _bound.get()
    return scene is None or scene.is_open


@contextmanager
def closing_with_scene(dialog: QDialog) -> Iterator[None]:
    """Reject a dialog when the scene of the running task is left."""
    scene = _bound.get()
    if scene is None:
        yield
        return

    def close() -> None:
        if shiboken6.isValid(dialog):
            dialog.reject()

    scene.document.scene_replaced.connect(close)
    try:
        yield
    finally:
        scene.document.scene_replaced.disconnect(close, missing_ok=True)


def close_with_scene(dialog: QDialog, document: Document) -> None:
    """Close a dialog that nobody awaits when another scene opens."""

    def close() -> None:
        if shiboken6.isValid(dialog):
            dialog.reject()

    def forget() -> None:
        document.scene_replaced.disconnect(close, missing_ok=True)

    document.scene_replaced.connect(close)
    dialog.destroyed.connect(forget)
