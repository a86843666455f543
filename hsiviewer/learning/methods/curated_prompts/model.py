"""The network: a small image encoder, a linear probe, prototypes from sentences."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.curated_prompts.config import CuratedPromptsConfig
from hsiviewer.learning.modules.aligned import AlignedNetwork, View, dense_views
from hsiviewer.learning.modules.conv_tower import ConvTower
from hsiviewer.learning.modules.heads import LogitScale, probe
from hsiviewer.learning.modules.transformer import Block


class CellTower(nn.Module):
    """A transformer over non-overlapping cells of a patch, all bands of each.

    Parameters
    ----------
    channels : int
        Values per pixel.
    config : CuratedPromptsConfig
        Sizes.
    """

    def __init__(self, channels: int, config: CuratedPromptsConfig) -> None:
        super().__init__()
        self.window = config.patch_size
        self.cell = config.cell
        width = config.width
        cells = (config.patch_size // config.cell) ** 2
        self.tokeniser = nn.Linear(channels * config.cell**2, width)
        self.class_token = nn.Parameter(0.02 * torch.randn(width))
        self.positions = nn.Parameter(0.02 * torch.randn(cells + 1, width))
        self.blocks = nn.Sequential(
            *(
                Block(
                    width,
                    config.heads,
                    ratio=config.expansion,
                    dropout=config.dropout,
                )
                for _ in range(config.layers)
            )
        )
        self.norm = nn.LayerNorm(width)

    def tokens(self, patches: Tensor) -> Tensor:
        """Cut patches (N, C, w, w) into cells (N, cells, C * p * p), row by row."""
        cells = F.unfold(patches, self.cell, stride=self.cell)
        return cells.transpose(1, 2)

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Encode patches (N, C, w, w) of all modalities to (N, D)."""
        tokens = self.tokeniser(self.tokens(torch.cat(list(patches), dim=1)))
        first = self.class_token.expand(len(tokens), 1, -1)
        sequence = torch.cat([first, tokens], dim=1) + self.positions
        encoded: Tensor = self.norm(self.blocks(sequence))
        return encoded[:, 0]


class ProbedTower(nn.Module):
    """An image encoder whose unit vectors pass a linear probe.

    Parameters
    ----------
    tower : CellTower or ConvTower
        The encoder.
    width, outputs : int
        Lengths before and behind the probe.
    depth : int
        Layers of the probe.
    """

    def __init__(
        self, tower: CellTower | ConvTower, width: int, outputs: int, *, depth: int = 1
    ) -> None:
        super().__init__()
        self.tower = tower
        self.window = tower.window
        self.probe = probe(width, outputs, depth=depth)
        if isinstance(tower, ConvTower):
            self.plane_vectors = self._plane_vectors

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Encode patches to (N, outputs)."""
        encoded = self.tower.vectors(patches)
        probed: Tensor = self.probe(F.normalize(encoded, dim=1))
        return probed

    def _plane_vectors(self, planes: Sequence[Tensor]) -> Tensor:
        assert isinstance(self.tower, ConvTower)
        encoded = self.tower.plane_vectors(planes)
        channels_last = F.normalize(encoded, dim=1).movedim(1, -1)
        probed: Tensor = self.probe(channels_last)
        return probed.movedim(-1, 1)


class CuratedPrompts(AlignedNetwork):
    """Image encoder and class prototypes in one space.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    config : CuratedPromptsConfig
        Sizes.
    classes : nn.Module
        Gives the prototypes; its ``outputs`` values are what images are mapped to.
    outputs : int
        Length of the prototypes, where a probe stands at the image's side.
    """

    def __init__(
        self,
        channels: Sequence[int],
        config: CuratedPromptsConfig,
        classes: nn.Module,
        outputs: int,
    ) -> None:
        views = _views(len(channels), config)
        towers = nn.ModuleList(
            _tower(view.of(channels), config, window) for window, view in views
        )
        if config.probe_side != "text":
            towers = nn.ModuleList(_probed(tower, config, outputs) for tower in towers)
        super().__init__(
            towers,
            LogitScale(config.temperature, learned=config.learn_temperature),
            patch_size=config.patch_size,
            classes=classes,
            views=[view for _, view in views],
        )


def _tower(
    channels: Sequence[int], config: CuratedPromptsConfig, window: int
) -> CellTower | ConvTower:
    if config.encoder == "vit":
        return CellTower(sum(channels), config)
    return ConvTower(
        channels,
        width=config.width,
        window=window,
        dropout=config.dropout,
        auxiliary_dropout=config.auxiliary_dropout,
    )


def _probed(
    tower: nn.Module, config: CuratedPromptsConfig, outputs: int
) -> ProbedTower:
    assert isinstance(tower, CellTower | ConvTower)
    made = ProbedTower(tower, config.width, outputs, depth=config.probe_depth)
    made.probe.requires_grad_(config.train_probe)
    return made


def _views(given: int, config: CuratedPromptsConfig) -> list[tuple[int, View]]:
    is_dense = config.encoder == "conv"
    return dense_views(
        given,
        config.patch_size,
        has_pixel_expert=is_dense and config.pixel_expert,
        has_context=config.sees_surroundings,
    )
