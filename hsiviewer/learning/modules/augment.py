"""Changes of patches that keep their class; geometry is the same in every modality."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, kw_only=True)
class PatchChanges:
    """The changes that patches undergo in training on labels, in this order.

    Parameters
    ----------
    flips : bool
        Whether they are turned; see `turned`.
    light : float
        How far they are made brighter or darker; see `lit`.
    noise : float
        How strongly they are disturbed; see `disturbed`.
    """

    flips: bool = False
    light: float = 0.0
    noise: float = 0.0

    @classmethod
    def of(cls, config: Any) -> "PatchChanges":
        """Return those of a configuration with the fields `flips` and `noise`."""
        return cls(flips=config.flips, noise=config.noise)

    def applied(
        self, patches: list[Tensor], generator: torch.Generator
    ) -> list[Tensor]:
        """Return changed patches; what is off draws nothing."""
        if self.flips:
            patches = turned(patches, generator)
        if self.light:
            patches = lit(patches, self.light, generator)
        if self.noise:
            patches = disturbed(patches, self.noise, generator)
        return patches


def turned(patches: list[Tensor], generator: torch.Generator) -> list[Tensor]:
    """Mirror and transpose the patches by one draw."""
    draws = torch.rand(3, generator=generator).tolist()
    if draws[0] < 0.5:
        patches = [patch.flip(2) for patch in patches]
    if draws[1] < 0.5:
        patches = [patch.flip(3) for patch in patches]
    if draws[2] < 0.5:
        patches = [patch.transpose(2, 3) for patch in patches]
    return patches


def lit(
    patches: list[Tensor], strength: float, generator: torch.Generator
) -> list[Tensor]:
    """Make patches brighter or darker by factors of 1 - strength to 1 + strength.

    One draw for each sample, the same in every modality.
    """
    draws = torch.rand(len(patches[0]), 1, 1, 1, generator=generator)
    factor = 1 + strength * (2 * draws - 1)
    return [patch * factor.to(patch.device) for patch in patches]


def disturbed(
    patches: list[Tensor], strength: float, generator: torch.Generator
) -> list[Tensor]:
    """Add noise to spectra: half of it alike in a whole patch, half to each pixel.

    Illumination and mixture change the spectra of a whole patch, the sensor those
    of single pixels.

    Parameters
    ----------
    patches : list of Tensor
        Shape (N, C, w, w).
    strength : float
        Standard deviation of either part, in units of the scaled values.
    generator : torch.Generator
        On the CPU.
    """

    def noise(shape: tuple[int, ...], like: Tensor) -> Tensor:
        return strength * torch.randn(shape, generator=generator).to(like.device)

    return [
        patch
        + noise((*patch.shape[:2], 1, 1), patch)
        + noise(tuple(patch.shape), patch)
        for patch in patches
    ]
