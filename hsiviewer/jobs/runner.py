"""Worker processes, each owned by a named supervising thread."""

import asyncio
import multiprocessing
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any

import msgspec
from psygnal import Signal

from hsiviewer.core import errors
from hsiviewer.core.progress import CancelledError, ProgressUpdate
from hsiviewer.jobs.job import Job, JobState
from hsiviewer.jobs.messages import (
    CancelTask,
    FromWorker,
    RunTask,
    TaskCancelled,
    TaskDone,
    TaskFailed,
    TaskProgress,
    TaskStarted,
    decode_from_worker,
    encode,
)
from hsiviewer.jobs.process import serve

GRACE_S = 4.5  # from the request to stop to the kill; users are promised 5 s
_POLL_S = 0.1
_spawning = multiprocessing.get_context("spawn")


class JobRunner:
    """Runs jobs one after another, each in a process of its own.

    Two trainings never share the card, a native crash ends one job and nothing
    else, and graphics memory is free again when a job ends. Use it from the
    thread of one asyncio loop.

    Parameters
    ----------
    entry : str
        ``"package.module:function"`` that worker processes call; see
        `hsiviewer.jobs.process.serve`.

    Attributes
    ----------
    jobs_changed
        A job was added or removed.
    """

    jobs_changed = Signal()

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._jobs: list[Job] = []
        self._lane = asyncio.Lock()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def jobs(self) -> tuple[Job, ...]:
        """All jobs of this session, oldest first."""
        return tuple(self._jobs)

    def submit(self, task: str, record: msgspec.Struct, *, title: str) -> Job:
        """Queue a job; needs a running event loop."""
        job = Job(task=task, payload=msgspec.json.encode(record), title=title)
        self._jobs.append(job)
        self._tasks[job.id] = asyncio.get_running_loop().create_task(self._run(job))
        self.jobs_changed.emit()
        return job

    async def result(self, job: Job) -> Any:
        """Wait for a job and return its answer.

        Raises
        ------
        HsiViewerError
            With the job's sentence, and of the class that the worker raised.
        CancelledError
            If the job was cancelled.
        """
        await asyncio.shield(self._tasks[job.id])
        if job.state is JobState.CANCELLED:
            raise CancelledError
        if job.state is JobState.FAILED:
            kind = getattr(errors, job.error_kind, errors.WorkerError)
            raise kind(job.error)
        return job.answer

    def remove(self, job: Job) -> None:
        """Forget a job that has ended."""
        if not job.is_active and job in self._jobs:
            self._jobs.remove(job)
            self._tasks.pop(job.id)
            self.jobs_changed.emit()

    async def close(self) -> None:
        """Cancel all jobs and wait until their processes are gone."""
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, job: Job) -> None:
        async with self._lane:
            if job.cancel_requested.is_set():
                job.end_cancelled()
                return
            supervisor = WorkerSupervisor(self._entry, job)
            try:
                await supervisor.run()
            except asyncio.CancelledError:
                # The loop is closing; the work has to end before it does.
                supervisor.kill()
                raise


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
        ours, theirs = _spawning.Pipe()
        process = _spawning.Process(
            target=serve,
            args=(theirs, self._entry),
            name=f"hsiviewer-{self._job.id}",
            daemon=True,
        )
        self._process = process
        try:
            process.start()
            theirs.close()
            ours.send_bytes(encode(RunTask(self._job.task, _raw(self._job.payload))))
            outcome = self._listen(ours, process)
        except (OSError, ValueError) as error:
            outcome = TaskFailed(
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
        self._tell(self._finish, outcome)

    def _listen(self, pipe: Connection, process: SpawnProcess) -> FromWorker:
        deadline: float | None = None
        while True:
            if self._job.cancel_requested.is_set():
                if deadline is None:
                    deadline = monotonic() + GRACE_S
                    pipe.send_bytes(encode(CancelTask()))
                elif monotonic() > deadline:
                    process.kill()
                    return TaskCancelled()
            try:
                if not pipe.poll(_POLL_S):
                    continue
                message = decode_from_worker(pipe.recv_bytes())
            except (EOFError, OSError):
                return self._death_of(process)
            if isinstance(message, TaskStarted):
                self._tell(self._job.begin)
            elif isinstance(message, TaskProgress):
                self._tell(self._job.progressed, _update(message))
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
            "results are safe. Start the job again, with the preset 'quick' or a "
            "smaller batch if memory was short.",
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


def _raw(payload: bytes) -> msgspec.Raw:
    return msgspec.Raw(payload)


def _update(message: TaskProgress) -> ProgressUpdate:
    return ProgressUpdate(
        fraction=message.fraction,
        stage=message.stage,
        message=message.message,
        step=message.step,
        loss=message.loss,
        accuracy=message.accuracy,
    )
