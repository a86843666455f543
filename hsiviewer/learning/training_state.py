"""A trainer's state on the disk, and back."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from hsiviewer.learning.resuming import (
    StageCheckpoint,
    random_states,
    restore_random,
)
from hsiviewer.learning.weight_average import WeightAverage


class TrainingState:
    """Puts a trainer's state on the disk and takes it from there.

    A trainer that goes on from its own state ends with the very weights of one
    that was never stopped: weights, moments, averages and all random states are
    kept. Of a finished stage, its weights and the random states.

    Parameters
    ----------
    module, optimizer, average
        The trainer's.
    set_step : callable
        Sets the learning rate to that of a step.
    checkpoint : StageCheckpoint, optional
        Where the state is kept; nowhere without it.
    generator : torch.Generator, optional
        What the steps draw from.
    """

    def __init__(
        self,
        module: nn.Module,
        optimizer: torch.optim.Optimizer,
        average: WeightAverage | None,
        set_step: Callable[[int], None],
        checkpoint: StageCheckpoint | None,
        generator: torch.Generator | None,
    ) -> None:
        self._module = module
        self._optimizer = optimizer
        self._average = average
        self._set_step = set_step
        self._checkpoint = checkpoint
        self._generator = generator

    def keep(self, step: int, *, is_finished: bool = False) -> None:
        """Write the state before a step."""
        if self._checkpoint is None:
            return
        tensors = random_states(self._generator)
        tensors |= _prefixed("module", self._module.state_dict())
        updates = 0
        if not is_finished:
            for index, state in self._optimizer.state_dict()["state"].items():
                tensors |= _prefixed(f"optimizer.{index}", state)
            if self._average is not None:
                average, updates = self._average.state
                tensors |= _prefixed("average", average)
        state = {"step": step, "finished": is_finished, "updates": updates}
        self._checkpoint.save(tensors, state)

    def restore(self) -> tuple[int, bool]:
        """Take the state over; return the step to go on with, and if it is done."""
        found = self._checkpoint.load() if self._checkpoint is not None else None
        if found is None:
            return 0, False
        tensors, state = found
        step = int(state["step"])
        self._module.load_state_dict(_under("module", tensors))
        restore_random(tensors, self._generator)
        if state["finished"]:
            return step, True
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in _under("optimizer", tensors).items():
            index, _, key = name.partition(".")
            moments.setdefault(int(index), {})[key] = value
        groups = self._optimizer.state_dict()["param_groups"]
        self._optimizer.load_state_dict({"state": moments, "param_groups": groups})
        self._set_step(step)
        if self._average is not None:
            self._average.restore(_under("average", tensors), int(state["updates"]))
        return step, False


def _prefixed(prefix: str, tensors: Mapping[str, Any]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": torch.as_tensor(each) for name, each in tensors.items()}


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    start = f"{prefix}."
    return {
        name.removeprefix(start): each
        for name, each in tensors.items()
        if name.startswith(start)
    }
