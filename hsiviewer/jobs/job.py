"""One piece of background work and its state."""

import logging
import threading
import time
import uuid
from enum import StrEnum
from typing import Any

from psygnal import Signal

from hsiviewer.core.progress import ProgressUpdate

_log = logging.getLogger(__name__)
_MAX_CURVE_POINTS = 2000
_PACE_POINTS = 100


class JobState(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE_STATES = frozenset(
    {JobState.QUEUED, JobState.RUNNING, JobState.PAUSED, JobState.CANCELLING}
)


class Job:
    """A job as the window sees it; changed and read in the event loop's thread.

    Parameters
    ----------
    task : str
        What the worker is asked to do.
    payload : bytes
        JSON record of the task.
    title : str
        What users call the job.
    label_count : int
        Labelled pixels that it learns from; 0 where that does not matter.

    Attributes
    ----------
    changed
        State, progress, curves or error have changed.
    group : str
        What it belongs to, as users call it; empty if to nothing.
    submitted_at : float
        Seconds since 1970 when it was queued; 0 if nobody knows.
    memory_mb : int
        The most memory that the worker has held so far; 0 while unknown.
    losses, accuracies : list of (stage, step, value)
        Curves so far, thinned evenly when they grow long.
    """

    changed = Signal()

    def __init__(
        self, *, task: str, payload: bytes, title: str, label_count: int = 0
    ) -> None:
        self.id = uuid.uuid4().hex[:12]
        self.task = task
        self.payload = payload
        self.title = title
        self.group = ""
        self.label_count = label_count
        self.submitted_at = time.time()
        self.state = JobState.QUEUED
        self.stage = ""
        self.message = ""
        self.fraction = 0.0
        self.losses: list[tuple[str, int, float]] = []
        self.accuracies: list[tuple[str, int, float]] = []
        self.error = ""
        self.error_kind = ""
        self.details = ""
        self.answer: Any = None
        self.memory_mb = 0
        self._pace: list[tuple[int, float]] = []
        self.cancel_requested = threading.Event()
        self.pause_requested = threading.Event()
        self.cancel_latency_s: float | None = None
        self._started_at: float | None = None
        self._ended_at: float | None = None
        self._cancelled_at: float | None = None
        self._paused_at: float | None = None
        self._paused_s = 0.0

    @property
    def is_active(self) -> bool:
        """Whether the job waits or works."""
        return self.state in ACTIVE_STATES

    @property
    def elapsed_s(self) -> float:
        """Seconds that the worker has worked; pauses do not count."""
        if self._started_at is None:
            return 0.0
        until = self._ended_at or self._paused_at or time.monotonic()
        return until - self._started_at - self._paused_s

    @property
    def remaining_s(self) -> float | None:
        """Estimate of the seconds left; ``None`` while there is nothing to go by."""
        if self.state is not JobState.RUNNING or self.fraction < 0.02:
            return None
        return self.elapsed_s * (1.0 - self.fraction) / self.fraction

    def cancel(self) -> None:
        """Ask the job to stop; the state tells at once that it was asked."""
        if not self.is_active or self.cancel_requested.is_set():
            return
        self._cancelled_at = time.monotonic()
        self._count_pause()
        self.cancel_requested.set()
        self._move(JobState.CANCELLING)

    def pause(self) -> None:
        """Let the worker wait at its next step; its memory stays taken."""
        if self.state is JobState.RUNNING:
            self._paused_at = time.monotonic()
            self.pause_requested.set()
            self._move(JobState.PAUSED)

    def proceed(self) -> None:
        """Let the worker go on after a pause."""
        if self.state is JobState.PAUSED:
            self._count_pause()
            self.pause_requested.clear()
            self._move(JobState.RUNNING)

    def begin(self) -> None:
        """Note that a worker has taken the job."""
        self._started_at = time.monotonic()
        if self.state is JobState.QUEUED:
            self._move(JobState.RUNNING)

    def progressed(self, update: ProgressUpdate) -> None:
        """Take over a report of the worker."""
        self.fraction = update.fraction
        self.stage = update.stage
        self.message = update.message
        if update.step is not None:
            self._pace.append((update.step, self.elapsed_s))
            if update.step < self._pace[0][0]:
                self._pace.clear()  # another stage counts anew
            del self._pace[:-_PACE_POINTS]
            _append(self.losses, update.stage, update.step, update.loss)
            _append(self.accuracies, update.stage, update.step, update.accuracy)
        self.changed.emit()

    def lives(self, memory_mb: int) -> None:
        """Take over a sign of life."""
        self.memory_mb = memory_mb

    @property
    def steps_per_s(self) -> float | None:
        """Training steps a second of late; ``None`` while there is nothing to tell."""
        if len(self._pace) < 2:
            return None
        (first, start), (last, stop) = self._pace[0], self._pace[-1]
        return (last - first) / (stop - start) if stop > start else None

    def succeed(self, answer: Any) -> None:
        """End with the worker's answer."""
        self.answer = answer
        self.fraction = 1.0
        self._end(JobState.DONE)

    def fail(self, sentence: str, *, kind: str = "", details: str = "") -> None:
        """End with an error."""
        self.error = sentence
        self.error_kind = kind
        self.details = details
        _log.error("job %s (%s) failed: %s %s", self.id, self.title, sentence, details)
        self._end(JobState.FAILED)

    def end_cancelled(self) -> None:
        """End because it was cancelled."""
        if self._cancelled_at is not None:
            self.cancel_latency_s = time.monotonic() - self._cancelled_at
        self._end(JobState.CANCELLED)

    def recall(
        self,
        state: JobState,
        *,
        answer: Any = None,
        error: str = "",
        seconds: float,
        submitted_at: float,
    ) -> None:
        """Take over how a job of an earlier session ended."""
        self.submitted_at = submitted_at
        self._started_at, self._ended_at = 0.0, seconds
        self.answer, self.error = answer, error
        self.fraction = 1.0 if state is JobState.DONE else 0.0
        self.state = state

    def _count_pause(self) -> None:
        if self._paused_at is not None:
            self._paused_s += time.monotonic() - self._paused_at
            self._paused_at = None

    def _end(self, state: JobState) -> None:
        self._count_pause()
        self._ended_at = time.monotonic()
        self._move(state)

    def _move(self, state: JobState) -> None:
        self.state = state
        self.changed.emit()


def _append(
    curve: list[tuple[str, int, float]], stage: str, step: int, value: float | None
) -> None:
    if value is None:
        return
    curve.append((stage, step, value))
    if len(curve) > _MAX_CURVE_POINTS:
        del curve[1::2]
