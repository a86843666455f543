"""The one bridge from a Qt slot to a coroutine."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from hsiviewer.core.document import Document
from hsiviewer.core.errors import (
    HsiViewerError,
    SourceClosedError,
    UnreadableValuesError,
)
from hsiviewer.core.progress import CancelledError
from hsiviewer.ui.base.plain_text import plain_box
from hsiviewer.ui.base.scene_bound import bind_scene

_T = TypeVar("_T")

_DELETED = "already deleted"  # what shiboken says of a widget that Qt has deleted

# The loop refers to tasks weakly; a running one must be held by somebody.
_running: set[asyncio.Task[Any]] = set()


def run_async(
    widget: QWidget,
    coroutine: Coroutine[Any, Any, _T],
    *,
    on_error: Callable[[HsiViewerError], None] | None = None,
    scene: Document | None = None,
) -> "asyncio.Task[_T | None]":
    """Run a coroutine on the window's event loop.

    Errors that are meant for users are shown beside `widget`, or handed to
    `on_error`; all others reach the loop's exception handler.

    Parameters
    ----------
    scene : Document, optional
        The coroutine is meant for the scene that is open now: its dialogs close
        when another one opens. What else it waits for, it answers for itself, by
        `hsiviewer.ui.base.scene_bound.is_scene_open`.

    Returns
    -------
    asyncio.Task
        Gives the coroutine's value, or ``None`` after a shown error.
    """
    task = asyncio.get_event_loop().create_task(
        _guarded(widget, coroutine, on_error, scene)
    )
    _running.add(task)
    task.add_done_callback(_forget)
    return task


async def end_commands(patience_s: float = 5.0) -> None:
    """Wait until all that `run_async` runs has ended; cancel what lasts longer.

    For the end of the window, when dialogs are closed and nothing opens any more.
    Whoever asks is not waited for.
    """
    # One that has ended is still listed until the loop turns, which may be no more.
    running = {task for task in _running if not task.done()}
    others = running - {asyncio.current_task()}
    if others:
        _, slow = await asyncio.wait(others, timeout=patience_s)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)


def show_error(widget: QWidget, sentence: str, *, details: str = "") -> QMessageBox:
    """Show a sentence in a message that does not block the event loop."""
    return show_message(
        widget, sentence, kind=QMessageBox.Icon.Warning, details=details
    )


def show_message(
    widget: QWidget | None,
    sentence: str,
    *,
    kind: QMessageBox.Icon = QMessageBox.Icon.Information,
    title: str = "hsiviewer",
    details: str = "",
) -> QMessageBox:
    """Show a message box and return at once; it deletes itself when closed."""
    parent = widget.window() if widget is not None else None
    box = plain_box(kind, title, _capitalised(sentence), parent=parent)
    box.setObjectName("messageBox")
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if details:
        box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def _capitalised(sentence: str) -> str:
    """Begin with a capital, unless the first word is a name such as a file's."""
    first = sentence.split(" ", 1)[0]
    return sentence[:1].upper() + sentence[1:] if first.isalpha() else sentence


async def _guarded(
    widget: QWidget,
    coroutine: Coroutine[Any, Any, _T],
    on_error: Callable[[HsiViewerError], None] | None,
    scene: Document | None,
) -> _T | None:
    bind_scene(scene)
    try:
        return await coroutine
    except (SourceClosedError, UnreadableValuesError, CancelledError):
        return None  # of a scene that was left, or told already, or stopped by the user
    except HsiViewerError as error:
        if on_error is not None:
            on_error(error)
        elif shiboken6.isValid(widget):
            show_error(widget, str(error))
        return None
    except RuntimeError as error:
        # A dialog that was closed while its command waited for a file.
        if shiboken6.isValid(widget) or _DELETED not in str(error):
            raise
        return None


def _forget(task: "asyncio.Task[Any]") -> None:
    _running.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    task.get_loop().call_exception_handler(
        {
            "message": "an unexpected error in a command of the window",
            "exception": task.exception(),
            "task": task,
        }
    )
