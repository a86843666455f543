"""The rasters of a job as its networks see them: fitted, cut, and stored."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.noise import is_banded, noise_covariance
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.learning.data.context import ContextRaster, fit_context
from hsiviewer.learning.data.inputs import (
    STATISTICS_PIXELS,
    IntArray,
    ScaledRaster,
    read_patches,
    sample_positions,
)
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.normalization import SpectralScaler

Input = ScaledRaster | ContextRaster

_CONTEXT_COMPONENTS = 30
_CONTEXT_WHITENING = 0.5
_CONTEXT = "context."


def fit_modalities(
    job: LearningJob,
    progress: Progress,
    *,
    scaling: str,
    components: int = 0,
    whitening: float = 0.0,
    variance: float = 1.0,
    relief_window: int = 0,
) -> list[Input]:
    """Fit the scaling of every raster on unlabelled pixels of the whole scene.

    Parameters
    ----------
    scaling, components, whitening, variance
        As `SpectralScaler.fit`; all but the first for the cube only.
    relief_window : int
        As `ScaledRaster`, for auxiliary rasters.

    Returns
    -------
    list
        The cube, its surroundings if the configuration asks for them, and the
        auxiliary rasters.
    """
    positions = sample_positions(
        job.valid, STATISTICS_PIXELS, np.random.default_rng([job.recipe.seed, 3])
    )
    spectra = job.scene.read_spectra(positions[:, 0], positions[:, 1])
    noise, chosen = _noise(job, spectra, progress)
    modalities: list[Input] = [
        ScaledRaster(
            job.scene,
            SpectralScaler.fit(
                spectra,
                scaling=scaling,
                components=components,
                whitening=whitening,
                variance=variance,
                noise=chosen,
            ),
        )
    ]
    if job.config.sees_surroundings:
        whitened = SpectralScaler.fit(
            spectra,
            scaling="zscore",
            components=min(_CONTEXT_COMPONENTS, spectra.shape[1]),
            whitening=_CONTEXT_WHITENING,
            noise=noise,
        )
        modalities.append(fit_context(job.scene, job.valid, whitened, progress))
    for raster in job.auxiliary:
        plain = ScaledRaster(
            raster, SpectralScaler.identity(len(raster.bands)), relief_window
        )
        (values,) = read_patches(
            [plain], positions, job.scene.grid_shape, size=1, progress=SilentProgress()
        )
        scaler = SpectralScaler.fit(values[:, :, 0, 0], scaling=scaling)
        modalities.append(ScaledRaster(raster, scaler, relief_window))
    return modalities


def _noise(
    job: LearningJob, spectra: npt.NDArray[np.float32], progress: Progress
) -> tuple[npt.NDArray[np.floating] | None, npt.NDArray[np.floating] | None]:
    """Return the covariance of the noise, and it again if components go by it."""
    wanted = job.config.features
    if wanted == "principal" and not job.config.sees_surroundings:
        return None, None
    gain = SpectralScaler.fit(spectra, scaling="zscore").gain
    noise = noise_covariance(job.scene.cube, job.scene.bands, gain, progress)
    if noise is None or not np.isfinite(noise).all():
        if wanted == "noise-whitened":
            job.record.warnings.append(
                "The noise of the scene cannot be measured, because no two "
                "neighbouring pixels are complete and different. Principal components "
                "were used."
            )
        return None, None
    is_wanted = wanted == "noise-whitened" or (
        wanted == "auto" and is_banded(noise, gain)
    )
    if wanted == "auto":
        kind = "noise-whitened" if is_wanted else "principal"
        job.record.details["features"] = kind
    return noise, noise if is_wanted else None


def patch_tensors(
    job: LearningJob,
    modalities: Sequence[Input],
    positions: IntArray,
    progress: Progress,
    *,
    margin: int = 0,
) -> list[Tensor]:
    """Cut patches of ``config.patch_size`` around pixels, on the job's device.

    Parameters
    ----------
    margin : int
        Pixels more on each side.
    """
    arrays = read_patches(
        modalities,
        positions,
        job.scene.grid_shape,
        size=job.config.patch_size + 2 * margin,
        progress=progress,
    )
    return [torch.from_numpy(array).to(job.device) for array in arrays]


def modality_tensors(modalities: Sequence[Input]) -> dict[str, Tensor]:
    """Return what a saved model keeps of the scaling."""
    rasters = [raster for raster in modalities if isinstance(raster, ScaledRaster)]
    named = {f"modality{n}.": each.scaler.arrays() for n, each in enumerate(rasters)}
    for modality in modalities:
        if isinstance(modality, ContextRaster):
            named[_CONTEXT] = modality.arrays()
    return {
        f"{prefix}{name}": torch.from_numpy(array)
        for prefix, arrays in named.items()
        for name, array in arrays.items()
    }


def stored_modalities(
    job: LearningJob, tensors: Mapping[str, Tensor], *, relief_window: int = 0
) -> list[Input]:
    """Return the rasters of a job behind the scaling of a saved model.

    Raises
    ------
    KeyError, ValueError
        If the model holds no scaling for one of them, or that of another one.
    """
    rasters: list[Input] = [
        ScaledRaster(
            raster,
            stored_scaler(tensors, f"modality{i}.", bands=len(raster.bands)),
            relief_window if i else 0,
        )
        for i, raster in enumerate((job.scene, *job.auxiliary))
    ]
    if job.config.sees_surroundings:
        stored = {
            name: value.numpy()
            for name, value in tensors_under(tensors, _CONTEXT).items()
        }
        rasters.insert(1, ContextRaster.from_arrays(job.scene, stored))
    return rasters


def stored_scaler(
    tensors: Mapping[str, Tensor], prefix: str, *, bands: int
) -> SpectralScaler:
    """Return the scaling that a saved model keeps under a prefix.

    Raises
    ------
    KeyError, ValueError
        As `SpectralScaler.from_arrays`.
    """
    arrays = {
        name: value.numpy() for name, value in tensors_under(tensors, prefix).items()
    }
    return SpectralScaler.from_arrays(arrays, bands=bands)


def tensors_under(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Return the tensors whose names begin with a prefix, without it."""
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }
