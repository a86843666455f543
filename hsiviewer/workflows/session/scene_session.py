"""One open scene with everything that belongs to it, from its opening to its end."""

from dataclasses import replace

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.imaging.composite import initial_view
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.analyses import Analyses
from hsiviewer.workflows.session.assessment import Assessment, assessed
from hsiviewer.workflows.session.bookmarks import Bookmarks
from hsiviewer.workflows.session.class_texts import Ask, ClassTexts
from hsiviewer.workflows.session.display_memory import DisplayMemory, restore_display
from hsiviewer.workflows.session.doubts import DoubtfulLabels
from hsiviewer.workflows.session.found_runs import FoundRuns
from hsiviewer.workflows.session.found_scene import FoundScene
from hsiviewer.workflows.session.held_out import HeldOutLabels
from hsiviewer.workflows.session.keeper import ProjectKeeper
from hsiviewer.workflows.session.label_coverage import LabelCoverage
from hsiviewer.workflows.session.live_answers import LiveAnswers
from hsiviewer.workflows.session.live_map import LiveMap
from hsiviewer.workflows.session.map_refining import MapRefining
from hsiviewer.workflows.session.next_pixels import NextPixels
from hsiviewer.workflows.session.projects import Project
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.result_layers import ResultLayers
from hsiviewer.workflows.session.scene_work import SceneWork
from hsiviewer.workflows.session.word_search import WordSearch
from hsiviewer.workflows.tasks.threads import in_io_thread

_SINGLE_NOTICES = 3


class SceneSession:
    """A scene, what was done to it, how it is looked at, and what runs for it.

    It is complete when it is made: whoever sees it needs no further news of its
    opening. When another one takes its place it is closed, and whatever still comes
    for it is dropped.

    Parameters
    ----------
    work : SceneWork
        What was started for the scene.
    jobs : JobRunner
        The queue of learning jobs.
    ask : coroutine function
        Of the interactive worker.
    ask_live : coroutine function, optional
        Of a worker that is kept for the live map; the interactive one without it.
    found : FoundScene, optional
        What it begins with; without it, there is no scene.
    earlier : SceneSession, optional
        The one before. The user's habits of looking come from it; and of a project
        that it has open, labels and view as they are now.

    Attributes
    ----------
    document : Document
        Scene, labels, classes and result.
    projects : ProjectKeeper
        Keeps labels, classes and history on the disk.
    view : ViewState
        What the map shows.
    display : DisplayMemory
        How the scene was looked at last time.
    doubts : DoubtfulLabels
        Labels that look unlike their class.
    coverage : LabelCoverage
        Where the labels lie, and where there are none.
    live : LiveMap
        Classifies what is in view while labels are painted.
    next_pixels : NextPixels
        Suggests what to label.
    layers : RasterLayers
        Other scenes and rasters over the scene.
    refining : MapRefining
        What was done to the map after its run.
    result_layers : ResultLayers
        What is known about the map, as layers over it.
    analyses : Analyses
        Analyses that need no training.
    held_out : HeldOutLabels
        How good maps from these labels are to be expected.
    bookmarks : Bookmarks
        Places that were kept.
    runs : TrainingRuns
        Learning jobs of the scene, of this window and earlier ones.
    comparisons : MethodComparisons
        Methods side by side on the labels.
    texts : ClassTexts
        How close the classes' texts are to each other and to a pixel.
    words : WordSearch
        What phrases mean, and where they are in the scene.
    assessment : Assessment
        The reference, and the result against it.
    notices : tuple of str
        What the user has to know of the opening.
    """

    def __init__(
        self,
        work: SceneWork,
        jobs: JobRunner,
        ask: Ask,
        *,
        ask_live: Ask | None = None,
        found: FoundScene | None = None,
        earlier: "SceneSession | None" = None,
    ) -> None:
        self.work = work
        self.runs, self.comparisons = work.runs, work.comparisons
        before = ViewState() if earlier is None else earlier.view
        self.view: ViewState
        self.notices: tuple[str, ...] = ()
        if found is None:
            self.document = Document()
            self.projects = ProjectKeeper(self.document)
            self.view = before.for_scene((0,))
            self.bookmarks = Bookmarks()
            self.assessment = Assessment(self.document)
        else:
            goes_on = earlier if found.goes_on else None
            self.document = _document(found, goes_on)
            self.projects = ProjectKeeper(self.document, found.project, found.trouble)
            bands, composite = found.first_view or initial_view(found.cube)
            self.view = before.for_scene(bands, composite=composite)
            looked = goes_on.display.text if goes_on else self.projects.display
            said_anew = goes_on.document.newly_said(found.cube) if goes_on else ()
            restore_display(looked, self.document, self.view, said_anew)
            self.bookmarks = Bookmarks(found.cube, found.places)
            self.assessment = _assessment(found, goes_on, self.document)
            self.notices = _gathered(found.notices)
        self.display: DisplayMemory = DisplayMemory(
            self.document, self.view, self.projects, self.assessment
        )
        self.doubts = DoubtfulLabels(self.document)
        self.coverage = LabelCoverage(self.document)
        self._answers = LiveAnswers(self.document, ask_live or ask)
        self.live = LiveMap(self.document, self._answers)
        self.next_pixels = NextPixels(self.document, self._answers)
        self.layers = RasterLayers(self.document)
        self.refining = MapRefining(self.document)
        self.result_layers = ResultLayers(self.document, self.assessment, self.layers)
        self.analyses = Analyses(self.document, jobs, self.runs, self.layers)
        self.held_out = HeldOutLabels(self.document, jobs, self.runs)
        self.texts = ClassTexts(self.document, self.runs, jobs, ask)
        self.words = WordSearch(self.document, self.layers)
        # At last: what runs for the scene before stays with it if anything fails.
        keeps_map = bool(found and found.keeps_map and self.document.classification)
        runs = found.runs if found else FoundRuns()
        work.enter(self.document, runs, keeps_map=keeps_map)

    @property
    def is_closed(self) -> bool:
        """Whether another session has taken its place."""
        return self.document.is_closed

    @property
    def takes_changes(self) -> bool:
        """Whether what was read for the scene can still be put into it."""
        return self.document.takes_changes

    def has(self, project: Project | None) -> bool:
        """Tell whether it keeps its work in a project."""
        return project is not None and self.projects.project is project

    def watch_labels(self) -> None:
        """Look at the labels soon, and after each edit."""
        self.doubts.look_soon()
        self.coverage.look_soon()

    def stop_watching(self) -> None:
        """Look at the labels no more."""
        self.doubts.close()
        self.coverage.close()
        self.live.close()
        self.next_pixels.close()

    async def close(self, heir: "SceneSession | None" = None) -> None:
        """Write what is not written yet, and close the project.

        Parameters
        ----------
        heir : SceneSession, optional
            Goes on with the project if that is its own, too.

        Raises
        ------
        ProjectError
            If edits cannot be written; the project stays open with them.
        """
        self.stop_watching()
        if heir is None or not heir.has(self.projects.project):
            try:
                await self.display.close()
            finally:
                await self.projects.close()

    async def release(self, heir: "SceneSession | None" = None) -> None:
        """Close the rasters when nobody reads them, but those that `heir` goes on with.

        Whatever waits for them has come too late; only a slow disk is waited for.
        """
        await self._answers.close()
        document = self.document
        kept = heir.document.auxiliary if heir is not None else ()
        rasters = [raster for raster in document.auxiliary if raster not in kept]
        if document.cube is not None:
            rasters.append(document.cube)
        document.let_go()
        await self.analyses.close()
        await in_io_thread(_close_all, rasters)


