"""Heads that compare image vectors with class vectors."""

import math

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn


class LogitScale(nn.Module):
    """Inverse temperature of a cosine, learned in the logarithm or fixed.

    Parameters
    ----------
    temperature : float
        Its start.
    learned : bool
        Whether it trains.
    """

    # CLIP's own limit: beyond it, gradients explode.
    _MOST = math.log(100.0)

    def __init__(self, temperature: float, *, learned: bool) -> None:
        super().__init__()
        start = torch.tensor(math.log(1 / temperature))
        self.log_scale = nn.Parameter(start, requires_grad=learned)

    def forward(self) -> Tensor:
        """Return the scale, a positive scalar of at most 100."""
        return self.log_scale.clamp(max=self._MOST).exp()


def probe(inputs: int, outputs: int, *, depth: int = 1, bias: bool = True) -> nn.Module:
    """Return a linear layer, or several with GELU in between as wide as the output.

    Parameters
    ----------
    inputs, outputs : int
        Lengths of the vectors.
    depth : int
        Number of layers.
    bias : bool
        Whether constants are added.
    """
    if depth == 1:
        return nn.Linear(inputs, outputs, bias=bias)
    layers: list[nn.Module] = [nn.Linear(inputs, outputs, bias=bias)]
    for _ in range(depth - 1):
        layers += [nn.GELU(), nn.Linear(outputs, outputs, bias=bias)]
    return nn.Sequential(*layers)


class Projection(nn.Module):
    """Map vectors into the common space and give them unit norm.

    Parameters
    ----------
    inputs, outputs : int
        Lengths of the vectors.
    bias : bool
        Whether a constant is added.
    depth : int
        Layers; one is linear.
    """

    def __init__(
        self, inputs: int, outputs: int, *, bias: bool = False, depth: int = 1
    ) -> None:
        super().__init__()
        self.linear = probe(inputs, outputs, depth=depth, bias=bias)

    def forward(self, vectors: Tensor) -> Tensor:
        """Project (N, inputs) to unit vectors (N, outputs)."""
        return F.normalize(self.linear(vectors), dim=1)


def centred(vectors: Tensor) -> Tensor:
    """Remove what all class vectors have in common, and give them unit norm.

    Long sentences on similar things are nearly parallel (cosines above 0.9),
    which leaves a classifier next to nothing to tell them apart.

    Parameters
    ----------
    vectors : Tensor
        Shape (K, D). Identical rows stay identical; if all are, nothing is
        removed.
    """
    difference = vectors - vectors.mean(dim=0, keepdim=True)
    if difference.norm(dim=1).max() < 1e-6:
        return vectors
    return F.normalize(difference, dim=1)
