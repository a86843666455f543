"""A workspace without files and workers, with real model, view and job queue."""

from PySide6.QtGui import QAction, QKeySequence

from hsiviewer.core.progress import ProgressUpdate
from hsiviewer.jobs.job import Job
from hsiviewer.workflows.session.found_runs import FoundRuns
from hsiviewer.workflows.session.keeper import WritingTrouble
from hsiviewer.workflows.session.scene_session import (
    FoundScene,
    SceneSession,
    SceneWork,
)
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.records import DeviceInfo, DevicesTask
from tests.builders import make_cube

ACTIONS = {
    "file.open": "Open...",
    "file.load_reference": "Load reference map...",
    "class.add": "Add class",
    "class.remove": "Remove class",
    "class.merge": "Merge class...",
    "class.split": "Split class...",
    "train.pretrain": "Pre-train",
    "train.finetune": "Train",
    "train.cancel": "Cancel",
}


class FakeWorkspace(Workspace):
    """A workspace that notes what is started instead of starting it."""

    def __init__(self):
        super().__init__("nowhere:nothing")
        self.started = []
        self.devices_asked = 0

    def open_cube(self, cube=None, *, classes=(), labels=None):
        """Show a cube with some classes and labels, without reading a file."""
        found = FoundScene(
            cube=cube or make_cube(),
            project=None,
            trouble=WritingTrouble(),
            work=SceneWork(self.jobs),
            runs=FoundRuns(),
        )
        old = self.session
        new = SceneSession(found.work, self.jobs, None, found=found, earlier=old)
        for name in classes:
            new.document.add_class(name)
        if labels is not None:
            new.document.load_labels(labels, new.document.classes)
        self._session = new
        self.session_changed.emit(old, new)
        old.document.close()
        old.doubts.close()

    def add_job(self, title="DiffCLIP (quick)"):
        """Queue a job that nobody runs."""
        job = Job(task="classify", record=DevicesTask(), title=title)
        self.jobs._jobs.append(job)
        self.training.current = job
        self.jobs.jobs_changed.emit()
        self.training.started.emit()
        return job

    def start_training(self, settings):
        self.started.append(("training", settings))
        return self.add_job()

    def start_pretraining(self, settings):
        self.started.append(("pre-training", settings))
        return self.add_job()

    async def devices(self):
        self.devices_asked += 1
        return [DeviceInfo("cpu", "Processor (2 cores)")]


def make_actions(parent):
    """Make the actions that panels show as buttons."""
    actions = {each: QAction(text, parent) for each, text in ACTIONS.items()}
    actions["file.open"].setShortcut(QKeySequence("Ctrl+O"))
    return actions


def report(job, fraction, *, stage="fine-tuning", **fields):
    """Let a job progress as its worker would; fields as of `ProgressUpdate`."""
    job.progressed(ProgressUpdate(fraction=fraction, stage=stage, **fields))
