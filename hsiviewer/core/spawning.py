"""Start worker processes that ignore Ctrl-C and do not import the main module."""

import contextlib
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing import resource_tracker, spawn
from multiprocessing.context import SpawnProcess
from typing import Any

SPAWNING = multiprocessing.get_context("spawn")
_lock = threading.Lock()


def start_worker(process: SpawnProcess) -> None:
    """Start a spawned process from a thread that is not the main one.

    A terminal sends Ctrl-C to the worker as well, which would end it in the midst of
    its imports, with a stack trace. It is the program that is interrupted, and that
    tells its workers through their pipes.

    Python runs the main module again in every spawned process, to find the functions
    defined there. Workers need none of them, and a script without
    ``if __name__ == "__main__"`` would start from the beginning in its own worker.

    Raises
    ------
    OSError
        If this process may not start others.
    """
    if multiprocessing.current_process().daemon:
        raise OSError(
            "this code runs in a process of a pool, which may not start processes; "
            "call hsiviewer from the main program, or from threads"
        )
    with _lock, _without_main(process), _interrupts_blocked():
        process.start()


@contextlib.contextmanager
def _without_main(process: SpawnProcess) -> Iterator[None]:
    """Start the process in this block without importing the main module."""
    with_main = spawn.get_preparation_data

    def without_main(name: str) -> dict[str, Any]:
        preparation = with_main(name)
        # Other code may start its processes at this moment; they keep their main.
        if name == process.name:
            preparation.pop("init_main_from_name", None)
            preparation.pop("init_main_from_path", None)
        return preparation

    vars(spawn)["get_preparation_data"] = without_main
    try:
        yield
    finally:
        vars(spawn)["get_preparation_data"] = with_main


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let a process that starts in the block begin with SIGINT blocked."""
    if sys.platform == "win32":
        yield
        return
    # It lets signals through again when it starts, so it comes first.
    resource_tracker.ensure_running()
    # A new process begins with the signals that its creator's thread has blocked.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
