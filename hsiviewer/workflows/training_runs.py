"""Training in the background: started, continued, shown again, kept."""

import asyncio
import dataclasses
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import CancelledError
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.jobs.job import Job, JobState
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.registry import method_spec
from hsiviewer.workflows.classify import (
    LearningInputs,
    TrainingSettings,
    submit_classification,
    submit_pretraining,
)
from hsiviewer.workflows.predict import submit_prediction
from hsiviewer.workflows.run_comparison import RunFigures, compare_runs
from hsiviewer.workflows.run_records import (
    RunRecord,
    read_runs,
    remove_run,
    write_run,
)
from hsiviewer.workflows.tasks import LABELS_FILE, LearningTask, load_result
from hsiviewer.workflows.threads import in_io_thread

_log = logging.getLogger(__name__)
_ENDED = {
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
_STATES = {text: state for state, text in _ENDED.items()} | {
    "unfinished": JobState.CANCELLED  # the program ended before the run did
}


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
    current : Job or None
        The job that was started last.
    pretrained : Path or None
        Weights of the last pre-training of this scene.
    shown_model : ShownModel or None
        The model whose map is shown.
    started, finished, pretrained_changed
        A job was started or has ended; other weights are at hand.
    """

    started = Signal()
    finished = Signal()
    pretrained_changed = Signal()

    def __init__(self, document: Document, jobs: JobRunner) -> None:
        self._document = document
        self._jobs = jobs
        self._records: dict[str, RunRecord] = {}
        self._following: set[asyncio.Task[None]] = set()
        self._digest = ""
        self.current: Job | None = None
        self.pretrained: Path | None = None
        self.shown_model: ShownModel | None = None

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
        same = self._same_active(settings, inputs)
        if same is not None:
            return same
        use = method_spec(settings.method).can_pretrain and settings.use_pretrained
        pretrained = self.encoder_for(settings) if use else None
        job, _ = submit_classification(
            self._jobs, inputs, settings, pretrained=pretrained
        )
        return self._started(job)

    def start_pretraining(self, settings: TrainingSettings) -> Job:
        """Queue pre-training on the unlabelled scene; errors as `start_training`."""
        job, _ = submit_pretraining(self._jobs, self._inputs(settings), settings)
        return self._started(job)

    def encoder_for(self, settings: TrainingSettings) -> Path | None:
        """Return the last pre-training of the scene that fits some settings."""
        spec = method_spec(settings.method)
        wanted = make_config(settings.method, settings.preset, settings.overrides)
        for record in reversed(self._records.values()):
            task = record.task
            if (
                record.kind != "pretrain"
                or record.state != "done"
                or task.method != settings.method
                or len(task.auxiliary) != len(settings.auxiliary)
            ):
                continue
            given = make_config(task.method, task.preset, task.overrides)
            fits = all(
                getattr(given, name) == getattr(wanted, name)
                for name in spec.encoder_fields
            )
            if fits and Path(task.save_model).is_dir():
                return Path(task.save_model)
        return None

    def apply_model(self, model: Path, settings: TrainingSettings) -> Job:
        """Queue the classification of the scene with a saved model."""
        inputs = self._inputs(settings)
        job, folder = submit_prediction(
            self._jobs,
            inputs.cube,
            model,
            auxiliary=inputs.auxiliary,
            device=settings.device,
        )
        rasters = tuple(each.reference for each in inputs.auxiliary)
        shown = ShownModel(model, rasters)
        self._follow(job, self._show_prediction(job, folder, inputs.cube, shown))
        return job

    def can_continue(self, job: Job) -> bool:
        """Tell whether a job was stopped and left something to go on from."""
        record = self._records.get(job.id)
        return record is not None and not job.is_active and record.can_continue

    def has_result(self, job: Job) -> bool:
        """Tell whether a job has left a map that can be shown."""
        record = self._records.get(job.id)
        is_map = record is not None and record.kind == "classify"
        return is_map and job.state is JobState.DONE

    def resume(self, job: Job) -> Job:
        """Go on with a stopped job where it was; it takes the old one's place."""
        record = self._records[job.id]
        again = self._jobs.submit(record.kind, record.task, title=job.title)
        self._forget(job)
        return self._started(again)

    def settings_of(self, job: Job) -> TrainingSettings | None:
        """Return how a job trains, to start a like one; none for others."""
        record = self._records.get(job.id)
        if record is None:
            return None
        task = record.task
        return TrainingSettings(
            method=task.method,
            preset=task.preset,
            overrides=task.overrides,
            device=task.device,
            text_encoder=task.text_encoder,
            seed=task.seed,
            use_pretrained=bool(task.pretrained),
        )

    async def show_again(self, job: Job) -> None:
        """Show the map of a job that is done."""
        record, cube = self._records[job.id], self._document.cube
        if cube is not None:
            result = await in_io_thread(
                load_result, record.folder, record.answer, cube.georeference
            )
            if self._is_shown(cube):
                self._show(result, ShownModel.of(record.task))

    def adopt(self, record: RunRecord, result: ClassificationResult) -> None:
        """Show a map that was made elsewhere, and keep it as a run of the scene."""
        if all(each.folder != record.folder for each in self._records.values()):
            kept = msgspec.structs.replace(record, scene_digest=self._digest)
            write_run(kept)
            self._list(kept)
        self._show(result, ShownModel.of(record.task))

    def show_without_model(self, result: ClassificationResult) -> None:
        """Show a map that no single model has made."""
        self.shown_model = None
        self._document.set_classification(result)

    async def compare(self, reference: LabelMap | None) -> list[RunFigures]:
        """Return the figures of all runs of the scene that have left a map."""
        records = [
            self._records[job.id] for job in self._jobs.jobs if self.has_result(job)
        ]
        if not records:
            raise HsiViewerError("there is no run with a map yet: train a method first")
        truth = None if reference is None else reference.values
        return await in_io_thread(compare_runs, records, truth)

    def rename(self, job: Job, title: str) -> None:
        """Call a job otherwise, now and later."""
        job.title = title
        job.changed.emit()
        if job.id in self._records:
            self._keep(job)

    def remove(self, job: Job) -> None:
        """Take an ended job off the list, and delete its result."""
        record = self._records.get(job.id)
        if not job.is_active:
            self._forget(job)
            if record is not None:
                remove_run(record)

    async def find_earlier(self, cube: HsiCube) -> None:
        """List the runs of a scene that earlier sessions have left."""
        for job in list(self._jobs.jobs):
            if not job.is_active:
                self._forget(job)
        self._set_pretrained(None)
        self.shown_model = None
        self._digest = await in_io_thread(content_digest, cube.path)
        for record in await in_io_thread(read_runs, cube.reference, self._digest):
            if not self._is_shown(cube):
                return
            is_running = any(
                each.task.run_folder == record.task.run_folder
                for each in self._records.values()
            )
            if not is_running:
                self._list(record)

    async def close(self) -> None:
        """Wait until everything that follows a job has ended."""
        await asyncio.gather(*self._following, return_exceptions=True)

    def _list(self, record: RunRecord) -> None:
        job = Job(
            task=record.kind,
            payload=msgspec.json.encode(record.task),
            title=record.title,
        )
        job.recall(
            _STATES.get(record.state, JobState.CANCELLED),
            answer=record.answer,
            error=record.error,
            seconds=record.seconds,
        )
        self._records[job.id] = record
        self._jobs.keep(job)
        model = Path(record.task.save_model)
        if record.kind == "pretrain" and record.state == "done" and model.is_dir():
            self._set_pretrained(model)

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

    def _same_active(
        self, settings: TrainingSettings, inputs: LearningInputs
    ) -> Job | None:
        """Return a job that learns the same from the same; a second press of Start."""
        for job in self._jobs.jobs:
            record = self._records.get(job.id)
            if record is None or not job.is_active or record.kind != "classify":
                continue
            task = record.task
            earlier = self.settings_of(job)
            # Rasters are compared by what they are, and encoders are found again.
            if (
                earlier is not None
                and _comparable(earlier) == _comparable(settings)
                and task.scene == inputs.cube.reference
                and task.auxiliary == [each.reference for each in inputs.auxiliary]
                and task.classes
                == list(inputs.scheme.restricted(np.unique(inputs.labels).tolist()))
                and np.array_equal(np.load(record.folder / LABELS_FILE), inputs.labels)
            ):
                return job
        return None

    def _started(self, job: Job) -> Job:
        task = msgspec.json.decode(job.payload, type=LearningTask)
        self._records[job.id] = RunRecord(
            kind=job.task, title=job.title, task=task, scene_digest=self._digest
        )
        write_run(self._records[job.id])
        self._follow(job, self._end(job, self._document.cube))
        return job

    def _follow(self, job: Job, end: Coroutine[Any, Any, None]) -> None:
        self.current = job
        following = asyncio.get_running_loop().create_task(end)
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.started.emit()

    async def _end(self, job: Job, cube: HsiCube | None) -> None:
        record = self._records[job.id]
        try:
            answer = await self._jobs.result(job)
            self._keep(job)
            if record.kind == "pretrain":
                if self._is_shown(cube):
                    self._set_pretrained(Path(record.task.save_model))
            elif cube is not None:
                result = await in_io_thread(
                    load_result, record.folder, answer, cube.georeference
                )
                if self._is_shown(cube):
                    self._show(result, ShownModel.of(record.task))
        except (CancelledError, HsiViewerError) as error:
            self._keep(job)
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            job.changed.emit()  # what can be done with it may have changed
            self.finished.emit()

    def _show(self, result: ClassificationResult, model: ShownModel) -> None:
        self.shown_model = model
        self._document.set_classification(result)

    async def _show_prediction(
        self, job: Job, folder: Path, cube: HsiCube, model: ShownModel
    ) -> None:
        try:
            answer = await self._jobs.result(job)
            result = await in_io_thread(load_result, folder, answer, cube.georeference)
            if self._is_shown(cube):
                self._show(result, model)
        except (CancelledError, HsiViewerError) as error:
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            self.finished.emit()

    def _keep(self, job: Job) -> None:
        """Write how a job stands."""
        record = msgspec.structs.replace(
            self._records[job.id],
            title=job.title,
            state=_ENDED.get(job.state, "unfinished"),
            answer=job.answer,
            error=job.error,
            seconds=job.elapsed_s,
        )
        self._records[job.id] = record
        write_run(record)

    def _forget(self, job: Job) -> None:
        self._records.pop(job.id, None)
        self._jobs.remove(job)

    def _is_shown(self, cube: HsiCube | None) -> bool:
        now = self._document.cube
        return now is not None and cube is not None and now.source is cube.source

    def _set_pretrained(self, weights: Path | None) -> None:
        self.pretrained = weights
        self.pretrained_changed.emit()


def _comparable(settings: TrainingSettings) -> TrainingSettings:
    return dataclasses.replace(settings, auxiliary=(), use_pretrained=False)
