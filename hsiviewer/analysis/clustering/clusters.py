"""Clusters of spectra: mini-batch k-means and Gaussian mixtures of a sample.

scikit-learn fits both to a sample that is spread over the scene; pixels are assigned
here, block by block and by matrix products.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from hsiviewer.analysis.streaming import sample_spectra
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_MOST_SAMPLED = 100_000
_MOST_VALUES = 8_000_000  # scikit-learn makes copies of a sample in double precision
_BATCH = 4096


@dataclass(frozen=True, eq=False)
class Clusters:
    """Centres of clusters, the largest cluster first.

    Parameters
    ----------
    centres : ndarray, shape (clusters, bands)
    shares : ndarray, shape (clusters,)
        Of the sample.
    """

    centres: FloatArray
    shares: FloatArray

    def members(self, spectra: Floats) -> npt.NDArray[np.intp]:
        """Return the number of the nearest centre of spectra (bands, n).

        -1 where a spectrum is not whole.
        """
        values = spectra.astype(np.float64)
        # The squared length of the pixel is the same for all centres.
        lengths = np.einsum("kb,kb->k", self.centres, self.centres)
        products = self.centres @ values
        near = np.argmin(lengths[:, None] - 2 * products, axis=0)
        return np.where(np.isfinite(products[0]), near, -1)


@dataclass(frozen=True, eq=False)
class Mixture:
    """Normal distributions of a mixture, the heaviest first.

    Parameters
    ----------
    mean : ndarray, shape (bands,)
        Taken off first.
    directions : ndarray, shape (components, bands)
        What spectra are reduced by.
    centres : ndarray, shape (clusters, components)
    whitenings : ndarray, shape (clusters, components, components)
        Upper triangles U with ``U @ U.T`` the inverse covariance, as scikit-learn's.
    weights : ndarray, shape (clusters,)
    """

    mean: FloatArray
    directions: FloatArray
    centres: FloatArray
    whitenings: FloatArray
    weights: FloatArray

    def log_likelihoods(self, spectra: Floats) -> FloatArray:
        """Return log(weight * density), shape (clusters, n), up to a constant."""
        reduced = self.directions @ (spectra.astype(np.float64) - self.mean[:, None])
        parts = []
        for centre, whitening, weight in zip(
            self.centres, self.whitenings, self.weights, strict=True
        ):
            white = whitening.T @ (reduced - centre[:, None])
            level = np.log(weight) + np.log(np.diag(whitening)).sum()
            parts.append(level - 0.5 * np.einsum("cn,cn->n", white, white))
        return np.stack(parts)

    def members(self, spectra: Floats) -> npt.NDArray[np.intp]:
        """Return the most likely cluster of spectra (bands, n); -1 where not whole."""
        likelihoods = self.log_likelihoods(spectra)
        best = np.argmax(likelihoods, axis=0)
        return np.where(np.isfinite(likelihoods[0]), best, -1)


def fit_clusters(
    cube: HsiCube, bands: Sequence[int], progress: Progress, *, count: int, seed: int
) -> Clusters:
    """Fit k-means to a scene.

    Sculley (2010), doi 10.1145/1772690.1772862: batches of a sample of the scene.

    Raises
    ------
    ConfigurationError
        If there are fewer different spectra than clusters.
    """
    from sklearn.cluster import MiniBatchKMeans

    sample = _sample(cube, bands, progress, seed=seed)
    _require_distinct(sample, count)
    origin = sample.mean(axis=0, dtype=np.float64)
    model = MiniBatchKMeans(count, batch_size=_BATCH, n_init=3, random_state=seed)
    members = model.fit_predict(sample - origin)
    sizes = np.bincount(members, minlength=count)
    order = np.argsort(-sizes, kind="stable")
    centres = np.asarray(model.cluster_centers_[order], np.float64) + origin
    return Clusters(centres, sizes[order] / len(sample))


def fit_mixture(
    cube: HsiCube,
    bands: Sequence[int],
    progress: Progress,
    *,
    count: int,
    components: int,
    seed: int,
) -> Mixture:
    """Fit a mixture of normal distributions to principal components of a scene.

    Raises
    ------
    ConfigurationError
        If there are fewer different spectra than clusters.
    """
    from sklearn.mixture import GaussianMixture

    sample = _sample(cube, bands, progress, seed=seed)
    _require_distinct(sample, count)
    mean = sample.mean(axis=0, dtype=np.float64)
    centred = sample - mean
    wanted = min(components, len(bands))
    first = len(bands) - wanted
    covariance = centred.T @ centred / max(1, len(sample) - 1)
    strengths, vectors = linalg.eigh(
        covariance, subset_by_index=(first, len(bands) - 1)
    )
    # Of unit variance, so that the ridge of the fit is small in every direction.
    scale = np.sqrt(np.maximum(strengths, strengths[-1] * 1e-12))
    directions = (vectors / scale)[:, ::-1].T
    progress.checkpoint()
    model = GaussianMixture(count, random_state=seed, reg_covar=1e-6)
    model.fit(centred @ directions.T)
    order = np.argsort(-model.weights_, kind="stable")
    return Mixture(
        mean,
        directions,
        model.means_[order],
        model.precisions_cholesky_[order],
        model.weights_[order],
    )


def _sample(
    cube: HsiCube, bands: Sequence[int], progress: Progress, *, seed: int
) -> npt.NDArray[np.float32]:
    count = min(_MOST_SAMPLED, max(1000, _MOST_VALUES // len(bands)))
    return sample_spectra(cube, bands, progress, count=count, seed=seed)


def _require_distinct(sample: npt.NDArray[np.float32], count: int) -> None:
    few = sample[: 100 * count]
    if len(np.unique(few, axis=0)) < count and len(np.unique(sample, axis=0)) < count:
        raise ConfigurationError(
            f"the scene has fewer than {count} different spectra; ask for fewer "
            "clusters"
        )
