"""The networks: encoders that learn by contrast, and classifiers of features."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.denoiser import LIMIT, FeatureDenoiser
from hsiviewer.learning.modules.aligned import AlignedNetwork, dense_views
from hsiviewer.learning.modules.class_vectors import KnownVectors
from hsiviewer.learning.modules.conv_tower import ConvTower
from hsiviewer.learning.modules.heads import LogitScale

VIEW = 128  # length of what views are compared by
_REFINING_DRAWS = 4
_LEAST_DEPTH = 3  # of which two strides leave one


class Trunk(nn.Module):
    """The encoder of DiffusionAAE without its last pooling.

    Components (and auxiliary channels) are the depth of 3-D convolutions; what is
    left of it becomes channels of 2-D ones.

    Parameters
    ----------
    channels : int
        Values per pixel, of all modalities together.
    side : int
        Of the patches.
    stretched : int
        Side that the last map is stretched to by repeating values; 0 leaves it.
    """

    def __init__(self, channels: int, side: int, stretched: int = 0) -> None:
        super().__init__()
        self.window = side
        self._stretched = stretched
        self._missing = max(0, _LEAST_DEPTH - channels)
        depth = (_halved(channels + self._missing) - 2) // 2 + 1
        self.volumes = nn.Sequential(
            *_layer(nn.Conv3d(1, 8, 3, padding=1), nn.BatchNorm3d(8)),
            *_layer(nn.Conv3d(8, 16, 3, stride=2, padding=1), nn.BatchNorm3d(16)),
            *_layer(
                nn.Conv3d(16, 32, (4, 3, 3), stride=2, padding=1), nn.BatchNorm3d(32)
            ),
        )
        self.planes = nn.Sequential(
            *_layer(nn.Conv2d(32 * depth, 128, 3, 2, 1), nn.BatchNorm2d(128)),
            *_layer(nn.Conv2d(128, 128, 3, 2, 1), nn.BatchNorm2d(128)),
        )
        self.outputs = (
            128 * (stretched or _halved(_halved(_halved(_halved(side))))) ** 2
        )

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Encode the middle of patches (N, C, s, s) of all modalities to (N, D)."""
        edge = (patches[0].shape[-1] - self.window) // 2
        inner = slice(edge, edge + self.window)
        joined = torch.cat([patch[:, :, inner, inner] for patch in patches], dim=1)
        volume = F.pad(joined, (0, 0, 0, 0, 0, self._missing))[:, None]
        hidden = self.planes(self.volumes(volume).flatten(1, 2))
        if self._stretched:
            hidden = F.adaptive_avg_pool2d(hidden, self._stretched)
        encoded: Tensor = hidden.flatten(1)
        return encoded


