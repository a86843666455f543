"""Transformer blocks and positions."""

import math

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn


class Block(nn.Module):
    """Pre-norm attention and feed-forward, as in ViT (arXiv:2010.11929).

    Parameters
    ----------
    width, heads : int
        Length of tokens and number of heads.
    ratio : int
        Width of the feed-forward layer over `width`.
    causal : bool
        Whether a token sees only itself and earlier ones.
    quick_gelu : bool
        CLIP's approximation of GELU.
    epsilon : float
        Of the layer norms.
    dropout : float
        Share of attention and of features dropped in training.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        *,
        ratio: int = 2,
        causal: bool = False,
        quick_gelu: bool = False,
        epsilon: float = 1e-6,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.heads = heads
        self.causal = causal
        self.quick_gelu = quick_gelu
        self.dropout = dropout
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)
        self.expand = nn.Linear(width, ratio * width)
        self.shrink = nn.Linear(ratio * width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """Transform (N, T, D) to (N, T, D)."""
        count, length, width = tokens.shape
        split = self.qkv(self.norm1(tokens)).reshape(
            count, length, 3, self.heads, width // self.heads
        )
        query, key, value = split.permute(2, 0, 3, 1, 4)
        dropout = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(
            query, key, value, dropout_p=dropout, is_causal=self.causal
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(tokens.shape))
        tokens = tokens + F.dropout(mixed, dropout)
        hidden = self.expand(self.norm2(tokens))
        hidden = (
            hidden * torch.sigmoid(1.702 * hidden)
            if self.quick_gelu
            else F.gelu(hidden)
        )
        hidden = self.shrink(F.dropout(hidden, dropout))
        transformed: Tensor = tokens + F.dropout(hidden, dropout)
        return transformed


class TimeEmbedding(nn.Module):
    """Sinusoids of a diffusion step through two linear layers.

    Parameters
    ----------
    width : int
        Length of the result.
    frequencies : int
        Length of the sinusoids: cosines, then sines.
    """

    def __init__(self, width: int, frequencies: int = 256) -> None:
        super().__init__()
        self.frequencies = frequencies
        self.first = nn.Linear(frequencies, width)
        self.second = nn.Linear(width, width)
        for layer in (self.first, self.second):
            nn.init.normal_(layer.weight, std=0.02)

    def forward(self, step: Tensor) -> Tensor:
        """Embed steps of shape (N,) to (N, width)."""
        half = self.frequencies // 2
        rate = torch.exp(
            -math.log(10_000) * torch.arange(half, device=step.device) / half
        )
        angle = step[:, None].to(rate.dtype) * rate
        waves = torch.cat([angle.cos(), angle.sin()], dim=1)
        embedded: Tensor = self.second(F.silu(self.first(waves)))
        return embedded


def grid_positions(side: int, width: int) -> Tensor:
    """Return fixed 2-D sine-cosine positions of a square grid.

    Half of the width tells the row, half the column (He et al. 2022,
    arXiv:2111.06377). The first entry is zero, for the class token.

    Returns
    -------
    Tensor
        Shape (1 + side**2, width).
    """
    quarter = width // 4
    rate = 1 / 10_000 ** (torch.arange(quarter, dtype=torch.float64) / quarter)
    place = torch.arange(side, dtype=torch.float64)[:, None] * rate
    waves = torch.cat([place.sin(), place.cos()], dim=1)
    rows = waves.repeat_interleave(side, dim=0)
    cols = waves.repeat(side, 1)
    table = torch.cat([rows, cols], dim=1)
    return torch.cat([table.new_zeros(1, width), table]).float()
