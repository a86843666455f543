"""A workspace without files and workers, with real model, view and job queue."""

from psygnal import Signal
from PySide6.QtGui import QAction, QKeySequence

from hsiviewer.core.document import Document
from hsiviewer.core.progress import ProgressUpdate
from hsiviewer.core.view import ViewState
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.advice import advice, problem
from hsiviewer.workflows.session.doubts import DoubtfulLabels
from hsiviewer.workflows.session.training_runs import TrainingRuns
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


class FakeWorkspace:
    """Has the names of `Workspace`; notes what is started instead of starting it."""

    job_started = Signal()
    job_finished = Signal()
    accuracy_changed = Signal()
    pretrained_changed = Signal()

    def __init__(self):
        self.document = Document()
        self.doubts = DoubtfulLabels(self.document)
        self.view = ViewState()
        self.jobs = JobRunner("nowhere:nothing")
        self.pretrained = None
        self.reference = None
        self.accuracy = None
        self.training_job = None
        self.training = TrainingRuns(self.document, self.jobs)
        self.started = []
        self.devices_asked = 0

    def open_cube(self, cube=None, *, classes=()):
        """Show a cube with some classes, without reading a file."""
        self.document.set_cube(cube or make_cube())
        for name in classes:
            self.document.add_class(name)

    def add_job(self, title="DiffCLIP (quick)"):
        """Queue a job that nobody runs."""
        job = Job(task="classify", record=DevicesTask(), title=title)
        self.jobs._jobs.append(job)
        self.training_job = job
        self.jobs.jobs_changed.emit()
        self.job_started.emit()
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

    def advice(self, settings):
        return advice(self.document, settings)

    def problem(self, settings):
        return problem(self.document, settings)


def make_actions(parent):
    """Make the actions that panels show as buttons."""
    actions = {each: QAction(text, parent) for each, text in ACTIONS.items()}
    actions["file.open"].setShortcut(QKeySequence("Ctrl+O"))
    return actions


def report(job, fraction, *, stage="fine-tuning", **fields):
    """Let a job progress as its worker would; fields as of `ProgressUpdate`."""
    job.progressed(ProgressUpdate(fraction=fraction, stage=stage, **fields))
