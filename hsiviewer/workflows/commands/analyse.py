"""Analyse a scene without training: a scene in, rasters and a summary out."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hsiviewer.analysis.catalogue import find_analysis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.io.atomic import write_text
from hsiviewer.io.companions import library_files
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.raster_stream import STREAM_SUFFIXES, stream_files
from hsiviewer.io.targets import Source, Target, check_targets
from hsiviewer.workflows.analysing.facts import facts_text
from hsiviewer.workflows.analysing.running import (
    AnalysisOutcome,
    AnalysisOutputs,
    AnalysisRequest,
    analyse_cube,
    make_request,
)
from hsiviewer.workflows.analysing.spectra import read_libraries, read_spectra
from hsiviewer.workflows.commands.batch import Say
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.tasks.targets import file_sources, map_target

Show = Callable[[float, str], object]
LIBRARY_SUFFIXES = (".sli", ".csv")


@dataclass(frozen=True, kw_only=True)
class AnalyseFiles:
    """Paths and settings of ``hsiviewer analyse``, named as on the command line."""

    scene: str
    analysis: str
    out: Path
    spectra: tuple[str, ...] = ()
    labels: str = ""
    formula: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    mask: Path | None = None
    scores: Path | None = None
    save_spectra: Path | None = None
    threshold: float | None = None
    false_alarms: float | None = None
    report: Path | None = None
    overwrite: bool = False
    meta: Path | None = None

    @property
    def outputs(self) -> AnalysisOutputs:
        """Where the results go."""
        return AnalysisOutputs(
            out=self.out,
            mask=self.mask,
            scores=self.scores,
            spectra=self.save_spectra,
            threshold=self.threshold,
            false_alarms=self.false_alarms,
        )


class ShownProgress:
    """A `Progress` that is drawn, and ended by an interrupt of the terminal.

    Parameters
    ----------
    show : callable
        Takes the fraction done, 0 to 1, and the stage.
    """

    def __init__(self, show: Show) -> None:
        self._show = show

    def report(self, update: ProgressUpdate) -> None:
        """Draw an update."""
        self._show(update.fraction, update.stage)

    def checkpoint(self) -> None:
        """Go on: an interrupt raises by itself."""


def analyse_files(request: AnalyseFiles, *, progress: Progress, say: Say) -> None:
    """Analyse a scene from files, write the results, and say a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the scene does not allow the analysis.
    """
    check_outputs(request)
    with _opened(request) as (cube, labels, scheme):
        asked = make_request(
            request.analysis,
            spectra=read_spectra(cube, request.spectra, labels=labels, scheme=scheme),
            formula=request.formula,
            numbers=dict(request.numbers),
        )
        outcome = analyse_cube(cube, asked, request.outputs, progress)
        report = analysis_report(cube, asked, outcome)
    if request.report is not None:
        write_text(request.report, json.dumps(report, indent=1) + "\n")
    say(summary(outcome, report=request.report))


def check_outputs(request: AnalyseFiles) -> None:
    """Refuse outputs that would destroy something.

    Raises
    ------
    HsiViewerError
        With the file, the reason and the remedy; or if there is no such analysis.
    """
    analysis = find_analysis(request.analysis)
    targets = [
        map_target(request.out)
        if analysis.makes_map
        else raster_target(request.out, "--out")
    ]
    if request.mask is not None:
        targets.append(map_target(request.mask, "--mask"))
    if request.scores is not None:
        targets.append(raster_target(request.scores, "--scores"))
    if request.save_spectra is not None:
        targets.append(library_target(request.save_spectra, "--save-spectra"))
    if request.report is not None:
        targets.append(Target(request.report, "--report", suffixes=(".json",)))
    libraries = read_libraries(request.spectra)
    check_targets(
        targets,
        [
            *file_sources(
                scene=request.scene, labels=request.labels, meta=request.meta
            ),
            *(Source(library, "the spectral library") for library in libraries),
        ],
        overwrite=request.overwrite,
    )


def raster_target(path: Path, title: str) -> Target:
    """Return a computed raster with what is written beside it."""
    return Target(path, title, tuple(stream_files(path)), suffixes=STREAM_SUFFIXES)


def library_target(path: Path, title: str) -> Target:
    """Return a library of spectra with what is written beside it."""
    return Target(path, title, tuple(library_files(path)), suffixes=LIBRARY_SUFFIXES)


def analysis_report(
    cube: HsiCube, request: AnalysisRequest, outcome: AnalysisOutcome
) -> dict[str, Any]:
    """Return what was done and found, as JSON values."""
    report: dict[str, Any] = {
        "generator": GENERATOR,
        "scene": cube.origin,
        "analysis": request.analysis.id,
        "parameters": request.analysis.numbers(dict(request.numbers)),
        "bands": list(outcome.names),
        "files": [str(path) for path in outcome.files],
        **outcome.facts,
    }
    if request.formula:
        report["formula"] = request.formula
    if request.spectra.names:
        report["spectra"] = list(request.spectra.names)
    return report


def summary(outcome: AnalysisOutcome, *, report: Path | None = None) -> str:
    """Return what to tell a user, a fact in each line."""
    lines = [f"wrote {path}" for path in outcome.files]
    if report is not None:
        lines.append(f"wrote {report}")
    return "\n".join([*lines, facts_text(outcome.facts)]).rstrip()


@contextmanager
def _opened(
    request: AnalyseFiles,
) -> Iterator[tuple[HsiCube, LabelMap | None, ClassScheme]]:
    metadata = file_metadata(request.meta)
    labels, scheme = None, ClassScheme()
    if request.labels:
        cube = open_labelled(request.scene, request.labels, metadata)
    else:
        cube = open_described(request.scene, metadata)
    try:
        if request.labels:
            labels, scheme = read_labels(request.labels, cube)
        yield cube, labels, scheme
    finally:
        cube.close()
