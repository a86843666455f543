"""Starting worker processes that Ctrl-C in a terminal leaves alone."""

import signal
import sys
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess


def start_worker(process: SpawnProcess) -> None:
    """Start a process from a thread that is not the main one.

    A terminal sends Ctrl-C to the worker as well, which would end it in the midst of
    its imports, with a stack trace. It is the program that is interrupted, and that
    tells its workers through their pipes.
    """
    if sys.platform == "win32":
        process.start()
        return
    # It lets signals through again when it starts, so it comes first.
    resource_tracker.ensure_running()
    # A new process begins with the signals that its creator's thread has blocked.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
