"""Trained networks that answer together, on windows of a scene."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.inputs import (
    IntArray,
    ModalityInput,
    read_patches,
    sample_positions,
)
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.prediction.prior_adaptation import estimate_priors
from hsiviewer.learning.prediction.scores import Scored

_SMALL_TILE_SIDE = 32
# More on a processor only takes memory that has to be cleared each time.
_PATCHES_AT_ONCE = {"cpu": 128, "cuda": 1024}
_PRIOR_PIXELS = 20_000
_PRIOR_PATCHES = 4096
_DENSE_GAIN = 8  # pixels of a tile that cost as much as one patch, about


class Ensemble:
    """Trained networks whose probabilities are averaged.

    Parameters
    ----------
    members : sequence of AlignedNetwork
        Of one kind, in eval mode.
    modalities : sequence of ModalityInput
        What they were trained on.
    device : torch.device
        Where the members are.
    temperature : float
        Divides the scores before the last softmax; it changes no winner.
    adapts_priors : bool
        Whether classes are weighed by how frequent they seem in the scene.
    """

    def __init__(
        self,
        members: Sequence[AlignedNetwork],
        modalities: Sequence[ModalityInput],
        device: torch.device,
        *,
        temperature: float = 1.0,
        adapts_priors: bool = False,
    ) -> None:
        self._members = members
        self.modalities = modalities
        self._device = device
        self._temperature = temperature
        self._adapts_priors = adapts_priors
        self._patch_size = members[0].patch_size
        self._is_dense = members[0].is_dense
        # Patches that are taken out of the tile one by one multiply it.
        self.tile_side = members[0].tile_side if self._is_dense else _SMALL_TILE_SIDE
        self.shared: dict[str, Any] = {}

    @property
    def _log_weights(self) -> Tensor | None:
        weights = self.shared.get("log_weights")
        return None if weights is None else torch.tensor(weights, device=self._device)

    def prepare(self, job: LearningJob, progress: Progress) -> None:
        """Estimate how frequent the classes are in the scene, if that is wanted."""
        job.record.details["score_temperature"] = round(self._temperature, 4)
        if self._adapts_priors:
            priors = self.adapt_priors(job.valid, job.recipe.seed, progress)
            job.record.details["estimated_class_shares"] = priors.round(4).tolist()
            job.record.details["transductive"] = True

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""
        found = self.scored(window)
        return found.targets, found.confidence

    def probabilities(self, window: PixelWindow) -> npt.NDArray[np.floating]:
        """Return the probabilities of all classes, shape (h, w, K)."""
        found: npt.NDArray[np.floating]
        found = self.window_probabilities(window).float().numpy()
        return found

    def scored(self, window: PixelWindow) -> Scored:
        """Return targets, confidences and probabilities of all pixels of a window."""
        probabilities = self.window_probabilities(window)
        best = probabilities.max(dim=-1)
        return Scored(
            best.indices.numpy(),
            best.values.float().numpy(),
            probabilities.float().numpy(),
        )

    @torch.inference_mode()
    def similarities(self, row: int, col: int) -> npt.NDArray[np.floating]:
        """Return the cosines of a pixel with the class vectors, shape (K,)."""
        pixel = PixelWindow(row, col, 1, 1)
        half = self._patch_size // 2
        patch = [
            torch.from_numpy(modality.read(pixel, margin=half))[None].to(self._device)
            for modality in self.modalities
        ]
        found = torch.stack([member.patch_cosines(patch) for member in self._members])
        cosines: npt.NDArray[np.floating] = found.mean(dim=0)[0].cpu().numpy()
        return cosines

    @torch.inference_mode()
    def adapt_priors(
        self, valid: npt.NDArray[np.bool_], seed: int, progress: Progress
    ) -> npt.NDArray[np.float64]:
        """Weigh classes by their estimated frequency in the scene.

        A fixed sample of pixels decides, so that the result does not depend on
        how the scene is cut into tiles.
        """
        positions = sample_positions(
            valid, _PRIOR_PIXELS, np.random.default_rng([seed, 7])
        )
        # As the networks say it: softened scores would shift rare classes' pixels
        # to their frequent neighbours, round by round, until none is left.
        softness = self._members[0].softness
        if self._is_dense and _DENSE_GAIN * len(positions) > valid.size:
            found = self._scores_by_tiles(positions, valid, progress)
        else:
            found = self._scores_by_patches(positions, valid, progress)
        priors = estimate_priors((softness * found).softmax(dim=1).numpy())
        weights = (np.log(priors * len(priors)) / softness).astype(np.float32)
        self.shared["log_weights"] = weights.tolist()
        return priors

    def _scores_by_patches(
        self, positions: IntArray, valid: npt.NDArray[np.bool_], progress: Progress
    ) -> Tensor:
        ends = [*range(0, len(positions), _PRIOR_PATCHES), len(positions)]
        return torch.cat(
            [
                self._patch_scores(self._read(positions[start:stop], valid, progress))
                for start, stop in itertools.pairwise(ends)
            ]
        )

    def _scores_by_tiles(
        self, positions: IntArray, valid: npt.NDArray[np.bool_], progress: Progress
    ) -> Tensor:
        """Return the scores of `_scores_by_patches`, sooner if pixels are dense."""
        whole = PixelWindow.of_shape((valid.shape[0], valid.shape[1]))
        found = torch.empty(0)
        for tile in whole.tiles(self.tile_side):
            progress.checkpoint()
            inside = np.flatnonzero(
                ((positions >= (tile.row, tile.col)).all(axis=1))
                & (positions < (tile.row + tile.height, tile.col + tile.width)).all(
                    axis=1
                )
            )
            if inside.size:
                scores = self.window_scores(tile)
                rows, cols = (positions[inside] - (tile.row, tile.col)).T
                if not found.numel():
                    found = torch.empty(len(positions), scores.shape[-1])
                found[inside] = scores[rows, cols]
        return found

    @torch.inference_mode()
    def patch_probabilities(self, patches: Sequence[Tensor]) -> Tensor:
        """Return probabilities (N, K) of patches, one modality each."""
        return self._probabilities(self._patch_scores(patches))

    @torch.inference_mode()
    def window_probabilities(self, window: PixelWindow) -> Tensor:
        """Return probabilities (h, w, K) of a window of the scene."""
        return self._probabilities(self.window_scores(window))

    @torch.inference_mode()
    def window_scores(self, window: PixelWindow) -> Tensor:
        """Return scores (h, w, K) of a window, before the temperature."""
        heard = [
            modality if self._members[0].looks_at(number) else None
            for number, modality in enumerate(self.modalities)
        ]
        planes = scene_planes(heard, window, self._patch_size // 2, self._device)
        if not self._is_dense:
            patches = [_unfolded(plane, self._patch_size) for plane in planes]
            return self._patch_scores(patches).reshape(*window.size, -1)
        return self._averaged([member.plane_scores(planes) for member in self._members])

    def _read(
        self, positions: IntArray, valid: npt.NDArray[np.bool_], progress: Progress
    ) -> list[Tensor]:
        patches = read_patches(
            self.modalities,
            positions,
            (valid.shape[0], valid.shape[1]),
            size=self._patch_size,
            progress=progress,
        )
        return [torch.from_numpy(patch) for patch in patches]

    def _patch_scores(self, patches: Sequence[Tensor]) -> Tensor:
        parts = []
        at_once = _PATCHES_AT_ONCE.get(self._device.type, 128)
        for start in range(0, len(patches[0]), at_once):
            batch = [
                patch[start : start + at_once].to(self._device) for patch in patches
            ]
            logs = [member.patch_scores(batch) for member in self._members]
            parts.append(self._averaged(logs))
        return torch.cat(parts)

    def _probabilities(self, scores: Tensor) -> Tensor:
        return (scores / self._temperature).softmax(dim=-1)

    def _averaged(self, logs: list[Tensor]) -> Tensor:
        mean = torch.stack([log.exp() for log in logs]).mean(dim=0)
        scores = mean.clamp(min=1e-12).log()
        weights = self._log_weights
        if weights is not None:
            scores = scores + weights
        return scores.cpu()


def scene_planes(
    modalities: Sequence[ModalityInput | None],
    window: PixelWindow,
    margin: int,
    device: torch.device,
) -> list[Tensor]:
    """Return planes (1, C, h + 2 margin, w + 2 margin), one per modality.

    Empty ones stand for modalities that nobody looks at.
    """
    return [
        torch.empty(0)
        if modality is None
        else torch.from_numpy(modality.read(window, margin=margin))[None].to(device)
        for modality in modalities
    ]


def _unfolded(plane: Tensor, size: int) -> Tensor:
    """Return a view of all patches of a plane (1, C, H, W) as (N, C, w, w)."""
    windows = plane[0].unfold(1, size, 1).unfold(2, size, 1)
    return windows.permute(1, 2, 0, 3, 4).flatten(0, 1)
