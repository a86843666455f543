"""Detectors fitted to a scene; see `hsiviewer.analysis.catalogue`."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.clustering.clusters import Clusters, fit_clusters
from hsiviewer.analysis.detection import anomalies, filters, similarity
from hsiviewer.analysis.operation import Operation, OperationInputs, pixelwise
from hsiviewer.analysis.reduction.operations import scene_noise
from hsiviewer.analysis.streaming import (
    Moments,
    Statistics,
    read_blocks,
    scene_statistics,
    usable_bands,
)
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import PartialProgress, Progress

Floats = npt.NDArray[np.floating]
_LEAST_SHARE = 0.02  # of the pixels, for a cluster to count as background
_Filter = Callable[[Floats, Floats, Statistics], npt.NDArray[np.float32]]


def spectral_angle(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Compare pixels with targets by `similarity.angles`."""
    return _compared(cube, inputs, progress, similarity.angles, unit="rad")


def information_divergence(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Compare pixels with targets by `similarity.information_divergence`."""
    return _compared(cube, inputs, progress, similarity.information_divergence)


def matched_filter(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `filters.matched_filter`."""
    return _filtered(cube, inputs, progress, filters.matched_filter)


def coherence(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Fit `filters.coherence`."""
    return _filtered(cube, inputs, progress, filters.coherence)


def constrained_energy(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `filters.constrained_energy`."""
    return _filtered(cube, inputs, progress, filters.constrained_energy)


def mixture_tuned(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `filters.mixture_tuned` for each target.

    Raises
    ------
    HsiViewerError
        As `scene_noise`.
    """
    bands, targets = inputs.spectra.on(usable_bands(cube))
    gathering = PartialProgress(progress, start=0.0, stop=0.6, stage="statistics")
    background = scene_statistics(cube, bands, gathering)
    _require_distinct(inputs.spectra.names, targets, background)
    noise = scene_noise(cube, bands, background, progress)

    def compute(values: Floats) -> Floats:
        parts = [
            filters.mixture_tuned(values, target, background, noise)
            for target in targets
        ]
        scores, infeasibilities = zip(*parts, strict=True)
        return np.stack([*scores, *infeasibilities])

    names = inputs.spectra.names
    return Operation(
        tuple(bands),
        (*names, *(f"infeasibility of {name}" for name in names)),
        pixelwise(compute),
        larger_is_closer=True,
    )


def global_anomalies(
    cube: HsiCube, _inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `anomalies.distances`."""
    bands = usable_bands(cube)
    background = scene_statistics(cube, bands, progress)
    return _anomalies(bands, partial(anomalies.distances, background=background))


def local_anomalies(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `anomalies.local_distances`, on components where rings are small.

    Raises
    ------
    ConfigurationError
        If the inner square leaves nothing of the outer one.
    """
    inner, outer = inputs.whole("inner"), inputs.whole("outer")
    if inner >= outer:
        raise ConfigurationError(
            f"outer cannot be {outer} with inner {inner}; the outer square must be "
            "larger than the inner one"
        )
    bands = usable_bands(cube)
    around = outer**2 - inner**2
    # A covariance needs more pixels than bands; half as many bands keep it steady.
    count = inputs.whole("components") or max(1, around // 2)
    if count >= len(bands):
        directions = np.eye(len(bands))
    else:
        statistics = scene_statistics(cube, bands, progress)
        directions = anomalies.strongest_directions(statistics, count)

    def compute(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        reduced = np.einsum("cb,brk->crk", directions, values, optimize=True)
        found = anomalies.local_distances(reduced, inner=inner, outer=outer)
        return found[None]

    return Operation(
        tuple(bands),
        ("anomaly",),
        compute,
        margin=outer // 2,
        facts={"components": len(directions), "pixels_around": around},
        larger_is_closer=True,
    )


def cluster_anomalies(
    cube: HsiCube, inputs: OperationInputs, progress: Progress
) -> Operation:
    """Fit `anomalies.cluster_distances` with clusters of a sample."""
    bands = usable_bands(cube)
    clusters = fit_clusters(
        cube,
        bands,
        PartialProgress(progress, start=0.0, stop=0.5, stage="clusters"),
        count=inputs.whole("clusters"),
        seed=inputs.whole("seed"),
    )
    gathered = [Moments(len(bands)) for _ in range(len(clusters.centres))]
    reading = PartialProgress(progress, start=0.5, stop=1.0, stage="statistics")
    for _, values in read_blocks(cube, bands, reading):
        spectra = values.reshape(len(bands), -1)
        members = clusters.members(spectra)
        for number, moments in enumerate(gathered):
            moments.add(spectra[:, members == number])
    total = sum(moments.count for moments in gathered)
    sizes = [moments.count for moments in gathered]
    # A small cluster may be the anomalies themselves, which nothing would tell from it.
    least = min(max(2.0, _LEAST_SHARE * total), max(sizes))
    kept = [number for number, size in enumerate(sizes) if size >= least]
    statistics = [anomalies.shrunk(gathered[number].statistics()) for number in kept]
    backgrounds = Clusters(clusters.centres[kept], clusters.shares[kept])

    def compute(values: Floats) -> Floats:
        members = backgrounds.members(values)
        return anomalies.cluster_distances(values, members, statistics)

    facts = {"cluster_sizes": [cluster.count for cluster in statistics]}
    return Operation(
        tuple(bands),
        ("anomaly",),
        pixelwise(compute),
        facts=facts,
        larger_is_closer=True,
    )


def _compared(
    cube: HsiCube,
    inputs: OperationInputs,
    _progress: Progress,
    measure: Callable[[Floats, Floats], npt.NDArray[np.float32]],
    *,
    unit: str = "",
) -> Operation:
    bands, targets = inputs.spectra.on(usable_bands(cube))
    if not (np.abs(targets).sum(axis=1) > 0).all():
        raise ConfigurationError(
            "a target is zero in all bands, and has no shape; choose another target"
        )
    return Operation(
        tuple(bands),
        inputs.spectra.names,
        pixelwise(lambda values: measure(values, targets)),
        larger_is_closer=False,
        unit=unit,
    )


def _filtered(
    cube: HsiCube, inputs: OperationInputs, progress: Progress, detector: _Filter
) -> Operation:
    bands, targets = inputs.spectra.on(usable_bands(cube))
    background = scene_statistics(cube, bands, progress)
    _require_distinct(inputs.spectra.names, targets, background)
    return Operation(
        tuple(bands),
        inputs.spectra.names,
        pixelwise(lambda values: detector(values, targets, background)),
        larger_is_closer=True,
    )


def _require_distinct(
    names: tuple[str, ...], targets: Floats, background: Statistics
) -> None:
    white = (targets - background.mean) @ background.whitening.T
    for name, length in zip(names, np.linalg.norm(white, axis=1), strict=True):
        if not length > 0:
            raise ConfigurationError(
                f"the target {name!r} equals the mean of the scene, so nothing tells "
                "it from the background; choose another target"
            )


def _anomalies(bands: list[int], distances: Callable[[Floats], Floats]) -> Operation:
    return Operation(
        tuple(bands), ("anomaly",), pixelwise(distances), larger_is_closer=True
    )
