"""Coroutines of the workflows, waited for from ordinary code."""

import asyncio
import contextlib
import queue
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from hsiviewer.jobs.job import Job

_T = TypeVar("_T")
ProgressCallback = Callable[[float, str], object]
OnChange = Callable[[Job], None]
_LOOK_UP_S = 0.1  # so often Windows hears Ctrl+C


def complete(
    work: Callable[[OnChange], Coroutine[Any, Any, _T]],
    progress: ProgressCallback | bool | None,
) -> _T:
    """Do work in an event loop of its own and return what it returns.

    The loop lives in a thread: in a notebook, this one has a loop that already runs.
    Progress is told in the caller's thread. Ctrl+C, and whatever `progress` raises,
    cancel the work and wait until its process is gone.

    Parameters
    ----------
    work : coroutine function
        Given what is told about its job.
    progress : callable or bool, optional
        Called with the share that is done, 0..1, and what is being done; ``True``
        for a bar on standard error.
    """
    running = _Running(work)
    with ThreadPoolExecutor(1, thread_name_prefix="hsiviewer") as thread:
        future = thread.submit(asyncio.run, running.run())
        future.add_done_callback(lambda _: running.reports.put(None))
        try:
            with _shown(progress) as show:
                for fraction, message in running.told():
                    show(fraction, message)
        finally:
            running.cancel()
    return future.result()


class _Running(Generic[_T]):
    """Work on its way, as the thread that waits for it sees it."""

    def __init__(self, work: Callable[[OnChange], Coroutine[Any, Any, _T]]) -> None:
        self._work = work
        self._task: asyncio.Task[Any] | None = None
        self._is_unwanted = False
        self.reports: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()

    async def run(self) -> _T:
        """Do the work."""
        self._task = asyncio.current_task()
        if self._is_unwanted:
            raise asyncio.CancelledError
        return await self._work(self._report)

    def told(self) -> Iterator[tuple[float, str]]:
        """Yield what is reported until the work has ended."""
        while True:
            with contextlib.suppress(queue.Empty):
                report = self.reports.get(timeout=_LOOK_UP_S)
                if report is None:
                    return
                yield report

    def cancel(self) -> None:
        """Ask the work to stop; nothing happens if it has ended."""
        self._is_unwanted = True
        if self._task is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed by now
                self._task.get_loop().call_soon_threadsafe(self._task.cancel)

    def _report(self, job: Job) -> None:
        self.reports.put((job.fraction, job.stage or str(job.state)))


@contextlib.contextmanager
def _shown(progress: ProgressCallback | bool | None) -> Iterator[ProgressCallback]:
    if callable(progress):
        yield progress
    elif not progress:
        yield lambda _fraction, _message: None
    else:
        from tqdm import tqdm

        shape = "{l_bar}{bar}| {elapsed}<{remaining}"
        with tqdm(total=100, bar_format=shape, leave=False) as bar:

            def show(fraction: float, message: str) -> None:
                bar.set_description(message)
                bar.update(100 * fraction - bar.n)

            yield show
