"""What the experts see of a window: components of its pixels and surroundings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.noise import noise_covariance
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import stored_scaler
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import SceneRaster
from hsiviewer.learning.data.smoothing import (
    domain_filter,
    fill_gaps,
    gaussian_means,
    shape_profiles,
)
from hsiviewer.learning.prediction.pixel_classifier import scene_spectra
from hsiviewer.learning.training.saved_weights import require_shape

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]

_SMOOTHED = 20  # components whose surroundings are looked at
_GUIDES = 5
_GRAPH = 10
_SIGMAS = {"near": 1.0, "wide": 2.5, "far": 4.0}  # of the means, in pixels
_SCALERS = ("plain", "halved", "noise")
_SHAPED = 4  # components whose shapes are looked at
_RADII = (2, 4, 6, 8)
_LEAST_SCALE, _LARGEST_SCALE = 1e-15, 1e18  # of a saved model
_NOTHING = 1e-20
_SIGMA_S, _SIGMA_R = 15.0, 0.5


@dataclass(frozen=True, eq=False)
class WindowFeatures:
    """Features of all pixels of a window.

    Parameters
    ----------
    window : PixelWindow
        In the scene.
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values.
    blocks : mapping
        Name to ndarray of float32, shape (valid pixels, features), row by row.
    guide : ndarray of float32, shape (guides, rows, cols)
        Noise-whitened components that tell neighbours apart.
    """

    window: PixelWindow
    valid: npt.NDArray[np.bool_]
    blocks: Mapping[str, FloatArray]
    guide: FloatArray

    def nodes(self, rows: IntArray, cols: IntArray) -> IntArray:
        """Return where pixels of the scene stand among the valid ones."""
        order = np.cumsum(self.valid.ravel()) - 1
        flat = (rows - self.window.row) * self.window.width + cols - self.window.col
        found: IntArray = order[flat]
        return found

    def scaled(self, scales: Mapping[str, float]) -> "WindowFeatures":
        """Return the same with blocks divided by scales."""
        return replace(self, blocks=divided(self.blocks, scales))


@dataclass(frozen=True, eq=False)
class SceneFeatures:
    """Scaled components of a scene, and what is made of them.

    Parameters
    ----------
    scene : SceneRaster
        Read only.
    scalers : mapping
        ``"plain"`` and ``"halved"``, principal components without and with half
        whitening, and ``"noise"``, noise-whitened ones.
    guide_spread : ndarray of float32, shape (guides,)
        Deviation of the components that the edge-preserving filter goes by.
    scales : mapping
        What blocks of features are divided by, so that the variances of each add
        up to 1; empty at first.
    """

    scene: SceneRaster
    scalers: Mapping[str, SpectralScaler]
    guide_spread: FloatArray
    scales: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def fit(cls, job: LearningJob, progress: Progress) -> "SceneFeatures":
        """Fit the components on unlabelled pixels of the whole scene."""
        spectra = scene_spectra(job)
        gain = SpectralScaler.fit(spectra, scaling="zscore").gain
        noise = noise_covariance(job.scene.cube, job.scene.bands, gain, progress)
        count = min(job.config.components, spectra.shape[1])

        def fitted(whitening: float, *, is_noise: bool = False) -> SpectralScaler:
            return SpectralScaler.fit(
                spectra,
                scaling="zscore",
                components=count,
                whitening=whitening,
                noise=noise if is_noise else None,
            )

        scalers = {
            "plain": fitted(0.0),
            "halved": fitted(0.5),
            "noise": fitted(0.5, is_noise=True),
        }
        guide = scalers["noise"].apply(spectra.T.astype(np.float32))[:_GUIDES]
        spread = guide.std(axis=1)
        spread[spread <= 0] = 1
        return cls(job.scene, scalers, spread)

    def scaled_by(self, scales: Mapping[str, float]) -> "SceneFeatures":
        """Return the same with scales for blocks of features."""
        return replace(self, scales=scales)

    def read_around(self, window: PixelWindow, margin: int) -> WindowFeatures:
        """Compute the features of a window and of a margin inside the scene."""
        return self.read(window.grown(margin).intersection(self.scene.cube.window))

    def read(self, window: PixelWindow) -> WindowFeatures:
        """Compute the features of a window of the scene."""
        values, valid = self.scene.read(window)
        values = fill_gaps(values, valid)
        planes = {name: scaler.apply(values) for name, scaler in self.scalers.items()}
        noise = planes["noise"]
        smoothed = noise[:_SMOOTHED]
        guide = noise[:_GUIDES] / self.guide_spread[:, None, None]
        for name, sigma in _SIGMAS.items():
            planes[name] = gaussian_means(smoothed, valid, sigma)
        planes["edges"] = domain_filter(
            smoothed, guide, sigma_s=_SIGMA_S, sigma_r=_SIGMA_R * len(guide)
        )
        planes["shapes"] = shape_profiles(noise[:_SHAPED], _RADII)
        blocks = {
            name: np.ascontiguousarray(plane[:, valid].T)
            for name, plane in planes.items()
        }
        return WindowFeatures(
            window, valid, divided(blocks, self.scales), noise[:_GRAPH]
        )

    def tensors(self) -> dict[str, Tensor]:
        """Return what a saved model keeps."""
        names = sorted(self.scales)
        return {
            **{
                f"scaler.{name}.{key}": torch.from_numpy(array)
                for name, scaler in self.scalers.items()
                for key, array in scaler.arrays().items()
            },
            "guide_spread": torch.from_numpy(self.guide_spread),
            "scales": torch.tensor([self.scales[name] for name in names]).double(),
        }

    @classmethod
    def restore(
        cls, scene: SceneRaster, tensors: Mapping[str, Tensor]
    ) -> "SceneFeatures":
        """Return the features of a saved model.

        Raises
        ------
        KeyError, ValueError
            If the tensors are others.
        """
        bands = len(scene.bands)
        scalers = {
            name: stored_scaler(tensors, f"scaler.{name}.", bands=bands)
            for name in _SCALERS
        }
        names = sorted([*_SCALERS, *_SIGMAS, "edges", "shapes"])
        guides = min(_GUIDES, scalers["noise"].channels)
        spread, scales = tensors["guide_spread"], tensors["scales"]
        require_shape("guide_spread", spread, (guides,), dtype=torch.float32)
        require_shape("scales", scales, (len(names),), dtype=torch.float64)
        for name, stored in (("guide_spread", spread), ("scales", scales)):
            if not ((stored >= _LEAST_SCALE) & (stored <= _LARGEST_SCALE)).all():
                raise ValueError(f"{name} has values that no training gives")
        by_name = dict(zip(names, scales.tolist(), strict=True))
        return cls(scene, scalers, spread.numpy(), by_name)

    def restored_blocks(
        self, tensors: Mapping[str, Tensor], labels: int
    ) -> dict[str, FloatArray]:
        """Return the features of the labels that a saved model keeps.

        Raises
        ------
        KeyError, ValueError
            If the tensors are others.
        """
        channels = self.scalers["noise"].channels
        sizes = {name: min(_SMOOTHED, channels) for name in (*_SIGMAS, "edges")}
        sizes["shapes"] = min(_SHAPED, channels) * (1 + 2 * len(_RADII))
        sizes |= {name: scaler.channels for name, scaler in self.scalers.items()}
        blocks = {}
        for name, features in sizes.items():
            tensor = tensors[f"labels.{name}"]
            require_shape(name, tensor, (labels, features), dtype=torch.float32)
            blocks[name] = tensor.numpy()
        return blocks


def divided(
    blocks: Mapping[str, FloatArray], scales: Mapping[str, float]
) -> dict[str, FloatArray]:
    """Return blocks of features divided by scales, as they are without."""
    return {
        name: block / np.float32(scales.get(name, 1.0))
        for name, block in blocks.items()
    }


def block_scales(windows: Sequence[WindowFeatures]) -> dict[str, float]:
    """Return what blocks are divided by, so that variances of each add up to 1."""
    scales = {}
    for name in windows[0].blocks:
        variance = np.mean(
            [window.blocks[name].var(axis=0).sum() for window in windows]
        )
        scales[name] = float(np.sqrt(variance)) if variance > _NOTHING else 1.0
    return scales
