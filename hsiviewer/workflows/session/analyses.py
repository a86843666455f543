"""Analyses of the open scene: started, followed, shown as layers, exported."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer import __version__
from hsiviewer.analysis.catalogue import Analysis, find_analysis
from hsiviewer.analysis.formulas.operations import bound_formulas
from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import CancelledError
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.value_colors import ColorRamp, NamedValue, NamedValues
from hsiviewer.io.registry import open_cube
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.analysing.running import make_request
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.training_runs import TrainingRuns
from hsiviewer.workflows.session.value_layers import ReadValues, ValueLayer
from hsiviewer.workflows.tasks.analyses import (
    MAP_FILE,
    VALUES_FILE,
    AnalysisAnswer,
    AnalysisTask,
    submit_analysis,
)
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)
_SAMPLE_SIDE = 400  # pixels along a side that the range of the colours is found by
_RANGE = (2.0, 98.0)  # percentiles: single pixels must not darken all others
MAP_BAND = -1


@dataclass(frozen=True)
class AnalysisWish:
    """What a user asks of the scene.

    Parameters
    ----------
    analysis : str
        Id in `hsiviewer.analysis.catalogue`.
    spectra : tuple of str
        ``pixel:ROW,COL``, ``class:NAME`` or a spectral library.
    formula : str
    numbers : dict of str to str
    title, tip : str
        What users call it and what its values say, in their language.
    """

    analysis: str
    spectra: tuple[str, ...] = ()
    formula: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    title: str = ""
    tip: str = ""


@dataclass(frozen=True, eq=False)
class AnalysisFound:
    """What an analysis has found.

    Parameters
    ----------
    analysis : Analysis
        What was done.
    answer : AnalysisAnswer
        Names, facts and classes.
    values : HsiCube
        The computed bands; opened.
    map : HsiCube, optional
        Class ids, where the result is a map; opened.
    folder : Path
        Holds the files.
    key, title, tip : str
        Of its layer.
    """

    analysis: Analysis
    answer: AnalysisAnswer
    values: HsiCube
    map: HsiCube | None
    folder: Path
    key: str
    title: str
    tip: str

    @property
    def choices(self) -> tuple[tuple[int, str], ...]:
        """What can be shown: band and name, the map first."""
        of_map = ((MAP_BAND, self.title),) if self.map is not None else ()
        return (*of_map, *enumerate(self.answer.names))

    @property
    def scheme(self) -> ClassScheme:
        """Classes of the map."""
        return ClassScheme(tuple(self.answer.classes))


class Analyses:
    """The analyses of one session of a scene.

    Parameters
    ----------
    document : Document
        Scene and labels.
    jobs : JobRunner
        The queue.
    training : TrainingRuns
        Lists the jobs with those of the scene.
    layers : RasterLayers
        Shows what is found.

    Attributes
    ----------
    changed
        An analysis was started, went on, or has ended.
    job : Job or None
        What was started last.
    found : AnalysisFound or None
        What was found last.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        jobs: JobRunner,
        training: TrainingRuns,
        layers: RasterLayers,
    ) -> None:
        self._document = document
        self._jobs = jobs
        self._training = training
        self._layers = layers
        self._results: list[AnalysisFound] = []
        self._folders: list[Path] = []
        self._following: set[asyncio.Task[None]] = set()
        self.job: Job | None = None
        self.found: AnalysisFound | None = None

    def start(self, wish: AnalysisWish) -> Job:
        """Queue an analysis; its result is shown when it is done.

        Raises
        ------
        HsiViewerError
            If there is no scene, or the wish lacks something.
        """
        cube = self._document.cube
        if cube is None:
            raise HsiViewerError("there is no scene to analyse: open one first")
        analysis = find_analysis(wish.analysis)
        _check(analysis, wish, cube)
        task = AnalysisTask(
            scene="",
            run_folder="",
            analysis=analysis.id,
            spectra=list(wish.spectra),
            formula=wish.formula,
            numbers=wish.numbers,
            classes=list(self._document.classes),
        )
        uses_classes = any(text.startswith("class:") for text in wish.spectra)
        labels = self._document.labels.snapshot() if uses_classes else None
        title = wish.formula[:40] or wish.title or analysis.title
        job = submit_analysis(self._jobs, cube, task, title=title, labels=labels)
        self._training.take(job)
        assert isinstance(job.record, AnalysisTask)
        self._folders.append(Path(job.record.run_folder))
        self.job = job
        job.changed.connect(self.changed.emit)
        following = asyncio.get_running_loop().create_task(
            self._follow(job, analysis, wish)
        )
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        self.changed.emit()
        return job

    async def show(self, found: AnalysisFound, band: int) -> None:
        """Show one band of a result, or its map, in its layer."""
        cube = self._document.cube
        if cube is None:
            return
        layer = await in_io_thread(_layer, cube, found, band)
        if not self._document.is_closed:
            self._layers.show(layer)

    async def use_as_map(self, found: AnalysisFound) -> None:
        """Make classes of what a map shows, and the map that of the scene.

        Classes that are there already keep their ids; only those that occur are added.
        """
        document = self._document
        cube = document.cube
        if cube is None or found.map is None:
            return
        ids = await in_io_thread(found.map.source.read, [0])
        if document.is_closed:
            return
        result = _result(ids[0].astype(np.uint16), found, document, cube)
        document.set_classes(document.classes.joined(result.scheme))
        self._training.show_without_model(result)

    async def close(self) -> None:
        """Forget all results and delete their files; jobs that run are cancelled."""
        if self.job is not None and self.job.is_active:
            self.job.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        results, self._results, self.found = self._results, [], None
        folders, self._folders = self._folders, []
        await in_io_thread(_forget, results, folders)

    async def _follow(self, job: Job, analysis: Analysis, wish: AnalysisWish) -> None:
        try:
            answer = msgspec.convert(await self._jobs.result(job), AnalysisAnswer)
            assert isinstance(job.record, AnalysisTask)
            folder = Path(job.record.run_folder)
            found = await in_io_thread(
                _opened,
                analysis,
                answer,
                folder,
                key=f"analysis.{job.id}",
                title=wish.title or analysis.title,
                tip=wish.tip or analysis.purpose,
            )
            self._results.append(found)
            if self._document.is_closed:
                return
            self.found = found
            await self.show(found, found.choices[0][0])
        except (CancelledError, HsiViewerError) as error:
            _log.info("job %s ended without a result: %s", job.id, error)
        finally:
            self.changed.emit()


