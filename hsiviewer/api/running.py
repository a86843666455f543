"""Run coroutines of the workflows from ordinary, synchronous code."""

import asyncio
import contextlib
import logging
import queue
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.jobs.job import Job
from hsiviewer.workflows.commands.progress_bar import ProgressBar, stage_of

_T = TypeVar("_T")
ProgressCallback = Callable[[float, str], object]
OnChange = Callable[[Job], None]
_INTERRUPT_CHECK_S = 0.1  # on Windows, Ctrl+C is only noticed between two waits

# A failed job raises a sentence; its stack goes to the log of those who keep one, and
# not to standard error, where Python puts it if nobody has set up logging.
logging.getLogger("hsiviewer.jobs").addHandler(logging.NullHandler())


def complete(
    work: Callable[[OnChange], Coroutine[Any, Any, _T]],
    progress: ProgressCallback | bool | None,
) -> _T:
    """Run a coroutine in an event loop of its own and return its result.

    The loop runs in another thread, because in a notebook the caller's thread already
    has a running loop. Progress is reported in the caller's thread. Ctrl+C, or an
    error in `progress`, cancels the work; the call ends when its process is gone.

    Parameters
    ----------
    work : coroutine function
        Called with a function that takes its job whenever that changes.
    progress : callable or bool, optional
        Called with the fraction done, 0 to 1, and the current stage; ``True`` shows a
        bar on standard error.
    """
    running = _Running(work)
    with ThreadPoolExecutor(1, thread_name_prefix="hsiviewer") as thread:
        future = thread.submit(asyncio.run, running.run())
        future.add_done_callback(lambda _: running.reports.put(None))
        try:
            with shown(progress) as show:
                for fraction, message in running.until_done():
                    show(fraction, message)
        finally:
            running.cancel()
    return future.result()


class _Running(Generic[_T]):
    """A coroutine that runs in another thread, seen from the thread that waits."""

    def __init__(self, work: Callable[[OnChange], Coroutine[Any, Any, _T]]) -> None:
        self._work = work
        self._task: asyncio.Task[Any] | None = None
        self._is_cancelled = False
        self.reports: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()

    async def run(self) -> _T:
        """Run the coroutine; called in the other thread."""
        self._task = asyncio.current_task()
        if self._is_cancelled:
            raise asyncio.CancelledError
        return await self._work(self._report)

    def until_done(self) -> Iterator[tuple[float, str]]:
        """Yield fraction and stage whenever they change, until the work has ended."""
        while True:
            with contextlib.suppress(queue.Empty):
                report = self.reports.get(timeout=_INTERRUPT_CHECK_S)
                if report is None:
                    return
                yield report

    def cancel(self) -> None:
        """Ask the work to stop; without effect if it has ended."""
        self._is_cancelled = True
        if self._task is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed by now
                self._task.get_loop().call_soon_threadsafe(self._task.cancel)

    def _report(self, job: Job) -> None:
        self.reports.put((job.fraction, stage_of(job)))


@contextlib.contextmanager
def shown(progress: ProgressCallback | bool | None) -> Iterator[ProgressCallback]:
    """Return what takes fraction and stage: a callable, a bar, or nobody."""
    if callable(progress):
        yield progress
    elif not progress:
        yield lambda _fraction, _message: None
    else:
        with ProgressBar(always=True) as bar:
            yield bar.show


class _DirectProgress:
    """A `Progress` that calls back in the thread that works."""

    def __init__(self, show: ProgressCallback) -> None:
        self._show = show

    def report(self, update: ProgressUpdate) -> None:
        """Pass fraction and stage on."""
        self._show(update.fraction, update.stage)

    def checkpoint(self) -> None:
        """Go on: an error of the callback, or Ctrl+C, stops the work by itself."""


@contextlib.contextmanager
def direct_progress(progress: ProgressCallback | bool | None) -> Iterator[Progress]:
    """Return what work in the caller's own thread reports through."""
    with shown(progress) as show:
        yield _DirectProgress(show)
