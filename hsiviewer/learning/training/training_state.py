"""A trainer's state on the disk, and back."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from hsiviewer.learning.saved.resuming import (
    StageCheckpoint,
    random_states,
    restore_random,
)
from hsiviewer.learning.training.weight_average import WeightAverage

_log = logging.getLogger(__name__)


class TrainingState:
    """Puts a trainer's state on the disk and takes it from there.

    A trainer that goes on from its own state ends with the weights of one
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
        *,
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
        if self._checkpoint is not None:
            self._checkpoint.save(*self._state(step, is_finished=is_finished))

    def _state(
        self, step: int, *, is_finished: bool
    ) -> tuple[dict[str, Tensor], dict[str, Any]]:
        tensors = random_states(self._generator)
        tensors |= _prefixed("module", self._module.state_dict())
        updates = 0
        if not is_finished:
            for index, state in self._optimizer.state_dict()["state"].items():
                tensors |= _prefixed(f"optimizer.{index}", state)
            if self._average is not None:
                average, updates = self._average.state
                tensors |= _prefixed("average", average)
        return tensors, {"step": step, "finished": is_finished, "updates": updates}

    def restore(self) -> tuple[int, bool]:
        """Take the state over; return the step to go on with, and if it is done.

        What does not fit the training is left alone: it begins anew then.
        """
        found = self._checkpoint.load() if self._checkpoint is not None else None
        if found is None:
            return 0, False
        before = self._snapshot()
        try:
            return self._restored(*found)
        except (
            AttributeError, LookupError, RuntimeError, TypeError, ValueError
        ) as error:  # fmt: skip
            _log.warning("unfinished training cannot be continued: %s", error)
            self._restored(*before)
            return 0, False

    def _snapshot(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        tensors, state = self._state(0, is_finished=False)
        return {name: each.clone() for name, each in tensors.items()}, state

    def _restored(
        self, tensors: Mapping[str, Tensor], state: Mapping[str, Any]
    ) -> tuple[int, bool]:
        step = int(state["step"])
        if step < 0:
            raise ValueError(f"there is no step {step}")
        self._module.load_state_dict(_under("module", tensors))
        restore_random(tensors, self._generator)
        if state["finished"]:
            return step, True
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in _under("optimizer", tensors).items():
            index, _, key = name.partition(".")
            moments.setdefault(int(index), {})[key] = value
        groups = self._optimizer.state_dict()["param_groups"]
        self._check_moments(moments)
        self._optimizer.load_state_dict({"state": moments, "param_groups": groups})
        self._set_step(step)
        if self._average is not None:
            self._average.restore(_under("average", tensors), int(state["updates"]))
        return step, False

    def _check_moments(self, moments: Mapping[int, Mapping[str, Tensor]]) -> None:
        """Raise `ValueError` for moments of other weights: torch takes any."""
        weights = [
            parameter
            for group in self._optimizer.param_groups
            for parameter in group["params"]
        ]
        for index, state in moments.items():
            if not 0 <= index < len(weights):
                raise ValueError(f"there are moments of weight {index}")
            for value in state.values():
                if value.ndim and value.shape != weights[index].shape:
                    raise ValueError(f"the moments of weight {index} have other shapes")


def _prefixed(prefix: str, tensors: Mapping[str, Any]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": torch.as_tensor(each) for name, each in tensors.items()}


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    start = f"{prefix}."
    return {
        name.removeprefix(start): each
        for name, each in tensors.items()
        if name.startswith(start)
    }
