"""Changes of patches in pre-training, the same in every modality."""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor


def cropped(patches: list[Tensor], generator: torch.Generator) -> list[Tensor]:
    """Cut the middle of the patches, or not, and resize it to full size.

    One draw for all modalities: the released code draws for each by itself, so
    that they no longer show the same place.

    Parameters
    ----------
    patches : list of Tensor
        Shape (N, C, w, w).
    """
    side = patches[0].shape[-1]
    if side < 5 or torch.rand((), generator=generator) < 0.5:
        return patches
    return [
        F.interpolate(
            patch[..., 1:-1, 1:-1], size=(side, side), mode="bilinear",
            align_corners=False,
        )
        for patch in patches
    ]  # fmt: skip
