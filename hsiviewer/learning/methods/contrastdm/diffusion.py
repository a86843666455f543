"""Training of the diffusion model of features."""

import math

import torch
from torch import Tensor

from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.denoiser import FeatureDenoiser
from hsiviewer.learning.methods.contrastdm.model import ContrastTower
from hsiviewer.learning.methods.contrastdm.objective import (
    class_means,
    class_weights,
    diffusion_loss,
)
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult, Trainer, one_cycle

_WARM_UP = 100
_LARGEST_GRADIENT = 1.0
_DECAY = 5e-4


def make_denoiser(
    config: ContrastDmConfig, tower: ContrastTower, generator: torch.Generator
) -> FeatureDenoiser:
    """Return the untrained diffusion model of a tower's features.

    Part of the tower where its answer needs it.
    """
    if config.refine_t:
        return tower.denoiser
    device = tower.mean.device
    with torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**62, (), generator=generator)))
        made = FeatureDenoiser(
            tower.outputs, tower.classes,
            width=config.denoiser_width, blocks=config.denoiser_blocks,
            steps=config.diffusion_times,
        )  # fmt: skip
    return made.to(device)


def train_denoiser(
    config: ContrastDmConfig,
    denoiser: FeatureDenoiser,
    samples: LabelledSamples,
    free: Tensor,
    stage: Stage,
) -> None:
    """Train the diffusion model on features that no longer change.

    Half of a batch are shots, drawn with replacement, half are unlabelled.

    Parameters
    ----------
    samples : LabelledSamples
        Scaled features of labels, shape (N, D).
    free : Tensor
        Scaled features of unlabelled pixels, shape (M, D).
    """
    (shots,), targets, generator = samples.inputs, samples.targets, stage.generator
    device, classes = shots.device, denoiser.no_class
    weights = class_weights(targets, classes).to(device)
    if not config.class_weights:
        weights = torch.ones_like(weights)
    means = class_means(shots, targets, classes)
    half = config.diffusion_batch // 2
    labelled = half if config.null_data else config.diffusion_batch

    def draw(limit: int, count: int) -> Tensor:
        return torch.randint(limit, (count,), generator=generator).to(device)

    def take_step(_step: int) -> StepResult:
        chosen = draw(len(shots), labelled)
        hidden = torch.rand(labelled, generator=generator) < config.class_dropout
        kind = targets[chosen].masked_fill(hidden.to(device), classes)
        features = shots[chosen]
        if config.null_data:
            features = torch.cat([features, free[draw(len(free), half)]])
            kind = torch.cat([kind, torch.full_like(kind[:half], classes)])
        noise = torch.randn(features.shape, generator=generator).to(device)
        loss = diffusion_loss(
            denoiser, features, kind,
            draw(denoiser.schedule.steps, len(features)), noise,
            weights=weights, means=means, compactness=config.compactness,
        )  # fmt: skip
        return StepResult(loss)

    steps = diffusion_steps(config, len(free))
    trainer = Trainer(
        denoiser,
        torch.optim.AdamW(
            denoiser.parameters(), config.diffusion_rate, weight_decay=_DECAY
        ),
        schedule=one_cycle(steps, warm_up=min(1.0, _WARM_UP / steps)),
        average=config.diffusion_average,
        clip=_LARGEST_GRADIENT,
    )
    stage.run(trainer, steps, take_step, title=FINETUNING)


def diffusion_steps(config: ContrastDmConfig, samples: int) -> int:
    """Return the number of steps that train one diffusion model."""
    epoch = math.ceil(samples / config.diffusion_batch)
    return max(config.diffusion_steps, config.diffusion_epochs * epoch)


def uses_diffusion(config: ContrastDmConfig) -> bool:
    """Return whether a diffusion model is trained at all."""
    draws = config.synthetic > 0 or config.amounts == "balance"
    return config.diffusion and (draws or config.refine_t > 0)
