"""A small image encoder of valid convolutions, evaluated densely on scenes."""

from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.modules.token_masker import TokenMask
from hsiviewer.learning.modules.transformer import TimeEmbedding

_FREQUENCIES = 64


class ConvTower(nn.Module):
    """Small valid convolutions of stride 1, so that scenes are encoded densely.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    width : int
        Length of features and of the vectors that come out.
    window : int
        Side of what it sees: 1 for single pixels.
    dropout : float
        Share of features dropped in training.
    auxiliary_dropout : float
        Share of samples whose auxiliary modalities are hidden in training.
    denoises : bool
        Whether it is told diffusion steps and can recover hidden pixels.
    """

    def __init__(
        self,
        channels: Sequence[int],
        *,
        width: int,
        window: int,
        dropout: float = 0.0,
        auxiliary_dropout: float = 0.0,
        denoises: bool = False,
    ) -> None:
        super().__init__()
        self.window = window
        self.denoises = denoises
        self.stems = nn.ModuleList(nn.Conv2d(channel, width, 1) for channel in channels)
        if denoises:
            self.hidden = nn.Parameter(0.02 * torch.randn(width))
            self.time = TimeEmbedding(width, _FREQUENCIES)
        side = 3 if window > 1 else 1
        layers = (window - 1) // 2 if window > 1 else 1
        self.layers = nn.ModuleList(
            nn.Conv2d(width, width, side) for _ in range(layers)
        )
        self.drop = nn.Dropout(dropout)
        self.auxiliary_dropout = auxiliary_dropout
        if denoises:
            self.decoders = nn.ModuleList(
                nn.Sequential(
                    nn.Linear(width, 2 * width),
                    nn.GELU(),
                    nn.Linear(2 * width, channel * window * window),
                )
                for channel in channels
            )
        self.head = nn.Linear(width * len(channels), width)

    def reconstruct(
        self, modality: int, noised: Tensor, mask: TokenMask, step: Tensor
    ) -> Tensor:
        """Predict the clean tokens (N, T, C) from the visible noised ones."""
        side = self.window
        grid = noised.transpose(1, 2).reshape(len(noised), -1, side, side)
        tokens = self.stems[modality](grid).flatten(2).transpose(1, 2)
        shown = mask.is_visible()[..., None]
        tokens = torch.where(shown, tokens, self.hidden)
        tokens = tokens + self.time(step)[:, None]
        encoded = self._inner(
            tokens.transpose(1, 2).reshape(len(noised), -1, side, side)
        )
        values: Tensor = self.decoders[modality](encoded.flatten(1))
        return values.reshape(noised.shape)

    def vectors(self, patches: Sequence[Tensor], step: Tensor | None = None) -> Tensor:
        """Encode the middle of patches (N, C, w, w) of all modalities to (N, D)."""
        edge = (patches[0].shape[-1] - self.window) // 2
        inner = slice(edge, edge + self.window)
        planes = [patch[:, :, inner, inner] for patch in patches]
        return self.plane_vectors(planes, step).flatten(1)

    def plane_vectors(
        self, planes: Sequence[Tensor], step: Tensor | None = None
    ) -> Tensor:
        """Encode every window of planes (N, C, H, W) to (N, D, H', W')."""
        features = [
            self._sometimes(modality, self._inner(self._stem(modality, plane, step)))
            for modality, plane in enumerate(planes)
        ]
        joined = self.drop(torch.cat(features, dim=1))
        weight = self.head.weight[:, :, None, None]
        return F.conv2d(joined, weight, self.head.bias)

    def stage_two_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what training on labels trains: all but the decoders."""
        for name, parameter in self.named_parameters():
            if not name.startswith(("decoders", "hidden")):
                yield parameter

    def module(self) -> nn.Module:
        """Return the tower itself."""
        return self

    def _stem(self, modality: int, plane: Tensor, step: Tensor | None) -> Tensor:
        tokens: Tensor = self.stems[modality](plane)
        if not self.denoises:
            return tokens
        if step is None:
            step = torch.zeros(len(plane), dtype=torch.int64, device=plane.device)
        time: Tensor = self.time(step)[:, :, None, None]
        return tokens + time

    def _sometimes(self, modality: int, features: Tensor) -> Tensor:
        """Drop a whole auxiliary modality of some samples while training.

        A few labels are easily told apart by a surface model alone; so the
        spectra have to do without it from time to time.
        """
        if not (modality and self.training and self.auxiliary_dropout):
            return features
        kept = torch.rand(len(features), 1, 1, 1, device=features.device)
        return features * (kept >= self.auxiliary_dropout)

    def _inner(self, tokens: Tensor) -> Tensor:
        hidden = F.gelu(tokens)
        for layer in self.layers:
            hidden = F.gelu(layer(hidden))
        return hidden
