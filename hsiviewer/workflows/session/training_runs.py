"""Training in the background: started, continued, shown again, kept."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.progress import CancelledError
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.kept_runs import KeptRuns
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
    """The learning jobs of the open scene, of this session and earlier ones.

    Parameters
    ----------
    document : Document
        Its scene is learned from; results are put into it.
    jobs : JobRunner
        The queue.

    Attributes
    ----------
    kept : KeptRuns
        What is known about the runs of the scene.
    restores_map : callable
        Tells whether a scene that is opened again shows its last map.
    current : Job or None
        The job that was started last.
    pretrained : Path or None
        Weights of the last pre-training of this scene.
    shown_model : ShownModel or None
        The model whose map is shown.
    repeated : Job
        It does already what was asked for once more.
    restored : Job
        The map that an earlier session showed last is shown again.
    started, finished, pretrained_changed
        A job was started or has ended; other weights are at hand.
    """

    repeated = Signal(object)
    restored = Signal(object)
    started = Signal()
    finished = Signal()
    pretrained_changed = Signal()

    def __init__(self, document: Document, jobs: JobRunner) -> None:
        self._document = document
        self._jobs = jobs
        self.kept = KeptRuns(jobs)
        self._following: set[asyncio.Task[None]] = set()
        self.restores_map: Callable[[], bool] = lambda: True
        self.current: Job | None = None
        self.pretrained: Path | None = None
        self.shown_model: ShownModel | None = None
        document.cube_changed.connect(self._leave_scene)

    def start_training(self, settings: TrainingSettings) -> Job:
        """Queue training and classification of the scene.

        The job keeps its own copy of labels and classes. Its result is shown
        when it is done, if the scene is still the same. A job that does the very same
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
        rasters = tuple(each.reference for each in inputs.auxiliary)
        shown = ShownModel(model, rasters)
        self._follow(job, self._show_prediction(job, folder, inputs.cube, shown))
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
        record, cube = self.kept.record(job), self._document.cube
        if cube is not None and record is not None:
            result = await in_io_thread(
                load_result, record.folder, record.answer, cube.georeference
            )
            if result.class_map.shape != cube.grid_shape:
                raise HsiViewerError(
                    "the map is of another size than the scene: its file has changed "
                    "since; train again"
                )
            if self._document.shows(cube):
                await self._show_run(result, record.task)

    async def adopt(self, record: RunRecord, result: ClassificationResult) -> None:
        """Show a map that was made elsewhere, and keep it as a run of the scene."""
        self.kept.adopt(record)
        await self._show_run(result, record.task)

    def show_without_model(self, result: ClassificationResult) -> None:
        """Show a map that no single model has made."""
        self._show(result, None)

    async def find_earlier(self, cube: HsiCube) -> None:
        """List the runs that earlier sessions have left, and show the last map."""
        digest, found = await self.kept.look_for(cube)
        if not self._document.shows(cube):
            return
        self.kept.enter_scene(cube, digest, found)
        encoders = [each.encoder for each in self.kept if each.encoder is not None]
        self._set_pretrained(encoders[-1] if encoders else None)
        last = self.kept.last_shown
        if (
            last is not None
            and self._document.classification is None
            and self.restores_map()
        ):
            try:
                await self.show_again(last)
            except HsiViewerError as error:
                # Its files may have been cleared away; the scene opens all the same.
                _log.warning("the last map could not be shown: %s", error)
            if self.kept.shown is last:
                self.restored.emit(last)

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
            auxiliary=tuple(document.auxiliary[each] for each in settings.auxiliary),
        )

    def _started(self, job: Job) -> Job:
        self.kept.begin(job)
        self._follow(job, self._end(job, self._document.cube))
        return job

    def _follow(self, job: Job, end: Coroutine[Any, Any, None]) -> None:
        self.current = job
        following = asyncio.get_running_loop().create_task(end)
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.started.emit()

    async def _end(self, job: Job, cube: HsiCube | None) -> None:
        task = learning_task_of(job)
        try:
            answer = await self._jobs.result(job)
            self.kept.keep(job)
            if job.task == "pretrain":
                if self._document.shows(cube):
                    self._set_pretrained(Path(task.save_model))
            elif cube is not None:
                result = await in_io_thread(
                    load_result, Path(task.run_folder), answer, cube.georeference
                )
                if self._document.shows(cube):
                    await self._show_run(result, task)
        except (CancelledError, HsiViewerError) as error:
            self.kept.keep(job)
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            job.changed.emit()  # what can be done with it may have changed
            self.finished.emit()

    async def _show_run(self, result: ClassificationResult, task: LearningTask) -> None:
        folder = Path(task.run_folder)
        self._show(result, ShownModel.of(task), folder)
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

    def _leave_scene(self) -> None:
        # At once: a run that is started now must not be kept for the scene before.
        self.shown_model = None
        self.kept.leave_scene()
        self._set_pretrained(None)

    async def _show_prediction(
        self, job: Job, folder: Path, cube: HsiCube, model: ShownModel
    ) -> None:
        try:
            answer = await self._jobs.result(job)
            result = await in_io_thread(load_result, folder, answer, cube.georeference)
            if self._document.shows(cube):
                self._show(result, model)
        except (CancelledError, HsiViewerError) as error:
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            self.finished.emit()

    def _set_pretrained(self, weights: Path | None) -> None:
        self.pretrained = weights
        self.pretrained_changed.emit()
