"""Unmixing fitted to a scene; see `hsiviewer.analysis.catalogue`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.operation import (
    NamedSpectra,
    Operation,
    OperationInputs,
    on_all_bands,
    pixelwise,
)
from hsiviewer.analysis.streaming import scene_statistics, usable_bands
from hsiviewer.analysis.unmixing.abundances import Unmixing
from hsiviewer.analysis.unmixing.endmembers import find_by_vca, find_by_volume
from hsiviewer.analysis.unmixing.subspace import signal_dimension
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import PartialProgress, Progress

Floats = npt.NDArray[np.floating]
_Find = Callable[..., npt.NDArray[np.intp]]
_MOST_FOUND = 30  # HySime of scenes with banded noise gives very many


def known_endmembers(
    cube: HsiCube, inputs: OperationInputs, _progress: Progress
) -> Operation:
    """Unmix with endmembers that are given.

    Raises
    ------
    ConfigurationError
        If there is only one.
    """
    if len(inputs.spectra) < 2:
        raise ConfigurationError(
            "unmixing needs two endmembers at least; give more spectra, or let vca "
            "find them"
        )
    bands, endmembers = inputs.spectra.on(usable_bands(cube))
    return _unmixed(cube, bands, endmembers, inputs.spectra.names, {})


def by_vca(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Find endmembers by vertex component analysis, and unmix with them."""
    return _found(cube, inputs, progress, find_by_vca)


def by_volume(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Find endmembers by N-FINDR, and unmix with them."""
    return _found(cube, inputs, progress, find_by_volume)


def _found(
    cube: HsiCube, inputs: OperationInputs, progress: Progress, find: _Find
) -> Operation:
    bands = usable_bands(cube)
    reading = PartialProgress(progress, start=0.0, stop=0.5, stage="statistics")
    statistics = scene_statistics(cube, bands, reading)
    dimension = signal_dimension(statistics)
    count = inputs.whole("endmembers") or min(max(dimension, 2), _MOST_FOUND)
    if count > len(bands):
        raise ConfigurationError(
            f"{count} endmembers cannot be told apart by {len(bands)} bands; ask for "
            "fewer"
        )
    finding = PartialProgress(progress, start=0.5, stop=1.0, stage="endmembers")
    places = find(
        cube, bands, statistics, finding, count=count, seed=inputs.whole("seed")
    )
    rows, cols = np.divmod(places, cube.grid_shape[1])
    spectra = cube.read_spectra(rows, cols)[:, bands].astype(np.float64)
    names = tuple(f"endmember {number}" for number in range(1, count + 1))
    pixels = list(zip(rows.tolist(), cols.tolist(), strict=True))
    facts = {
        "dimension_of_the_signal": dimension,
        "pixels_of_endmembers": {
            name: f"row {row}, column {col}"
            for name, (row, col) in zip(names, pixels, strict=True)
        },
    }
    return _unmixed(cube, bands, spectra, names, facts)


def _unmixed(
    cube: HsiCube,
    bands: list[int],
    endmembers: Floats,
    names: tuple[str, ...],
    facts: dict[str, Any],
) -> Operation:
    unmixing = Unmixing(endmembers)

    def compute(values: Floats) -> Floats:
        abundances = unmixing.abundances(values)
        return np.vstack([abundances, unmixing.residuals(values, abundances)])

    return Operation(
        tuple(bands),
        (*names, "residual"),
        pixelwise(compute),
        facts=facts,
        spectra=NamedSpectra(names, on_all_bands(endmembers, bands, cube.bands.count)),
    )
