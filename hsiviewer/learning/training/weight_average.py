"""Averages of weights over training."""

import torch
from torch import Tensor, nn


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

    @property
    def state(self) -> tuple[dict[str, Tensor], int]:
        """The average, and how often it was updated."""
        return self._average, self._updates

    def restore(self, average: dict[str, Tensor], updates: int) -> None:
        """Go on from an earlier `state`."""
        for name, value in average.items():
            self._average[name].copy_(value)
        self._updates = updates
