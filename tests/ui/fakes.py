"""A workspace without files and workers, with real model, view and job queue."""

import asyncio

from PySide6.QtGui import QAction, QKeySequence

from hsiviewer.core.progress import ProgressUpdate
from hsiviewer.jobs.job import Job
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.base import slots
from hsiviewer.workflows.session.found_runs import FoundRuns
from hsiviewer.workflows.session.found_scene import FoundScene
from hsiviewer.workflows.session.keeper import WritingTrouble
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.scene_work import SceneWork
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.records import (
    DeviceInfo,
    DevicesTask,
    LearningTask,
)
from hsiviewer.workflows.tasks.run_folders import RunRecord
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
        self.asked = []
        self.answers = {}

    def open_cube(self, cube=None, *, classes=(), labels=None, runs=None):
        """Show a cube with some classes, labels and runs, without reading a file."""
        found = FoundScene(
            cube=cube or make_cube(),
            project=None,
            trouble=WritingTrouble(),
            work=SceneWork(self.jobs),
            runs=runs or FoundRuns(),
        )
        old = self.session
        new = SceneSession(found.work, self.jobs, self.ask, found=found, earlier=old)
        for name in classes:
            new.document.add_class(name)
        if labels is not None:
            new.document.load_labels(labels, new.document.classes)
        old.work.leave()
        self._session = new
        self.session_changed.emit(old, new)
        old.document.close()
        old.stop_watching()

    async def ask(self, kind, task):
        """Answer as the warm worker would: with `answers`, or by raising them."""
        self.asked.append((kind, task))
        while kind not in self.answers:
            await asyncio.sleep(0.005)
        answer = self.answers[kind]
        if isinstance(answer, Exception):
            raise answer
        return answer

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


def make_run(title, *, number=0, state="done", **fields):
    """Return a run of an earlier session, the `number`-th; fields as of `RunRecord`."""
    task = LearningTask(
        scene="scene.hdr",
        run_folder=f"runs/{number}",
        classes=[],
        recipe=fields.pop("recipe", Recipe("svm")),
        save_model=f"runs/{number}/model",
    )
    fields = {"kind": "classify", "begun_at": 1e9 + number, **fields}
    return RunRecord(title=title, task=task, state=state, **fields)


def make_actions(parent):
    """Make the actions that panels show as buttons."""
    actions = {each: QAction(text, parent) for each, text in ACTIONS.items()}
    actions["file.open"].setShortcut(QKeySequence("Ctrl+O"))
    return actions


def commands_have_ended():
    """Tell whether no command of a window of this test is under way."""
    loop = asyncio.get_event_loop()
    # Tasks of loops that were closed before may never be taken off.
    mine = [task for task in slots._running if task.get_loop() is loop]
    return all(task.done() for task in mine)


class Replies:
    """Stands in for a dialog: notes what it is asked and gives ready answers.

    Parameters
    ----------
    monkeypatch
        Of the test.
    place : str
        Where the coroutine function that asks is looked up, as ``"module.name"``.
    replies
        Answers in the order of the questions; ``None``, if there are no more.
    """

    def __init__(self, monkeypatch, place, *replies):
        self.asked = []
        self._replies = list(replies)
        monkeypatch.setattr(place, self._answer)

    async def _answer(self, *values, **fields):
        self.asked.append((*values[1:], *fields.values()))
        return self._replies.pop(0) if self._replies else None


def report(job, fraction, *, stage="fine-tuning", **fields):
    """Let a job progress as its worker would; fields as of `ProgressUpdate`."""
    job.progressed(ProgressUpdate(fraction=fraction, stage=stage, **fields))
