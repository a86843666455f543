"""One worker process, from its start to its end."""

import asyncio
import contextlib
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any

from hsiviewer.core.spawning import SPAWNING, start_worker
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.messages import (
    CancelTask,
    ContinueTask,
    FromWorker,
    PauseTask,
    TaskAlive,
    TaskCancelled,
    TaskDone,
    TaskFailed,
    TaskProgress,
    TaskStarted,
    decode_from_worker,
    encode,
    encode_task,
)
from hsiviewer.jobs.process import serve
from hsiviewer.jobs.signs_of_life import SignsOfLife

GRACE_S = 4.5  # from the request to stop to the kill; users are promised 5 s
_POLL_S = 0.1


class WorkerSupervisor:
    """Starts the worker of one job, listens to it, and sees that it ends.

    Parameters
    ----------
    entry : str
        See `JobRunner`.
    job : Job
        Told about everything in the event loop's thread.
    """

    def __init__(self, entry: str, job: Job) -> None:
        self._entry = entry
        self._job = job
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._process: SpawnProcess | None = None

    async def run(self) -> None:
        """Run the job to its end, whatever that is."""
        thread = threading.Thread(
            target=self._supervise, name=f"job-{self._job.id}", daemon=True
        )
        thread.start()
        await self._ended
        thread.join(timeout=1.0)

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None and self._process.pid is not None:
            self._process.kill()

    def _supervise(self) -> None:
        try:
            task = encode_task(self._job.task, self._job.record)
        except (TypeError, ValueError, RecursionError) as error:
            outcome: FromWorker = TaskFailed(
                f"The job could not be written down for a worker process: {error}.",
                kind="WorkerError",
            )
        else:
            outcome = self._outcome(task)
        self._tell(self._finish, outcome)

    def _outcome(self, task: bytes) -> FromWorker:
        """Start the worker, give it the task, and see both to their end."""
        ours, theirs = SPAWNING.Pipe()
        process = SPAWNING.Process(
            target=serve,
            args=(theirs, self._entry),
            name=f"hsiviewer-{self._job.id}",
            daemon=True,
        )
        self._process = process
        try:
            start_worker(process)
            theirs.close()
            ours.send_bytes(task)
            return self._listen(ours, process)
        except (OSError, TypeError, ValueError, RuntimeError) as error:
            return TaskFailed(
                f"The worker process could not be used: {error}.", kind="WorkerError"
            )
        finally:
            ours.close()
            if process.pid is not None:
                process.join(timeout=GRACE_S)
                if process.is_alive():
                    process.kill()
                    process.join()
                process.close()

    def _listen(self, pipe: Connection, process: SpawnProcess) -> FromWorker:
        life = SignsOfLife()
        steering = _Steering(self._job, pipe)
        while True:
            steering.pass_on()
            if steering.is_overdue or (steering.is_told and not life.has_worked):
                process.kill()
                return TaskCancelled()
            if trouble := life.trouble(is_paused=steering.is_paused):
                process.kill()
                return TaskFailed(trouble, kind="WorkerError")
            try:
                if not pipe.poll(_POLL_S):
                    continue
                message = decode_from_worker(pipe.recv_bytes())
            except (EOFError, OSError):
                return self._death_of(process)
            life.heard(message)
            if isinstance(message, TaskStarted):
                self._tell(self._job.begin)
            elif isinstance(message, TaskProgress):
                self._tell(self._job.progressed, message.update)
            elif isinstance(message, TaskAlive):
                self._tell(self._job.lives, message.memory_mb)
            else:
                return message

    def _death_of(self, process: SpawnProcess) -> FromWorker:
        if self._job.cancel_requested.is_set():
            return TaskCancelled()
        process.join(timeout=1.0)
        code = process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
        return TaskFailed(
            f"The worker process ended unexpectedly ({how}); labels and earlier "
            "results are safe. Continue the job under Jobs; if memory was short, start "
            "it again with the preset 'quick' or a smaller batch.",
            kind="WorkerError",
        )

    def _finish(self, outcome: FromWorker) -> None:
        if isinstance(outcome, TaskDone):
            self._job.succeed(outcome.answer)
        elif isinstance(outcome, TaskFailed):
            self._job.fail(outcome.sentence, kind=outcome.kind, details=outcome.details)
        else:
            self._job.end_cancelled()
        if not self._ended.done():
            self._ended.set_result(None)

    def _tell(self, callback: Any, *args: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback, *args)


class _Steering:
    """Passes a job's wishes on to its worker."""

    def __init__(self, job: Job, pipe: Connection) -> None:
        self._job = job
        self._pipe = pipe
        self._deadline: float | None = None
        self.is_paused = False

    @property
    def is_overdue(self) -> bool:
        """Whether the worker was to have stopped by now."""
        return self._deadline is not None and monotonic() > self._deadline

    @property
    def is_told(self) -> bool:
        """Whether the worker is to stop."""
        return self._deadline is not None

    def pass_on(self) -> None:
        """Send what the worker has not been told yet."""
        if self._job.cancel_requested.is_set():
            if self._deadline is None:
                self._deadline = monotonic() + GRACE_S
                self._send(CancelTask())
        elif self._job.pause_requested.is_set() != self.is_paused:
            self.is_paused = not self.is_paused
            self._send(PauseTask() if self.is_paused else ContinueTask())

    def _send(self, message: CancelTask | PauseTask | ContinueTask) -> None:
        # A worker that has just died is noticed when it is listened to.
        with contextlib.suppress(OSError):
            self._pipe.send_bytes(encode(message))
