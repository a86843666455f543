"""Methods side by side on the user's labels: figures, maps, agreement, the winner."""

import asyncio
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, TrainingDataError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import CancelledError
from hsiviewer.evaluation.agreement import Agreement, agreement
from hsiviewer.evaluation.comparison import paired_tests, summarise
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.registry import method_spec
from hsiviewer.workflows.run_records import RunRecord, new_run_folder
from hsiviewer.workflows.tasks import (
    LABELS_FILE,
    REFERENCE_FILE,
    ComparisonTask,
    LearningTask,
    load_result,
)
from hsiviewer.workflows.threads import in_io_thread
from hsiviewer.workflows.training_runs import TrainingRuns

_log = logging.getLogger(__name__)
AGREEMENT = "agreement"
Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class ComparisonSettings:
    """What to compare.

    Parameters
    ----------
    methods : tuple of str
        Ids.
    rounds : int
        Trainings of each.
    preset, device, text_encoder, auxiliary
        As `hsiviewer.workflows.classify.TrainingSettings`.
    """

    methods: tuple[str, ...]
    rounds: int = 3
    preset: str = "quick"
    device: str = "auto"
    text_encoder: str = ""
    auxiliary: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class ComparedMethod:
    """One method in a comparison.

    Parameters
    ----------
    method : str
        Id.
    figures : mapping
        Means and deviations, of `hsiviewer.evaluation.comparison.summarise`.
    behind : float
        Mean overall accuracy of the best method minus its own.
    p_value : float, optional
        That as large a difference is chance; none for the best, and with one round.
    result : ClassificationResult
        Its map, from all labels.
    run : RunRecord
        What is kept if the map is used.
    """

    method: str
    figures: Mapping[str, Any]
    behind: float
    p_value: float | None
    result: ClassificationResult
    run: RunRecord

    @property
    def title(self) -> str:
        """What people call it."""
        return method_spec(self.method).title


@dataclass(frozen=True, eq=False)
class MethodComparison:
    """Methods beside each other, the best first.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    folder : Path
        Holds the labels that were learned from.
    methods : sequence of ComparedMethod
        By mean overall accuracy.
    agreement : Agreement
        What their maps have in common.
    has_reference : bool
        Whether figures are against a reference; else against labels held out.
    rounds : int
        Trainings of each.
    failed : mapping of str to str
        Sentences for methods that could not run.
    """

    cube: HsiCube
    folder: Path
    methods: Sequence[ComparedMethod]
    agreement: Agreement
    has_reference: bool
    rounds: int
    failed: Mapping[str, str]

    @property
    def winner(self) -> ComparedMethod:
        """The method with the highest mean overall accuracy."""
        return self.methods[0]


class MethodComparisons:
    """Comparisons of methods on the open scene.

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
        self.job: Job | None = None
        self.result: MethodComparison | None = None
        self.problem = ""
        document.cube_changed.connect(self._forget)

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        return self.job is not None and self.job.is_active

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
        """
        cube, labels = self._document.cube, self._document.labels.snapshot()
        if cube is None:
            raise TrainingDataError("there is no scene to learn from: open one first")
        if len(settings.methods) < 2:
            raise TrainingDataError("choose at least two methods to compare")
        present = np.unique(labels[labels > 0])
        if present.size < 2:
            raise TrainingDataError("label some pixels of at least two classes first")
        truth = None if reference is None else reference.values
        _check_test(labels, truth)
        self._forget()
        folder = new_run_folder("comparison")
        maps = [new_run_folder(each) for each in settings.methods]
        self._folders = [folder, *maps]
        try:
            await in_io_thread(_write_inputs, folder, labels, truth)
        except OSError as error:
            self._forget()
            raise HsiViewerError(
                f"the labels could not be written for the comparison: {error.strerror}"
            ) from error
        scheme = self._document.classes.restricted(present.tolist())
        auxiliary = [self._document.auxiliary[each] for each in settings.auxiliary]
        task = ComparisonTask(
            scene=cube.reference,
            run_folder=str(folder),
            classes=list(scheme),
            methods=list(settings.methods),
            map_folders=[str(each) for each in maps],
            rounds=settings.rounds,
            preset=settings.preset,
            auxiliary=[each.reference for each in auxiliary],
            good_bands=cube.bands.good_mask.tolist(),
            device=settings.device,
            text_encoder=settings.text_encoder,
        )
        self.job = self._jobs.submit("compare", task, title="Compare methods")
        self.job.changed.connect(self.changed.emit)
        following = asyncio.get_running_loop().create_task(
            self._follow(self.job, task, cube, reference is not None)
        )
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.changed.emit()
        return self.job

    def cancel(self) -> None:
        """Ask the running comparison to stop."""
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
        chosen = next(each for each in found.methods if each.method == method)
        folder = chosen.run.folder
        self._used.add(str(folder))
        if not (folder / LABELS_FILE).exists():
            await in_io_thread(
                shutil.copyfile, found.folder / LABELS_FILE, folder / LABELS_FILE
            )
        self._training.adopt(chosen.run, chosen.result)

    async def close(self) -> None:
        """Wait for the end of what follows a job, and delete maps that nobody uses."""
        await asyncio.gather(*self._following, return_exceptions=True)
        self._remove(self._folders)
        self._folders = []

    async def _follow(
        self, job: Job, task: ComparisonTask, cube: HsiCube, has_reference: bool
    ) -> None:
        folders = [Path(task.run_folder), *map(Path, task.map_folders)]
        try:
            answer = await self._jobs.result(job)
            found = await in_io_thread(compared, task, answer, cube, has_reference)
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

    def _forget(self, *_what: object) -> None:
        """Drop the last comparison; its unused maps are deleted."""
        was_running = self.is_running
        if was_running:
            self.cancel()
        self.job, self.result, self.problem = None, None, ""
        if not was_running:
            self._remove(self._folders)
        self._folders = []
        self.changed.emit()

    def _remove(self, folders: Sequence[Path]) -> None:
        for each in folders:
            if str(each) not in self._used:
                shutil.rmtree(each, ignore_errors=True)


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
    np.save(folder / LABELS_FILE, labels)
    if truth is not None:
        np.save(folder / REFERENCE_FILE, truth)


