"""What is asked of the scene that is open, whichever it is."""

from pathlib import Path

from hsiviewer.core.document import Document
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.view import ViewState
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.io.targets import Source
from hsiviewer.jobs.job import Job
from hsiviewer.workflows.session import scene_files
from hsiviewer.workflows.session.advice import advice, problem
from hsiviewer.workflows.session.analyses import Analyses
from hsiviewer.workflows.session.bookmarks import Bookmarks
from hsiviewer.workflows.session.class_texts import ClassTexts
from hsiviewer.workflows.session.comparisons import MethodComparisons
from hsiviewer.workflows.session.display_memory import DisplayMemory
from hsiviewer.workflows.session.doubts import DoubtfulLabels
from hsiviewer.workflows.session.keeper import ProjectKeeper
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.training_runs import TrainingRuns
from hsiviewer.workflows.tasks.submission import TrainingSettings


class OpenSession:
    """Leads to the session of the open scene.

    What is returned belongs to that scene for good: whoever holds it across an
    opening holds what was left.

    Parameters
    ----------
    session : SceneSession
        The first one.
    """

    def __init__(self, session: SceneSession) -> None:
        self._session = session

    @property
    def session(self) -> SceneSession:
        """The session of the open scene; that of none at the beginning."""
        return self._session

    @property
    def document(self) -> Document:
        """Scene, labels, classes and result."""
        return self._session.document

    @property
    def projects(self) -> ProjectKeeper:
        """Keeps labels, classes and history on the disk."""
        return self._session.projects

    @property
    def doubts(self) -> DoubtfulLabels:
        """Labels that look unlike their class."""
        return self._session.doubts

    @property
    def view(self) -> ViewState:
        """What the map shows."""
        return self._session.view

    @property
    def display(self) -> DisplayMemory:
        """How the scene was looked at last time."""
        return self._session.display

    @property
    def layers(self) -> RasterLayers:
        """Other scenes and rasters over the scene."""
        return self._session.layers

    @property
    def analyses(self) -> Analyses:
        """Analyses of the scene that need no training."""
        return self._session.analyses

    @property
    def bookmarks(self) -> Bookmarks:
        """Places that were kept."""
        return self._session.bookmarks

    @property
    def training(self) -> TrainingRuns:
        """Learning jobs of the scene, of this window and earlier ones."""
        return self._session.runs

    @property
    def texts(self) -> ClassTexts:
        """How close the classes' texts are to each other and to a pixel."""
        return self._session.texts

    @property
    def comparisons(self) -> MethodComparisons:
        """Methods side by side on the labels."""
        return self._session.comparisons

    @property
    def reference(self) -> LabelMap | None:
        """Ground truth to compare the result with."""
        return self._session.assessment.reference

    @property
    def accuracy(self) -> Accuracy | None:
        """The result against the reference, labelled pixels left out."""
        return self._session.assessment.accuracy

    @property
    def training_job(self) -> Job | None:
        """The learning job of the scene that was started last."""
        return self._session.runs.current

    @property
    def pretrained(self) -> Path | None:
        """Weights of the last pre-training of this scene."""
        return self._session.runs.pretrained

    def sources(self) -> list[Source]:
        """Return what is open; no export may write over it."""
        return scene_files.sources(self._session)

    async def export_classes(self, path: str | Path) -> None:
        """Write the class file; see `scene_files.export_classes`."""
        await scene_files.export_classes(self._session, Path(path))

    async def export_labels(self, path: str | Path) -> None:
        """Write the labels; see `scene_files.export_labels`."""
        await scene_files.export_labels(self._session, Path(path))

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
        return await scene_files.export_map(self._session, Path(path), confidence)

    def start_training(self, settings: TrainingSettings) -> Job:
        """Queue training and classification; see `TrainingRuns.start_training`."""
        return self.training.start_training(settings)

    def start_pretraining(self, settings: TrainingSettings) -> Job:
        """Queue pre-training; see `TrainingRuns.start_pretraining`."""
        return self.training.start_pretraining(settings)

    def advice(self, settings: TrainingSettings) -> tuple[str, ...]:
        """Return sentences on what would make the result better."""
        return advice(self.document, settings, spread=self.session.coverage.sentence)

    def problem(self, settings: TrainingSettings) -> str:
        """Return why training cannot start, or an empty text if it can."""
        return problem(self.document, settings)
