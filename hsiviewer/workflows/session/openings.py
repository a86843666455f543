"""Scenes are opened, and projects saved elsewhere, one after the other."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

_PATIENCE_S = 5.0


class Openings:
    """Runs what opens a scene or another project for it, whoever still waits for it.

    A command may be cancelled while a thread opens a project: somebody has to close
    that again.

    Attributes
    ----------
    is_closed : bool
        The window is being closed: what is opened now is not to be shown.
    """

    def __init__(self) -> None:
        self.is_closed = False
        self._turn = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, opening: Coroutine[Any, Any, None]) -> None:
        """Open a scene, or save its project, when what was asked for before is done."""
        task = asyncio.get_running_loop().create_task(self._in_turn(opening))
        self._running.add(task)
        task.add_done_callback(self._forget)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for what is almost open; a slow file is not waited for."""
        self.is_closed = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S), self._turn:
                pass

    async def _in_turn(self, opening: Coroutine[Any, Any, None]) -> None:
        async with self._turn:
            if self.is_closed:
                opening.close()
            else:
                await opening

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever has waited