def _document(found: FoundScene, goes_on: SceneSession | None) -> Document:
    project, result = found.project, found.runs.result
    if goes_on is not None:
        now = goes_on.document
        rasters, work = now.auxiliary, now.work
        if found.keeps_map:
            result = _placed_anew(now.classification, found.cube)
        if project is not None:
            work = replace(work, history=project.journal)
    elif project is not None:
        rasters, work = tuple(project.auxiliary), project.work
    else:
        return Document(found.cube, classification=result)
    return Document(found.cube, work, auxiliary=rasters, classification=result)


def _placed_anew(
    shown: ClassificationResult | None, cube: HsiCube
) -> ClassificationResult | None:
    """Return the map that is shown on the scene as it is said to lie now."""
    if shown is None or shown.class_map.shape != cube.grid_shape:
        return None
    return replace(shown, georeference=cube.georeference)


def _assessment(
    found: FoundScene, goes_on: SceneSession | None, document: Document
) -> Assessment:
    # A reference that cannot be read now is not forgotten.
    if goes_on is None:
        project = found.project
        file = (project.reference or project.reference_away) if project else ""
        return Assessment(document, found.reference, file=file, accuracy=found.accuracy)
    now = goes_on.assessment
    reference = found.reference if now.reference is None else now.reference
    # What was found is out of date if something was labelled or loaded meanwhile.
    if found.keeps_map:
        accuracy = now.accuracy
        is_known = reference is now.reference and document.classification is not None
    else:
        accuracy = found.accuracy
        is_known = (
            reference is found.reference
            and found.assessed_at == goes_on.document.edit_count
        )
    if not is_known:
        accuracy = assessed(document.labels.values, reference, document.classification)
    return Assessment(document, reference, file=now.file, accuracy=accuracy)


def _close_all(rasters: list[HsiCube]) -> None:
    """Close rasters; waits until nobody reads them."""
    for raster in rasters:
        raster.close()


def _gathered(notices: list[str]) -> tuple[str, ...]:
    """Return what is worth a message of its own: a project may miss many rasters."""
    if len(notices) <= _SINGLE_NOTICES:
        return tuple(notices)
    more = len(notices) - _SINGLE_NOTICES
    return (*notices[:_SINGLE_NOTICES], f"{more} more rasters were not found")
