"""The network: image encoders, class sentences, and the common space."""

from collections.abc import Iterator, Sequence
from typing import cast

import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.towers import Tower, make_towers
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.heads import LogitScale


class DiffClip(AlignedNetwork):
    """Image encoders that have learned by denoising, and class vectors.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    config : DiffClipConfig
        Sizes.
    classes : nn.Module, optional
        Gives the class vectors; without it, the network can only pre-train.
    """

    def __init__(
        self,
        channels: Sequence[int],
        config: DiffClipConfig,
        classes: nn.Module | None = None,
    ) -> None:
        towers, views = make_towers(channels, config)
        super().__init__(
            towers,
            LogitScale(config.temperature, learned=config.learn_temperature),
            patch_size=config.patch_size,
            classes=classes,
            views=views,
        )

    def image_vectors(
        self, patches: Sequence[Tensor], step: Tensor | None = None
    ) -> list[Tensor]:
        """Return unit vectors (N, D) of patches, one per image encoder."""
        return [
            F.normalize(tower.vectors(own, step), dim=1)
            for tower, own in self.seen(patches)
        ]

    def experts(self) -> Iterator[Tower]:
        """Yield the image encoders."""
        yield from cast("Iterator[Tower]", iter(self.towers))

    def stage_two_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what fine-tuning trains."""
        for tower in self.experts():
            yield from tower.stage_two_parameters()
        if self.classes is not None:
            yield from self.classes.parameters()
        yield from (
            parameter
            for parameter in self.scale.parameters()
            if parameter.requires_grad
        )
