"""Run an analysis over a scene and write what it finds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.catalogue import Analysis, find_analysis
from hsiviewer.analysis.detection.thresholds import UpperTail
from hsiviewer.analysis.operation import NamedSpectra, Operation, OperationInputs
from hsiviewer.analysis.streaming import reading_windows
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.progress import PartialProgress, Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.maps import write_classes_geotiff
from hsiviewer.io.raster_stream import RasterDescription, write_blocks
from hsiviewer.io.registry import open_cube

Floats = npt.NDArray[np.float32]
_FITTING = 0.5  # share of the work, as most analyses read the scene twice
_FOUND = LandCoverClass(1, "found", "#d55e00")


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
    threshold : float, optional
        Score from which on a pixel is found.
    false_alarms : float, optional
        Share of all pixels that may be found; used without `threshold`.
    """

    out: Path
    mask: Path | None = None
    scores: Path | None = None
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
    """

    names: tuple[str, ...]
    facts: dict[str, Any]
    files: tuple[Path, ...]
    classes: ClassScheme | None = None


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
    fitting = PartialProgress(progress, start=0.0, stop=_FITTING, stage="fit")
    operation = fit_analysis(cube, request, fitting)
    _require_sense(operation, request, outputs)
    applying = PartialProgress(progress, start=_FITTING, stop=1.0, stage="apply")
    facts = dict(operation.facts)
    if operation.classes is not None:
        return _write_map(cube, operation, request, outputs, applying, facts)
    tail = _tail(cube, outputs)
    blocks = _computed(operation.applied_to(cube), applying)
    written = [outputs.out]
    write_blocks(
        outputs.out,
        blocks if tail is None else _followed(blocks, tail, operation),
        _description(cube, operation, request),
    )
    if outputs.mask is not None:
        threshold = outputs.threshold
        if threshold is None:
            assert tail is not None
            threshold = tail.threshold() * _sign(operation)
        found = _write_mask(outputs, threshold, operation, cube)
        facts |= {"threshold": threshold, "found": found}
        written.append(outputs.mask)
    return AnalysisOutcome(operation.names, facts, tuple(written))


def _require_sense(
    operation: Operation, request: AnalysisRequest, outputs: AnalysisOutputs
) -> None:
    is_map = operation.classes is not None
    if outputs.mask is not None and operation.larger_is_closer is None:
        raise ConfigurationError(
            f"{request.analysis.id} finds nothing that a mask could show; leave out "
            "--mask"
        )
    if outputs.scores is not None and not is_map:
        raise ConfigurationError(
            f"{request.analysis.id} writes its values to --out; leave out --scores"
        )
    if outputs.mask is not None and (
        outputs.threshold is None and outputs.false_alarms is None
    ):
        raise ConfigurationError(
            "a mask needs --threshold, or --false-alarms with the share of pixels "
            "that may be found, such as 0.001"
        )


def _computed(
    result: HsiCube, progress: Progress
) -> Iterator[tuple[PixelWindow, Floats]]:
    """Yield the values of a computed cube, block by block."""
    most = max(result.bands.count, _read_bands(result))
    windows = list(reading_windows(result, most))
    for number, window in enumerate(windows):
        progress.checkpoint()
        yield window, result.read(None, window)
        progress.report(ProgressUpdate(fraction=(number + 1) / len(windows)))


def _read_bands(result: HsiCube) -> int:
    return int(getattr(result.source, "read_count", result.bands.count))


def _sign(operation: Operation) -> int:
    return 1 if operation.larger_is_closer else -1


def _tail(cube: HsiCube, outputs: AnalysisOutputs) -> UpperTail | None:
    if outputs.mask is None or outputs.threshold is not None:
        return None
    rows, cols = cube.grid_shape
    assert outputs.false_alarms is not None
    return UpperTail(outputs.false_alarms, rows * cols)


def _followed(
    blocks: Iterator[tuple[PixelWindow, Floats]], tail: UpperTail, operation: Operation
) -> Iterator[tuple[PixelWindow, Floats]]:
    """Gather the scores of the first band on their way to the file."""
    for window, values in blocks:
        tail.add(values[0] * _sign(operation))
        yield window, values


def _write_mask(
    outputs: AnalysisOutputs, threshold: float, operation: Operation, cube: HsiCube
) -> int:
    """Write which pixels exceed a threshold, from the scores that were written."""
    assert outputs.mask is not None
    sign = _sign(operation)
    chosen = np.zeros(cube.grid_shape, np.uint8)
    with_scores = open_cube(outputs.out)
    try:
        for window in reading_windows(with_scores, 1):
            scores = with_scores.read([0], window)[0]
            chosen[window.slices] = scores * sign > np.float32(threshold * sign)
    finally:
        with_scores.close()
    scheme = ClassScheme((_FOUND,))
    write_classes_geotiff(
        outputs.mask,
        chosen,
        scheme,
        cube.georeference,
        tags=_tags(cube, {"threshold": threshold}),
        description="found",
    )
    return int(np.count_nonzero(chosen))


def _write_map(
    cube: HsiCube,
    operation: Operation,
    request: AnalysisRequest,
    outputs: AnalysisOutputs,
    progress: Progress,
    facts: dict[str, Any],
) -> AnalysisOutcome:
    """Write the map that the first band is, and the other bands if they are wanted."""
    assert operation.classes is not None
    ids = np.zeros(cube.grid_shape, np.uint16)

    def beside() -> Iterator[tuple[PixelWindow, Floats]]:
        for window, values in _computed(operation.applied_to(cube), progress):
            ids[window.slices] = np.nan_to_num(values[0]).astype(np.uint16)
            yield window, values[1:]

    written = [outputs.out]
    if outputs.scores is not None:
        if len(operation.names) < 2:
            raise ConfigurationError(
                f"{request.analysis.id} makes a map alone; leave out --scores"
            )
        described = _description(cube, operation, request, first=1)
        write_blocks(outputs.scores, beside(), described)
        written.append(outputs.scores)
    else:
        for _ in beside():
            pass
    write_classes_geotiff(
        outputs.out,
        ids,
        operation.classes,
        cube.georeference,
        tags=_tags(cube, {"analysis": request.analysis.id, **facts}),
        description=request.analysis.title,
    )
    counts = np.bincount(ids.ravel(), minlength=2)
    facts["pixels"] = {
        cover.name: int(counts[cover.id]) if cover.id < counts.size else 0
        for cover in operation.classes
    }
    return AnalysisOutcome(operation.names, facts, tuple(written), operation.classes)


def _description(
    cube: HsiCube, operation: Operation, request: AnalysisRequest, *, first: int = 0
) -> RasterDescription:
    bands = operation.applied_to(cube).bands
    if first:
        names = operation.names[first:]
        bands = BandAxis(len(names), names=names)
    told = {"analysis": request.analysis.id, "parameters": dict(request.numbers)}
    if request.formula:
        told["formula"] = request.formula
    return RasterDescription(
        cube.grid_shape,
        bands,
        cube.georeference,
        description=f"{request.analysis.title} of {cube.name}, by {GENERATOR}",
        tags=_tags(cube, told),
    )


def _tags(cube: HsiCube, told: Mapping[str, Any]) -> dict[str, str]:
    provenance = {"generator": GENERATOR, "scene": cube.origin, **told}
    return {
        "HSIVIEWER_PROVENANCE": json.dumps(provenance, default=str),
        "TIFFTAG_SOFTWARE": GENERATOR,
    }
