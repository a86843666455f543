"""The rasters of a job as its networks see them: fitted, cut, and stored."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.learning.data.inputs import (
    STATISTICS_PIXELS,
    IntArray,
    ScaledRaster,
    read_patches,
    sample_positions,
)
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.normalization import SpectralScaler


def fit_modalities(
    job: LearningJob,
    *,
    scaling: str,
    components: int = 0,
    whitening: float = 0.0,
    variance: float = 1.0,
    relief_window: int = 0,
) -> list[ScaledRaster]:
    """Fit the scaling of every raster on unlabelled pixels of the whole scene.

    Parameters
    ----------
    scaling, components, whitening, variance
        As `SpectralScaler.fit`; all but the first for the cube only.
    relief_window : int
        As `ScaledRaster`, for auxiliary rasters.
    """
    positions = sample_positions(
        job.valid, STATISTICS_PIXELS, np.random.default_rng([job.recipe.seed, 3])
    )
    spectra = job.scene.read_spectra(positions[:, 0], positions[:, 1])
    scaler = SpectralScaler.fit(
        spectra,
        scaling=scaling,
        components=components,
        whitening=whitening,
        variance=variance,
    )
    modalities = [ScaledRaster(job.scene, scaler)]
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


def patch_tensors(
    job: LearningJob,
    modalities: Sequence[ScaledRaster],
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


def modality_tensors(modalities: Sequence[ScaledRaster]) -> dict[str, Tensor]:
    """Return what a saved model keeps of the scaling."""
    return {
        f"modality{number}.{name}": torch.from_numpy(array)
        for number, modality in enumerate(modalities)
        for name, array in modality.scaler.arrays().items()
    }


def stored_modalities(
    job: LearningJob, tensors: Mapping[str, Tensor], *, relief_window: int = 0
) -> list[ScaledRaster]:
    """Return the rasters of a job behind the scaling of a saved model.

    Raises
    ------
    KeyError, ValueError
        If the model holds no scaling for one of them, or that of another one.
    """
    return [
        ScaledRaster(
            raster,
            stored_scaler(tensors, f"modality{i}.", bands=len(raster.bands)),
            relief_window if i else 0,
        )
        for i, raster in enumerate((job.scene, *job.auxiliary))
    ]


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
