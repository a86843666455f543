"""The one training loop: a fixed number of steps, and nothing chosen by labels."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import CancelledError, Progress, ProgressUpdate
from hsiviewer.learning.saved.resuming import StageCheckpoint
from hsiviewer.learning.training.training_state import TrainingState
from hsiviewer.learning.training.weight_average import WeightAverage


@dataclass(frozen=True)
class StepResult:
    """What one step gives back.

    Parameters
    ----------
    loss : Tensor
        Scalar to minimise.
    accuracy : float, optional
        Share of the step's labels that were predicted right.
    """

    loss: Tensor
    accuracy: float | None = None


Schedule = Callable[[int], float]


def constant_schedule(_step: int) -> float:
    """Keep the learning rate."""
    return 1.0


def step_schedule(milestones: Iterable[int], factor: float = 0.1) -> Schedule:
    """Multiply the learning rate by `factor` at each milestone."""
    ordered = sorted(milestones)
    return lambda step: factor ** sum(step >= milestone for milestone in ordered)


def warm_restarts(first: int) -> Schedule:
    """Anneal by a cosine to 0, restart, and double the period each time.

    Loshchilov and Hutter (2017), arXiv:1608.03983.

    Parameters
    ----------
    first : int
        Steps of the first period.
    """

    def factor(step: int) -> float:
        cycle = int(math.log2(step / first + 1))
        start, period = first * (2**cycle - 1), first * 2**cycle
        return 0.5 * (1 + math.cos(math.pi * (step - start) / period))

    return factor


def one_cycle(steps: int, warm_up: float = 0.1) -> Schedule:
    """Rise linearly to the full learning rate, then anneal by a cosine to 0."""
    rising = max(1, round(warm_up * steps))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return 0.5 * (1 + math.cos(math.pi * (step - rising) / max(1, steps - rising)))

    return factor


class Trainer:
    """Runs steps on the trainable parameters of a module.

    Parameters
    ----------
    module : nn.Module
        Left in eval mode, with its last or its averaged weights.
    optimizer : torch.optim.Optimizer
        Over the parameters that train; its learning rate is the schedule's 1.
    schedule : callable
        Factor of the learning rate at each step.
    average : float
        Decay of the averaged weights; 0 keeps the last ones.
    clip : float
        Greatest norm of the gradient; 0 does not limit it.
    """

    def __init__(
        self,
        module: nn.Module,
        optimizer: torch.optim.Optimizer,
        *,
        schedule: Schedule = constant_schedule,
        average: float = 0.0,
        clip: float = 0.0,
    ) -> None:
        self._module = module
        self._optimizer = optimizer
        self._schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule)
        self._average = WeightAverage(module, average) if average else None
        self._clip = clip

    def _set_step(self, step: int) -> None:
        """Set the learning rate to that of a step, as if those before were taken."""
        self._schedule.last_epoch = step
        for group, base, factor in zip(
            self._optimizer.param_groups,
            self._schedule.base_lrs,
            self._schedule.lr_lambdas,
            strict=True,
        ):
            group["lr"] = base * factor(step)

    def run(
        self,
        steps: int,
        take_step: Callable[[int], StepResult],
        *,
        progress: Progress,
        stage: str,
        checkpoint: StageCheckpoint | None = None,
        generator: torch.Generator | None = None,
    ) -> None:
        """Take all steps, asking before each whether to go on.

        Parameters
        ----------
        steps : int
            How many.
        take_step : callable
            Given the number of the step, computes its loss.
        progress : Progress
            Told every loss.
        stage : str
            Name of the stage in reports.
        checkpoint : StageCheckpoint, optional
            Where the training goes on if it was stopped earlier; written every
            few seconds, when the job is cancelled, and at the end.
        generator : torch.Generator, optional
            What `take_step` draws from, to go on with the same draws.

        Raises
        ------
        CancelledError
            If the job was cancelled.
        TrainingDataError
            If the loss is no number any more.
        """
        keeper = TrainingState(
            self._module,
            self._optimizer,
            self._average,
            self._set_step,
            checkpoint=checkpoint,
            generator=generator,
        )
        done, is_finished = keeper.restore()
        self._module.train()
        for step in range(done, steps if not is_finished else 0):
            try:
                progress.checkpoint()
            except CancelledError:
                keeper.keep(step)
                raise
            result = take_step(step)
            self._optimizer.zero_grad(set_to_none=True)
            result.loss.backward()  # type: ignore[no-untyped-call]
            if self._clip:
                torch.nn.utils.clip_grad_norm_(self._module.parameters(), self._clip)
            self._optimizer.step()
            self._schedule.step()
            if self._average is not None:
                self._average.update()
            loss = result.loss.item()
            if not math.isfinite(loss):
                raise TrainingDataError(
                    f"the training diverged at step {step + 1} of {stage} (loss "
                    f"{loss}); choose a smaller learning rate"
                )
            progress.report(
                ProgressUpdate(
                    fraction=(step + 1) / steps,
                    stage=stage,
                    step=step + 1,
                    loss=loss,
                    accuracy=result.accuracy,
                )
            )
            if checkpoint is not None and checkpoint.is_due:
                keeper.keep(step + 1)
        if self._average is not None and not is_finished:
            self._average.apply()
        self._module.eval()
        if not is_finished:
            keeper.keep(steps, is_finished=True)
