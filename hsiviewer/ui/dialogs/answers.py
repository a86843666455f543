"""Await a dialog's answer without blocking the event loop."""

import asyncio

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from hsiviewer.ui.base.scene_bound import closing_with_scene, is_scene_open


async def answer(dialog: QDialog) -> bool:
    """Open a dialog and wait until it is closed; tell whether it was accepted.

    ``exec`` would run a second event loop inside a task, in which no other task
    may continue. The dialog deletes itself some time after its caller has read
    what was chosen. It closes unanswered when the scene is left that the command was
    meant for; see `hsiviewer.ui.base.scene_bound`.
    """
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    result = await closed(dialog)
    return result == QDialog.DialogCode.Accepted.value and is_scene_open()


async def closed(dialog: QDialog) -> int:
    """Open a dialog and wait until it is closed or deleted; return its result."""
    result: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def note(code: int) -> None:
        if not (result.done() or result.get_loop().is_closed()):
            result.set_result(code)

    def give_up() -> None:
        note(QDialog.DialogCode.Rejected.value)

    dialog.finished.connect(note)
    # Its parent may go first, and takes it along without a word.
    dialog.destroyed.connect(give_up)
    with closing_with_scene(dialog):
        dialog.open()
        try:
            return await result
        finally:
            if shiboken6.isValid(dialog):
                dialog.deleteLater()
