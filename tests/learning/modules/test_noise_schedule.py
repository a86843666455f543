import pytest
import torch

from hsiviewer.learning.modules.noise_schedule import NoiseSchedule


@pytest.mark.parametrize(
    ("step", "level"),
    [(0, 0.9999), (100, 0.89514), (250, 0.52142), (500, 0.077797), (999, 4.0358e-5)],
)
def test_linear_schedule_has_the_published_levels(step, level):
    assert NoiseSchedule(1000).alpha_bar[step].item() == pytest.approx(level, rel=1e-4)


def test_posterior_variance_is_zero_at_the_first_step_and_published_in_the_middle():
    variance = NoiseSchedule(1000).posterior_variance()
    assert variance[0].item() == 0
    assert variance[500].item() == pytest.approx(0.0100513, rel=1e-5)


def test_noised_samples_have_the_mean_and_variance_of_the_forward_process():
    schedule = NoiseSchedule(1000)
    count, step = 200_000, 250
    noise = torch.randn(count, 1, generator=torch.Generator().manual_seed(0))
    clean = torch.full((count, 1), 2.0)
    drawn = schedule.noised(clean, torch.full((count,), step), noise)
    level = schedule.alpha_bar[step].item()
    error = 4 * ((1 - level) / count) ** 0.5
    assert drawn.mean().item() == pytest.approx(2 * level**0.5, abs=error)
    assert drawn.var().item() == pytest.approx(1 - level, rel=4 * (2 / count) ** 0.5)


def test_composed_single_steps_reproduce_the_closed_form():
    schedule = NoiseSchedule(1000)
    count, last = 100_000, 60
    generator = torch.Generator().manual_seed(1)
    value = torch.full((count,), 1.5)
    for step in range(last + 1):
        beta = schedule.beta[step].float()
        noise = torch.randn(count, generator=generator)
        value = (1 - beta).sqrt() * value + beta.sqrt() * noise
    level = schedule.alpha_bar[last].item()
    error = 4 * ((1 - level) / count) ** 0.5
    assert value.mean().item() == pytest.approx(1.5 * level**0.5, abs=error)
    assert value.var().item() == pytest.approx(1 - level, rel=4 * (2 / count) ** 0.5)


def test_clean_sample_and_noise_convert_into_each_other():
    schedule = NoiseSchedule(1000)
    clean, noise = torch.randn(2, 5, 3, generator=torch.Generator().manual_seed(2))
    steps = torch.tensor([0, 10, 100, 500, 900])
    noised = schedule.noised(clean, steps, noise)
    torch.testing.assert_close(
        schedule.noise_from_clean(noised, steps, clean), noise, atol=1e-3, rtol=1e-3
    )
    torch.testing.assert_close(
        schedule.clean_from_noise(noised, steps, noise), clean, atol=1e-3, rtol=1e-3
    )


def test_cosine_schedule_falls_from_almost_one_to_almost_nothing():
    level = NoiseSchedule(1000, "cosine").alpha_bar
    assert bool((level.diff() < 0).all())
    assert level[0] > 0.999
    assert level[-1] < 1e-4


def test_unknown_schedule_is_refused():
    with pytest.raises(ValueError, match="quadratic"):
        NoiseSchedule(10, "quadratic")
