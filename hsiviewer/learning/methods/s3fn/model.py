"""The networks: 3-D convolutions for features, a fusion head in the space of texts."""

import dataclasses
from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.modules.aligned import AlignedNetwork, View, dense_views
from hsiviewer.learning.modules.heads import LogitScale, probe

# Least side and components that valid convolutions and two poolings leave anything of.
_LEAST_VALID = 14
_LEAST_POOLED = 4
_DENSE_WINDOW = 5  # of two valid convolutions
_PLANE_SIDE = 16  # from which on planes are worth rearranging
_TILE_SIDE = 32  # whose volumes stay in a processor's cache
_HIDDEN_SHARE = 2  # the last hidden layer has half as many units as z
# Factors of the sums of squared weights, layer by layer (released code).
PENALTIES = (0.01, 0.001, 0.0001, 0.001, 0.0001)


class PatchCnn(nn.Module):
    """The published 3-D network.

    Convolutions are valid where patches are large enough for it, as published;
    otherwise they keep the size, and pooling leaves small extents alone.

    Parameters
    ----------
    channels : int
        Components of a pixel.
    side : int
        Side of the patches.
    config : S3fnConfig
        Sizes.
    """

    def __init__(self, channels: int, side: int, config: S3fnConfig) -> None:
        super().__init__()
        self.window = side
        self.is_valid = min(channels, side) >= _LEAST_VALID
        widths = (config.filters, 2 * config.filters, 4 * config.filters)
        padding = 0 if self.is_valid else 1
        self.convolutions = nn.ModuleList(
            nn.Conv3d(inputs, outputs, 3, padding=padding)
            for inputs, outputs in zip((1, *widths), widths, strict=False)
        )
        with torch.no_grad():
            extent = self._convolved(torch.zeros(1, channels, side, side)).numel()
        self.dense = nn.Linear(extent, config.width)
        self.drop = nn.Dropout(config.dropout)

    def features(self, patches: Tensor) -> Tensor:
        """Return z of patches (N, C, w, w), shape (N, width)."""
        return F.relu(self.dense(self._convolved(patches)))

    def weights(self) -> Iterator[Tensor]:
        """Yield the weights that are penalised, in the order of `PENALTIES`."""
        for layer in _layers(self.convolutions):
            yield layer.weight
        yield self.dense.weight

    def _convolved(self, patches: Tensor) -> Tensor:
        first, second, third = _layers(self.convolutions)
        hidden = self._pooled(F.relu(first(patches[:, None])))
        hidden = F.relu(third(F.relu(second(hidden))))
        return self._pooled(hidden).flatten(1)

    def _pooled(self, volume: Tensor) -> Tensor:
        extents = volume.shape[2:]
        if self.is_valid:
            return F.avg_pool3d(volume, 2)
        return F.avg_pool3d(
            volume, tuple(2 if extent >= _LEAST_POOLED else 1 for extent in extents)
        )


class DenseCnn(nn.Module):
    """Two 3-D convolutions, valid and of stride 1 in space, so that scenes are encoded.

    Components can be pooled in pairs after either, as in the published network; the
    dense layer that follows sees all that are left.

    Parameters
    ----------
    channels : int
        Components of a pixel.
    window : int
        5, or 1 for single pixels.
    config : S3fnConfig
        Sizes.
    """

    def __init__(self, channels: int, window: int, config: S3fnConfig) -> None:
        super().__init__()
        self.window = window
        side = 3 if window > 1 else 1
        kernel, padding = (3, side, side), (1, 0, 0)
        first, second = config.filters, 2 * config.filters
        self.convolutions = nn.ModuleList(
            nn.Conv3d(inputs, outputs, kernel, padding=padding)
            for inputs, outputs in ((1, first), (first, second))
        )
        self.is_pooled = config.pooling
        kept = _halved(_halved(channels)) if self.is_pooled else channels
        self.dense = nn.Linear(second * kept, config.width)
        self.drop = nn.Dropout(config.dropout)

    def features(self, patches: Tensor) -> Tensor:
        """Return z of patches (N, C, w, w), shape (N, width).

        Patches larger than the window get the mean over all windows in them.
        """
        return self.plane_features(patches).mean(dim=(2, 3))

    def plane_features(self, planes: Tensor) -> Tensor:
        """Return z of every window of planes (N, C, H, W), shape (N, width, H', W')."""
        hidden = planes[:, None]
        for convolution in _layers(self.convolutions):
            hidden = F.relu(_convolved(convolution, hidden))
            if self.is_pooled and hidden.shape[2] > 1:
                hidden = F.avg_pool3d(hidden, (2, 1, 1))
        weight = self.dense.weight[:, :, None, None]
        return F.relu(F.conv2d(hidden.flatten(1, 2), weight, self.dense.bias))

    def weights(self) -> Iterator[Tensor]:
        """Yield the weights that are penalised."""
        for layer in _layers(self.convolutions):
            yield layer.weight
        yield self.dense.weight


