"""Asynchronous work of which only the newest request counts."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base.slots import run_async

_T = TypeVar("_T")


class LatestOnly(Generic[_T]):
    """Runs one request at a time and skips those that were overtaken.

    Following the mouse this way throttles itself: a slow disk is asked less
    often, and is never asked twice for the same pixel.

    Parameters
    ----------
    widget : QWidget
        Owner, for messages.
    work : callable
        Makes the coroutine that answers one request.
    """

    def __init__(
        self, widget: QWidget, work: Callable[[_T], Coroutine[Any, Any, None]]
    ) -> None:
        self._widget = widget
        self._work = work
        self._waiting: list[_T] = []
        self._is_running = False

    @property
    def is_running(self) -> bool:
        """Whether a request is being answered."""
        return self._is_running

    def want(self, request: _T) -> None:
        """Ask for something instead of what was asked for before."""
        self._waiting = [request]
        if not self._is_running:
            self._is_running = True
            run_async(self._widget, self._run())

    def forget(self) -> None:
        """Drop the request that waits."""
        self._waiting = []

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._work(self._waiting.pop())
        except asyncio.CancelledError:
            self._waiting = []
            raise
        finally:
            self._is_running = False
            if self._waiting:  # only the request before it has failed
                self.want(self._waiting.pop())
