"""Two views of one patch that should be known as the same place."""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig

NEAR = 2  # pixels between the centres of neighbouring views, at most


def margin(config: ContrastDmConfig) -> int:
    """Return how much larger patches have to be cut on each side."""
    return NEAR if config.views == "neighbour" else 0


def two_views(
    patches: list[Tensor],
    window: int,
    config: ContrastDmConfig,
    generator: torch.Generator,
) -> tuple[list[Tensor], list[Tensor]]:
    """Change patches twice by independent draws.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, s, s) with s at least `window` plus twice
        `margin`.
    window : int
        Side of the views.
    generator : torch.Generator
        On the CPU.

    Returns
    -------
    tuple of list of Tensor
        Shape (N, C, window, window).
    """
    count, side = len(patches[0]), patches[0].shape[-1]
    near = torch.zeros(count, 2, dtype=torch.int64)
    if config.views == "neighbour":
        near = torch.randint(-NEAR, NEAR + 1, (count, 2), generator=generator)
    first = cut(patches, torch.zeros_like(near), (side - window) // 2, window)
    second = cut(patches, near, (side - window) // 2, window)
    return changed(first, config, generator), changed(second, config, generator)


def cut(patches: list[Tensor], offset: Tensor, edge: int, window: int) -> list[Tensor]:
    """Cut windows whose centres lie `offset` (N, 2) pixels from those of patches."""
    if not offset.any():
        inner = slice(edge, edge + window)
        return [patch[:, :, inner, inner] for patch in patches]
    along = torch.arange(window)
    rows = (edge + offset[:, :1] + along).to(patches[0].device)
    cols = (edge + offset[:, 1:] + along).to(patches[0].device)
    sample = torch.arange(len(offset), device=patches[0].device)
    return [
        patch[sample[:, None, None], :, rows[:, :, None], cols[:, None, :]].movedim(
            -1, 1
        )
        for patch in patches
    ]


def changed(
    patches: list[Tensor], config: ContrastDmConfig, generator: torch.Generator
) -> list[Tensor]:
    """Turn, mirror and zoom alike in all modalities; disturb components by themselves.

    The centre pixel stays in the centre.
    """
    count = len(patches[0])
    found = geometry(patches, config.zoom, generator)
    for number, each in enumerate(found):
        shape = (count, each.shape[1], 1, 1)
        factor = 1 + config.gain * (2 * torch.rand(shape, generator=generator) - 1)
        if not number:
            # An auxiliary raster has few channels; without them it shows nothing.
            kept = torch.rand(shape, generator=generator) >= config.drop_components
            factor = factor * kept
        noise = torch.randn(each.shape, generator=generator) * config.view_noise
        found[number] = each * factor.to(each.device) + noise.to(each.device)
    return found


def geometry(
    patches: list[Tensor], zoom: float, generator: torch.Generator
) -> list[Tensor]:
    """Turn by quarters, mirror, and show the middle part of each patch at full size.

    Parameters
    ----------
    zoom : float
        Least part of the side that is shown.
    """
    count = len(patches[0])
    quarter = torch.randint(4, (count,), generator=generator)
    mirror = 1 - 2 * torch.randint(2, (count,), generator=generator)
    part = zoom + (1 - zoom) * torch.rand(count, generator=generator)
    if patches[0].shape[-1] == 1:
        return list(patches)
    # Exact cosines and sines of quarters: pixels move to pixels.
    cosine = torch.tensor([1, 0, -1, 0])[quarter] * part
    sine = torch.tensor([0, 1, 0, -1])[quarter] * part
    zero = torch.zeros(count)
    matrix = torch.stack(
        [
            torch.stack([cosine * mirror, -sine, zero], dim=1),
            torch.stack([sine * mirror, cosine, zero], dim=1),
        ],
        dim=1,
    )
    return [
        F.grid_sample(
            patch,
            F.affine_grid(
                matrix.to(patch.device, patch.dtype),
                list(patch.shape),
                align_corners=True,
            ),
            align_corners=True,
            padding_mode="border",
        )
        for patch in patches
    ]
