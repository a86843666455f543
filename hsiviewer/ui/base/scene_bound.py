"""Which scene a running command is meant for; its dialogs close when that is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import shiboken6
from PySide6.QtWidgets import QDialog

from hsiviewer.core.document import Document

# Every task has a context of its own, which lasts through all its dialogs.
_bound: ContextVar[Document | None] = ContextVar("scene of a command", default=None)


def bind_scene(document: Document | None) -> None:
    """Let the running task be meant for a scene, or for none in particular."""
    _bound.set(document)


def is_scene_open() -> bool:
    """Tell whether the scene that the running task is meant for is still open.

    To be asked whenever the task has waited for something and is about to change
    something. A task that is meant for no scene may always go on.
    """
    document = _bound.get()
    return document is None or not document.is_closed


@contextmanager
def closing_with_scene(dialog: QDialog) -> Iterator[None]:
    """Reject a dialog when the scene of the running task is left."""
    document = _bound.get()
    if document is None:
        yield
        return

    def close() -> None:
        if shiboken6.isValid(dialog):
            dialog.reject()

    document.closed.connect(close)
    try:
        yield
    finally:
        document.closed.disconnect(close, missing_ok=True)


def close_with_scene(dialog: QDialog, document: Document) -> None:
    """Close a dialog that nobody awaits when its scene is left."""

    def close() -> None:
        if shiboken6.isValid(dialog):
            dialog.reject()

    def forget() -> None:
        document.closed.disconnect(close, missing_ok=True)

    document.closed.connect(close)
    dialog.destroyed.connect(forget)
