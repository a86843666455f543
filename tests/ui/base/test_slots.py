"""Commands that run when the window closes."""

import asyncio
from threading import Thread

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hsiviewer.ui.base import slots


def test_a_command_that_has_ended_is_not_waited_for(loop, qtbot, monkeypatch):
    """Its loop may be gone, and with it whoever would tell that it has ended."""
    ended = []

    async def command():
        ended.append(asyncio.current_task())

    thread = Thread(target=asyncio.run, args=(command(),))
    thread.start()
    thread.join()
    monkeypatch.setattr(slots, "_running", set(ended))
    closing = loop.create_task(slots.end_commands(patience_s=1000))
    qtbot.waitUntil(closing.done)
    closing.result()


def test_a_command_that_lasts_is_cancelled(loop, qtbot, monkeypatch):
    command = loop.create_task(asyncio.sleep(1000))
    monkeypatch.setattr(slots, "_running", {command})
    closing = loop.create_task(slots.end_commands(patience_s=0.01))
    qtbot.waitUntil(closing.done)
    closing.result()
    assert command.cancelled()


@pytest.mark.parametrize("kept", [True, False])
def test_a_command_of_a_deleted_dialog_ends_unheard(loop, qtbot, kept):
    unhandled = []
    loop.set_exception_handler(lambda _loop, context: unhandled.append(context))
    dialog, label = QWidget(), QLabel()
    qtbot.addWidget(dialog)

    async def command():
        (label if kept else dialog).deleteLater()
        gone = label if kept else dialog
        while shiboken6.isValid(gone):
            await asyncio.sleep(0)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gone.windowTitle()

    task = slots.run_async(dialog, command())
    qtbot.waitUntil(task.done)
    qtbot.waitUntil(lambda: task not in slots._running)
    assert bool(unhandled) == kept, "a fault of a dialog that is there is one"
    loop.set_exception_handler(None)
