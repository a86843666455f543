"""The two stages of training, each for one network."""

import math

import torch
from torch import Tensor

from hsiviewer.learning.data.batches import balanced_batches
from hsiviewer.learning.methods.diffclip.augment import cropped
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.objective import (
    finetuning_loss,
    pretraining_loss,
)
from hsiviewer.learning.methods.diffclip.towers import Tower
from hsiviewer.learning.modules.augment import PatchChanges
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.stage_names import PRETRAINING
from hsiviewer.learning.training.labelled import (
    LabelledFit,
    LabelledSamples,
    chosen_optimizer,
    fit_labelled,
    rated,
)
from hsiviewer.learning.training.stage import Stage
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
    config: DiffClipConfig, network: DiffClip, patches: list[Tensor], stage: Stage
) -> None:
    """Train the image encoders on unlabelled patches.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w), on the network's device.
    """
    count = len(network.towers)
    for number, (tower, own) in enumerate(network.seen(patches)):
        part = stage.share(number, count, steps=config.pretrain_steps)
        _pretrain_tower(config, tower, _middle(own, tower.window), part)


def _pretrain_tower(
    config: DiffClipConfig, tower: Tower, patches: list[Tensor], stage: Stage
) -> None:
    device, generator = patches[0].device, stage.generator
    schedule = NoiseSchedule(config.diffusion_steps).to(device)
    epoch = math.ceil(len(patches[0]) / config.pretrain_batch)

    def take_step(_step: int) -> StepResult:
        chosen = torch.randint(
            len(patches[0]), (config.pretrain_batch,), generator=generator
        ).to(device)
        batch = [patch[chosen] for patch in patches]
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
    stage.run(trainer, config.pretrain_steps, take_step, title=PRETRAINING)


def finetune_network(
    config: DiffClipConfig, model: DiffClip, samples: LabelledSamples, stage: Stage
) -> None:
    """Match the labelled patches with the sentences of their classes.

    Parameters
    ----------
    samples : LabelledSamples
        Patches on the network's device.
    """
    generator = stage.generator

    def loss(batch: LabelledSamples) -> StepResult:
        step = torch.zeros(len(batch), dtype=torch.int64)
        if config.timestep == "random":
            step = torch.randint(
                config.diffusion_steps, (len(batch),), generator=generator
            )
        targets = batch.targets
        return finetuning_loss(
            model, batch.inputs, targets, step.to(targets.device), config
        )

    steps = finetuning_steps(config, len(samples))
    fit = LabelledFit(
        module=model,
        optimizer=chosen_optimizer(
            config, rated(config, model, model.stage_two_parameters())
        ),
        schedule=_schedule(config, steps),
        steps=steps,
        batches=balanced_batches(samples.targets, config.batch, generator),
        changes=PatchChanges.of(config),
    )
    fit_labelled(fit, samples, loss, stage)


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
    return [patch[:, :, inner, inner] for patch in patches]
