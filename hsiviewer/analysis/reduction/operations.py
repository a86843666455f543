"""Components fitted to a scene; see `hsiviewer.analysis.catalogue`."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.components import (
    Components,
    noise_fractions,
    principal_directions,
)
from hsiviewer.analysis.operation import Operation, OperationInputs, pixelwise
from hsiviewer.analysis.streaming import (
    Statistics,
    sample_spectra,
    scene_statistics,
    usable_bands,
)
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.noise import noise_covariance
from hsiviewer.core.progress import PartialProgress, Progress

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_SAMPLE = 50_000
_MOST_ITERATIONS = 400
_NOISE_TILES = 16  # a quarter of a million pixels, a thousand for each of many bands


def principal(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Fit principal components to all pixels of a scene."""
    bands = usable_bands(cube)
    statistics = scene_statistics(cube, bands, progress)
    components = principal_directions(
        statistics.mean, statistics.covariance, count=len(bands)
    )
    strengths = np.maximum(components.strengths, 0.0)
    facts = {
        "eigenvalues": strengths.tolist(),
        "shares_of_variance": (strengths / max(strengths.sum(), 1e-300)).tolist(),
    }
    return _reduced(bands, components, inputs.whole("components"), facts)


def noise_fraction(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit minimum noise fractions to all pixels of a scene."""
    bands = usable_bands(cube)
    _, components = _noise_fractions(cube, bands, progress)
    facts = {"eigenvalues": components.strengths.tolist()}
    return _reduced(bands, components, inputs.whole("components"), facts)


def independent(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit independent components to a sample, after principal components.

    Hyvarinen and Oja (2000), doi 10.1016/S0893-6080(00)00026-5: FastICA of
    scikit-learn.

    Raises
    ------
    HsiViewerError
        If the components do not settle.
    """
    import warnings

    from sklearn.decomposition import FastICA
    from sklearn.exceptions import ConvergenceWarning

    bands = usable_bands(cube)
    reading = PartialProgress(progress, start=0.0, stop=0.5, stage="sample")
    sample = sample_spectra(
        cube, bands, reading, count=_SAMPLE, seed=inputs.whole("seed")
    ).astype(np.float64)
    count = min(inputs.whole("components"), len(bands), len(sample))
    progress.checkpoint()
    model = FastICA(
        count,
        whiten="unit-variance",
        random_state=inputs.whole("seed"),
        max_iter=_MOST_ITERATIONS,
        tol=1e-3,
    )
    facts: dict[str, object] = {}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ConvergenceWarning)
        model.fit(sample)
    if any(issubclass(warning.category, ConvergenceWarning) for warning in told):
        facts["note"] = (
            f"the components still changed after {_MOST_ITERATIONS} rounds; ask for "
            "fewer components"
        )
    components = Components(model.mean_, model.components_, np.ones(count))
    return _reduced(bands, components, count, facts)


def denoised(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Rebuild spectra from the components with the most signal."""
    bands = usable_bands(cube)
    noise, components = _noise_fractions(cube, bands, progress)
    kept = min(inputs.whole("keep"), len(bands))
    vectors = np.asarray(components.vectors[:kept], np.float64)
    # With W N W' = 1, the inverse of W is N W'.
    rebuilding = noise @ vectors.T @ vectors
    mean = np.asarray(components.mean, np.float64)[:, None]

    def compute(values: Floats) -> Floats:
        return rebuilding @ (values.astype(np.float64) - mean) + mean

    axis = part_of_axis(cube.bands, bands)
    names = tuple(axis.label(band) for band in range(axis.count))
    facts = {"eigenvalues": components.strengths.tolist(), "kept": kept}
    return Operation(tuple(bands), names, pixelwise(compute), axis=axis, facts=facts)


def part_of_axis(axis: BandAxis, bands: Sequence[int]) -> BandAxis:
    """Return the axis of some of the bands."""
    chosen = list(bands)
    return BandAxis(
        len(chosen),
        None if axis.wavelength_nm is None else axis.wavelength_nm[chosen],
        None if axis.fwhm_nm is None else axis.fwhm_nm[chosen],
        axis.good_mask[chosen],
        tuple(axis.names[band] for band in chosen) if axis.names else (),
    )


def _noise_fractions(
    cube: HsiCube, bands: list[int], progress: Progress
) -> tuple[FloatArray, Components]:
    reading = PartialProgress(progress, start=0.0, stop=0.7, stage="statistics")
    statistics = scene_statistics(cube, bands, reading)
    noise = scene_noise(cube, bands, statistics, progress)
    components = noise_fractions(
        statistics.mean, statistics.covariance, noise, count=len(bands)
    )
    return noise, components


def scene_noise(
    cube: HsiCube, bands: list[int], statistics: Statistics, progress: Progress
) -> FloatArray:
    """Return the covariance of the noise from neighbours, shape (bands, bands).

    Raises
    ------
    HsiViewerError
        If no two neighbours are complete and differ.
    """
    spread = np.sqrt(np.maximum(np.diag(statistics.covariance), 0.0))
    gain = 1.0 / np.maximum(spread, max(float(spread.max()) * 1e-9, 1e-30))
    noise = noise_covariance(cube, bands, gain, progress, most_tiles=_NOISE_TILES)
    if noise is None:
        raise HsiViewerError(
            f"the noise of {cube.name} cannot be estimated, because no two neighbours "
            "are complete and differ; use an analysis that needs none, such as pca"
        )
    # Bands without noise would be infinitely certain.
    floor = 1e-6 * max(float(np.trace(noise)) / len(bands), 1e-30)
    return np.asarray(noise + floor * np.eye(len(bands)))


def _reduced(
    bands: list[int], components: Components, count: int, facts: dict[str, object]
) -> Operation:
    vectors = np.asarray(components.vectors[:count], np.float64)
    offset = (vectors @ np.asarray(components.mean, np.float64))[:, None]
    return Operation(
        tuple(bands),
        tuple(f"component {number}" for number in range(1, len(vectors) + 1)),
        pixelwise(lambda values: vectors @ values.astype(np.float64) - offset),
        facts=facts,
    )
