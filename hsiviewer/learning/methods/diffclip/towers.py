"""Image encoders of DiffCLIP: the published transformer, and a small dense one.

Both share their inner weights among modalities, learn from noised and hidden
tokens, and end in a linear head over the features of all modalities.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.modules.aligned import View, dense_views
from hsiviewer.learning.modules.conv_tower import ConvTower
from hsiviewer.learning.modules.token_masker import TokenMask
from hsiviewer.learning.modules.transformer import Block, TimeEmbedding, grid_positions


class Tower(Protocol):
    """What the two stages ask of an image encoder."""

    window: int

    def reconstruct(
        self, modality: int, noised: Tensor, mask: TokenMask, step: Tensor
    ) -> Tensor:
        """Predict the clean tokens (N, T, C) from the visible noised ones."""

    def vectors(self, patches: Sequence[Tensor], step: Tensor | None = None) -> Tensor:
        """Encode clean patches (N, C, w, w) of all modalities to (N, D).

        Without a diffusion step, the first one is told.
        """

    def stage_two_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what fine-tuning trains: all but the decoders."""

    def module(self) -> nn.Module:
        """Return the tower as a torch module."""


class VitTower(nn.Module):
    """One token per pixel, a class token that carries the diffusion step.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    config : DiffClipConfig
        Sizes.
    """

    def __init__(self, channels: Sequence[int], config: DiffClipConfig) -> None:
        super().__init__()
        self.window = config.patch_size
        width = config.width
        encoders = 1 if config.share_encoder else len(channels)
        self.stems = nn.ModuleList(VitStem(channel, width) for channel in channels)
        self.encoders = nn.ModuleList(
            _encoder(width, config.layers, config.heads) for _ in range(encoders)
        )
        self.decoders = nn.ModuleList(
            VitDecoder(channel, width, config.decoder_layers, config.heads)
            for channel in channels
        )
        self.head = nn.Linear(width * len(channels), width)
        table = grid_positions(self.window, width)
        self.positions = nn.ParameterList(
            nn.Parameter(table.clone(), requires_grad=config.train_positions)
            for _ in channels
        )
        _xavier(self)
        nn.init.trunc_normal_(self.head.weight, std=2e-5)

    def reconstruct(
        self, modality: int, noised: Tensor, mask: TokenMask, step: Tensor
    ) -> Tensor:
        """Predict the clean tokens; see `Tower.reconstruct`."""
        # Only visible tokens pass the stem: its batch norm never sees hidden ones.
        tokens = self._stem(modality).tokens(mask.gather(noised))
        places = self.positions[modality][1:].detach()
        tokens = tokens + mask.gather(places.expand(len(tokens), -1, -1))
        encoded = self._encode(modality, tokens, step)
        decoded: Tensor = self.decoders[modality](
            encoded, mask, self.positions[modality].detach()
        )
        return decoded

    def vectors(self, patches: Sequence[Tensor], step: Tensor | None = None) -> Tensor:
        """Encode whole patches; see `Tower.vectors`."""
        if step is None:
            step = torch.zeros(
                len(patches[0]), dtype=torch.int64, device=patches[0].device
            )
        features = []
        for modality, patch in enumerate(patches):
            values = patch.flatten(2).transpose(1, 2)
            tokens = self._stem(modality).tokens(values)
            tokens = tokens + self.positions[modality][1:]
            features.append(self._encode(modality, tokens, step)[:, 0])
        vectors: Tensor = self.head(torch.cat(features, dim=1))
        return vectors

    def stage_two_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what fine-tuning trains."""
        for name, parameter in self.named_parameters():
            if not name.startswith("decoders") and parameter.requires_grad:
                yield parameter

    def module(self) -> nn.Module:
        """Return the tower itself."""
        return self

    def _stem(self, modality: int) -> "VitStem":
        stem = self.stems[modality]
        assert isinstance(stem, VitStem)
        return stem

    def _encode(self, modality: int, tokens: Tensor, step: Tensor) -> Tensor:
        first = self._stem(modality).class_token(step) + self.positions[modality][0]
        sequence = torch.cat([first[:, None], tokens], dim=1)
        encoded: Tensor = self.encoders[min(modality, len(self.encoders) - 1)](sequence)
        return encoded


class VitStem(nn.Module):
    """From the values of a pixel to a token; 1 x 1 convolutions are linear layers."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.first = nn.Linear(channels, width)
        self.norm1 = nn.BatchNorm1d(width)
        self.second = nn.Linear(width, width)
        self.norm2 = nn.BatchNorm1d(width)
        self.embed = nn.Linear(width, width)
        self.token = nn.Parameter(torch.empty(width))
        self.time = TimeEmbedding(width)
        nn.init.normal_(self.token, std=0.02)

    def tokens(self, values: Tensor) -> Tensor:
        """Turn values (N, T, C) into tokens (N, T, D)."""
        flat = values.flatten(0, 1)
        flat = F.relu(self.norm1(self.first(flat)))
        flat = F.relu(self.norm2(self.second(flat)))
        embedded: Tensor = self.embed(flat)
        return embedded.reshape(*values.shape[:2], -1)

    def class_token(self, step: Tensor) -> Tensor:
        """Return the class token with the diffusion step, shape (N, D)."""
        token: Tensor = self.token + self.time(step)
        return token


class VitDecoder(nn.Module):
    """From visible tokens back to all values of a patch."""

    def __init__(self, channels: int, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.enter = nn.Linear(width, width)
        self.hidden = nn.Parameter(torch.empty(width))
        self.blocks = _encoder(width, layers, heads)
        self.leave = nn.Linear(width, width)
        self.refine = nn.Linear(width, width)
        self.values = nn.Linear(width, channels)
        nn.init.normal_(self.hidden, std=0.02)

    def forward(self, encoded: Tensor, mask: TokenMask, positions: Tensor) -> Tensor:
        """Predict values (N, T, C) from the class token and visible ones."""
        tokens = self.enter(encoded)
        full = mask.scatter(tokens[:, 1:], self.hidden)
        sequence = torch.cat([tokens[:, :1], full], dim=1) + positions
        decoded = self.leave(self.blocks(sequence))[:, 1:]
        values: Tensor = self.values(self.refine(decoded))
        return values


def make_towers(
    channels: Sequence[int], config: DiffClipConfig
) -> tuple[nn.ModuleList, list[View]]:
    """Return the image encoders of one network, and what each looks at."""
    if config.encoder == "vit":
        return nn.ModuleList([VitTower(channels, config)]), []
    views = dense_views(
        len(channels),
        config.patch_size,
        has_pixel_expert=config.pixel_expert,
        has_context=config.sees_surroundings,
    )
    towers = nn.ModuleList(
        ConvTower(
            view.of(channels),
            width=config.width,
            window=window,
            dropout=config.dropout,
            auxiliary_dropout=config.auxiliary_dropout,
            denoises=True,
        )
        for window, view in views
    )
    return towers, [view for _, view in views]


def _encoder(width: int, layers: int, heads: int) -> nn.Sequential:
    blocks = [Block(width, heads) for _ in range(layers)]
    return nn.Sequential(*blocks, nn.LayerNorm(width, eps=1e-6))


def _xavier(tower: nn.Module) -> None:
    """Start linear layers after Glorot, but for those that embed the step."""
    embeddings = [
        module for module in tower.modules() if isinstance(module, TimeEmbedding)
    ]
    kept = {id(layer) for embedding in embeddings for layer in embedding.children()}
    for layer in tower.modules():
        if isinstance(layer, nn.Linear) and id(layer) not in kept:
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
