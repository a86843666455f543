import math

import pytest
import torch
from torch import nn

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.training.trainer import (
    StepResult,
    Trainer,
    constant_schedule,
    one_cycle,
    step_schedule,
    warm_restarts,
)
from hsiviewer.learning.training.weight_average import WeightAverage


class Recorder:
    """A progress that remembers, and cancels after some checkpoints."""

    def __init__(self, patience=None):
        self.updates = []
        self.checkpoints = 0
        self._patience = patience

    def report(self, update):
        self.updates.append(update)

    def checkpoint(self):
        self.checkpoints += 1
        if self._patience is not None and self.checkpoints > self._patience:
            raise CancelledError


def make_trainer(rate=0.1, **options):
    module = nn.Linear(1, 1, bias=False)
    nn.init.ones_(module.weight)
    trainer = Trainer(module, torch.optim.SGD(module.parameters(), rate), **options)
    return module, trainer


def test_steps_are_taken_reported_and_left_in_eval_mode():
    module, trainer = make_trainer()
    progress = Recorder()
    trainer.run(
        3,
        lambda _step: StepResult(module.weight.square().sum(), 0.5),
        progress=progress,
        stage="fine-tuning",
    )
    assert module.weight.item() == pytest.approx(0.8**3)
    assert [each.step for each in progress.updates] == [1, 2, 3]
    assert [each.loss for each in progress.updates] == pytest.approx([1, 0.64, 0.4096])
    assert [each.fraction for each in progress.updates] == pytest.approx(
        [1 / 3, 2 / 3, 1]
    )
    assert {each.stage for each in progress.updates} == {"fine-tuning"}
    assert {each.accuracy for each in progress.updates} == {0.5}
    assert not module.training


def test_cancelling_stops_before_the_next_step():
    module, trainer = make_trainer()
    taken = []

    def take_step(step):
        taken.append(step)
        return StepResult(module.weight.sum())

    with pytest.raises(CancelledError):
        trainer.run(100, take_step, progress=Recorder(patience=2), stage="x")
    assert taken == [0, 1]


def test_divergence_is_told_with_its_step_and_remedy():
    module, trainer = make_trainer()
    with pytest.raises(TrainingDataError, match=r"step 1 of x .*smaller learning rate"):
        trainer.run(
            5,
            lambda _step: StepResult(module.weight.sum() * float("nan")),
            progress=SilentProgress(),
            stage="x",
        )


def test_gradients_are_clipped():
    module, trainer = make_trainer(rate=1.0, clip=0.01)
    trainer.run(
        1,
        lambda _step: StepResult(50 * module.weight.sum()),
        progress=SilentProgress(),
        stage="x",
    )
    assert module.weight.item() == pytest.approx(1 - 0.01, abs=1e-6)


def test_averaged_weights_lag_behind_and_are_written_at_the_end():
    module, trainer = make_trainer(average=0.5)
    trainer.run(
        2,
        lambda _step: StepResult(module.weight.sum()),
        progress=SilentProgress(),
        stage="x",
    )
    # Decays 1/10 and 2/11 while young: 0.1 * 1 + 0.9 * 0.9, then towards 0.8.
    first = 0.1 * 1 + 0.9 * 0.9
    assert module.weight.item() == pytest.approx(2 / 11 * first + 9 / 11 * 0.8)


def test_average_follows_statistics_and_counters():
    norm = nn.BatchNorm1d(2)
    average = WeightAverage(norm, 0.9)
    norm(torch.randn(8, 2) + 5)
    average.update()
    seen = norm.running_mean.clone()
    average.apply()
    torch.testing.assert_close(norm.running_mean, 0.9 * seen)
    assert norm.num_batches_tracked.item() == 1


def test_steps_fall_to_a_tenth_at_every_milestone():
    schedule = step_schedule((100, 131))
    assert [schedule(each) for each in (0, 99, 100, 130, 131, 149)] == pytest.approx(
        [1, 1, 0.1, 0.1, 0.01, 0.01]
    )


def test_restarts_double_their_period():
    schedule = warm_restarts(5)
    assert [schedule(each) for each in (0, 5, 15, 35, 75)] == pytest.approx([1] * 5)
    assert schedule(4) == pytest.approx(0.5 * (1 + math.cos(math.pi * 4 / 5)))
    assert schedule(10) == pytest.approx(0.5)
    assert min(schedule(each) for each in range(500)) >= 0


def test_cycle_rises_to_one_and_falls_to_almost_nothing():
    values = [one_cycle(100)(each) for each in range(100)]
    assert values[0] == pytest.approx(0.1)
    assert max(values) == pytest.approx(1)
    assert values.index(max(values)) <= 10
    assert 0 <= values[-1] < 0.01
    assert constant_schedule(7) == 1


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_cycle_works_for_very_few_steps(steps):
    assert all(0 <= one_cycle(steps)(each) <= 1 for each in range(steps + 1))
