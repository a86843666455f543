"""Training in the background: started, continued, shown again, kept."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.progress import CancelledError
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.found_runs import FoundRuns, check_size
from hsiviewer.workflows.session.kept_runs import NO_SCENE, KeptRuns
from hsiviewer.workflows.session.renumbered_maps import follow_labels, follow_names
from hsiviewer.workflows.tasks.prediction import submit_prediction
from hsiviewer.workflows.tasks.records import (
    LearningTask,
    learning_task_of,
    load_result,
)
from hsiviewer.workflows.tasks.run_folders import RunRecord
from hsiviewer.workflows.tasks.submission import (
    LearningInputs,
    TrainingSettings,
    learning_task,
    submit_pretraining,
    submit_task,
)
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownModel:
    """The model whose map is shown.

    Parameters
    ----------
    folder : Path
        Of its weights.
    auxiliary : tuple of str
        References of the rasters that it reads.
    """

    folder: Path
    auxiliary: tuple[str, ...]

    @classmethod
    def of(cls, task: LearningTask) -> "ShownModel":
        """Return the model that a training has saved."""
        return cls(Path(task.save_model), tuple(task.auxiliary))


class TrainingRuns:
    """The learning jobs of one scene, of this window and earlier ones.

    They go on when another scene is opened, and are found when theirs is opened again.

    Parameters
    ----------
    document : Document
        The scene is learned from; results are put into it.
    jobs : JobRunner
        The queue.
    scene : SceneIdentity
        As of `KeptRuns`.

    Attributes
    ----------
    kept : KeptRuns
        What is known about the runs of the scene.
    current : Job or None
        The job that was started last.
    pretrained : Path or None
        Weights of the last pre-training of this scene.
    shown_model : ShownModel or None
        The model whose map is shown.
    restored : Job or None
        The run whose map the scene was opened with.
    repeated : Job
        It does already what was asked for once more.
    started, finished, pretrained_changed
        A job was started or has ended; other weights are at hand.
    """

    repeated = Signal(object)
    started = Signal()
    finished = Signal()
    pretrained_changed = Signal()

    def __init__(
        self, document: Document, jobs: JobRunner, scene: SceneIdentity = NO_SCENE
    ) -> None:
        self._document = document
        self._name, self._georeference = "", GeoReference()
        self._jobs = jobs
        self.kept = KeptRuns(jobs, scene)
        self._following: set[asyncio.Task[None]] = set()
        self.current: Job | None = None
        self.pretrained: Path | None = None
        self.shown_model: ShownModel | None = None
        self.restored: Job | None = None
        self._others: list[Job] = []  # that are no runs: nothing of them is kept
        self._unlisted: list[Job] = []  # of these, while another scene is open

    def enter(
        self, document: Document, found: FoundRuns, *, keeps_map: bool = False
    ) -> None:
        """Go on with a scene that opens now, perhaps again; nobody is told.

        Parameters
        ----------
        keeps_map : bool
            Whether the map that is shown stays, so that what has made it does, too.
        """
        self._document = document
        if document.cube is not None:
            # A job of the scene may be continued when it is left.
            self._name = document.cube.name
            self._georeference = document.cube.georeference
        self._jobs.exchange((), self._unlisted)
        self._unlisted = []
        restored = self.kept.enter(found, keeps_shown=keeps_map)
        if not keeps_map:
            self.restored, shown = restored, found.shown
            self.shown_model = None if shown is None else ShownModel.of(shown.task)
        encoders = [record.encoder for record in self.kept if record.encoder]
        self.pretrained = encoders[-1] if encoders else None
        if self.current is not None and not self.current.is_active:
            self.current = None

    def leave(self, nothing: Document) -> None:
        """Let the scene go, with its values and its ended jobs; what runs goes on.

        Parameters
        ----------
        nothing : Document
            Closed; stands for the scene until it is opened again.
        """
        self._document = nothing
        self.kept.leave()
        ended = [
            job for job in self._jobs.jobs if job in self._others and not job.is_active
        ]
        self._unlisted += ended
        self._jobs.exchange(ended, ())
        self.shown_model = self.restored = None

    def knows(self, job: Job) -> bool:
        """Tell whether a job was started for the scene."""
        return self.kept.record(job) is not None or job in self._others

    def take(self, job: Job) -> None:
        """List a job of the scene that is no run, as long as the window is open."""
        job.group = self._name
        self._others.append(job)

    def start_training(self, settings: TrainingSettings) -> Job:
        """Queue training and classification of the scene.

        The job keeps its own copy of labels and classes. Its result is shown
        when it is done, if the scene is still the same. A job that does the same
        already is returned instead of another one.

        Raises
        ------
        HsiViewerError
            If something is missing.
        """
        inputs = self._inputs(settings)
        use = settings.recipe.spec.can_pretrain and settings.use_pretrained
        pretrained = self.kept.encoder_for(settings) if use else None
        inputs.check_labels()
        wanted = learning_task(inputs, settings.recipe, pretrained=pretrained)
        for job in self._jobs.jobs:
            is_training = job.is_active and job.task == "classify"
            if is_training and learning_task_of(job).is_same_work(wanted):
                self.repeated.emit(job)
                return job
        job, _ = submit_task(self._jobs, inputs, wanted)
        return self._started(job)

    def start_pretraining(self, settings: TrainingSettings) -> Job:
        """Queue pre-training on the unlabelled scene; errors as `start_training`."""
        inputs = self._inputs(settings)
        job, _ = submit_pretraining(self._jobs, inputs, settings.recipe)
        return self._started(job)

    def apply_model(self, model: Path, settings: TrainingSettings) -> Job:
        """Queue the classification of the scene with a saved model."""
        inputs = self._inputs(settings)
        job, folder = submit_prediction(
            self._jobs,
            inputs.cube,
            model,
            auxiliary=inputs.auxiliary,
            device=settings.recipe.device,
        )
        rasters = tuple(raster.reference for raster in inputs.auxiliary)
        shown = ShownModel(model, rasters)
        self.take(job)
        self._follow(job, self._show_prediction(job, folder, shown))
        return job

    def resume(self, job: Job) -> Job:
        """Go on with a stopped job where it was; it takes the old one's place."""
        again = self._jobs.submit(
            job.task, job.record, title=job.title, label_count=job.label_count
        )
        self.kept.forget(job)
        return self._started(again)

    async def show_again(self, job: Job) -> None:
        """Show the map of a job that is done."""
        record, document = self.kept.record(job), self._document
        cube = document.cube
        if cube is not None and record is not None:
            result = await in_io_thread(
                load_result, record.folder, record.answer, cube.georeference
            )
            check_size(result, cube)
            if not document.is_closed:
                await self._show_run(result, record.task)

    async def adopt(self, record: RunRecord, result: ClassificationResult) -> None:
        """Show a map that was made elsewhere, and keep it as a run of the scene."""
        self.kept.adopt(record)
        await self._show_run(result, record.task)

    def show_without_model(self, result: ClassificationResult) -> None:
        """Show a map that no single model has made."""
        self._show(result, None)

    async def close(self) -> None:
        """Wait until everything that follows a job has ended."""
        await asyncio.gather(*self._following, return_exceptions=True)

    def _inputs(self, settings: TrainingSettings) -> LearningInputs:
        document = self._document
        if document.cube is None:
            raise TrainingDataError("there is no scene to learn from: open one first")
        return LearningInputs(
            cube=document.cube,
            labels=document.labels.snapshot(),
            scheme=document.classes,
            auxiliary=document.rasters(settings.auxiliary),
        )

    def _started(self, job: Job) -> Job:
        self.kept.begin(job)
        self._follow(job, self._end(job))
        return job

    def _follow(self, job: Job, end: Coroutine[Any, Any, None]) -> None:
        job.group = self._name
        self.current = job
        following = asyncio.get_running_loop().create_task(end)
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.started.emit()

    async def _end(self, job: Job) -> None:
        task, georeference = learning_task_of(job), self._georeference
        try:
            answer = await self._jobs.result(job)
            self.kept.keep(job)
            if job.task == "pretrain":
                self._set_pretrained(Path(task.save_model))
            else:
                folder = Path(task.run_folder)
                result = await in_io_thread(load_result, folder, answer, georeference)
                await self._show_run(result, task)
        except (CancelledError, HsiViewerError) as error:
            self.kept.keep(job)
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            self.kept.settle(job)
            job.changed.emit()  # what can be done with it may have changed
            self.finished.emit()

    async def _show_run(self, result: ClassificationResult, task: LearningTask) -> None:
        folder = Path(task.run_folder)
        document, classes = self._document, None
        followed = result
        # Classes may get other ids while a thread looks at those of before.
        while not document.is_closed and classes != document.classes:
            labels, classes = document.labels.snapshot(), document.classes
            followed = await in_io_thread(
                follow_labels, result, folder, labels, classes
            )
        if not document.is_closed:
            self._show(followed, ShownModel.of(task), folder)
        # Of a scene that was left: it is what its user looks at on coming back.
        await self.kept.mark_shown(folder, time.time())

    def _show(
        self,
        result: ClassificationResult,
        model: ShownModel | None,
        folder: Path | None = None,
    ) -> None:
        self.shown_model = model
        self._document.set_classification(result)
        self.kept.set_shown(folder)

    async def _show_prediction(self, job: Job, folder: Path, model: ShownModel) -> None:
        georeference = self._georeference
        try:
            answer = await self._jobs.result(job)
            result = await in_io_thread(load_result, folder, answer, georeference)
            if not self._document.is_closed:
                self._show(follow_names(result, self._document.classes), model)
        except (CancelledError, HsiViewerError) as error:
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            self.finished.emit()

    def _set_pretrained(self, weights: Path | None) -> None:
        self.pretrained = weights
        self.pretrained_changed.emit()
