"""Run an analysis over a scene and write what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.analysis.catalogue import Analysis, find_analysis
from hsiviewer.analysis.detection.thresholds import UpperTail
from hsiviewer.analysis.operation import NamedSpectra, Operation, OperationInputs
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.workflows.analysing.writing import (
    sign_of,
    write_map,
    write_mask,
    write_spectra,
    write_values,
)

_FITTING = 0.5  # share of the work, as most analyses read the scene twice


@dataclass(frozen=True, eq=False)
class AnalysisRequest:
    """What is asked of a scene.

    Parameters
    ----------
    analysis : Analysis
    spectra : NamedSpectra
        Targets, endmembers or a library.
    formula : str
    numbers : mapping of str to str
        Parameters that are not to have their defaults.
    """

    analysis: Analysis
    spectra: NamedSpectra = field(default_factory=NamedSpectra)
    formula: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AnalysisOutputs:
    """Where the results of an analysis go.

    Parameters
    ----------
    out : Path
        The computed raster; the map where the analysis makes one.
    mask : Path, optional
        Map of what is found.
    scores : Path, optional
        What stands behind a map, such as the angle of the best match.
    spectra : Path, optional
        Library of the spectra that were found, such as endmembers.
    threshold : float, optional
        Score from which on a pixel is found.
    false_alarms : float, optional
        Share of all pixels that may be found; used without `threshold`.
    """

    out: Path
    mask: Path | None = None
    scores: Path | None = None
    spectra: Path | None = None
    threshold: float | None = None
    false_alarms: float | None = None


@dataclass(frozen=True, eq=False)
class AnalysisOutcome:
    """What an analysis has found.

    Parameters
    ----------
    names : tuple of str
        Of the computed bands.
    facts : dict
        What was found while fitting, and ``threshold`` and ``found`` of a mask.
    files : tuple of Path
        What was written.
    classes : ClassScheme, optional
        Of the map, where the result is one.
    spectra : NamedSpectra
        What was found in the scene, such as endmembers.
    """

    names: tuple[str, ...]
    facts: dict[str, Any]
    files: tuple[Path, ...]
    classes: ClassScheme | None = None
    spectra: NamedSpectra = field(default_factory=NamedSpectra)


def make_request(
    analysis_id: str,
    *,
    spectra: NamedSpectra,
    formula: str = "",
    numbers: Mapping[str, str] | None = None,
) -> AnalysisRequest:
    """Return a request that has what its analysis needs.

    Raises
    ------
    ConfigurationError
        If there is no such analysis, or something is missing or too much.
    """
    analysis = find_analysis(analysis_id)
    given = {"targets": len(spectra), "spectra": len(spectra), "formula": len(formula)}
    remedies = {
        "targets": "--target, such as pixel:ROW,COL, class:NAME or library.sli:NAME",
        "spectra": "--library, such as library.sli or class:*",
        "formula": "--formula, such as '(b800 - b670) / (b800 + b670)' or NDVI",
    }
    if analysis.needs and not given[analysis.needs]:
        raise ConfigurationError(
            f"{analysis.id} needs {remedies[analysis.needs]}; give one"
        )
    if len(spectra) and analysis.needs not in ("targets", "spectra"):
        raise ConfigurationError(f"{analysis.id} takes no spectra; leave them out")
    if formula and analysis.needs != "formula":
        raise ConfigurationError(f"{analysis.id} takes no formula; leave it out")
    analysis.numbers(dict(numbers or {}))
    return AnalysisRequest(analysis, spectra, formula, dict(numbers or {}))


def fit_analysis(
    cube: HsiCube, request: AnalysisRequest, progress: Progress
) -> Operation:
    """Fit an analysis to a scene.

    Raises
    ------
    HsiViewerError
        If the scene does not allow it.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    inputs = OperationInputs(
        spectra=request.spectra,
        formula=request.formula,
        numbers=request.analysis.numbers(dict(request.numbers)),
    )
    fit = request.analysis.fit_function()
    with np.errstate(all="ignore"):  # what has no value becomes NaN
        return fit(cube, inputs, progress)


def analyse_cube(
    cube: HsiCube,
    request: AnalysisRequest,
    outputs: AnalysisOutputs,
    progress: Progress,
) -> AnalysisOutcome:
    """Fit an analysis to a scene, apply it block by block, and write the results.

    Raises
    ------
    HsiViewerError
        If the scene does not allow it, or a result cannot be written.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    _require_sense(request.analysis, outputs)
    fitting = PartialProgress(progress, start=0.0, stop=_FITTING, stage="fit")
    operation = fit_analysis(cube, request, fitting)
    if outputs.spectra is not None and not len(operation.spectra):
        raise ConfigurationError(
            f"{request.analysis.id} finds no spectra; leave out --save-spectra"
        )
    applying = PartialProgress(progress, start=_FITTING, stop=1.0, stage="apply")
    facts = dict(operation.facts)
    told = _told(request)
    if operation.classes is not None:
        facts["pixels"] = write_map(
            outputs.out, outputs.scores, cube, operation, told, applying
        )
    else:
        facts |= _write_finds(cube, operation, outputs, told, applying)
    if outputs.spectra is not None:
        write_spectra(outputs.spectra, cube, operation.spectra)
    files = (outputs.out, outputs.mask, outputs.scores, outputs.spectra)
    written = tuple(file for file in files if file is not None)
    return AnalysisOutcome(
        operation.names, facts, written, operation.classes, operation.spectra
    )


def _write_finds(
    cube: HsiCube,
    operation: Operation,
    outputs: AnalysisOutputs,
    told: dict[str, Any],
    progress: Progress,
) -> dict[str, Any]:
    """Write values, and a mask if it is wanted; return its threshold and its size."""
    threshold, tail = outputs.threshold, None
    if outputs.mask is not None and threshold is None:
        assert outputs.false_alarms is not None
        rows, cols = cube.grid_shape
        tail = UpperTail(outputs.false_alarms, rows * cols)
    write_values(outputs.out, cube, operation, told, progress, tail=tail)
    if outputs.mask is None:
        return {}
    if tail is not None:
        threshold = tail.threshold() * sign_of(operation)
    assert threshold is not None
    found = write_mask(outputs.mask, outputs.out, cube, operation, threshold)
    return {"threshold": threshold, "found": found}


def _told(request: AnalysisRequest) -> dict[str, Any]:
    """Return what files say about how they were made."""
    analysis = request.analysis
    told: dict[str, Any] = {
        "title": analysis.title,
        "analysis": analysis.id,
        "parameters": analysis.numbers(dict(request.numbers)),
    }
    if request.formula:
        told["formula"] = request.formula
    if request.spectra.names:
        told["spectra"] = list(request.spectra.names)
    return told


def _require_sense(analysis: Analysis, outputs: AnalysisOutputs) -> None:
    if outputs.mask is not None and not analysis.finds:
        raise ConfigurationError(
            f"{analysis.id} finds nothing that a mask could show; leave out --mask"
        )
    if outputs.scores is not None and not analysis.makes_map:
        raise ConfigurationError(
            f"{analysis.id} writes its values to --out; leave out --scores"
        )
    is_limited = outputs.threshold is not None or outputs.false_alarms is not None
    if outputs.mask is not None and not is_limited:
        raise ConfigurationError(
            "a mask needs --threshold, or --false-alarms with the share of pixels "
            "that may be found, such as 0.001"
        )
    if outputs.mask is None and is_limited:
        raise ConfigurationError(
            "--threshold and --false-alarms are for a mask; add --mask, or leave them "
            "out"
        )