class FusedTower(nn.Module):
    """A 3-D network with the head of its first stage and that of its second.

    Parameters
    ----------
    cnn : PatchCnn or DenseCnn
        Gives the features z.
    classes : int
        Of the first stage's softmax.
    outputs : int
        Length of the class vectors; 0 has no second stage, and the tower gives the
        first one's scores.
    config : S3fnConfig
        Sizes.
    window : int
        Side of the part of a patch that is looked at.
    """

    def __init__(
        self,
        cnn: PatchCnn | DenseCnn,
        classes: int,
        outputs: int,
        config: S3fnConfig,
        *,
        window: int,
    ) -> None:
        super().__init__()
        self.window = window
        self.cnn = cnn
        self.hidden = nn.Linear(config.width, config.width // _HIDDEN_SHARE)
        self.classifier = nn.Linear(config.width // _HIDDEN_SHARE, classes)
        self.fusion = (
            probe(config.width, outputs, depth=config.fusion_depth) if outputs else None
        )
        self.is_positive = config.fusion_relu
        if isinstance(cnn, DenseCnn):
            self.plane_vectors = self._plane_vectors

    def logits(self, features: Tensor) -> Tensor:
        """Return the first stage's scores (N, classes) of features (N, width)."""
        hidden = F.relu(self.hidden(self.cnn.drop(features)))
        scores: Tensor = self.classifier(hidden)
        return scores

    def fused(self, features: Tensor) -> Tensor:
        """Return z' = ReLU(W z + b) of features (N, width), shape (N, outputs)."""
        if self.fusion is None:
            return self.logits(features)
        vectors: Tensor = self.fusion(features)
        return F.relu(vectors) if self.is_positive else vectors

    def features(self, patches: Sequence[Tensor]) -> Tensor:
        """Return z of the middle of patches; the cube is the only modality."""
        (cube,) = patches
        edge = (cube.shape[-1] - self.window) // 2
        inner = slice(edge, edge + self.window)
        return self.cnn.features(cube[:, :, inner, inner])

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Encode patches (N, C, w, w) to (N, outputs)."""
        return self.fused(self.features(patches))

    def _plane_vectors(self, planes: Sequence[Tensor]) -> Tensor:
        assert isinstance(self.cnn, DenseCnn)
        features = self.cnn.plane_features(planes[0])
        flat = features.movedim(1, -1)
        return self.fused(flat).movedim(-1, 1)


class S3fn(AlignedNetwork):
    """Features in the space of texts.

    Parameters
    ----------
    channels : sequence of int
        Components of a pixel, and of its surroundings.
    side : int
        Side of the patches.
    config : S3fnConfig
        Sizes.
    classes : nn.Module
        Gives the vectors of the classes.
    count, outputs : int
        Number and length of the class vectors.
    """

    def __init__(
        self,
        channels: Sequence[int],
        side: int,
        config: S3fnConfig,
        classes: nn.Module,
        *,
        count: int,
        outputs: int,
    ) -> None:
        networks, views = _networks(channels, side, config)
        towers = nn.ModuleList(
            FusedTower(
                cnn,
                count,
                outputs if config.fuse else 0,
                config,
                window=side if side > _DENSE_WINDOW else cnn.window,
            )
            for cnn in networks
        )
        is_learned = config.fuse and config.similarity == "cosine"
        super().__init__(
            towers,
            LogitScale(config.temperature, learned=is_learned),
            patch_size=side,
            classes=classes,
            views=views,
        )
        self.tile_side = _TILE_SIDE
        self.similarity = config.similarity if config.fuse else "dot"

    def class_scores(self, vectors: Tensor, classes: Tensor) -> Tensor:
        """Compare vectors (..., D) with those of classes; scores (..., K)."""
        if self.similarity == "dot":
            return vectors @ classes.T
        cosine = F.normalize(vectors, dim=-1) @ classes.T
        return self.scale() * cosine if self.similarity == "cosine" else cosine

    def fused_towers(self) -> list[FusedTower]:
        """Return the image encoders."""
        return [tower for tower in self.towers if isinstance(tower, FusedTower)]

    def features(self, patches: Sequence[Tensor]) -> list[Tensor]:
        """Return z of patches, shape (N, width), of each image encoder."""
        return [tower.features(own) for tower, own in self.seen(patches)]


def _layers(convolutions: nn.ModuleList) -> list[nn.Conv3d]:
    return [
        convolution
        for convolution in convolutions
        if isinstance(convolution, nn.Conv3d)
    ]


def _convolved(convolution: nn.Conv3d, volume: Tensor) -> Tensor:
    """Apply a 3-D convolution to (N, C, S, H, W).

    The same sums come several times sooner on a processor where a kernel of one pixel
    is a 1-D convolution of spectra, and where planes have three neighbouring components
    beside each other as channels of a 2-D convolution.
    """
    weight = convolution.weight
    if weight.shape[-1] == 1:
        return _along_spectra(convolution, volume)
    if volume.shape[-1] < _PLANE_SIDE:
        convolved: Tensor = convolution(volume)
        return convolved
    count, channels, extent, rows, cols = volume.shape
    padded = F.pad(volume, (0, 0, 0, 0, 1, 1))
    near = torch.stack([padded[:, :, i : i + extent] for i in range(3)], dim=2)
    flat = near.permute(0, 3, 1, 2, 4, 5).reshape(-1, 3 * channels, rows, cols)
    kernel = weight.flatten(1, 2)
    found = F.conv2d(flat, kernel, convolution.bias)
    return found.reshape(count, extent, *found.shape[1:]).transpose(1, 2)


def _along_spectra(convolution: nn.Conv3d, volume: Tensor) -> Tensor:
    """Apply a convolution of one pixel and three components to (N, C, S, H, W)."""
    count, channels, extent, rows, cols = volume.shape
    spectra = volume.permute(0, 3, 4, 1, 2).reshape(-1, channels, extent)
    kernel = convolution.weight.flatten(2)
    found = F.conv1d(spectra, kernel, convolution.bias, padding=1)
    return found.reshape(count, rows, cols, -1, extent).permute(0, 3, 4, 1, 2)


def _networks(
    channels: Sequence[int], side: int, config: S3fnConfig
) -> tuple[list[PatchCnn | DenseCnn], list[View]]:
    """Return the networks for features, and what each looks at."""
    if config.encoder == "cnn":
        return [PatchCnn(channels[0], side, config)], []
    # Larger patches, of objects, are the mean of all their windows.
    views = dense_views(
        len(channels),
        side,
        has_pixel_expert=config.pixel_expert,
        has_context=config.sees_surroundings and len(channels) > 1,
    )
    networks: list[PatchCnn | DenseCnn] = []
    for window, view in views:
        (components,) = view.of(channels)
        # Means are several times as many values as components: half the filters.
        filters = config.filters // 2 if view.is_context else config.filters
        sized = dataclasses.replace(config, filters=max(1, filters))
        networks.append(DenseCnn(components, min(window, _DENSE_WINDOW), sized))
    return networks, [view for _, view in views]


def _halved(extent: int) -> int:
    return extent // 2 if extent > 1 else extent
