"""Clusters fitted to a scene; see `hsiviewer.analysis.catalogue`."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from hsiviewer.analysis.clustering.clusters import fit_clusters, fit_mixture
from hsiviewer.analysis.operation import (
    NamedSpectra,
    Operation,
    OperationInputs,
    on_all_bands,
    pixelwise,
)
from hsiviewer.analysis.streaming import usable_bands
from hsiviewer.core.classes import ClassScheme, default_class
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.progress import Progress

Floats = npt.NDArray[np.floating]


def k_means(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Group pixels by the nearest centre; the distance to it lies beside the map."""
    bands = usable_bands(cube)
    clusters = fit_clusters(
        cube,
        bands,
        progress,
        count=inputs.whole("clusters"),
        seed=inputs.whole("seed"),
    )

    def compute(values: Floats) -> Floats:
        members = clusters.members(values)
        away = values - clusters.centres[members].T
        distance = np.sqrt(np.einsum("bn,bn->n", away, away))
        return np.stack([members + 1, distance])

    scheme = _scheme(len(clusters.centres))
    centres = on_all_bands(clusters.centres, bands, cube.bands.count)
    return Operation(
        tuple(bands),
        ("cluster", "distance"),
        pixelwise(compute),
        classes=scheme,
        facts={"shares": clusters.shares.round(6).tolist()},
        spectra=NamedSpectra(tuple(cover.name for cover in scheme), centres),
    )


def mixture(cube: HsiCube, inputs: OperationInputs, progress: Progress) -> Operation:
    """Group pixels by the likeliest normal distribution; its probability is beside."""
    bands = usable_bands(cube)
    fitted = fit_mixture(
        cube,
        bands,
        progress,
        count=inputs.whole("clusters"),
        components=inputs.whole("components"),
        seed=inputs.whole("seed"),
    )

    def compute(values: Floats) -> Floats:
        likelihoods = fitted.log_likelihoods(values)
        is_whole = np.isfinite(likelihoods[0])
        members = np.where(is_whole, np.argmax(likelihoods, axis=0), -1)
        certainty = likelihoods.max(axis=0) - logsumexp(likelihoods, axis=0)
        return np.stack([members + 1, np.exp(certainty)])

    return Operation(
        tuple(bands),
        ("cluster", "probability"),
        pixelwise(compute),
        classes=_scheme(len(fitted.weights)),
        facts={"weights": fitted.weights.round(6).tolist()},
    )


def _scheme(count: int) -> ClassScheme:
    return ClassScheme(
        tuple(
            replace(default_class(number), name=f"cluster {number}")
            for number in range(1, count + 1)
        )
    )
