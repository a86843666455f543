"""Work that follows the labels of a scene: some time after each edit, never at once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow

_log = logging.getLogger(__name__)

DELAY_S = 0.5  # after the last edit; a hand at work is not interrupted


class LabelWatch:
    """Looks at a document when its labels or bands have changed.

    Parameters
    ----------
    document : Document
        Is watched.
    look : coroutine function
        Called when nobody has painted for a while, one call at a time. A sentence for
        the user that it raises is logged.
    """

    def __init__(
        self, document: Document, look: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        self._look = look
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._looks_again = False  # something changed during a look
        self._is_closed = False
        document.labels_changed.connect(self._on_labels_changed)
        document.bands_changed.connect(self.look_soon)

    def look_soon(self) -> None:
        """Look in a moment, when nobody has painted for a while."""
        if self._is_closed:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # a script without an event loop looks for itself
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(DELAY_S, self._start)

    def close(self) -> None:
        """Stop watching, for good."""
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _on_labels_changed(self, _window: PixelWindow) -> None:
        self.look_soon()

    def _start(self) -> None:
        self._timer = None
        if self._task is not None:
            self._looks_again = True
        else:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            await self._look()
        except HsiViewerError as error:
            _log.info("the labels were not looked at: %s", error)
        finally:
            self._task = None
            if self._looks_again:
                self._looks_again = False
                self.look_soon()
