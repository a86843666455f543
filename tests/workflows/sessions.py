"""Sessions of the program without a window."""

import asyncio
import threading
import time

from hsiviewer.workflows.session.workspace import Workspace


def run(story):
    """Run a coroutine function with a workspace and leave no process behind."""

    async def whole():
        workspace = Workspace()
        try:
            return await story(workspace)
        finally:
            await workspace.close()

    return asyncio.run(whole())


async def until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def slowly(monkeypatch, place, name):
    """Let a function wait; return two events: it was called, it may go on."""
    begun, slow = threading.Event(), threading.Event()
    function = getattr(place, name)

    def wait(*arguments, **options):
        begun.set()
        slow.wait(30)
        return function(*arguments, **options)

    monkeypatch.setattr(place, name, wait)
    return begun, slow
