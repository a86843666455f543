"""What an analysis has computed, written to rasters, maps and libraries."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.detection.thresholds import UpperTail
from hsiviewer.analysis.operation import NamedSpectra, Operation
from hsiviewer.analysis.streaming import reading_windows
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.maps import write_classes_geotiff
from hsiviewer.io.raster_stream import RasterDescription, write_blocks
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import SpectralLibrary, write_library

Floats = npt.NDArray[np.float32]
_FOUND = LandCoverClass(1, "found", "#d55e00")


def write_values(
    path: Path,
    cube: HsiCube,
    operation: Operation,
    told: Mapping[str, Any],
    progress: Progress,
    *,
    tail: UpperTail | None = None,
) -> None:
    """Compute all bands block by block and write them.

    Parameters
    ----------
    told : mapping
        Provenance: title, analysis, parameters.
    tail : UpperTail, optional
        Gathers the scores of the first band on their way, the best as the largest.
    """
    blocks = _computed(operation.applied_to(cube), progress)
    if tail is not None:
        blocks = _followed(blocks, tail, sign_of(operation))
    write_blocks(path, blocks, _description(cube, operation, told))


def write_map(
    path: Path,
    scores: Path | None,
    cube: HsiCube,
    operation: Operation,
    told: Mapping[str, Any],
    progress: Progress,
) -> dict[str, int]:
    """Write the map that the first band is, and the other bands if they are wanted.

    Returns
    -------
    dict of str to int
        Number of pixels of each class that occurs, the most frequent first.
    """
    assert operation.classes is not None
    ids = np.zeros(cube.grid_shape, np.uint16)

    def beside() -> Iterator[tuple[PixelWindow, Floats]]:
        for window, values in _computed(operation.applied_to(cube), progress):
            ids[window.slices] = np.nan_to_num(values[0]).astype(np.uint16)
            yield window, values[1:]

    if scores is not None:
        write_blocks(scores, beside(), _description(cube, operation, told, first=1))
    else:
        for _ in beside():
            pass
    write_classes_geotiff(
        path,
        ids,
        operation.classes,
        cube.georeference,
        tags=provenance_tags(cube, told),
        description=str(told["title"]),
    )
    counts = np.bincount(ids.ravel(), minlength=max(operation.classes.ids) + 1)
    frequent = sorted(operation.classes, key=lambda cover: -int(counts[cover.id]))
    return {cover.name: int(counts[cover.id]) for cover in frequent if counts[cover.id]}


def write_mask(
    path: Path, scores: Path, cube: HsiCube, operation: Operation, threshold: float
) -> int:
    """Write which pixels lie beyond a threshold, from the scores that were written.

    Returns
    -------
    int
        Number of pixels that are found.
    """
    sign = sign_of(operation)
    chosen = np.zeros(cube.grid_shape, np.uint8)
    with_scores = open_cube(scores)
    try:
        for window in reading_windows(with_scores, 1):
            values = with_scores.read([0], window)[0]
            chosen[window.slices] = values * sign > np.float32(threshold * sign)
    finally:
        with_scores.close()
    write_classes_geotiff(
        path,
        chosen,
        ClassScheme((_FOUND,)),
        cube.georeference,
        tags=provenance_tags(cube, {"threshold": threshold}),
        description="found",
    )
    return int(np.count_nonzero(chosen))


def write_spectra(path: Path, cube: HsiCube, spectra: NamedSpectra) -> None:
    """Write spectra that were found in a scene as a library, ``.sli`` or ``.csv``.

    Raises
    ------
    ConfigurationError
        If the scene has no wavelengths.
    ExportError
        If the file cannot be written.
    """
    centres = cube.bands.wavelength_nm
    if centres is None:
        raise ConfigurationError(
            f"{cube.name} has no wavelengths, which a library needs; say them with "
            "--meta"
        )
    known = np.flatnonzero(np.isfinite(spectra.spectra).all(axis=0))
    order = known[np.argsort(centres[known], kind="stable")]
    library = SpectralLibrary(spectra.names, centres[order], spectra.spectra[:, order])
    write_library(path, library)


def sign_of(operation: Operation) -> int:
    """Return 1 where large values are found, -1 where small ones are."""
    return 1 if operation.larger_is_closer else -1


def _computed(
    result: HsiCube, progress: Progress
) -> Iterator[tuple[PixelWindow, Floats]]:
    """Yield the values of a computed cube, block by block."""
    read = int(getattr(result.source, "read_count", result.bands.count))
    windows = list(reading_windows(result, max(result.bands.count, read)))
    for number, window in enumerate(windows):
        progress.checkpoint()
        yield window, result.read(None, window)
        progress.report(ProgressUpdate(fraction=(number + 1) / len(windows)))


def _followed(
    blocks: Iterator[tuple[PixelWindow, Floats]], tail: UpperTail, sign: int
) -> Iterator[tuple[PixelWindow, Floats]]:
    for window, values in blocks:
        tail.add(values[0] * sign)
        yield window, values


def _description(
    cube: HsiCube, operation: Operation, told: Mapping[str, Any], *, first: int = 0
) -> RasterDescription:
    names = operation.names[first:]
    axis = operation.axis if operation.axis is not None and not first else None
    return RasterDescription(
        cube.grid_shape,
        axis or BandAxis(len(names), names=names),
        cube.georeference,
        description=f"{told['title']} of {cube.name}, by {GENERATOR}",
        tags=provenance_tags(cube, told),
    )


def provenance_tags(cube: HsiCube, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags of a GeoTIFF that say how it was made."""
    provenance = {"generator": GENERATOR, "scene": cube.origin, **told}
    return {
        "HSIVIEWER_PROVENANCE": json.dumps(provenance, default=str),
        "TIFFTAG_SOFTWARE": GENERATOR,
    }
