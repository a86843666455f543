"""The I/O threads: where files are read and written beside the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from psygnal import Signal

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Readers release the interpreter lock; more threads than this only queue at the disk.
_threads = ThreadPoolExecutor(4, thread_name_prefix="io")


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
