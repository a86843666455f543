"""The background jobs as a list, newest first."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from hsiviewer.jobs.job import Job, JobState
from hsiviewer.ui.base.durations import clock_text, duration_text, moment_text
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import NOTHING, guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr, tr_count

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CLOCK_MS = 1000

STATE_TEXTS = {
    JobState.QUEUED: tr("waiting"),
    JobState.RUNNING: tr("running"),
    JobState.PAUSED: tr("paused"),
    JobState.CANCELLING: tr("cancelling"),
    JobState.DONE: tr("done"),
    JobState.FAILED: tr("failed"),
    JobState.CANCELLED: tr("cancelled"),
}


def state_text(job: Job) -> str:
    """Return a job's state in a word or two."""
    if job.state is JobState.RUNNING:
        return f"{job.fraction:.0%}"
    return STATE_TEXTS[job.state]


def progress_text(job: Job) -> str:
    """Return stage, elapsed and remaining time, or when and how the job ended."""
    if job.state is JobState.FAILED:
        return job.error
    if job.state is JobState.QUEUED:
        return tr("waits for the job before it")
    if not job.is_active:
        taken = tr("took {0}").format(duration_text(job.elapsed_s))
        parts = [taken if job.elapsed_s else tr("not started")]
        if job.label_count:
            parts.insert(0, tr_count(job.label_count, "1 label", "{0} labels"))
        if job.submitted_at:
            parts.insert(0, moment_text(job.submitted_at))
        return " · ".join(parts)
    parts = [tr(job.stage)] if job.stage else []
    if job.elapsed_s:
        parts.append(clock_text(job.elapsed_s))
    if job.remaining_s is not None:
        parts.append(tr("{0} left").format(duration_text(job.remaining_s)))
    return " · ".join(parts) or "starting"


def notes(job: Job) -> tuple[str, ...]:
    """Return what the worker has noted on a result, such as labels left out."""
    answer = job.answer if isinstance(job.answer, dict) else {}
    return tuple(answer.get("provenance", {}).get("warnings", ()))


class JobsModel(QAbstractListModel):
    """Rows are the runner's jobs; `job_at` gives the job itself.

    Parameters
    ----------
    workspace : Workspace
        The jobs of its runner are listed; its session tells which of them are of the
        open scene, and whose map lies on the image.
    """

    def __init__(self, workspace: "Workspace", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs: tuple[Job, ...] = ()
        self._followed: set[str] = set()
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._on_clock)
        workspace.jobs.jobs_changed.connect(self._on_jobs_changed)
        workspace.session_changed.connect(self._on_jobs_changed)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(
            lambda session: session.runs.kept.shown_changed, self._on_shown_changed
        )
        self._on_jobs_changed()

    @guarded(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of jobs."""
        return 0 if parent.isValid() else len(self._jobs)

    def index_of(self, job: Job) -> QModelIndex:
        """Return the row of a job; no valid index if it is not listed."""
        return self.index(self._jobs.index(job)) if job in self._jobs else _NOWHERE

    def title_of(self, job: Job) -> str:
        """Return a job's title, after the name of its scene if that is not open."""
        is_here = not job.group or self._workspace.session.work.knows(job)
        return job.title if is_here else f"{job.group} · {job.title}"

    def state_at(self, index: Index) -> str:
        """Return the state of a row's job in a word or two."""
        job = self.job_at(index)
        if job is not None and self._workspace.training.kept.is_shown(job):
            return tr("on the map")
        return state_text(job) if job is not None else ""

    def job_at(self, index: Index) -> Job | None:
        """Return the job of a row."""
        return self._jobs[index.row()] if index.isValid() else None

    @guarded(NOTHING)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a job's title, and the rest in words for tooltips and readers."""
        job = self.job_at(index)
        if job is None:
            return None
        title = self.title_of(job)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role in (
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            told = f"{title}: {self.state_at(index)}; {progress_text(job)}"
            return plain(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None

    def _on_jobs_changed(self) -> None:
        self.beginResetModel()
        self._jobs = tuple(reversed(self._workspace.jobs.jobs))
        self.endResetModel()
        for job in self._jobs:
            if job.id not in self._followed:
                job.changed.connect(partial(self._on_job_changed, job))
        self._followed = {job.id for job in self._jobs}
        self._run_clock()

    def _on_shown_changed(self) -> None:
        if self._jobs:
            last = self.index(len(self._jobs) - 1)
            self.dataChanged.emit(self.index(0), last)

    def _on_job_changed(self, job: Job) -> None:
        if job in self._jobs:
            index = self.index(self._jobs.index(job))
            self.dataChanged.emit(index, index)
        self._run_clock()

    def _on_clock(self) -> None:
        for job in self._jobs:
            if job.is_active:
                self._on_job_changed(job)

    def _run_clock(self) -> None:
        active = any(job.is_active for job in self._jobs)
        if active != self._clock.isActive():
            self._clock.start() if active else self._clock.stop()
