"""What the actions of the menu Train do."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.jobs.job import Job, JobState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.scene_bound import close_with_scene
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.compare_runs import CompareRunsDialog
from hsiviewer.ui.dialogs.files import ask_folder
from hsiviewer.ui.panels.jobs.model import progress_text
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.workflows.session.workspace import Workspace

_SHOWN_MS = 8000


class TrainingCommands(CommandGroup):
    """Starting, pausing and stopping jobs, saved models, and runs compared."""

    def __init__(
        self,
        window: QMainWindow,
        workspace: Workspace,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window, workspace, actions)
        self._follow = SessionFollower(workspace, window)
        self._follow.connect(lambda session: session.runs.repeated, self._on_repeated)
        workspace.session_changed.connect(self._on_session_changed)

    def connect(self, panel: TrainingPanel) -> None:
        """Connect the actions; the panel exists by now."""
        self._connect(
            {
                "train.pretrain": panel.start_pretraining,
                "train.finetune": panel.start_training,
                "train.cancel": self.cancel,
                "train.pause": self.pause_or_continue,
                "train.cross_validate": lambda: self._run(self._cross_validate(panel)),
                "train.compare": lambda: self._run(self._compare()),
                "train.apply_model": lambda: self._run(self._apply_model(panel)),
            }
        )

    def cancel(self) -> None:
        """Ask the running job to stop."""
        job = self._workspace.training_job
        if job is not None:
            job.cancel()

    def pause_or_continue(self) -> None:
        """Let the running job wait, or go on."""
        job = self._workspace.training_job
        if job is not None:
            job.proceed() if job.state is JobState.PAUSED else job.pause()

    def _on_session_changed(self) -> None:
        job = self._workspace.training.restored
        if job is None:
            return
        text = tr("The map of a run is shown again: {0}, {1}; Jobs lists all").format(
            job.title, progress_text(job)
        )
        self._tell(text, _SHOWN_MS)

    def _on_repeated(self, job: Job) -> None:
        text = tr("{0} learns this from these labels already").format(job.title)
        self._tell(text, _SHOWN_MS)

    async def _cross_validate(self, panel: TrainingPanel) -> None:
        self._workspace.session.held_out.start(panel.settings())
        self._tell(tr("The figures will stand in Accuracy."))

    async def _compare(self) -> None:
        session = self._workspace.session
        rows = await session.runs.kept.compare(session.assessment.reference)
        if not session.is_closed:
            dialog = CompareRunsDialog(rows, self._window)
            close_with_scene(dialog, session.document)
            dialog.open()

    async def _apply_model(self, panel: TrainingPanel) -> None:
        folder = await ask_folder(self._window, title=tr("Folder of a saved model"))
        if folder is not None:
            self._workspace.training.apply_model(folder, panel.settings())
