"""Await a dialog's answer without blocking the event loop."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


async def answer(dialog: QDialog) -> bool:
    """Open a dialog and wait until it is closed; tell whether it was accepted.

    ``exec`` would run a second event loop inside a task, in which no other task
    may continue. The dialog deletes itself some time after its caller has read
    what was chosen.
    """
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def note(result: int) -> None:
        if not closed.done():
            closed.set_result(result)

    dialog.finished.connect(note)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    try:
        result = await closed
    finally:
        dialog.deleteLater()
    return result == QDialog.DialogCode.Accepted.value
