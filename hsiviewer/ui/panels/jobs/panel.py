"""The queue of background jobs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.jobs.job import Job, JobState
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.panels.jobs.delegate import JobDelegate
from hsiviewer.ui.panels.jobs.model import Index, JobsModel, notes, progress_text

if TYPE_CHECKING:
    from hsiviewer.workflows.session.training_runs import TrainingRuns
    from hsiviewer.workflows.session.workspace import Workspace
    from hsiviewer.workflows.tasks.submission import TrainingSettings


class JobsPanel(QWidget):
    """List of jobs above the details of the selected one.

    Parameters
    ----------
    workspace : Workspace
        Its runner holds the jobs.

    Attributes
    ----------
    settings_wanted : TrainingSettings
        A like job is to be started with these, perhaps changed.
    """

    settings_wanted = Signal(object)

    def __init__(self, workspace: "Workspace", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._model = JobsModel(workspace, self)
        self._list = QListView(self)
        self._list.setObjectName("jobList")
        self._list.setAccessibleName(tr("Jobs"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setModel(self._model)
        self._list.setItemDelegate(JobDelegate(self._list))
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details = QPlainTextEdit(self)
        self._details.setObjectName("jobDetails")
        self._details.setAccessibleName(tr("Details of the selected job"))
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._cancel = _button(self, tr("Cancel"), "stop", "cancelJobButton")
        self._copy = _button(self, tr("Copy details"), "copy", "copyDetailsButton")
        self._remove = _button(self, tr("Remove"), "remove", "removeJobButton")
        self._remove.setToolTip(tr("Take an ended job off this list, with its map"))
        self._pause = _button(self, tr("Pause"), "paused", "pauseJobButton")
        self._pause.setToolTip(
            tr("Let the job wait, or go on: after a pause, a cancel or a crash")
        )
        self._show = _button(self, tr("Show map"), "export-map", "showJobButton")
        self._show.setToolTip(tr("Show the map that this job has made"))
        self._empty = EmptyState(parent=self)
        self._empty.say(
            tr("No jobs yet"),
            tr(
                "Pre-training and training run here in the background; the "
                "window stays free for labelling meanwhile."
            ),
        )
        self._arrange()
        self._connect()
        self._on_reset()

    @property
    def empty_text(self) -> str:
        """What the panel says while there are no jobs; empty if there are."""
        return self._empty.text if self._stack.currentWidget() is self._empty else ""

    @property
    def selected_job(self) -> Job | None:
        """The job whose details are shown."""
        return self._model.job_at(self._list.currentIndex())

    def cancel_selected(self) -> None:
        """Ask the selected job to stop."""
        job = self.selected_job
        if job is not None:
            job.cancel()

    def pause_or_continue(self) -> None:
        """Let the selected job wait, or go on where it stopped."""
        job = self.selected_job
        if job is None:
            return
        if job.state is JobState.RUNNING:
            job.pause()
        elif job.state is JobState.PAUSED:
            job.proceed()
        elif self._runs_of(job).kept.can_continue(job):
            self._runs_of(job).resume(job)

    def show_map(self) -> None:
        """Show the map of the selected job again."""
        job = self.selected_job
        training = self._workspace.training
        if job is not None and training.kept.has_result(job):
            run_async(self, training.show_again(job))

    def rename_selected(self) -> None:
        """Ask for another name of the selected job."""
        job = self.selected_job
        if job is not None:
            run_async(self, self._rename(job), scene=self._workspace.document)

    async def _rename(self, job: Job) -> None:
        dialog = QInputDialog(self)
        dialog.setObjectName("jobNameDialog")
        dialog.setWindowTitle(tr("Rename job"))
        dialog.setLabelText(tr("Name:"))
        dialog.setTextValue(job.title)
        if await answer(dialog) and dialog.textValue().strip():
            self._runs_of(job).kept.rename(job, dialog.textValue().strip())

    def copy_details(self) -> None:
        """Put the shown details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details.toPlainText())

    def remove_selected(self) -> None:
        """Take the selected job off the list if it has ended."""
        job = self.selected_job
        if job is not None:
            self._runs_of(job).kept.remove(job)

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._list)
        splitter.addWidget(self._details)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        self._list.setMinimumHeight(70)
        self._details.setMinimumHeight(60)
        row = QHBoxLayout()
        for button in (self._pause, self._cancel):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self._show, self._copy, self._remove):
            # Words would make the dock wider; tooltips have them.
            button.setAccessibleName(button.text())
            button.setToolTip(plain(button.toolTip() or button.text()))
            button.setText("")
            row.addWidget(button)
        self._content = QWidget(self)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(splitter, 1)
        layout.addLayout(row)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._empty)

    def _connect(self) -> None:
        self._follow = SessionFollower(self._workspace, self)
        self._follow.connect(
            lambda session: session.runs.kept.shown_changed, self._on_shown_changed
        )
        self._model.modelReset.connect(self._on_reset)
        self._model.dataChanged.connect(self._on_data_changed)
        self._list.selectionModel().currentChanged.connect(self._on_selected)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._cancel.clicked.connect(self.cancel_selected)
        self._pause.clicked.connect(self.pause_or_continue)
        self._show.clicked.connect(self.show_map)
        self._list.doubleClicked.connect(self.show_map)
        self._copy.clicked.connect(self.copy_details)
        self._remove.clicked.connect(self.remove_selected)

    def _on_reset(self) -> None:
        filled = self._model.rowCount() > 0
        self._stack.setCurrentWidget(self._content if filled else self._empty)
        if filled:
            self._list.setCurrentIndex(self._wanted_index())
        self._refresh()

    def _wanted_index(self) -> Index:
        """Return the row of the job that people have just started, or else look at."""
        newest = self._model.index(0)
        job, shown = self._model.job_at(newest), self._workspace.training.kept.shown
        if shown is None or (job is not None and job.is_active):
            return newest
        return self._model.index_of(shown)

    def _on_shown_changed(self) -> None:
        shown = self._workspace.training.kept.shown
        selected = self.selected_job
        if shown is not None and not (selected is not None and selected.is_active):
            self._list.setCurrentIndex(self._model.index_of(shown))

    def _on_data_changed(self, first: Index, last: Index) -> None:
        if first.row() <= self._list.currentIndex().row() <= last.row():
            self._refresh()

    def _on_selected(self, _current: Index, _previous: Index) -> None:
        self._refresh()

    def _refresh(self) -> None:
        job = self.selected_job
        self._cancel.setEnabled(
            job is not None and job.is_active and job.state is not JobState.CANCELLING
        )
        runs = job is not None and job.state is JobState.RUNNING
        can_go_on = job is not None and (
            job.state is JobState.PAUSED or self._runs_of(job).kept.can_continue(job)
        )
        self._pause.setEnabled(runs or can_go_on)
        self._pause.setText(tr("Continue") if can_go_on else tr("Pause"))
        set_icon(self._pause, "running" if can_go_on else "paused")
        kept = self._workspace.training.kept
        self._show.setEnabled(job is not None and kept.has_result(job))
        self._copy.setEnabled(job is not None)
        self._remove.setEnabled(job is not None and not job.is_active)
        text = describe_job(job) if job is not None else ""
        if text != self._details.toPlainText():
            scroll = self._details.verticalScrollBar()
            position = scroll.value()
            self._details.setPlainText(text)
            scroll.setValue(position)

    def _show_menu(self, position: QPoint) -> None:
        if self.selected_job is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, slot in (
            (self._pause, self.pause_or_continue),
            (self._cancel, self.cancel_selected),
            (self._show, self.show_map),
            (self._copy, self.copy_details),
            (self._remove, self.remove_selected),
        ):
            text = button.text() or button.accessibleName()
            action = menu.addAction(button.icon(), text)
            action.setEnabled(button.isEnabled())
            action.triggered.connect(slot)
        menu.addAction(tr("Rename...")).triggered.connect(self.rename_selected)
        again = menu.addAction(tr("Use its parameters"))
        again.setToolTip(tr("Set the training panel as this job was set"))
        again.setEnabled(self._settings() is not None)
        again.triggered.connect(self._want_settings)
        menu.popup(self._list.viewport().mapToGlobal(position))

    def _settings(self) -> "TrainingSettings | None":
        job = self.selected_job
        return None if job is None else self._runs_of(job).kept.settings_of(job)

    def _runs_of(self, job: Job) -> "TrainingRuns":
        """Return the runs of the scene that a job was started for."""
        return self._workspace.work_of(job).runs

    def _want_settings(self) -> None:
        settings = self._settings()
        if settings is not None:
            self.settings_wanted.emit(settings)


def describe_job(job: Job) -> str:
    """Return all that is known about a job, as text to read and to send."""
    lines = [f"{job.title} ({job.state.value})"]
    if job.state is not JobState.FAILED:
        lines.append(progress_text(job))
    lines += [note for note in (*notes(job), job.message, job.error) if note]
    last: dict[str, tuple[int, float]] = {}
    for stage, step, loss in job.losses:
        last[stage] = (step, loss)
    lines += [
        tr("{0}: loss {1:.4g} at step {2}").format(tr(stage or "training"), loss, step)
        for stage, (step, loss) in last.items()
    ]
    last_accuracy = {stage: value for stage, _, value in job.accuracies}
    lines += [
        tr("{0}: {1:.0%} of the labels right").format(tr(stage or "training"), value)
        for stage, value in last_accuracy.items()
    ]
    if job.steps_per_s is not None and job.is_active:
        lines.append(tr("{0:.0f} steps a second").format(job.steps_per_s))
    if job.memory_mb:
        lines.append(tr("{0} MB of memory at most").format(job.memory_mb))
    if job.details:
        lines += ["", job.details]
    return "\n".join(lines)


def _button(parent: QWidget, text: str, icon_name: str, name: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    set_icon(button, icon_name)
    return button
