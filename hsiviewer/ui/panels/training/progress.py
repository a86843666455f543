"""How far the training is."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.jobs.job import Job, JobState
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.curve_legend import CurveLegend
from hsiviewer.ui.base.durations import clock_text, duration_text
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.jobs.model import notes
from hsiviewer.ui.panels.training.loss_plot import LossPlot

_STEPS = 1000  # a bar of a hundred steps visibly jumps
_CLOCK_MS = 1000


class TrainingProgress(QWidget):
    """Stage, time left, bar and loss curve of one job; hidden without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._is_compact = False
        self._stage = PlainLabel(self)
        self._stage.setObjectName("stageLabel")
        self._stage.setWordWrap(True)
        self._stage.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._time = PlainLabel(self)
        self._time.setObjectName("timeLabel")
        self._time.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("jobProgress")
        self._bar.setAccessibleName(tr("Progress of training"))
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(10)
        self._plot = LossPlot(self)
        self._legend = CurveLegend(self)
        self._plot.drawn.connect(self._show_legend)
        row = QHBoxLayout()
        row.addWidget(self._stage, 1)
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACING // 2)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        layout.addWidget(self._plot, 1)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._refresh)
        self.hide()

    @property
    def text(self) -> str:
        """Stage and time as they are shown."""
        return f"{self._stage.text()} | {self._time.text()}"

    @property
    def plot(self) -> LossPlot:
        """The loss curve."""
        return self._plot

    def follow(self, job: Job | None) -> None:
        """Show another job."""
        if job is self._job:
            return
        if self._job is not None:
            self._job.changed.disconnect(self._refresh)
        self._job = job
        if job is not None:
            job.changed.connect(self._refresh)
        self.setVisible(job is not None)
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        """Leave the loss curve out, to give its room to something else."""
        self._is_compact = compact
        self._refresh()

    def _show_legend(self) -> None:
        self._legend.show_entries(self._plot.legend)
        self._legend.setVisible(
            self._plot.isVisibleTo(self) and bool(self._plot.stages)
        )

    def _refresh(self) -> None:
        job = self._job
        if job is None:
            self._clock.stop()
            return
        if job.is_active and not self._clock.isActive():
            self._clock.start()
        elif not job.is_active:
            self._clock.stop()
        self._bar.setValue(round(job.fraction * _STEPS))
        self._bar.setVisible(job.is_active)
        # No report yet, but alive: a worker takes seconds to load torch.
        starting = job.state is JobState.RUNNING and job.fraction == 0.0
        self._bar.setRange(0, 0 if starting else _STEPS)
        self._stage.setText(stage_text(job))
        self._time.setText(time_text(job))
        self._plot.setVisible(len(job.losses) > 1 and not self._is_compact)
        self._show_legend()
        vertical = (
            QSizePolicy.Policy.Expanding
            if self._plot.isVisibleTo(self)
            else QSizePolicy.Policy.Maximum
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        if job.losses:
            self._plot.show_losses(job.losses)


def stage_text(job: Job) -> str:
    """Return what a job is doing, or how it ended."""
    if job.state is JobState.FAILED:
        return job.error or tr("Failed.")
    if job.state is JobState.QUEUED:
        return tr("Waiting for its turn")
    if job.state is JobState.CANCELLING:
        return tr("Cancelling…")
    if job.state is JobState.CANCELLED:
        return tr("Cancelled")
    if job.state is JobState.DONE:
        return " ".join((tr("{0}: done").format(job.title) + ".", *notes(job)))
    stage = tr(job.stage or "Starting")
    text = f"{stage}: {job.message}" if job.message else stage
    return text[:1].upper() + text[1:]


def time_text(job: Job) -> str:
    """Return the time left, or the time taken."""
    if job.remaining_s is not None:
        return tr("{0} left").format(duration_text(job.remaining_s))
    return clock_text(job.elapsed_s) if job.elapsed_s else ""
