"""Drawing from a diffusion model whose answer is known."""

import pytest
import torch

from hsiviewer.learning.modules.ddim import draw_ddim
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule

SCHEDULE = NoiseSchedule(1000)
MEAN = 1.0


def oracle(deviation):
    """Return the best prediction of noise for a Gaussian."""

    def predict(noised, step):
        level = SCHEDULE.alpha_bar[step].to(noised.dtype)[:, None]
        spread = level * deviation**2 + 1 - level
        return (1 - level).sqrt() * (noised - level.sqrt() * MEAN) / spread

    return predict


def start(count=100_000, seed=0):
    return torch.randn(count, 1, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(
    ("deviation", "steps", "expected"),
    [
        (0.2, 50, 0.176),
        (0.2, 200, 0.194),
        (0.2, 1000, 0.198),
        (0.5, 50, 0.471),
        (0.5, 200, 0.493),
        (0.5, 1000, 0.498),
    ],
)
def test_few_steps_shrink_a_gaussian_as_simulated(deviation, steps, expected):
    drawn = draw_ddim(oracle(deviation), SCHEDULE, start(), steps=steps)
    assert drawn.mean().item() == pytest.approx(MEAN, rel=0.01)
    assert drawn.std().item() == pytest.approx(expected, abs=0.003)


def test_the_same_start_gives_the_same_draws():
    first, second = (
        draw_ddim(oracle(0.2), SCHEDULE, start(50), steps=20) for _ in range(2)
    )
    assert torch.equal(first, second)
    other = draw_ddim(oracle(0.2), SCHEDULE, start(50, seed=1), steps=20)
    assert not torch.equal(first, other)


def test_all_steps_with_noise_are_the_reverse_process():
    """Against a plain loop of the reverse process of Ho et al., in distribution."""
    generator = torch.Generator().manual_seed(2)
    drawn = draw_ddim(
        oracle(0.3), SCHEDULE, start(20_000), steps=1000, eta=1.0, generator=generator
    )
    sample = start(20_000, seed=3)
    predict = oracle(0.3)
    variance = SCHEDULE.posterior_variance().float()
    for step in range(999, -1, -1):
        beta = SCHEDULE.beta[step].float()
        level = SCHEDULE.alpha_bar[step].float()
        noise = predict(sample, torch.full((len(sample),), step))
        sample = (sample - beta / (1 - level).sqrt() * noise) / (1 - beta).sqrt()
        fresh = torch.randn(sample.shape, generator=generator)
        sample = sample + variance[step].sqrt() * fresh
    assert drawn.mean().item() == pytest.approx(sample.mean().item(), abs=0.01)
    assert drawn.std().item() == pytest.approx(sample.std().item(), rel=0.03)


def test_predictions_are_cut_at_the_limit():
    drawn = draw_ddim(oracle(0.2), SCHEDULE, start(500), steps=50, limit=0.9)
    assert drawn.abs().max().item() <= 0.9 + 1e-6


@pytest.mark.parametrize("steps", [1, 3, 300, 5000])
def test_any_number_of_steps_is_taken(steps):
    asked = []

    def predict(noised, step):
        asked.append(int(step[0]))
        return torch.zeros_like(noised)

    draw_ddim(predict, SCHEDULE, start(2), steps=steps)
    assert len(asked) == min(steps, 1000)
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] == 0
