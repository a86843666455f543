"""The runs of a scene as jobs in the list, with what is known about each."""

import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
from psygnal import Signal

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.jobs.job import Job, JobState
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.found_runs import FoundRuns, last_map, last_shown
from hsiviewer.workflows.session.map_differences import RunFigures, compare_runs
from hsiviewer.workflows.tasks.records import (
    LearningTask,
    learning_task_of,
)
from hsiviewer.workflows.tasks.run_folders import (
    RunRecord,
    read_runs,
    remove_run,
    write_run,
)
from hsiviewer.workflows.tasks.submission import TrainingSettings
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)

NO_SCENE = SceneIdentity()

_ENDED = {
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
_STATES = {text: state for state, text in _ENDED.items()} | {
    "unfinished": JobState.CANCELLED  # the program ended before the run did
}


class KeptRuns:
    """Records of the jobs of one scene, written to their run folders.

    Parameters
    ----------
    jobs : JobRunner
        Its list shows the runs.
    scene : SceneIdentity
        What it is known by.

    Attributes
    ----------
    shown_changed
        The map of another run is shown, or of none.
    """

    shown_changed = Signal()

    def __init__(self, jobs: JobRunner, scene: SceneIdentity = NO_SCENE) -> None:
        self._jobs = jobs
        self._scene = scene
        self._records: dict[str, RunRecord] = {}
        self._changes = 0  # of what a search for runs finds
        self._unsettled: set[str] = set()  # jobs whose end has still to be noted
        self._shown_folder: Path | None = None
        self._removed: set[Path] = set()

    def set_shown(self, folder: Path | None) -> None:
        """Tell in which run folder the shown map lies; ``None`` for a map of no run."""
        if folder != self._shown_folder:
            self._shown_folder = folder
            self.shown_changed.emit()

    def is_shown(self, job: Job) -> bool:
        """Tell whether the map of a job is shown."""
        record = self.record(job)
        return record is not None and record.folder == self._shown_folder

    @property
    def shown(self) -> Job | None:
        """The run whose map is shown."""
        return next((job for job in self._jobs.jobs if self.is_shown(job)), None)

    def __iter__(self) -> Iterator[RunRecord]:
        """Return the records, the oldest first, whenever they were found."""
        return iter(sorted(self._records.values(), key=lambda run: run.begun_at))

    def record(self, job: Job) -> RunRecord | None:
        """Return what is known about a job; none of jobs that are no runs."""
        return self._records.get(job.id)

    def begin(self, job: Job) -> RunRecord:
        """Note that a job was started, and write it down."""
        record = RunRecord(
            kind=job.task,
            title=job.title,
            task=learning_task_of(job),
            scene_digest=self._scene.digest,
            scene_variable=self._scene.variable,
            begun_at=job.submitted_at,
            label_count=job.label_count,
        )
        self._note(job.id, record)
        self._unsettled.add(job.id)
        write_run(record)
        return record

    def keep(self, job: Job) -> None:
        """Write how a job stands, if it is still listed."""
        if job.id not in self._records:
            return  # another job goes on in its place
        record = msgspec.structs.replace(
            self._records[job.id],
            title=job.title,
            state=_ENDED.get(job.state, "unfinished"),
            answer=job.answer,
            error=job.error,
            seconds=job.elapsed_s,
        )
        self._note(job.id, record)
        write_run(record)

    def settle(self, job: Job) -> None:
        """Note that all that follows the end of a job has been done."""
        self._unsettled.discard(job.id)

    def adopt(self, record: RunRecord) -> None:
        """List and write a run that was made elsewhere, once."""
        if all(kept.folder != record.folder for kept in self):
            kept = msgspec.structs.replace(
                record,
                scene_digest=self._scene.digest,
                scene_variable=self._scene.variable,
            )
            write_run(kept)
            self._jobs.keep(self._recalled(kept))

    def forget(self, job: Job) -> None:
        """Take a job off the list; its folder stays."""
        self._records.pop(job.id, None)
        self._changes += 1
        self._jobs.remove(job)

    def remove(self, job: Job) -> None:
        """Take an ended job off the list, and delete its result."""
        record = self.record(job)
        if not job.is_active:
            self.forget(job)
            if record is not None:
                self._removed.add(record.folder)
                remove_run(record)

    def rename(self, job: Job, title: str) -> None:
        """Call a job otherwise, now and later."""
        job.title = title
        job.changed.emit()
        if job.id in self._records:
            self.keep(job)

    def can_continue(self, job: Job) -> bool:
        """Tell whether a job was stopped and left something to go on from."""
        record = self.record(job)
        return record is not None and not job.is_active and record.can_continue

    def has_result(self, job: Job) -> bool:
        """Tell whether a job has left a map that can be shown."""
        record = self.record(job)
        is_map = record is not None and record.kind == "classify"
        return is_map and job.state is JobState.DONE

    def settings_of(self, job: Job) -> TrainingSettings | None:
        """Return how a job trains, to start a like one; none for others."""
        record = self.record(job)
        if record is None:
            return None
        task = record.task
        return TrainingSettings(task.recipe, use_pretrained=bool(task.pretrained))

    def encoder_for(self, settings: TrainingSettings) -> Path | None:
        """Return the last pre-training of the scene that fits some settings."""
        recipe = settings.recipe
        wanted = recipe.make_config()
        for record in reversed(list(self)):
            task = record.task
            if (
                record.encoder is None
                or task.recipe.method != recipe.method
                or len(task.auxiliary) != len(settings.auxiliary)
            ):
                continue
            given = task.recipe.make_config()
            fits = all(
                getattr(given, name) == getattr(wanted, name)
                for name in recipe.spec.encoder_fields
            )
            if fits:
                return record.encoder
        return None

    async def mark_shown(self, folder: Path, time_s: float) -> None:
        """Write that the map of a run folder is what users look at."""
        for job_id, record in list(self._records.items()):
            if record.folder == folder:
                shown = msgspec.structs.replace(record, shown_at=time_s)
                self._note(job_id, shown)
                self._unsettled.discard(job_id)  # the scene may be left from now on
                await in_io_thread(write_run, shown)
                newer = self._records.get(job_id, shown)
                if newer is not shown:  # it was renamed meanwhile
                    await in_io_thread(write_run, newer)
                if folder in self._removed:
                    await in_io_thread(remove_run, shown)

    async def compare(self, reference: LabelMap | None) -> list[RunFigures]:
        """Return the figures of all runs of the scene that have left a map."""
        records = [
            self._records[job.id] for job in self._jobs.jobs if self.has_result(job)
        ]
        if not records:
            raise HsiViewerError("there is no run with a map yet: train a method first")
        truth = None if reference is None else reference.values
        return await in_io_thread(compare_runs, records, truth)

    async def look_for(self, cube: HsiCube, *, with_map: bool) -> FoundRuns:
        """Return the runs that earlier sessions have left of a scene.

        Parameters
        ----------
        cube : HsiCube
            The scene.
        with_map : bool
            Whether the map that was looked at last is wanted.
        """
        scene, as_of = self._scene, self._changes
        others = self._running_elsewhere()
        found = await in_io_thread(
            read_runs, cube.reference, scene.digest, scene.variable
        )
        known = {record.folder: record for record in self}
        others |= self._running_elsewhere()  # at any moment of the search
        records = [
            known.get(record.folder, record)
            for record in found
            if record.folder not in others
        ]
        shown = last_shown(records, scene) if with_map else None
        result = await in_io_thread(last_map, shown, cube) if shown else None
        return FoundRuns(records, shown if result else None, result, as_of)

    def is_current(self, found: FoundRuns) -> bool:
        """Tell whether no run has ended, been shown or removed since a search."""
        return found.as_of == self._changes

    def enter(self, found: FoundRuns, *, keeps_shown: bool = False) -> Job | None:
        """List the runs of the scene, which opens now; nobody is told.

        Parameters
        ----------
        keeps_shown : bool
            Whether the map that is shown stays.

        Returns
        -------
        Job or None
            The run whose map is shown again.
        """
        known = {record.folder for record in self} | self._running_elsewhere()
        recalled = [
            self._recalled(record)
            for record in found.records
            if record.folder not in known
        ]
        self._jobs.exchange((), recalled)
        if not keeps_shown:
            self._shown_folder = None if found.shown is None else found.shown.folder
        return self.shown

    def leave(self) -> None:
        """Take the ended runs of the scene, which is left, off the list silently."""
        self._shown_folder = None
        ended = [
            job
            for job in self._jobs.jobs
            if job.id in self._records
            and not job.is_active
            and job.id not in self._unsettled
        ]
        for job in ended:
            del self._records[job.id]
        self._jobs.exchange(ended, ())

    def _running_elsewhere(self) -> set[Path]:
        """Return the folders of active jobs that were started for other scenes.

        Their file may have been where this scene lies now. They are listed already,
        and their folders must not be removed.
        """
        return {
            Path(job.record.run_folder)
            for job in self._jobs.jobs
            if job.is_active
            and job.id not in self._records
            and isinstance(job.record, LearningTask)
        }

    def _recalled(self, record: RunRecord) -> Job:
        job = Job(
            task=record.kind,
            record=record.task,
            title=record.title,
            label_count=record.label_count,
        )
        job.recall(
            _STATES.get(record.state, JobState.CANCELLED),
            answer=record.answer,
            error=record.error,
            seconds=record.seconds,
            submitted_at=record.begun_at,
        )
        self._note(job.id, record)
        return job

    def _note(self, job_id: str, record: RunRecord) -> None:
        self._records[job_id] = record
        self._changes += 1
