"""What DiffCLIP minimises in its two stages."""

import torch
from torch import Tensor

from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.towers import Tower
from hsiviewer.learning.modules.losses import masked_mse, symmetric_infonce
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.modules.token_masker import TokenMask
from hsiviewer.learning.training.trainer import StepResult


def pretraining_loss(
    tower: Tower,
    patches: list[Tensor],
    schedule: NoiseSchedule,
    config: DiffClipConfig,
    generator: torch.Generator,
) -> Tensor:
    """Denoise the visible tokens and recover the hidden ones.

    The sum over modalities of the mean squared error on visible tokens plus
    `masked_weight` times that on hidden ones. One diffusion step per patch for
    all modalities; masks and noise are drawn for each modality by itself.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w) with the tower's window, clean.
    schedule : NoiseSchedule
        On the patches' device.
    generator : torch.Generator
        On the CPU, so that every device sees the same draws.
    """
    device = patches[0].device
    count = len(patches[0])
    step = torch.zeros(count, dtype=torch.int64)
    if config.diffusion:
        step = torch.randint(schedule.steps, (count,), generator=generator)
    step = step.to(device)
    total = patches[0].new_zeros(())
    for modality, patch in enumerate(patches):
        clean = patch.flatten(2).transpose(1, 2)
        mask = TokenMask.random(count, clean.shape[1], config.mask_ratio, generator).to(
            device
        )
        noised = clean
        if config.diffusion:
            noise = torch.randn(clean.shape, generator=generator).to(device)
            noised = schedule.noised(clean, step, noise)
        predicted = tower.reconstruct(modality, noised, mask, step)
        total = total + masked_mse(
            predicted, clean, mask.is_visible(), masked_weight=config.masked_weight
        )
    return total


def finetuning_loss(
    model: DiffClip,
    patches: list[Tensor],
    targets: Tensor,
    step: Tensor,
    config: DiffClipConfig,
) -> StepResult:
    """Match each patch with the sentence of its class.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w), clean.
    targets : Tensor of int64
        Shape (N,).
    step : Tensor of int64
        Diffusion step that the encoder is told, shape (N,).
    """
    classes = model.class_vectors()
    total = patches[0].new_zeros(())
    scores = patches[0].new_zeros(len(targets), len(classes))
    for image in model.image_vectors(patches, step):
        scale = model.scale()
        total = total + symmetric_infonce(
            image,
            classes[targets],
            targets,
            scale=scale,
            positives=config.positives,
        )
        scores = scores + image @ classes.T
    right = (scores.argmax(dim=1) == targets).float().mean().item()
    return StepResult(total, right)
