"""The I/O threads: where files are read and written beside the event loop."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from psygnal import Signal

from hsiviewer.core.progress import CancelledError, Progress, ProgressUpdate

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Readers release the interpreter lock; more threads than this only queue at the disk.
_threads = ThreadPoolExecutor(4, thread_name_prefix="io")


class _Stop:
    """The `Progress` of one call in an I/O thread: it only asks whether to go on."""

    def __init__(self) -> None:
        self._is_wanted = threading.Event()

    def stop(self) -> None:
        self._is_wanted.set()

    def report(self, update: ProgressUpdate) -> None:
        """Discard the update: nobody can tell how long a foreign file takes."""

    def checkpoint(self) -> None:
        """Raise `CancelledError` if the user does not want to wait any more."""
        if self._is_wanted.is_set():
            raise CancelledError


class Activity:
    """How many calls run in I/O threads; for the window to show that it waits.

    Attributes
    ----------
    changed : int
        So many calls run now. Told in the thread of the event loop.
    """

    changed = Signal(int)

    def __init__(self) -> None:
        self._count = 0
        self._stops: set[_Stop] = set()

    @property
    def count(self) -> int:
        """How many calls run now."""
        return self._count

    @property
    def can_be_stopped(self) -> bool:
        """Whether a call runs that `stop` ends."""
        return bool(self._stops)

    def stop(self) -> None:
        """End the calls that can be ended; they raise `CancelledError`."""
        for stop in self._stops:
            stop.stop()

    @contextmanager
    def stoppable_call(self) -> Iterator[_Stop]:
        """Count a call that asks the given progress whether to go on."""
        stop = _Stop()
        self._stops.add(stop)
        with self.call():
            try:
                yield stop
            finally:
                self._stops.discard(stop)

    @contextmanager
    def call(self) -> Iterator[None]:
        """Count a call while it runs."""
        self._count += 1
        self.changed.emit(self._count)
        try:
            yield
        finally:
            self._count -= 1
            self.changed.emit(self._count)


activity = Activity()


async def in_io_thread(
    function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Call a blocking function in an I/O thread and wait for what it returns."""
    loop = asyncio.get_running_loop()
    with activity.call():
        return await loop.run_in_executor(_threads, partial(function, *args, **kwargs))


async def until_stopped(
    function: Callable[Concatenate[Progress, _P], _T],
    *args: _P.args,
    **kwargs: _P.kwargs,
) -> _T:
    """Call a function in an I/O thread, with a progress that `Activity.stop` ends.

    Raises
    ------
    CancelledError
        If the user has stopped it.
    """
    loop = asyncio.get_running_loop()
    with activity.stoppable_call() as stop:
        return await loop.run_in_executor(
            _threads, partial(function, stop, *args, **kwargs)
        )
