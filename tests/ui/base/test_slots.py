"""Commands that run when the window closes."""

import asyncio
from threading import Thread

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
