"""Hiding tokens of a sequence, and putting the visible ones back."""

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class TokenMask:
    """Which tokens of each sample are visible.

    Parameters
    ----------
    visible : Tensor of int64
        Shape (N, V): indices of the visible tokens.
    count : int
        Tokens in a full sequence.
    """

    visible: Tensor
    count: int

    @classmethod
    def random(
        cls, samples: int, count: int, ratio: float, generator: torch.Generator
    ) -> Self:
        """Hide a share `ratio` of the tokens, drawn anew for each sample.

        Exactly ``floor(count * (1 - ratio))`` tokens stay visible, at least one.
        """
        kept = max(1, int(count * (1 - ratio) + 1e-9))
        order = torch.rand(samples, count, generator=generator).argsort(dim=1)
        return cls(order[:, :kept], count)

    def to(self, device: torch.device) -> "TokenMask":
        """Return the mask on another device."""
        return TokenMask(self.visible.to(device), self.count)

    def gather(self, tokens: Tensor) -> Tensor:
        """Return the visible tokens: (N, count, D) to (N, V, D)."""
        index = self.visible[..., None].expand(-1, -1, tokens.shape[-1])
        return tokens.gather(1, index)

    def scatter(self, visible: Tensor, filler: Tensor) -> Tensor:
        """Put visible tokens back at their places.

        Parameters
        ----------
        visible : Tensor
            Shape (N, V, D).
        filler : Tensor
            Shape (D,): stands at the hidden places.

        Returns
        -------
        Tensor
            Shape (N, count, D).
        """
        full = filler.expand(len(visible), self.count, -1).clone()
        index = self.visible[..., None].expand_as(visible)
        return full.scatter(1, index, visible)

    def is_visible(self) -> Tensor:
        """Return True where a token is visible, shape (N, count)."""
        shown = torch.zeros(
            len(self.visible), self.count, dtype=torch.bool, device=self.visible.device
        )
        return shown.scatter(1, self.visible, True)
