"""One stage of training: what it draws from, whom it tells, what it goes on from."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.saved.resuming import NO_CHECKPOINTS, Checkpoints
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.trainer import StepResult, Trainer


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of training, or a part of one.

    Parameters
    ----------
    generator : torch.Generator
        Source of all random choices but those of torch's layers; on the CPU.
    progress : Progress
        Told every step.
    name : str
        Of its own in the job; unfinished training is kept under it.
    checkpoints : Checkpoints
        Where unfinished training is kept.
    """

    generator: torch.Generator
    progress: Progress
    name: str = FINETUNING
    checkpoints: Checkpoints = NO_CHECKPOINTS

    def part(
        self,
        name: object = "",
        *,
        start: float = 0.0,
        stop: float = 1.0,
        first_step: int = 0,
        generator: torch.Generator | None = None,
    ) -> "Stage":
        """Return a part of the stage.

        Parameters
        ----------
        name : object
            Told apart by it from other parts; empty for the stage's own name.
        start, stop : float
            Where it begins and ends in the progress of the stage, 0..1.
        first_step : int
            Steps of the parts before.
        generator : torch.Generator, optional
            Instead of the stage's.
        """
        progress = PartialProgress(
            self.progress, start=start, stop=stop, first_step=first_step
        )
        return Stage(
            generator or self.generator,
            progress,
            f"{self.name}-{name}" if name != "" else self.name,
            self.checkpoints,
        )

    def share(self, number: int, count: int, *, steps: int) -> "Stage":
        """Return one of `count` parts that are equally long, of `steps` each."""
        return self.part(
            number,
            start=number / count,
            stop=(number + 1) / count,
            first_step=number * steps,
        )

    def run(
        self,
        trainer: Trainer,
        steps: int,
        take_step: Callable[[int], StepResult],
        *,
        title: str,
    ) -> None:
        """Take all steps of the stage; `title` is its name in reports.

        Errors as `Trainer.run`.
        """
        trainer.run(
            steps,
            take_step,
            progress=self.progress,
            stage=title,
            checkpoint=self.checkpoints.stage(self.name),
            generator=self.generator,
        )
