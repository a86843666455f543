"""A warm worker process for questions that are answered at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import msgspec

from hsiviewer.core import errors
from hsiviewer.core.spawning import SPAWNING, start_worker
from hsiviewer.jobs.messages import (
    TaskDone,
    TaskFailed,
    decode_from_worker,
    encode_task,
)
from hsiviewer.jobs.process import serve

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess


class InteractiveWorker:
    """Keeps one process with the heavy packages loaded; started on first use.

    Parameters
    ----------
    entry : str
        As for `hsiviewer.jobs.runner.JobRunner`.
    """

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="interactive-worker")
        self._is_closed = False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    async def ask(self, task: str, record: msgspec.Struct) -> Any:
        """Return the worker's answer; questions are answered in turn.

        Raises
        ------
        HsiViewerError
            With the worker's sentence, or `WorkerError` if it has died or is closed.
        """
        self._check_open()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._ask, task, record)

    def close(self) -> None:
        """End the process and the thread that talks to it."""
        self._is_closed = True
        if self._process is not None:
            # A question that is being answered ends with the process.
            self._process.kill()
        self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=True)

    def _ask(self, task: str, record: msgspec.Struct) -> Any:
        self._check_open()  # questions that waited start no other process
        pipe = self._connected()
        try:
            self._check_open()  # `close` may have looked before there was a process
            pipe.send_bytes(encode_task(task, record))
            while True:
                message = decode_from_worker(pipe.recv_bytes())
                if isinstance(message, TaskDone):
                    return message.answer
                if isinstance(message, TaskFailed):
                    kind = getattr(errors, message.kind, errors.WorkerError)
                    raise kind(message.sentence)
        except (EOFError, OSError) as error:
            if isinstance(error, errors.HsiViewerError):
                raise
            self._disconnect()
            raise errors.WorkerError(
                "The worker process ended unexpectedly; try again."
            ) from error

    def _check_open(self) -> None:
        if self._is_closed:
            raise errors.WorkerError("the program is closing; ask when it is open")

    def _disconnect(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None

    def _connected(self) -> Connection:
        if self._pipe is None:
            ours, theirs = SPAWNING.Pipe()
            process = SPAWNING.Process(
                target=serve,
                args=(theirs, self._entry),
                name="hsiviewer-interactive",
                daemon=True,
            )
            start_worker(process)
            self._pipe, self._process = ours, process
            theirs.close()
            if self._is_closed:  # while the process started
                process.kill()
        return self._pipe
