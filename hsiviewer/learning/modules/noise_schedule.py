"""The forward process of denoising diffusion."""

import torch
from torch import Tensor, nn


class NoiseSchedule(nn.Module):
    r"""Variances of a diffusion with `steps` steps, counted from 0.

    :math:`x_t=\sqrt{\bar\alpha_t}x_0+\sqrt{1-\bar\alpha_t}\,\epsilon`, after
    Ho et al. (2020), arXiv:2006.11239; the cosine schedule after Nichol and
    Dhariwal (2021), arXiv:2102.09672.

    Parameters
    ----------
    steps : int
        Number of steps T.
    kind : str
        ``"linear"`` (beta from 1e-4 to 0.02) or ``"cosine"``.
    """

    beta: Tensor
    alpha_bar: Tensor

    def __init__(self, steps: int = 1000, kind: str = "linear") -> None:
        super().__init__()
        if kind == "linear":
            beta = torch.linspace(1e-4, 0.02, steps, dtype=torch.float64)
        elif kind == "cosine":
            time = torch.arange(steps + 1, dtype=torch.float64) / steps
            level = torch.cos((time + 0.008) / 1.008 * torch.pi / 2) ** 2
            beta = (1 - level[1:] / level[:-1]).clamp(max=0.999)
        else:
            raise ValueError(f"there is no noise schedule {kind!r}")
        self.register_buffer("beta", beta, persistent=False)
        self.register_buffer("alpha_bar", torch.cumprod(1 - beta, 0), persistent=False)

    @property
    def steps(self) -> int:
        """Number of steps T."""
        return len(self.beta)

    def noised(self, clean: Tensor, step: Tensor, noise: Tensor) -> Tensor:
        """Draw from q(x_t | x_0).

        Parameters
        ----------
        clean, noise : Tensor
            Shape (N, ...); standard normal noise.
        step : Tensor of int64
            Shape (N,), 0..T-1.
        """
        level = self._level(step, clean)
        return level.sqrt() * clean + (1 - level).sqrt() * noise

    def posterior_variance(self) -> Tensor:
        """Variance of q(x_{t-1} | x_t, x_0) for every t, shape (T,)."""
        before = torch.cat([self.alpha_bar.new_ones(1), self.alpha_bar[:-1]])
        return self.beta * (1 - before) / (1 - self.alpha_bar)

    def noise_from_clean(self, noised: Tensor, step: Tensor, clean: Tensor) -> Tensor:
        """Return the noise that leads from a clean to a noised sample."""
        level = self._level(step, noised)
        return (noised - level.sqrt() * clean) / (1 - level).sqrt()

    def clean_from_noise(self, noised: Tensor, step: Tensor, noise: Tensor) -> Tensor:
        """Return the clean sample that a noise leads away from."""
        level = self._level(step, noised)
        return (noised - (1 - level).sqrt() * noise) / level.sqrt()

    def _level(self, step: Tensor, like: Tensor) -> Tensor:
        level = self.alpha_bar[step].to(like.dtype)
        return level.reshape(-1, *(1,) * (like.ndim - 1))
