"""One user's work on a scene: document, view and background jobs together."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import numpy as np
from psygnal import Signal

from hsiviewer.core.class_edits import (
    ImportConflicts,
    Overlap,
    SameId,
    import_conflicts,
)
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import (
    ExportError,
    HsiViewerError,
    SceneChangedError,
    SourceClosedError,
)
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.core.view import ViewState
from hsiviewer.evaluation.metrics import Accuracy, assess
from hsiviewer.imaging.composite import initial_view
from hsiviewer.io.class_files import read_classes, write_classes
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.io.targets import Source, Target, clash
from hsiviewer.jobs.interactive import InteractiveWorker
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.advice import advice, problem
from hsiviewer.workflows.bookmarks import Bookmarks
from hsiviewer.workflows.class_texts import ClassTexts
from hsiviewer.workflows.classify import TrainingSettings
from hsiviewer.workflows.display_memory import DisplayMemory
from hsiviewer.workflows.doubts import DoubtfulLabels
from hsiviewer.workflows.export import write_results
from hsiviewer.workflows.method_comparison import MethodComparisons
from hsiviewer.workflows.openings import Openings
from hsiviewer.workflows.project_keeper import ProjectKeeper
from hsiviewer.workflows.raster_layers import RasterLayers
from hsiviewer.workflows.reading import values
from hsiviewer.workflows.targets import (
    confidence_target,
    label_target,
    map_target,
    open_sources,
)
from hsiviewer.workflows.tasks import (
    WORKER_ENTRY,
    DeviceInfo,
    DevicesTask,
    DiagnosisTask,
)
from hsiviewer.workflows.threads import in_io_thread, until_stopped
from hsiviewer.workflows.training_runs import TrainingRuns

_log = logging.getLogger(__name__)

AskAboutConflicts = Callable[
    [ImportConflicts], Awaitable[tuple[Overlap, SameId] | None]
]


class Workspace:
    """What the window shows and what its commands do; no Qt.

    All methods are called in the thread of one asyncio loop; files are read
    and written in I/O threads, learning happens in worker processes.

    Attributes
    ----------
    document : Document
        Scene, labels, classes and result.
    projects : ProjectKeeper
        Keeps labels, classes and history on the disk.
    doubts : DoubtfulLabels
        Labels that look unlike their class.
    view : ViewState
        What the map shows.
    display : DisplayMemory
        How the scene was looked at last time.
    layers : RasterLayers
        Other scenes and rasters over the scene.
    bookmarks : Bookmarks
        Places that were kept.
    jobs : JobRunner
        The queue of learning jobs.
    training : TrainingRuns
        Learning jobs of the scene, of this session and earlier ones.
    texts : ClassTexts
        How close the classes' texts are to each other and to a pixel.
    comparisons : MethodComparisons
        Methods side by side on the labels.
    reference : LabelMap or None
        Ground truth to compare the result with.
    accuracy : Accuracy or None
        The result against the reference, labelled pixels left out.
    """

    accuracy_changed = Signal()

    def __init__(self, entry: str = WORKER_ENTRY) -> None:
        self.document = Document()
        self.document.scene_replaced.connect(self._on_scene_replaced)
        self.projects = ProjectKeeper(self.document)
        self.doubts = DoubtfulLabels(self.document)
        self.view = ViewState()
        self.document.scene_entered.connect(self.view.tell_scene)
        self.display = DisplayMemory(self.document, self.view, self.projects)
        self.layers = RasterLayers(self.document)
        self.bookmarks = Bookmarks(self.document)
        self.jobs = JobRunner(entry)
        self.training = TrainingRuns(self.document, self.jobs)
        self.job_started = self.training.started
        self.job_finished = self.training.finished
        self.pretrained_changed = self.training.pretrained_changed
        self.reference: LabelMap | None = None
        self.accuracy: Accuracy | None = None
        self._reference_file = ""
        self._openings = Openings()
        self._interactive = InteractiveWorker(entry)
        self.texts = ClassTexts(
            self.document, self.training, self.jobs, self._interactive.ask
        )
        self.comparisons = MethodComparisons(self.document, self.jobs, self.training)
        self._devices: list[DeviceInfo] | None = None
        self.document.classification_changed.connect(self._assess)

    async def open_scene(self, reference: str | Path) -> None:
        """Show another scene; the one before stays if this cannot be read.

        Raises
        ------
        HsiViewerError
            If the file is missing, damaged or of an unknown kind.
        ProjectInUseError
            If its labels are being edited in another window.
        """
        await self._openings.run(self._open_scene(reference))

    async def _open_scene(self, reference: str | Path) -> None:
        cube = await in_io_thread(open_cube, reference)
        if self._openings.is_closed:
            cube.close()
            return
        self.document.finish_edits()
        await self.display.keep()
        truth = await self.projects.show_scene(cube)
        await self._begin(truth)

    async def open_project(
        self,
        path: str | Path,
        *,
        scene: str | None = None,
        accepts_other: bool = False,
    ) -> None:
        """Show the scene of a project with all that was done.

        Parameters
        ----------
        path : str or Path
            The project's file.
        scene : str, optional
            Where the scene is now, if not where it was.
        accepts_other : bool
            Whether the labels are wanted on a scene that has another content.

        Raises
        ------
        SceneMissingError, DifferentSceneError, DamagedProjectError, HsiViewerError
            See `hsiviewer.workflows.projects.open_project`.
        """
        await self._openings.run(self._open_project(Path(path), scene, accepts_other))

    async def _open_project(
        self, path: Path, scene: str | None, accepts_other: bool
    ) -> None:
        self.document.finish_edits()
        await self.display.keep()
        truth = await self.projects.show_project(
            path, scene=scene, accepts_other=accepts_other
        )
        await self._begin(truth)

    async def add_auxiliary(self, reference: str | Path) -> None:
        """Add a surface model or another raster on the scene's grid."""
        cube = self.document.cube
        if cube is None:
            raise HsiViewerError("open a scene before its auxiliary rasters")
        raster = await in_io_thread(open_auxiliary, reference, cube)
        try:
            self._check_scene(cube, reference)
        except HsiViewerError:
            raster.close()
            raise
        if any(each.reference == raster.reference for each in self.document.auxiliary):
            raster.close()
            return
        self.document.add_auxiliary(raster)
        await self.projects.remember_rasters(self._reference_file)

    async def import_labels(
        self, reference: str | Path, *, ask: AskAboutConflicts | None = None
    ) -> None:
        """Take the labels of a file, as one edit that can be undone.

        Parameters
        ----------
        reference : str or Path
            See `hsiviewer.io.labels.read_labels`.
        ask : coroutine function, optional
            Is asked what to do where the scene has labels or classes already;
            its answer ``None`` gives the import up. Without it, the file's
            replace all.
        """
        document, cube = self.document, self.document.cube
        labels, scheme = await until_stopped(_read_labels, reference, cube)
        self._check_scene(cube, reference)
        conflicts = import_conflicts(document.labels, document.classes, labels, scheme)
        if ask is None or conflicts.is_clear:
            document.load_labels(labels, scheme)
            return
        answer = await ask(conflicts)
        if answer is not None and document.shows(cube):
            overlap, same_id = answer
            document.load_labels(labels, scheme, overlap=overlap, same_id=same_id)

    async def import_classes(self, path: str | Path) -> None:
        """Take names, colours and descriptions from a class file.

        Classes that have labels but are not in the file keep what they have.
        """
        cube = self.document.cube
        found = await in_io_thread(read_classes, Path(path))
        self._check_scene(cube, path)
        scheme = self.document.classes
        for each in found:
            scheme = scheme.with_class(each)
        self.document.set_classes(scheme, text="Import classes")

    def sources(self) -> list[Source]:
        """Return what is open; no export may write over it."""
        return open_sources(
            self.document,
            (layer.cube for layer in self.layers),
            reference=self._reference_file,
            project=self.projects.path,
        )

    async def export_classes(self, path: str | Path) -> None:
        """Write names, colours and descriptions to a class file.

        Raises
        ------
        ExportError
            If it cannot be written, or belongs to something that is open.
        """
        await self._refuse_open([Target(Path(path), "the class file")])
        await in_io_thread(write_classes, Path(path), self.document.classes)

    async def export_labels(self, path: str | Path) -> None:
        """Write the labels with names and colours; errors as `export_classes`."""
        cube = self.document.cube
        if cube is None:
            raise HsiViewerError("there are no labels to write: open a scene first")
        labels = LabelMap(self.document.labels.values)
        await self._refuse_open([label_target(Path(path), "the labels")])
        await in_io_thread(
            write_labels, Path(path), labels, self.document.classes, cube.georeference
        )

    async def load_reference(self, reference: str | Path) -> None:
        """Read a ground truth and compare the result with it.

        Raises
        ------
        LabelFormatError
            If it cannot be read, or does not fit the scene.
        SceneChangedError
            If another scene was opened meanwhile; also of the other methods that
            read a file for the open scene.
        """
        cube = self.document.cube
        labels, _ = await until_stopped(_read_labels, reference, cube)
        self._check_scene(cube, reference)
        self.reference, self._reference_file = labels, str(reference)
        self._assess()
        await self.projects.remember_rasters(self._reference_file)

    async def export_map(
        self, path: str | Path, *, confidence: Path | None = None
    ) -> list[Path]:
        """Write the class map, and its confidence if a path is given.

        Raises
        ------
        HsiViewerError
            If there is no result yet, or it cannot be written, or the file belongs
            to something that is open.
        """
        result = self.document.classification
        if result is None:
            raise HsiViewerError("there is no map to export yet: train a method first")
        targets = [map_target(Path(path), "the map")]
        if confidence is not None:
            targets.append(confidence_target(confidence, "the confidence"))
        await self._refuse_open(targets)
        return await in_io_thread(
            write_results, result, map_path=Path(path), confidence_path=confidence
        )

    def start_training(self, settings: TrainingSettings) -> Job:
        """Queue training and classification; see `TrainingRuns.start_training`."""
        return self.training.start_training(settings)

    def start_pretraining(self, settings: TrainingSettings) -> Job:
        """Queue pre-training; see `TrainingRuns.start_pretraining`."""
        return self.training.start_pretraining(settings)

    @property
    def training_job(self) -> Job | None:
        """The learning job that was started last."""
        return self.training.current

    @property
    def pretrained(self) -> Path | None:
        """Weights of the last pre-training of this scene."""
        return self.training.pretrained

    async def devices(self) -> list[DeviceInfo]:
        """Return the devices that can train; asks the interactive worker once."""
        if self._devices is None:
            answer = await self._interactive.ask("devices", DevicesTask())
            self._devices = msgspec.convert(answer, list[DeviceInfo])
        return self._devices

    async def diagnose_devices(self) -> list[str]:
        """Return sentences on what can train here, and what to do without a card."""
        found: list[str] = await self._interactive.ask("diagnosis", DiagnosisTask())
        return found

    def advice(self, settings: TrainingSettings) -> tuple[str, ...]:
        """Return sentences on what would make the result better."""
        return advice(self.document, settings)

    def problem(self, settings: TrainingSettings) -> str:
        """Return why training cannot start, or an empty text if it can."""
        return problem(self.document, settings)

    async def close(self) -> None:
        """Cancel all jobs, end the worker processes and close the project.

        Raises
        ------
        ProjectError
            If edits cannot be written. They are kept: save the project elsewhere
            or give them up with `ProjectKeeper.abandon`, then close again.
        """
        await self._openings.close()
        try:
            await self.display.close()
            await self.projects.close()
        except BaseException:
            self._openings.is_closed = False
            raise
        values.close()
        self.doubts.close()
        await self.jobs.close()
        await self.training.close()
        await self.comparisons.close()
        await in_io_thread(self._interactive.close)
        cube = self.document.cube
        if cube is not None:
            cube.close()

    async def _refuse_open(self, targets: list[Target]) -> None:
        problem = await in_io_thread(clash, targets, self.sources())
        if problem:
            raise ExportError(problem)

    async def _begin(self, truth: str) -> None:
        """Look at a scene that has just been put into the document."""
        cube = self.document.cube
        if cube is not None:
            self.display.restore()
            await self.training.find_earlier(cube)
        if truth:
            await self.load_reference(truth)

    def _check_scene(self, cube: HsiCube | None, file: str | Path) -> None:
        """See that the scene is still open that a file was read for."""
        if self._openings.is_closed:
            raise SourceClosedError(f"{Path(file).name}: the window was closed")
        if cube is not None and not self.document.shows(cube):
            raise _meant_for(cube, file)

    def _on_scene_replaced(self) -> None:
        """Take up view and reference of the scene before its panels are told of it."""
        cube = self.document.cube
        self.reference, self._reference_file = None, ""
        bands, composite = ((0,), "") if cube is None else initial_view(cube)
        self.view.begin_scene(bands, composite=composite)

    def _assess(self) -> None:
        result = self.document.classification
        self.accuracy = None
        if result is not None and self.reference is not None:
            truth = np.where(self.document.labels.values > 0, 0, self.reference.values)
            self.accuracy = assess(truth, result.class_map)
        self.accuracy_changed.emit()


def _read_labels(
    progress: Progress, reference: str | Path, cube: HsiCube | None
) -> tuple[LabelMap, ClassScheme]:
    return read_labels(reference, cube, progress=progress)


def _meant_for(cube: HsiCube, file: str | Path) -> SceneChangedError:
    name = Path(file).name
    return SceneChangedError(
        f"{name} was not used: it was chosen for {cube.name}, and another scene was "
        "opened meanwhile; choose it again if it belongs to the open scene"
    )