class ContrastTower(nn.Module):
    """An encoder, the scaling of its features, and their classifier.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    window : int
        Side of what it sees.
    classes : int
        Of the classifier; 0 for an encoder that can only pre-train.
    config : ContrastDmConfig
        Sizes.
    """

    mean: Tensor
    deviation: Tensor
    draws: Tensor

    def __init__(
        self,
        channels: Sequence[int],
        window: int,
        classes: int,
        config: ContrastDmConfig,
    ) -> None:
        super().__init__()
        self.window = window
        self.encoder: Trunk | ConvTower
        if config.encoder == "trunk":
            self.encoder = Trunk(sum(channels), window, config.feature_map)
            self.outputs = self.encoder.outputs
        else:
            self.encoder = ConvTower(channels, width=config.width, window=window)
            self.outputs = config.width
            self.plane_vectors = self._plane_vectors
        self.register_buffer("mean", torch.zeros(self.outputs))
        self.register_buffer("deviation", torch.ones(self.outputs))
        self.refine_t = config.refine_t
        self.classes = classes
        if classes:
            self.classifier = _classifier(self.outputs, classes, config)
            self.drop = nn.Dropout(config.dropout)
        if classes and config.refine_t:
            # Part of the answer, so part of what is saved.
            self.denoiser = FeatureDenoiser(
                self.outputs, classes,
                width=config.denoiser_width, blocks=config.denoiser_blocks,
                steps=config.diffusion_times,
            )  # fmt: skip
            self.register_buffer("draws", torch.randn(_REFINING_DRAWS, self.outputs))

    def features(self, patches: Sequence[Tensor]) -> Tensor:
        """Return scaled features of patches, shape (N, D), within -1..1."""
        return self.refined(self.scaled(self.encoder.vectors(patches)))

    def scaled(self, features: Tensor) -> Tensor:
        """Standardise h (N, D) by the unlabelled scene; +-4 deviations become +-1.

        A known range is what lets predictions be cut at it while drawing.
        """
        standard = (features - self.mean) / self.deviation
        return standard.clamp(-LIMIT, LIMIT) / LIMIT

    @torch.no_grad()
    def fit_scaling(self, features: Tensor) -> None:
        """Take mean and deviation from unlabelled h, shape (N, D)."""
        self.mean.copy_(features.mean(dim=0))
        self.deviation.copy_(features.std(dim=0).clamp(min=1e-6))

    def refined(self, features: Tensor) -> Tensor:
        """Noise features to `refine_t` and denoise them without a class.

        The noise is the same for every feature, drawn once for the model, and each
        draw is taken with its opposite: so the map does not depend on the order in
        which pixels are looked at.
        """
        if not self.refine_t:
            return features
        step = torch.full(
            (len(features),), self.refine_t, dtype=torch.int64, device=features.device
        )
        free = torch.full_like(step, self.denoiser.no_class)
        total = torch.zeros_like(features)
        for noise in torch.cat([self.draws, -self.draws]):
            each = noise.expand_as(features)
            noised = self.denoiser.schedule.noised(features, step, each)
            found = self.denoiser(noised, step, free)
            total = total + self.denoiser.schedule.clean_from_noise(noised, step, found)
        return total / (2 * len(self.draws))

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Return scores (N, K) of patches."""
        return self.logits(self.features(patches))

    def logits(self, features: Tensor) -> Tensor:
        """Return scores (N, K) of scaled features (N, D)."""
        scores: Tensor = self.classifier(self.drop(features))
        return scores

    def _plane_vectors(self, planes: Sequence[Tensor]) -> Tensor:
        assert isinstance(self.encoder, ConvTower)
        raw = self.encoder.plane_vectors(planes).movedim(1, -1)
        flat = self.refined(self.scaled(raw.flatten(0, 2)))
        return self.logits(flat).reshape(*raw.shape[:3], -1).movedim(-1, 1)


class Projected(nn.Module):
    """An encoder and what views are compared by; used in pre-training only.

    Parameters
    ----------
    encoder : Trunk or ConvTower
        Trains here, and goes on without the projection.
    outputs : int
        Length of its features.
    """

    def __init__(self, encoder: Trunk | ConvTower, outputs: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.projector = nn.Sequential(
            nn.Linear(outputs, VIEW), nn.ReLU(), nn.Linear(VIEW, VIEW)
        )

    def forward(self, patches: Sequence[Tensor]) -> Tensor:
        """Return vectors (N, 128) of patches."""
        compared: Tensor = self.projector(self.encoder.vectors(patches))
        return compared


class CosineClassifier(nn.Module):
    """Cosines with one learned direction per class, over a temperature."""

    def __init__(self, features: int, classes: int, temperature: float) -> None:
        super().__init__()
        self.directions = nn.Parameter(torch.randn(classes, features))
        self.scale = LogitScale(temperature, learned=True)

    def forward(self, features: Tensor) -> Tensor:
        """Return scores (N, K) of features (N, D)."""
        cosine = F.normalize(features, dim=1) @ F.normalize(self.directions, dim=1).T
        scores: Tensor = self.scale() * cosine
        return scores


class ContrastDm(AlignedNetwork):
    """Classifiers of contrastive features; several answer as a product of experts.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    config : ContrastDmConfig
        Sizes.
    classes : int
        How many; 0 for a network that can only pre-train.
    """

    def __init__(
        self, channels: Sequence[int], config: ContrastDmConfig, classes: int = 0
    ) -> None:
        views = dense_views(
            len(channels),
            config.patch_size,
            has_pixel_expert=config.encoder == "conv" and config.pixel_expert,
            has_context=config.sees_surroundings,
        )
        super().__init__(
            nn.ModuleList(
                ContrastTower(view.of(channels), window, classes, config)
                for window, view in views
            ),
            LogitScale(1.0, learned=False),
            patch_size=config.patch_size,
            # The classifiers give one score per class: no vectors stand between.
            classes=KnownVectors(torch.eye(classes)) if classes else None,
            views=[view for _, view in views],
        )

    def load_encoders(self, weights: Mapping[str, Tensor]) -> None:
        """Take over what a pre-training has learned; classifiers stay as they are.

        Raises
        ------
        RuntimeError, ValueError
            If the weights are those of another network.
        """
        if not weights:
            raise ValueError("there are no weights for one of the encoders")
        own = self.towers.state_dict()
        own.update(weights)
        self.towers.load_state_dict(own)

    def class_scores(self, vectors: Tensor, classes: Tensor) -> Tensor:  # noqa: ARG002
        """Return the classifiers' scores (..., K) as they are."""
        return vectors

    def experts(self) -> Iterator[ContrastTower]:
        """Yield the encoders with their classifiers."""
        yield from cast("Iterator[ContrastTower]", iter(self.towers))


def _classifier(features: int, classes: int, config: ContrastDmConfig) -> nn.Module:
    if config.classifier == "cosine":
        return CosineClassifier(features, classes, config.temperature)
    half = config.hidden // 2
    return nn.Sequential(
        nn.Linear(features, config.hidden), nn.ReLU(),
        nn.Linear(config.hidden, half), nn.ReLU(),
        nn.Linear(half, classes),
    )  # fmt: skip


def _layer(convolution: nn.Module, norm: nn.Module) -> list[nn.Module]:
    return [convolution, norm, nn.ReLU()]


def _halved(extent: int) -> int:
    """Return what a convolution of side 3, stride 2 and padding 1 leaves."""
    return (extent + 1) // 2
