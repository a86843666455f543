"""Worker processes, each owned by a named supervising thread."""

import asyncio
from collections.abc import Collection
from typing import Any

import msgspec
from psygnal import Signal

from hsiviewer.core import errors
from hsiviewer.core.progress import CancelledError
from hsiviewer.jobs.job import Job, JobState
from hsiviewer.jobs.supervisor import WorkerSupervisor


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

    def submit(
        self, task: str, record: msgspec.Struct, *, title: str, label_count: int = 0
    ) -> Job:
        """Queue a job, described as in `Job`; needs a running event loop."""
        job = Job(task=task, record=record, title=title, label_count=label_count)
        self._jobs.append(job)
        self._tasks[job.id] = asyncio.get_running_loop().create_task(self._run(job))
        self.jobs_changed.emit()
        return job

    def keep(self, job: Job) -> None:
        """Add a job of an earlier session, which has ended, to the list."""
        self.exchange((), (job,))
        self.jobs_changed.emit()

    def exchange(self, gone: Collection[Job], recalled: Collection[Job]) -> None:
        """Take ended jobs off the list and add others, and tell nobody.

        For who tells more than that: whoever follows looks at the list, too.
        """
        for job in gone:
            self._tasks.pop(job.id, None)
        left = [job for job in self._jobs if job not in gone]
        self._jobs = sorted([*left, *recalled], key=lambda job: job.submitted_at)

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
            self._tasks.pop(job.id, None)
            self.jobs_changed.emit()

    async def close(self) -> None:
        """Cancel all jobs and wait until their processes are gone."""
        for job in self._jobs:
            if job.is_active:
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
