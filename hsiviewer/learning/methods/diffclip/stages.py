"""The two stages of training, each for one network."""

import math

import torch
from torch import Tensor

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.batches import balanced_batches
from hsiviewer.learning.methods.diffclip.augment import cropped
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.objective import (
    finetuning_loss,
    pretraining_loss,
)
from hsiviewer.learning.methods.diffclip.towers import Tower
from hsiviewer.learning.modules.augment import disturbed, turned
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.saved.resuming import (
    NO_CHECKPOINTS,
    Checkpoints,
    StageCheckpoint,
)
from hsiviewer.learning.training.ensemble_training import FINETUNING
from hsiviewer.learning.training.pretraining import PRETRAINING
from hsiviewer.learning.training.trainer import (
    Schedule,
    StepResult,
    Trainer,
    one_cycle,
    step_schedule,
    warm_restarts,
)

_RESTART_EPOCHS = 5


def pretrain_network(
    config: DiffClipConfig,
    network: DiffClip,
    patches: list[Tensor],
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
    name: str = PRETRAINING,
) -> None:
    """Train the image encoders on unlabelled patches.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w), on the network's device.
    checkpoints, name
        Where this training is kept while it is unfinished.
    """
    towers = list(network.experts())
    for number, tower in enumerate(towers):
        part = PartialProgress(
            progress,
            start=number / len(towers),
            stop=(number + 1) / len(towers),
            first_step=number * config.pretrain_steps,
        )
        _pretrain_tower(
            tower,
            _middle(patches, tower.window),
            config,
            generator,
            part,
            checkpoints.stage(name, number),
        )


def _pretrain_tower(
    tower: Tower,
    patches: list[Tensor],
    config: DiffClipConfig,
    generator: torch.Generator,
    progress: Progress,
    checkpoint: StageCheckpoint | None,
) -> None:
    device = patches[0].device
    schedule = NoiseSchedule(config.diffusion_steps).to(device)
    epoch = math.ceil(len(patches[0]) / config.pretrain_batch)

    def take_step(_step: int) -> StepResult:
        chosen = torch.randint(
            len(patches[0]), (config.pretrain_batch,), generator=generator
        ).to(device)
        batch = [each[chosen] for each in patches]
        if config.crop:
            batch = cropped(batch, generator)
        return StepResult(pretraining_loss(tower, batch, schedule, config, generator))

    module = tower.module()
    optimizer = torch.optim.Adam(
        module.parameters(), config.pretrain_rate, weight_decay=config.pretrain_decay
    )
    trainer = Trainer(
        module, optimizer, schedule=warm_restarts(_RESTART_EPOCHS * epoch)
    )
    trainer.run(
        config.pretrain_steps,
        take_step,
        progress=progress,
        stage=PRETRAINING,
        checkpoint=checkpoint,
        generator=generator,
    )


def finetune_network(
    config: DiffClipConfig,
    model: DiffClip,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
    name: str = FINETUNING,
) -> None:
    """Match the labelled patches with the sentences of their classes.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w), on the network's device.
    targets : Tensor of int64
        Shape (N,), on the same device.
    checkpoints, name
        Where this training is kept while it is unfinished.
    """
    batches = balanced_batches(targets, config.batch, generator)

    def take_step(_step: int) -> StepResult:
        chosen = next(batches)
        batch = [each[chosen] for each in patches]
        if config.flips:
            batch = turned(batch, generator)
        if config.noise:
            batch = disturbed(batch, config.noise, generator)
        step = torch.zeros(len(chosen), dtype=torch.int64)
        if config.timestep == "random":
            step = torch.randint(
                config.diffusion_steps, (len(chosen),), generator=generator
            )
        return finetuning_loss(
            model, batch, targets[chosen], step.to(targets.device), config
        )

    steps = finetuning_steps(config, len(targets))
    optimizers = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimizer = optimizers[config.optimizer](
        list(model.stage_two_parameters()), config.rate, weight_decay=config.decay
    )
    trainer = Trainer(model, optimizer, schedule=_schedule(config, steps))
    trainer.run(
        steps,
        take_step,
        progress=progress,
        stage=FINETUNING,
        checkpoint=checkpoints.stage(name),
        generator=generator,
    )


def finetuning_steps(config: DiffClipConfig, shots: int) -> int:
    """Return the number of steps that fine-tune on so many shots."""
    return max(config.steps, config.epochs * math.ceil(shots / config.batch))


def _schedule(config: DiffClipConfig, steps: int) -> Schedule:
    if config.schedule == "cycle":
        return one_cycle(steps)
    # Epochs 100 and 131 of 150 in the released code.
    return step_schedule((steps * 2 // 3, steps * 131 // 150))


def _middle(patches: list[Tensor], window: int) -> list[Tensor]:
    edge = (patches[0].shape[-1] - window) // 2
    inner = slice(edge, edge + window)
    return [each[:, :, inner, inner] for each in patches]
