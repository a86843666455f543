"""Labels of a scene that are held out in turn: how good its maps are to be expected."""

import asyncio
import logging
from pathlib import Path
from typing import Any

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.progress import CancelledError
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.training_runs import TrainingRuns
from hsiviewer.workflows.tasks.cross_validating import (
    USUAL_FOLDS,
    submit_cross_validation,
)
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.submission import LearningInputs, TrainingSettings

_log = logging.getLogger(__name__)


class HeldOutLabels:
    """Cross-validation within the labels of the open scene.

    Parameters
    ----------
    document : Document
        Its labels are learned from, and test.
    jobs : JobRunner
        The queue.
    runs : TrainingRuns
        Lists the jobs of the scene.

    Attributes
    ----------
    changed
        There are figures, or others.
    record : dict or None
        As `hsiviewer.workflows.tasks.cross_validating.cross_validate` returns.
    title : str
        The method that was tested.
    """

    changed = Signal()

    def __init__(self, document: Document, jobs: JobRunner, runs: TrainingRuns) -> None:
        self._document = document
        self._jobs = jobs
        self._runs = runs
        self._following: set[asyncio.Task[None]] = set()
        self.record: dict[str, Any] | None = None
        self.title = ""

    def start(self, settings: TrainingSettings, folds: int = USUAL_FOLDS) -> Job:
        """Queue a cross-validation of the labels as they are now.

        Raises
        ------
        HsiViewerError
            If there is no scene, or the labels do not suffice.
        """
        document = self._document
        if document.cube is None:
            raise TrainingDataError("there is no scene to learn from: open one first")
        inputs = LearningInputs(
            cube=document.cube,
            labels=document.labels.snapshot(),
            scheme=document.classes,
            auxiliary=document.rasters(settings.auxiliary),
        )
        job, folder = submit_cross_validation(
            self._jobs, inputs, settings.recipe, folds
        )
        self._runs.take(job)
        self._runs.current = job
        task = asyncio.get_running_loop().create_task(
            self._end(job, folder, settings.recipe.title)
        )
        self._following.add(task)
        task.add_done_callback(self._following.discard)
        self._runs.started.emit()
        return job

    async def _end(self, job: Job, folder: Path, title: str) -> None:
        try:
            record = await self._jobs.result(job)
            if not self._document.is_closed:
                self.record, self.title = record, title
                self.changed.emit()
        except (CancelledError, HsiViewerError) as error:
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            discard_run(folder)
            self._runs.finished.emit()
