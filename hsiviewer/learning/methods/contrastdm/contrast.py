"""Pre-training of the encoders on unlabelled patches."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.model import (
    VIEW,
    ContrastDm,
    ContrastTower,
    Projected,
)
from hsiviewer.learning.methods.contrastdm.views import two_views
from hsiviewer.learning.modules.momentum_contrast import MomentumContrast
from hsiviewer.learning.stage_names import PRETRAINING
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult, Trainer, one_cycle

_SGD_MOMENTUM = 0.9
_AUTOENCODER_RATE = 1e-3


def pretrain_network(
    config: ContrastDmConfig, network: ContrastDm, patches: list[Tensor], stage: Stage
) -> None:
    """Train the encoders on unlabelled patches.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, s, s), on the network's device; larger than
        the network's by twice `views.margin`.
    """
    generator = stage.generator
    count = len(network.towers)
    steps = pretraining_steps(config, len(patches[0]))
    for number, (tower, own) in enumerate(network.seen(patches)):
        kind = _contrast if config.pretraining == "contrastive" else _autoencode
        module, optimizer, loss = kind(config, tower, own, generator)

        def take_step(
            _step: int, loss: Callable[[Tensor], StepResult] = loss
        ) -> StepResult:
            drawn = torch.randint(
                len(patches[0]), (config.pretrain_batch,), generator=generator
            )
            return loss(drawn.to(patches[0].device))

        trainer = Trainer(module, optimizer, schedule=one_cycle(steps, warm_up=0))
        part = stage.share(number, count, steps=steps)
        part.run(trainer, steps, take_step, title=PRETRAINING)


def _contrast(
    config: ContrastDmConfig,
    tower: ContrastTower,
    patches: list[Tensor],
    generator: torch.Generator,
) -> tuple[nn.Module, torch.optim.Optimizer, Callable[[Tensor], StepResult]]:
    """Return what trains an encoder by telling patches apart."""
    module = MomentumContrast(
        Projected(tower.encoder, tower.outputs),
        VIEW,
        queue=config.queue,
        momentum=config.momentum,
        temperature=config.contrast_temperature,
    ).to(patches[0].device)
    optimizer = torch.optim.SGD(
        module.query.parameters(),
        config.pretrain_rate,
        momentum=_SGD_MOMENTUM,
        weight_decay=config.pretrain_decay,
    )

    def loss(chosen: Tensor) -> StepResult:
        # Both encoders begin alike, so that the first call changes nothing.
        module.follow()
        batch = [patch[chosen] for patch in patches]
        first, second = two_views(batch, tower.window, config, generator)
        return StepResult(*module(first, second))

    return module, optimizer, loss


def _autoencode(
    config: ContrastDmConfig,
    tower: ContrastTower,
    patches: list[Tensor],
    generator: torch.Generator,
) -> tuple[nn.Module, torch.optim.Optimizer, Callable[[Tensor], StepResult]]:
    """Return what trains an encoder by drawing patches again: the ablation."""
    channels = sum(patch.shape[1] for patch in patches)
    decoder = nn.Sequential(
        nn.Linear(tower.outputs, 2 * tower.outputs),
        nn.ReLU(),
        nn.Linear(2 * tower.outputs, channels * tower.window**2),
    )
    module = nn.ModuleList([tower.encoder, decoder]).to(patches[0].device)
    optimizer = torch.optim.Adam(module.parameters(), _AUTOENCODER_RATE)

    def loss(chosen: Tensor) -> StepResult:
        batch = [patch[chosen] for patch in patches]
        (views, _) = two_views(batch, tower.window, config, generator)
        shown = torch.cat(views, dim=1).flatten(1)
        return StepResult(F.mse_loss(decoder(tower.encoder.vectors(views)), shown))

    return module, optimizer, loss


def pretraining_steps(config: ContrastDmConfig, samples: int) -> int:
    """Return the number of steps that pre-train one encoder."""
    epoch = math.ceil(samples / config.pretrain_batch)
    return max(config.pretrain_steps, config.pretrain_epochs * epoch)
