"""Training on labels: samples drawn, changed, compared with their classes, by steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from hsiviewer.learning.data.batches import Batches
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.augment import PatchChanges
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import (
    Schedule,
    StepResult,
    Trainer,
    constant_schedule,
    one_cycle,
)

_OPTIMIZERS: dict[str, type[torch.optim.Adam | torch.optim.AdamW]] = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}


@dataclass(frozen=True, eq=False)
class LabelledSamples:
    """Samples whose classes are known.

    Parameters
    ----------
    inputs : list of Tensor
        Patches of each modality, shape (N, C, w, w), or features, shape (N, D).
    targets : Tensor of int64
        Shape (N,), on the same device.
    """

    inputs: list[Tensor]
    targets: Tensor

    def __len__(self) -> int:
        return len(self.targets)

    def at(self, chosen: Any) -> "LabelledSamples":
        """Return some of the samples, by their indices."""
        return LabelledSamples(
            [values[chosen] for values in self.inputs], self.targets[chosen]
        )


LabelledLoss = Callable[[LabelledSamples], StepResult]


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelledFit:
    """How a module learns from labels.

    Parameters
    ----------
    module : nn.Module
        What is trained, and kept when the job is stopped.
    optimizer : torch.optim.Optimizer
        Over the parameters that train.
    schedule : callable
        Factor of the learning rate at each step.
    steps : int
        How many.
    batches : callable
        Indices of the samples of each step.
    changes : PatchChanges
        Made to the samples of each step.
    """

    module: nn.Module
    optimizer: torch.optim.Optimizer
    schedule: Schedule
    steps: int
    batches: Batches
    changes: PatchChanges


def fit_labelled(
    fit: LabelledFit, samples: LabelledSamples, loss: LabelledLoss, stage: Stage
) -> None:
    """Train a module on labelled samples.

    Parameters
    ----------
    samples : LabelledSamples
        All that there are.
    loss : callable
        Given the samples of a step; may draw from the stage's generator.

    Raises
    ------
    CancelledError
        If the job was cancelled.
    TrainingDataError
        If the loss is no number any more.
    """

    def take_step(step: int) -> StepResult:
        batch = samples.at(fit.batches(step))
        changed = fit.changes.applied(batch.inputs, stage.generator)
        return loss(LabelledSamples(changed, batch.targets))

    trainer = Trainer(fit.module, fit.optimizer, schedule=fit.schedule)
    stage.run(trainer, fit.steps, take_step, title=FINETUNING)


def chosen_optimizer(config: Any, parameters: Iterable[Any]) -> torch.optim.Optimizer:
    """Return the optimiser that a configuration names, over some parameters."""
    return _OPTIMIZERS[config.optimizer](
        parameters, config.rate, weight_decay=config.decay
    )


def rated(
    config: Any, network: AlignedNetwork, parameters: Iterable[nn.Parameter]
) -> list[Any]:
    """Return parameters in groups for an optimiser, each with its learning rate.

    Those of encoders of surroundings learn ``config.context_gain`` times as fast.
    """
    context = {id(parameter) for parameter in network.context_parameters()}
    every = list(parameters)
    if not context:
        return every
    own = [parameter for parameter in every if id(parameter) not in context]
    around = [parameter for parameter in every if id(parameter) in context]
    return [
        {"params": own, "lr": config.rate},
        {"params": around, "lr": config.rate * config.context_gain},
    ]


def chosen_schedule(config: Any, steps: int) -> Schedule:
    """Return the schedule that a configuration names: constant, or a cycle."""
    return one_cycle(steps) if config.schedule == "cycle" else constant_schedule
