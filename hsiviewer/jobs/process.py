"""The main function of worker processes."""

import contextlib
import errno
import importlib
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.plain_letters import use_plain_letters
from hsiviewer.core.progress import CancelledError, ProgressUpdate
from hsiviewer.jobs.messages import (
    CancelTask,
    ContinueTask,
    FromWorker,
    PauseTask,
    RunTask,
    TaskAlive,
    TaskCancelled,
    TaskDone,
    TaskFailed,
    TaskProgress,
    TaskStarted,
    decode_to_worker,
    encode,
)

_log = logging.getLogger(__name__)
_BEAT_S = 2.0
_REPORT_INTERVAL_S = 0.05  # at most 20 reports a second cross the pipe

TaskRunner = Callable[[str, bytes, Any], Any]


def serve(connection: Connection, entry: str) -> None:
    """Do tasks until the program closes the pipe; runs in the child process.

    Parameters
    ----------
    connection : Connection
        Two-way pipe to the program.
    entry : str
        ``"package.module:function"``; called as ``function(task, payload,
        progress)`` and returning JSON values.
    """
    _step_aside()
    use_plain_letters()
    channel = _Channel(connection)
    for name, work in (("pipe", channel.listen), ("heart", channel.beat)):
        threading.Thread(target=work, name=name, daemon=True).start()
    module, _, name = entry.partition(":")
    try:
        run: TaskRunner = getattr(importlib.import_module(module), name)
        while True:
            channel.do_next(run)
    finally:
        # Ordinary teardown of torch takes seconds; results are in files by now.
        os._exit(0)


def _step_aside() -> None:
    """Lower the priority, so that the window stays smooth while this works."""
    if hasattr(os, "nice"):
        os.nice(5)


def _of_files(error: OSError) -> str:
    """Return what users can do about a file that cannot be read or written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            "The disk is full, so that the job could not go on; free some space, then "
            "start it again."
        )
    what = error.filename or error.strerror or error
    if isinstance(error, FileNotFoundError):
        return f"A file is not there any more ({what}); put it back, then start again."
    return (
        f"A file could not be read or written ({error}); check the disk and who may "
        "use the folder, then start the job again."
    )


def _peak_memory_mb() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))


class _Channel:
    """The worker's end of the pipe; also the `Progress` of its tasks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._send_lock = threading.Lock()
        self._arrived = threading.Condition()
        self._tasks: list[RunTask] = []
        self._cancelled = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._is_busy = False
        self._checkpoints = 0
        self._last_report = 0.0
        self._last_stage = ""

    def listen(self) -> None:
        """Receive messages; when the program is gone, so is the worker."""
        while True:
            try:
                message = decode_to_worker(self._connection.recv_bytes())
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(message, CancelTask):
                self._cancelled.set()
                self._may_go_on.set()
            elif isinstance(message, PauseTask):
                self._may_go_on.clear()
            elif isinstance(message, ContinueTask):
                self._may_go_on.set()
            else:
                with self._arrived:
                    self._tasks.append(message)
                    self._arrived.notify()

    def do_next(self, run: TaskRunner) -> None:
        """Wait for a task, do it and answer."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self._tasks))
            task = self._tasks.pop(0)
        self._send(TaskStarted())
        self._is_busy = True
        outcome = self._outcome(run, task)
        self._is_busy = False
        try:
            self._send(outcome)
        except ValueError as error:
            self._send(
                TaskFailed(
                    f"The job is done, but {error}; ask for less at once.",
                    kind="WorkerError",
                )
            )
        self._cancelled.clear()
        self._may_go_on.set()

    def beat(self) -> None:
        """Tell every few seconds that the process is there."""
        while True:
            time.sleep(_BEAT_S)
            if self._is_busy:
                with contextlib.suppress(OSError):
                    self._send(TaskAlive(self._checkpoints, _peak_memory_mb()))

    def _outcome(self, run: TaskRunner, task: RunTask) -> FromWorker:
        try:
            self.checkpoint()
            return TaskDone(run(task.task, bytes(task.payload), self))
        except CancelledError:
            return TaskCancelled()
        except HsiViewerError as error:
            return TaskFailed(
                str(error), kind=type(error).__name__, details=traceback.format_exc()
            )
        except MemoryError:
            return TaskFailed(
                "The job ran out of memory; choose the preset 'quick', a smaller "
                "batch or a smaller part of the scene.",
                kind="WorkerError",
                details=traceback.format_exc(),
            )
        except OSError as error:
            return TaskFailed(
                _of_files(error), kind="FileAccessError", details=traceback.format_exc()
            )
        except Exception as error:  # noqa: BLE001 - the one place a job may fail at
            return TaskFailed(
                f"The job failed unexpectedly ({type(error).__name__}: {error}).",
                details=traceback.format_exc(),
            )

    def report(self, update: ProgressUpdate) -> None:
        """Send progress, unless the last report was a moment ago."""
        now = time.monotonic()
        new_stage = update.stage != self._last_stage
        if not new_stage and now - self._last_report < _REPORT_INTERVAL_S:
            return
        self._last_report, self._last_stage = now, update.stage
        self._send(TaskProgress(update))

    def checkpoint(self) -> None:
        """Wait in a pause; raise `CancelledError` once the program wants a stop."""
        self._checkpoints += 1
        self._may_go_on.wait()
        if self._cancelled.is_set():
            raise CancelledError

    def _send(self, message: FromWorker) -> None:
        with self._send_lock:
            self._connection.send_bytes(encode(message))
