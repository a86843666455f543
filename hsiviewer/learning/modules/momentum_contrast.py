"""Momentum contrast: an encoder, its slow copy, and a queue of what the copy made."""

import copy
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.modules.losses import queue_infonce


class MomentumContrast(nn.Module):
    """Teaches an encoder to know a sample again among many others.

    He, Fan, Wu, Xie, Girshick (2020), arXiv:1911.05722.

    Parameters
    ----------
    encoder : nn.Module
        Maps a batch to vectors (N, D), not yet of unit norm.
    outputs : int
        D.
    queue : int
        Earlier keys that are negatives.
    momentum : float
        Share of the key encoder that `follow` keeps.
    temperature : float
        Of the cosine.
    """

    queue: Tensor
    oldest: Tensor

    def __init__(
        self,
        encoder: nn.Module,
        outputs: int,
        *,
        queue: int,
        momentum: float,
        temperature: float,
    ) -> None:
        super().__init__()
        self.query = encoder
        self.key = copy.deepcopy(encoder).requires_grad_(False)
        self.momentum = momentum
        self.temperature = temperature
        start = F.normalize(torch.randn(queue, outputs), dim=1)
        self.register_buffer("queue", start)
        self.register_buffer("oldest", torch.zeros((), dtype=torch.int64))

    def forward(self, views: Any, others: Any) -> tuple[Tensor, float]:
        """Return the loss of a batch, and enqueue its keys.

        Parameters
        ----------
        views, others : object
            Two views of the same N samples; whatever the encoder takes.

        Returns
        -------
        loss : Tensor
            Scalar.
        found : float
            Share of samples whose own key is the nearest.
        """
        query = F.normalize(self.query(views), dim=1)
        with torch.no_grad():
            key = F.normalize(self.key(others), dim=1)
        loss, found = queue_infonce(
            query, key, self.queue.clone(), temperature=self.temperature
        )
        self.enqueue(key)
        return loss, found

    @torch.no_grad()
    def follow(self) -> None:
        """Move the key encoder a little towards the query encoder."""
        pairs = zip(self.key.parameters(), self.query.parameters(), strict=True)
        for slow, quick in pairs:
            slow.mul_(self.momentum).add_(quick, alpha=1 - self.momentum)

    @torch.no_grad()
    def enqueue(self, keys: Tensor) -> None:
        """Put keys (N, D) in place of the oldest ones."""
        size = len(self.queue)
        keys = keys[-size:]
        places = torch.arange(len(keys), device=keys.device)
        self.queue[(self.oldest + places) % size] = keys
        self.oldest.copy_((self.oldest + len(keys)) % size)

    def ordered_queue(self) -> Tensor:
        """Return the keys from the oldest to the newest."""
        return self.queue.roll(-int(self.oldest), dims=0)
