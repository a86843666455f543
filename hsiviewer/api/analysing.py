"""Analyses that need no training."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.api import opening
from hsiviewer.api.labels import LabelsLike, open_labelled_scene, read_labels
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.running import ProgressCallback, shown
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import check, file_of
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.workflows.analysing.running import (
    AnalysisOutputs,
    AnalysisRequest,
    analyse_cube,
    fit_analysis,
    make_request,
)
from hsiviewer.workflows.analysing.spectra import read_spectra
from hsiviewer.workflows.commands.analyse import (
    ShownProgress,
    library_target,
    raster_target,
)
from hsiviewer.workflows.tasks.targets import file_sources, map_target

SpectraLike = (
    str
    | os.PathLike[str]
    | npt.NDArray[Any]
    | Mapping[str, npt.NDArray[Any]]
    | Iterable[str]
    | None
)


@dataclass(frozen=True, eq=False)
class AnalysisResult:
    """What an analysis has found in a scene.

    Parameters
    ----------
    scene : Scene
        Its values, computed when they are read.
    names : tuple of str
        Of its bands.
    facts : dict
        What was found while fitting, such as eigenvalues.
    classes : ClassScheme, optional
        What the ids of the first band are, where the result is a map.
    spectra : dict of str to ndarray, shape (bands,)
        Spectra that were found, such as endmembers; NaN in bands that were not used.
    files : tuple of Path
        What was written.
    """

    scene: Scene
    names: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    classes: ClassScheme | None = None
    spectra: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def to_array(self) -> npt.NDArray[np.float32]:
        """Compute all values, shape (rows, cols, bands); NaN for nodata."""
        return self.scene.to_array()

    def __repr__(self) -> str:
        rows, cols, _ = self.scene.shape
        return f"<AnalysisResult: {rows} x {cols} pixels, {', '.join(self.names[:6])}>"


def analyse(
    scene: SceneLike,
    analysis: str,
    *,
    spectra: SpectraLike = None,
    labels: LabelsLike | None = None,
    formula: str = "",
    out: str | os.PathLike[str] | None = None,
    mask: str | os.PathLike[str] | None = None,
    scores: str | os.PathLike[str] | None = None,
    save_spectra: str | os.PathLike[str] | None = None,
    threshold: float | None = None,
    false_alarms: float | None = None,
    overwrite: bool = False,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> AnalysisResult:
    """Find, unmix, group or compute without training, as ``hsiviewer analyse`` does.

    Parameters
    ----------
    scene : Scene, str, path or ndarray of shape (rows, cols, bands)
        The scene.
    analysis : str
        Id of an analysis, as ``hsiviewer analyses`` lists them, such as ``"ace"``.
    spectra : str, path, list of these, ndarray or dict of str to ndarray, optional
        Targets, endmembers or a library: ``"pixel:ROW,COL"``, ``"class:NAME"``, a
        spectral library, ``"FILE:NAME"``; or spectra on the bands of the scene.
    labels : Labels, str, path or ndarray, optional
        For ``"class:NAME"``.
    formula : str
        For ``"formula"``, such as ``"(b800 - b670) / (b800 + b670)"``.
    out, mask, scores, save_spectra : path, optional
        Files to write, as on the command line. Without `out`, nothing is written and
        values are computed when you read them.
    threshold, false_alarms : float, optional
        Which pixels a mask shows.
    overwrite : bool
        Whether files that hsiviewer did not write may be replaced.
    meta : path or dict, optional
        As in `hsiviewer.open`.
    progress : callable or bool, optional
        As in `hsiviewer.classify`. An error that a callable raises ends the work.
    **parameters
        Of the analysis, such as ``clusters=8``.

    Returns
    -------
    AnalysisResult

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the scene does not allow the analysis.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> found = hsiviewer.analyse(files.cube, "rx")
    >>> found.to_array().shape
    (48, 56, 1)
    """
    opened = (
        opening.open(scene, meta=meta)
        if labels is None
        else open_labelled_scene(scene, labels, meta)
    )
    known = None if labels is None else read_labels(labels, opened)
    request = make_request(
        analysis,
        spectra=_spectra_of(spectra, opened, known),
        formula=formula,
        numbers={name: str(value) for name, value in parameters.items()},
    )
    if out is None and (mask, scores, save_spectra) != (None, None, None):
        raise ConfigurationError(
            "mask, scores and save_spectra are written beside out; give out"
        )
    if out is None:
        with shown(progress) as show:
            operation = fit_analysis(opened.cube, request, ShownProgress(show))
        computed = Scene(operation.applied_to(opened.cube))
        return AnalysisResult(
            computed,
            operation.names,
            dict(operation.facts),
            operation.classes,
            _by_name(operation.spectra),
        )
    outputs = AnalysisOutputs(
        out=Path(out).absolute(),
        mask=None if mask is None else Path(mask).absolute(),
        scores=None if scores is None else Path(scores).absolute(),
        spectra=None if save_spectra is None else Path(save_spectra).absolute(),
        threshold=threshold,
        false_alarms=false_alarms,
    )
    _check(outputs, request, scene, labels, overwrite=overwrite)
    with shown(progress) as show:
        outcome = analyse_cube(opened.cube, request, outputs, ShownProgress(show))
    written = opening.open(outputs.out)
    return AnalysisResult(
        written,
        outcome.names,
        outcome.facts,
        outcome.classes,
        _by_name(outcome.spectra),
        outcome.files,
    )


def _by_name(found: NamedSpectra) -> dict[str, npt.NDArray[np.float64]]:
    return dict(zip(found.names, found.spectra, strict=True))


def _check(
    outputs: AnalysisOutputs,
    request: AnalysisRequest,
    scene: SceneLike,
    labels: LabelsLike | None,
    *,
    overwrite: bool,
) -> None:
    targets = [
        map_target(outputs.out, "out")
        if request.analysis.makes_map
        else raster_target(outputs.out, "out")
    ]
    if outputs.mask is not None:
        targets.append(map_target(outputs.mask, "mask"))
    if outputs.scores is not None:
        targets.append(raster_target(outputs.scores, "scores"))
    if outputs.spectra is not None:
        targets.append(library_target(outputs.spectra, "save_spectra"))
    sources = file_sources(
        scene=file_of(scene.cube.reference if isinstance(scene, Scene) else scene),
        labels=file_of(labels),
    )
    check(*targets, sources=sources, overwrite=overwrite)


def _spectra_of(given: SpectraLike, scene: Scene, labels: Any) -> NamedSpectra:
    if given is None:
        return NamedSpectra()
    if isinstance(given, np.ndarray):
        rows = np.atleast_2d(given)
        given = {f"spectrum {row + 1}": spectrum for row, spectrum in enumerate(rows)}
    if isinstance(given, Mapping):
        return _of_arrays(given, scene)
    listed = [given] if isinstance(given, (str, os.PathLike)) else list(given)
    if not all(isinstance(text, (str, os.PathLike)) for text in listed):
        raise ConfigurationError(
            "spectra are texts such as 'pixel:12,40', an array, or arrays by name"
        )
    return read_spectra(
        scene.cube,
        [str(text) for text in listed],
        labels=None if labels is None else labels.map,
        scheme=None if labels is None else labels.classes,
    )


def _of_arrays(given: Mapping[str, npt.NDArray[Any]], scene: Scene) -> NamedSpectra:
    bands = scene.shape[2]
    try:
        spectra = np.stack([np.asarray(array, np.float64) for array in given.values()])
    except (TypeError, ValueError) as error:
        raise ConfigurationError(
            f"spectra are arrays of {bands} numbers each, one for each band of "
            f"{scene.name}"
        ) from error
    if spectra.ndim != 2 or spectra.shape[1] != bands:
        raise ConfigurationError(
            f"spectra have the shape {spectra.shape}; give {bands} numbers each, one "
            f"for each band of {scene.name}"
        )
    return NamedSpectra(tuple(map(str, given)), spectra)
