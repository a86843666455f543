"""The I/O threads: where files are read and written beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Readers release the interpreter lock; more threads than this only queue at the disk.
_threads = ThreadPoolExecutor(4, thread_name_prefix="io")


async def in_io_thread(
    function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Call a blocking function in an I/O thread and wait for what it returns."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, partial(function, *args, **kwargs))
