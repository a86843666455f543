"""The runs of a scene as jobs in the list, with what is known about each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from psygnal import Signal

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.jobs.job import Job, JobState
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.map_differences import RunFigures, compare_runs
from hsiviewer.workflows.tasks.records import learning_task_of
from hsiviewer.workflows.tasks.run_folders import (
    RunRecord,
    read_runs,
    remove_run,
    write_run,
)
from hsiviewer.workflows.tasks.submission import TrainingSettings
from hsiviewer.workflows.tasks.threads import in_io_thread

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

    Attributes
    ----------
    shown_changed
        The map of another run is shown, or of none.
    """

    shown_changed = Signal()

    def __init__(self, jobs: JobRunner) -> None:
        self._jobs = jobs
        self._records: dict[str, RunRecord] = {}
        self._unwritten: set[str] = set()  # jobs whose end is still to be written
        self._digest = ""
        self._shown_folder: Path | None = None

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
        return iter(self._records.values())

    def record(self, job: Job) -> RunRecord | None:
        """Return what is known about a job; none of jobs that are no runs."""
        return self._records.get(job.id)

    def begin(self, job: Job) -> RunRecord:
        """Note that a job was started, and write it down."""
        record = RunRecord(
            kind=job.task,
            title=job.title,
            task=learning_task_of(job),
            scene_digest=self._digest,
            begun_at=job.submitted_at,
            label_count=job.label_count,
        )
        self._records[job.id] = record
        self._unwritten.add(job.id)
        write_run(record)
        return record

    def keep(self, job: Job) -> None:
        """Write how a job stands."""
        if not job.is_active:
            self._unwritten.discard(job.id)
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

    def adopt(self, record: RunRecord) -> None:
        """List and write a run that was made elsewhere, once."""
        if all(each.folder != record.folder for each in self):
            kept = msgspec.structs.replace(record, scene_digest=self._digest)
            write_run(kept)
            self._list(kept)

    def forget(self, job: Job) -> None:
        """Take a job off the list; its folder stays."""
        self._records.pop(job.id, None)
        self._jobs.remove(job)

    def remove(self, job: Job) -> None:
        """Take an ended job off the list, and delete its result."""
        record = self.record(job)
        if not job.is_active:
            self.forget(job)
            if record is not None:
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
        for record in reversed(self._records.values()):
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
                self._records[job_id] = shown
                await in_io_thread(write_run, shown)
                newer = self._records.get(job_id, shown)
                if newer is not shown:  # it was renamed meanwhile
                    await in_io_thread(write_run, newer)

    @property
    def last_shown(self) -> Job | None:
        """The run whose map was looked at last; none if no map was."""
        with_map = [each for each in self._jobs.jobs if self.has_result(each)]
        # Another scene may lie now where the scene of a run lay.
        moments = {
            job: record.shown_at
            for job in with_map
            if (record := self._records[job.id]).shown_at
            and record.scene_digest
            and record.scene_digest == self._digest
        }
        return max(moments, key=lambda job: moments[job], default=None)

    async def compare(self, reference: LabelMap | None) -> list[RunFigures]:
        """Return the figures of all runs of the scene that have left a map."""
        records = [
            self._records[job.id] for job in self._jobs.jobs if self.has_result(job)
        ]
        if not records:
            raise HsiViewerError("there is no run with a map yet: train a method first")
        truth = None if reference is None else reference.values
        return await in_io_thread(compare_runs, records, truth)

    def leave_scene(self) -> None:
        """Drop the ended runs of the scene that was open."""
        self._digest = ""
        self.set_shown(None)
        for job in list(self._jobs.jobs):
            if not job.is_active and job.id not in self._unwritten:
                self.forget(job)

    async def look_for(self, cube: HsiCube) -> tuple[str, Sequence[RunRecord]]:
        """Return the digest of a scene and the runs that earlier sessions have left."""
        digest = await in_io_thread(content_digest, cube.path)
        return digest, await in_io_thread(read_runs, cube.reference, digest)

    def enter_scene(
        self, cube: HsiCube, digest: str, records: Sequence[RunRecord]
    ) -> None:
        """List the runs of the scene that is open now, but those that run already."""
        self._digest = digest
        running = {each.task.run_folder for each in self}
        for job_id, record in list(self._records.items()):
            # It was started while the digest was being computed.
            if not record.scene_digest and record.task.scene == cube.reference:
                known = msgspec.structs.replace(record, scene_digest=digest)
                self._records[job_id] = known
                write_run(known)
        for record in records:
            if record.task.run_folder not in running:
                self._list(record)

    def _list(self, record: RunRecord) -> None:
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
        self._records[job.id] = record
        self._jobs.keep(job)
