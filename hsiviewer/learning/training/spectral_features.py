"""Spectra as classic methods see them: components by variance, or by signal to noise.

Where some bands are far noisier than others, as at the edges of water absorptions, the
directions of greatest variance are partly noise. Components that are ordered by signal
to noise (minimum noise fraction) then serve better; where noise is alike in all bands,
they are as good or worse. See `hsiviewer.core.noise`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.noise import is_banded, noise_covariance
from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.pixel_parameters import (
    NOISE_WHITENED,
    PRINCIPAL,
    USUAL_COMPONENTS,
)
from hsiviewer.learning.prediction.pixel_classifier import scaled, scene_spectra
from hsiviewer.learning.prediction.pixel_scores import Spectra


@dataclass(frozen=True, eq=False)
class SpectralFeatures:
    """Features of one kind, fitted on unlabelled pixels of the whole scene.

    Parameters
    ----------
    kind : str
        ``"principal"`` or ``"noise-whitened"``.
    scaler : SpectralScaler
        Makes them of spectra.
    unit : float
        ``1 / (features * variance)`` of the scene's features; 0 without any variance.
    """

    kind: str
    scaler: SpectralScaler
    unit: float


def fit_features(
    job: LearningJob, progress: Progress, *, wanted: str, components: int
) -> list[SpectralFeatures]:
    """Fit the features that are wanted.

    Parameters
    ----------
    wanted : str
        One of `hsiviewer.learning.pixel_parameters.FEATURES`.
    components : int
        How many are kept; 0 for all bands as they are, or the usual number of
        noise-whitened components.

    Returns
    -------
    list of SpectralFeatures
        One, or two for ``"auto"``, those first that the noise of the scene speaks for.
    """
    spectra = scene_spectra(job)
    if wanted == PRINCIPAL:
        return [_fitted(spectra, PRINCIPAL, components)]
    gain = SpectralScaler.fit(spectra, scaling="zscore").gain
    noise = noise_covariance(job.scene.cube, job.scene.bands, gain, progress)
    if noise is None or not np.isfinite(noise).all():
        if wanted == NOISE_WHITENED:
            job.record.warnings.append(
                "The noise of the scene cannot be measured, because no two "
                "neighbouring pixels are complete and different. Principal components "
                "were used."
            )
        return [_fitted(spectra, PRINCIPAL, components)]
    whitened = _fitted(spectra, NOISE_WHITENED, components or USUAL_COMPONENTS, noise)
    if wanted == NOISE_WHITENED:
        return [whitened]
    plain = _fitted(spectra, PRINCIPAL, components)
    return [whitened, plain] if is_banded(noise, gain) else [plain, whitened]


def require_variance(job: LearningJob, features: SpectralFeatures) -> None:
    """Refuse a scene whose pixels are all alike.

    Raises
    ------
    TrainingDataError
        If single precision cannot tell the spectra of its pixels apart.
    """
    if not features.unit:
        raise TrainingDataError(
            f"all pixels of {job.request.cube.name} have the same spectrum, as far as "
            "single precision can tell, so that nothing tells classes apart; check the "
            "values of the scene"
        )


def _fitted(
    spectra: Spectra,
    kind: str,
    components: int,
    noise: npt.NDArray[np.floating] | None = None,
) -> SpectralFeatures:
    scaler = SpectralScaler.fit(
        spectra,
        scaling="zscore",
        components=min(components, spectra.shape[1]),
        noise=noise,
    )
    features = scaled(scaler, spectra)
    variance = float(features.var())
    # What differs by rounding alone has a variance of its own.
    unit = 1 / (features.shape[1] * variance) if variance > 1e-12 else 0.0
    return SpectralFeatures(kind, scaler, unit)
