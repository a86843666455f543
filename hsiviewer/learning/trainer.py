"""The one training loop: a fixed number of steps, and nothing chosen by labels."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate


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
    return lambda step: factor ** sum(step >= each for each in ordered)


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


class WeightAverage:
    """Exponential moving average of a module's weights and statistics.

    Parameters
    ----------
    module : nn.Module
        Followed.
    decay : float
        Share of the old average that a step keeps, 0..1; 0 follows exactly.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        self._module = module
        self._decay = decay
        self._average = {
            name: value.detach().clone() for name, value in module.state_dict().items()
        }
        self._updates = 0

    @torch.no_grad()
    def update(self) -> None:
        """Take the module's present state in."""
        # A young average would remember the random start; so it warms up.
        decay = min(self._decay, (1 + self._updates) / (10 + self._updates))
        self._updates += 1
        for name, value in self._module.state_dict().items():
            if value.is_floating_point():
                self._average[name].lerp_(value, 1 - decay)
            else:
                self._average[name].copy_(value)

    def apply(self) -> None:
        """Write the average into the module."""
        self._module.load_state_dict(self._average)


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

    def run(
        self,
        steps: int,
        take_step: Callable[[int], StepResult],
        *,
        progress: Progress,
        stage: str,
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

        Raises
        ------
        CancelledError
            If the job was cancelled.
        TrainingDataError
            If the loss is no number any more.
        """
        self._module.train()
        for step in range(steps):
            progress.checkpoint()
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
        if self._average is not None:
            self._average.apply()
        self._module.eval()
