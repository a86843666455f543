"""Comparisons of methods on the user's labels: started, followed, used, forgotten."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.enough_classes import require_enough_classes
from hsiviewer.core.errors import (
    HsiViewerError,
    SceneChangedError,
    TrainingDataError,
)
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import CancelledError
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session.training_runs import TrainingRuns
from hsiviewer.workflows.tasks.comparison_records import (
    AGREEMENT,
    MethodComparison,
    agreed_result,
    compared,
)
from hsiviewer.workflows.tasks.records import (
    LABELS_FILE,
    REFERENCE_FILE,
    ComparisonTask,
)
from hsiviewer.workflows.tasks.run_folders import new_run_folder
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)
Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class ComparisonSettings:
    """What to compare.

    Parameters
    ----------
    recipes : tuple of Recipe
        One for each method.
    rounds : int
        Trainings of each.
    auxiliary
        As `hsiviewer.workflows.tasks.submission.TrainingSettings`.
    """

    recipes: tuple[Recipe, ...]
    rounds: int = 3
    auxiliary: tuple[str, ...] = ()


class MethodComparisons:
    """Comparisons of methods on one scene, which go on when another is opened.

    Parameters
    ----------
    document : Document
        Its labels are learned from.
    jobs : JobRunner
        The queue.
    training : TrainingRuns
        Takes over what is used.

    Attributes
    ----------
    changed
        A comparison was started, went on, or has ended.
    """

    changed = Signal()

    def __init__(
        self, document: Document, jobs: JobRunner, training: TrainingRuns
    ) -> None:
        self._document = document
        self._jobs = jobs
        self._training = training
        self._folders: list[Path] = []
        self._used: set[str] = set()
        self._following: set[asyncio.Task[None]] = set()
        self._beginning: object | None = None  # the call of `start` that is wanted
        self.job: Job | None = None
        self.result: MethodComparison | None = None
        self.problem = ""

    def enter(self, document: Document) -> None:
        """Go on with a scene that opens now, perhaps again; nobody is told."""
        self._document = document

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        is_active = self.job is not None and self.job.is_active
        return is_active or self._beginning is not None

    async def start(
        self, settings: ComparisonSettings, reference: LabelMap | None = None
    ) -> Job:
        """Queue a comparison of the labels as they are now.

        Parameters
        ----------
        reference : LabelMap, optional
            Ground truth to test with; without it, half of the labels are held out
            in each round.

        Raises
        ------
        TrainingDataError
            If there is no scene, fewer than two methods or classes with labels, or
            nothing to test with.
        HsiViewerError
            If the labels cannot be written for the worker.
        SceneChangedError
            If another scene was opened meanwhile.
        CancelledError
            If it was cancelled, or started once more, before it was queued.
        """
        document = self._document
        cube, labels = document.cube, document.labels.snapshot()
        if cube is None:
            raise TrainingDataError("there is no scene to learn from: open one first")
        if len(settings.recipes) < 2:
            raise TrainingDataError("choose at least two methods to compare")
        present = np.unique(labels[labels > 0]).tolist()
        require_enough_classes(present, self._document.classes)
        truth = None if reference is None else reference.values
        _check_test(labels, truth)
        self._forget()
        scheme = document.classes.restricted(present)
        auxiliary = document.rasters(settings.auxiliary)
        methods = [recipe.method for recipe in settings.recipes]
        write = partial(_write_inputs, labels=labels, truth=truth)
        self._folders = await self._prepared(methods, write, document)
        folder, *maps = self._folders
        task = ComparisonTask(
            scene=cube.reference,
            run_folder=str(folder),
            classes=list(scheme),
            recipes=list(settings.recipes),
            map_folders=[str(folder) for folder in maps],
            rounds=settings.rounds,
            auxiliary=[raster.reference for raster in auxiliary],
            good_bands=cube.bands.good_mask.tolist(),
            metadata=cube.metadata,
        )
        self.job = self._jobs.submit("compare", task, title="Compare methods")
        self._training.take(self.job)
        self.job.changed.connect(self.changed.emit)
        following = asyncio.get_running_loop().create_task(
            self._follow(self.job, task, cube.georeference, reference is not None)
        )
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.changed.emit()
        return self.job

    async def _prepared(
        self, methods: list[str], write: Callable[[Path], None], document: Document
    ) -> list[Path]:
        """Return the folders of a comparison, with the inputs in the first one.

        Whatever was started after this has folders of its own.
        """
        mine = self._beginning = object()
        folders: list[Path] = []
        with ExitStack() as on_failure:
            on_failure.callback(self._end_beginning, mine)
            on_failure.callback(self._remove, folders)
            folders.extend(new_run_folder(name) for name in ("comparison", *methods))
            self.changed.emit()
            await in_io_thread(write, folders[0])
            self._require_wanted(mine, document)
            on_failure.pop_all()
        self._beginning = None
        return folders

    def _require_wanted(self, beginning: object, document: Document) -> None:
        """Raise an error if a comparison was given up before it was queued."""
        if self._beginning is not beginning:
            raise CancelledError
        if not document.takes_changes:
            raise SceneChangedError(
                "the comparison was not started because the scene was closed"
            )

    def _end_beginning(self, beginning: object) -> None:
        if self._beginning is beginning:
            self._beginning = None
            self.changed.emit()

    def cancel(self) -> None:
        """Ask the running comparison to stop."""
        if self._beginning is not None:
            self._beginning = None
            self.changed.emit()
        if self.job is not None:
            self.job.cancel()

    async def use(self, method: str) -> None:
        """Show the map of a method, and keep it as a run of the scene.

        Parameters
        ----------
        method : str
            Id, or `AGREEMENT` for the class that most maps give, with the share of
            maps that give it as confidence.
        """
        found = self.result
        if found is None:
            raise HsiViewerError("there is no comparison yet: start one first")
        if method == AGREEMENT:
            self._training.show_without_model(agreed_result(found))
            return
        chosen = next(
            compared for compared in found.methods if compared.method == method
        )
        folder = chosen.run.folder
        self._used.add(str(folder))
        if not (folder / LABELS_FILE).exists():
            await in_io_thread(
                shutil.copyfile, found.folder / LABELS_FILE, folder / LABELS_FILE
            )
        if found is not self.result or self._document.is_closed:
            return
        await self._training.adopt(chosen.run, chosen.result)

    async def close(self) -> None:
        """Wait for the end of what follows a job, and delete maps that nobody uses."""
        self._beginning = None
        await asyncio.gather(*self._following, return_exceptions=True)
        self._remove(self._folders)
        self._folders = []

    async def _follow(
        self,
        job: Job,
        task: ComparisonTask,
        georeference: GeoReference,
        has_reference: bool,
    ) -> None:
        folders = [Path(task.run_folder), *map(Path, task.map_folders)]
        try:
            answer = await self._jobs.result(job)
            found = await in_io_thread(
                compared, task, answer, georeference, has_reference, job.submitted_at
            )
            if self.job is job:
                self.result = found
        except CancelledError:
            _log.info("the comparison was cancelled")
        except (HsiViewerError, OSError) as error:
            if self.job is job:
                self.problem = str(error)
        finally:
            # A worker that was asked to stop may have written until now.
            if self.job is not job:
                self._remove(folders)
            self.changed.emit()

    def _forget(self) -> None:
        """Drop the last comparison; its unused maps are deleted."""
        was_running = self.job is not None and self.job.is_active
        self.cancel()
        self.job, self.result, self.problem = None, None, ""
        if not was_running:
            self._remove(self._folders)
        self._folders = []
        self.changed.emit()

    def _remove(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if str(folder) not in self._used:
                shutil.rmtree(folder, ignore_errors=True)


def _check_test(labels: Ids, truth: Ids | None) -> None:
    """See that there is something to test with.

    Raises
    ------
    TrainingDataError
        If there is not.
    """
    if truth is None:
        if np.bincount(labels[labels > 0]).max() < 2:
            raise TrainingDataError(
                "no class has two labels, so that none can be held out for the test; "
                "label more pixels, or load a reference map"
            )
    elif not ((labels == 0) & (truth > 0)).any():
        raise TrainingDataError(
            "the reference map knows no pixel that is not labelled, so that nothing is "
            "left to test with; load another reference map"
        )


def _write_inputs(folder: Path, labels: Ids, truth: Ids | None) -> None:
    """Write what the worker reads; `HsiViewerError` if that is impossible."""
    try:
        np.save(folder / LABELS_FILE, labels)
        if truth is not None:
            np.save(folder / REFERENCE_FILE, truth)
    except OSError as error:
        raise HsiViewerError(
            f"the labels could not be written for the comparison: {error.strerror}"
        ) from error
