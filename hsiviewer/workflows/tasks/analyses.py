"""Analyse a scene in a worker process; the result stays in the run folder."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.analysing.running import (
    AnalysisOutputs,
    analyse_cube,
    make_request,
)
from hsiviewer.workflows.analysing.spectra import read_spectra
from hsiviewer.workflows.analysing.writing import write_spectra
from hsiviewer.workflows.tasks.records import LABELS_FILE
from hsiviewer.workflows.tasks.run_folders import new_run_folder, write_array
from hsiviewer.workflows.tasks.scenes import open_scene

VALUES_FILE = "values.img"
MAP_FILE = "map.tif"
SPECTRA_FILE = "spectra.sli"


class AnalysisTask(msgspec.Struct, frozen=True, kw_only=True):
    """Analyse a scene without training.

    Parameters
    ----------
    scene, good_bands, metadata
        As in `hsiviewer.workflows.tasks.records.LearningTask`.
    run_folder : str
        Holds ``labels.npy`` if classes are among the spectra, and the results.
    analysis : str
        Id in `hsiviewer.analysis.catalogue`.
    spectra : list of str
        As `hsiviewer.workflows.analysing.spectra.read_spectra` takes them.
    formula : str
        For formulas.
    numbers : dict of str to str
        Parameters that are not to have their defaults.
    classes : list of LandCoverClass
        Of the labels.
    """

    scene: str
    run_folder: str
    analysis: str
    spectra: list[str] = []
    formula: str = ""
    numbers: dict[str, str] = {}
    classes: list[LandCoverClass] = []
    good_bands: list[bool] | None = None
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class AnalysisAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What an analysis has left.

    Parameters
    ----------
    names : list of str
        Of the bands in ``values.img``.
    facts : dict
        What was found while fitting.
    classes : list of LandCoverClass
        Of ``map.tif``; empty where there is no map.
    has_spectra : bool
        Whether ``spectra.sli`` holds spectra that were found.
    """

    names: list[str]
    facts: dict[str, Any] = {}
    classes: list[LandCoverClass] = []
    has_spectra: bool = False


def submit_analysis(
    runner: JobRunner,
    cube: HsiCube,
    wanted: AnalysisTask,
    *,
    title: str,
    labels: npt.NDArray[np.uint16] | None = None,
) -> Job:
    """Queue an analysis of a scene; the folder of its record holds the results.

    Parameters
    ----------
    wanted : AnalysisTask
        Without scene and folder.
    labels : ndarray of uint16, shape (rows, cols), optional
        Where the classes are.

    Raises
    ------
    FileAccessError
        If there is no room for its files.
    """
    folder = new_run_folder("analysis")
    if labels is not None:
        write_array(folder / LABELS_FILE, labels)
    task = msgspec.structs.replace(
        wanted,
        scene=cube.reference,
        run_folder=str(folder),
        good_bands=cube.bands.good_mask.tolist(),
        metadata=cube.metadata,
    )
    return runner.submit("analyse", task, title=title)


def run_analysis(task: AnalysisTask, progress: Progress) -> Any:
    """Analyse a scene; runs in a worker.

    Raises
    ------
    HsiViewerError
        If the scene does not allow it.
    """
    folder = Path(task.run_folder)
    cube = open_scene(task.scene, task.good_bands, task.metadata)
    file = folder / LABELS_FILE
    labels = LabelMap(np.load(file)) if file.exists() else None
    request = make_request(
        task.analysis,
        spectra=read_spectra(
            cube, task.spectra, labels=labels, scheme=ClassScheme(tuple(task.classes))
        ),
        formula=task.formula,
        numbers=task.numbers,
    )
    makes_map = request.analysis.makes_map
    outputs = AnalysisOutputs(
        out=folder / (MAP_FILE if makes_map else VALUES_FILE),
        scores=folder / VALUES_FILE if makes_map else None,
    )
    outcome = analyse_cube(cube, request, outputs, progress)
    has_spectra = len(outcome.spectra) > 0 and cube.bands.has_wavelengths
    if has_spectra:
        write_spectra(folder / SPECTRA_FILE, cube, outcome.spectra)
    answer = AnalysisAnswer(
        names=list(outcome.names[1:] if makes_map else outcome.names),
        facts=outcome.facts,
        classes=list(outcome.classes or ()),
        has_spectra=has_spectra,
    )
    return msgspec.to_builtins(answer)