def compared(
    task: ComparisonTask, answer: Mapping[str, Any], cube: HsiCube, has_reference: bool
) -> MethodComparison:
    """Return a worker's answer as a comparison; reads the maps."""
    figures = summarise(answer["runs"])
    figures.sort(key=lambda each: -each["overall_accuracy"]["mean"])
    best = figures[0]
    chances = {
        frozenset((each["first"], each["second"])): each["p_value"]
        for each in paired_tests(answer["runs"])
    }
    folders = dict(zip(task.methods, task.map_folders, strict=True))
    methods = []
    for each in figures:
        method, told = each["method"], answer["maps"][each["method"]]
        folder = Path(folders[method])
        methods.append(
            ComparedMethod(
                method=method,
                figures=each,
                behind=best["overall_accuracy"]["mean"]
                - each["overall_accuracy"]["mean"],
                p_value=chances.get(frozenset((best["method"], method)))
                if each is not best
                else None,
                result=load_result(folder, told, cube.georeference),
                run=_run_record(task, method, folder, told),
            )
        )
    return MethodComparison(
        cube=cube,
        folder=Path(task.run_folder),
        methods=methods,
        agreement=agreement([each.result.class_map for each in methods]),
        has_reference=has_reference,
        rounds=task.rounds,
        failed=answer["failed"],
    )


def agreed_result(found: MethodComparison) -> ClassificationResult:
    """Return the map of the majority, with the share that agrees as confidence."""
    first = found.winner.result
    titles = [each.method for each in found.methods]
    provenance = {
        "method": AGREEMENT,
        "methods": titles,
        "scene": found.cube.reference,
        "labels_per_class": first.provenance["labels_per_class"],
        "versions": first.provenance["versions"],
        "device": first.provenance["device"],
        "warnings": [],
        "seconds": {
            "total": sum(
                each.result.provenance["seconds"]["total"] for each in found.methods
            )
        },
    }
    return ClassificationResult(
        class_map=found.agreement.class_map,
        confidence=found.agreement.share,
        scheme=ClassScheme(tuple(first.scheme)),
        georeference=first.georeference,
        provenance=provenance,
    )


def _run_record(
    task: ComparisonTask, method: str, folder: Path, answer: Any
) -> RunRecord:
    preset = answer["provenance"]["preset"]
    uses_rasters = method_spec(method).uses_auxiliary
    learned = LearningTask(
        scene=task.scene,
        run_folder=str(folder),
        classes=task.classes,
        method=method,
        preset=preset,
        auxiliary=task.auxiliary if uses_rasters else [],
        good_bands=task.good_bands,
        seed=task.seed,
        device=task.device,
        text_encoder=task.text_encoder,
        save_model=str(folder / "model"),
    )
    return RunRecord(
        kind="classify",
        title=f"{method_spec(method).title} ({preset})",
        task=learned,
        state="done",
        answer=msgspec.to_builtins(answer),
        seconds=answer["provenance"]["seconds"]["total"],
    )
