"""The diffusion model of feature vectors."""

import torch
from torch import Tensor, nn

from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.modules.transformer import TimeEmbedding

LIMIT = 4.0  # standard deviations at which features are cut, to become 1
DEVIATION = 1 / LIMIT  # of scaled features


class FeatureDenoiser(nn.Module):
    r"""Predicts the noise in a feature vector, given the step and a class.

    A residual network: features have no spatial layout that a U-Net would see. It
    learns what the best prediction for one Gaussian of deviation s around zero,
    :math:`\hat\epsilon=\sqrt{1-\bar\alpha}\,x_t/v` with
    :math:`v=\bar\alpha s^2+1-\bar\alpha`, leaves open, in units of what that may be:
    :math:`s\sqrt{\bar\alpha/v}` (after Karras et al. 2022, arXiv:2206.00364).
    Without it, hundreds of dimensions take many thousand steps to learn that noise
    looks like noise.

    Parameters
    ----------
    features : int
        Length D of the vectors.
    classes : int
        K; one more stands for "no class".
    width, blocks : int
        Of the residual blocks.
    steps : int
        T of the noise schedule.
    """

    def __init__(
        self,
        features: int,
        classes: int,
        *,
        width: int,
        blocks: int,
        steps: int = 1000,
    ) -> None:
        super().__init__()
        self.no_class = classes
        self.schedule = NoiseSchedule(steps)
        self.time = TimeEmbedding(width)
        # A table, not a code of the number: class 3 is not nearer to 4 than to 9.
        self.kind = nn.Embedding(classes + 1, width)
        self.stem = nn.Linear(features, width)
        self.blocks = nn.ModuleList(_Residual(width) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, features)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, noised: Tensor, step: Tensor, kind: Tensor) -> Tensor:
        """Predict the noise in x_t.

        Parameters
        ----------
        noised : Tensor
            Shape (N, D).
        step : Tensor of int64
            Shape (N,).
        kind : Tensor of int64
            Shape (N,): classes, `no_class` where none is told.
        """
        level = self.schedule.alpha_bar[step].to(noised.dtype)[:, None]
        variance = level * DEVIATION**2 + 1 - level
        told = self.time(step) + self.kind(kind)
        hidden = self.stem(noised / variance.sqrt())
        for block in self.blocks:
            hidden = block(hidden, told)
        learned: Tensor = self.head(self.norm(hidden))
        unit = DEVIATION * (level / variance).sqrt()
        return (1 - level).sqrt() * noised / variance + unit * learned

    def guided(
        self, noised: Tensor, step: Tensor, kind: Tensor, guidance: float
    ) -> Tensor:
        """Predict noise, pushed away from what it is without a class.

        Ho and Salimans (2022), arXiv:2207.12598: (1 + g) with the class - g without.
        """
        told = self(noised, step, kind)
        if not guidance:
            found: Tensor = told
            return found
        free = self(noised, step, torch.full_like(kind, self.no_class))
        pushed: Tensor = (1 + guidance) * told - guidance * free
        return pushed


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Linear(width, width)
        self.act = nn.SiLU()
        self.second = nn.Linear(width, width)

    def forward(self, hidden: Tensor, told: Tensor) -> Tensor:
        inner = self.act(self.first(self.norm(hidden)) + told)
        added: Tensor = hidden + self.second(inner)
        return added