def _check(analysis: Analysis, wish: AnalysisWish, cube: HsiCube) -> None:
    """Refuse at once what a worker would refuse after its start.

    Raises
    ------
    ConfigurationError
        If parameters are impossible, spectra or a formula are missing, or the scene
        lacks the bands of the formula.
    """
    count = len(wish.spectra)
    spectra = NamedSpectra(wish.spectra, np.zeros((count, 1)))
    make_request(
        analysis.id, spectra=spectra, formula=wish.formula, numbers=wish.numbers
    )
    if wish.formula:
        bound_formulas(wish.formula, cube.bands)


def _opened(
    analysis: Analysis,
    answer: AnalysisAnswer,
    folder: Path,
    *,
    key: str,
    title: str,
    tip: str,
) -> AnalysisFound:
    return AnalysisFound(
        analysis,
        answer,
        open_cube(folder / VALUES_FILE),
        open_cube(folder / MAP_FILE) if answer.classes else None,
        folder,
        key,
        title,
        tip,
    )


def _layer(cube: HsiCube, found: AnalysisFound, band: int) -> ValueLayer:
    """Return the layer of a band, or of the map, with colours that suit its values."""
    if band == MAP_BAND:
        assert found.map is not None
        entries = tuple(
            NamedValue(cover.id, cover.name, cover.color) for cover in found.scheme
        )
        return ValueLayer(
            key=found.key,
            title="{0}",
            subject=found.title,
            cube=cube,
            read=_reader(found.map, 0, is_map=True),
            scale=NamedValues(entries),
            tip=found.tip,
        )
    name = found.answer.names[band]
    step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
    sample = found.values.read([band], step=step)
    known = sample[np.isfinite(sample)]
    low, high = np.percentile(known, _RANGE).tolist() if known.size else (0.0, 1.0)
    if not low < high:
        low, high = low - 0.5, low + 0.5
    return ValueLayer(
        key=found.key,
        title="{0}",
        subject=f"{found.title}: {name}",
        cube=cube,
        read=_reader(found.values, band),
        scale=ColorRamp("viridis", float(low), float(high)),
        tip=found.tip,
    )


def _result(
    ids: npt.NDArray[np.uint16],
    found: AnalysisFound,
    document: Document,
    cube: HsiCube,
) -> ClassificationResult:
    """Return a map with ids beyond those of the classes that are there."""
    present = set(np.unique(ids[ids > 0]).tolist())
    covers = [cover for cover in found.scheme if cover.id in present]
    first = max([0, *document.classes.ids]) + 1
    new_ids = np.zeros(max([0, *present]) + 1, np.uint16)
    renumbered = []
    for new_id, cover in enumerate(covers, start=first):
        new_ids[cover.id] = new_id
        renumbered.append(replace(cover, id=new_id))
    class_map = new_ids[ids]
    confidence = np.where(class_map > 0, 1.0, np.nan).astype(np.float32)
    return ClassificationResult(
        class_map,
        confidence,
        ClassScheme(tuple(renumbered)),
        cube.georeference,
        provenance={
            "method": found.analysis.id,
            "scene": cube.origin,
            "versions": {"hsiviewer": __version__},
        },
    )


def _reader(raster: HsiCube, band: int, *, is_map: bool = False) -> ReadValues:
    def read(window: PixelWindow, step: int) -> npt.NDArray[np.float32]:
        values = np.asarray(raster.read([band], window, step=step)[0])
        if is_map:
            values[values == 0] = np.nan
        return values

    return read


def _forget(results: list[AnalysisFound], folders: list[Path]) -> None:
    for found in results:
        found.values.close()
        if found.map is not None:
            found.map.close()
    for folder in folders:
        discard_run(folder)
