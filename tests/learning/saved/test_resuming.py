"""Training that was stopped ends as if it had not been."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.running.run import classify, pretrain
from hsiviewer.learning.saved.checkpoints import load_model
from hsiviewer.learning.saved.resuming import Checkpoints, StageCheckpoint
from hsiviewer.learning.training.trainer import StepResult, Trainer, one_cycle
from hsiviewer.learning.training.training_state import TrainingState
from tests.learning.scenes import make_height, make_request


class StopsAfter:
    """A progress that cancels at its n-th question."""

    def __init__(self, questions):
        self.left = questions
        self.steps = []

    def report(self, update):
        if update.step is not None:
            self.steps.append((update.stage, update.step))

    def checkpoint(self):
        self.left -= 1
        if self.left < 0:
            raise CancelledError


def train(progress, checkpoint, *, optimizer=torch.optim.AdamW, average=0.9, steps=12):
    with torch.random.fork_rng():
        torch.manual_seed(3)
        generator = torch.Generator().manual_seed(5)
        network = nn.Sequential(
            nn.Linear(6, 8), nn.BatchNorm1d(8), nn.Dropout(0.3), nn.Linear(8, 2)
        )

        def take_step(_step):
            values = torch.randn(16, 6, generator=generator)
            return StepResult(network(values).square().mean())

        made = optimizer(network.parameters(), 0.01)
        trainer = Trainer(network, made, schedule=one_cycle(steps), average=average)
        trainer.run(
            steps, take_step, progress=progress, stage="fine-tuning",
            checkpoint=checkpoint, generator=generator,
        )  # fmt: skip
        return network.state_dict(), torch.rand(1).item(), generator.initial_seed()


@pytest.mark.parametrize("stops", [[0], [5], [11], [3, 2, 4]])
@pytest.mark.parametrize(
    ("optimizer", "average"),
    [(torch.optim.AdamW, 0.9), (torch.optim.Adam, 0.0), (torch.optim.SGD, 0.0)],
)
def test_weights_and_draws_are_those_of_one_go(tmp_path, stops, optimizer, average):
    expected = train(SilentProgress(), None, optimizer=optimizer, average=average)
    checkpoint = StageCheckpoint(tmp_path / "stage.safetensors")
    for questions in stops:
        with pytest.raises(CancelledError):
            train(
                StopsAfter(questions), checkpoint, optimizer=optimizer, average=average
            )
    found = train(SilentProgress(), checkpoint, optimizer=optimizer, average=average)
    for name, value in expected[0].items():
        assert torch.equal(found[0][name], value), name
    assert found[1] == expected[1], "what comes after draws the same numbers"


def test_a_finished_stage_is_not_trained_again(tmp_path):
    checkpoint = StageCheckpoint(tmp_path / "stage.safetensors")
    expected = train(SilentProgress(), checkpoint)
    progress = StopsAfter(0)
    found = train(progress, checkpoint)
    assert progress.steps == []
    for name, value in expected[0].items():
        assert torch.equal(found[0][name], value)
    assert found[1] == expected[1]


@pytest.mark.parametrize("damage", [b"", b"no tensors at all", None])
def test_a_damaged_checkpoint_costs_time_only(tmp_path, damage):
    path = tmp_path / "stage.safetensors"
    checkpoint = StageCheckpoint(path)
    with pytest.raises(CancelledError):
        train(StopsAfter(5), checkpoint)
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    expected, found = train(SilentProgress(), None), train(SilentProgress(), checkpoint)
    for name, value in expected[0].items():
        assert torch.equal(found[0][name], value)


def test_nothing_is_kept_without_a_folder():
    assert Checkpoints(None).stage("fine-tuning", 0) is None


IN_ORDER = {"balanced": False}  # epochs of shuffled samples, as published


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"auxiliary": (make_height(),)},
        {"method": "curated-prompts"},
        pytest.param(
            {"method": "curated-prompts", "changes": IN_ORDER}, marks=pytest.mark.slow
        ),
        pytest.param({"method": "s3fn"}, marks=pytest.mark.slow),
        {"method": "s3fn", "changes": IN_ORDER},
        {"method": "contrastdm"},
        pytest.param(
            {"method": "contrastdm", "changes": IN_ORDER | {"refine_t": 100}},
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_job_that_was_stopped_often_ends_as_one_that_was_not(tmp_path, fields):
    whole = classify(
        make_request(save_model=tmp_path / "whole", **fields), SilentProgress()
    )
    request = make_request(
        save_model=tmp_path / "parts", checkpoints=tmp_path / "unfinished", **fields
    )
    stopped, seen = 0, []
    for questions in (3, 6, 12, 24, 48, 96, 192, 384):
        progress = StopsAfter(questions)
        try:
            parts = classify(request, progress)
        except CancelledError:
            stopped += 1
            seen += progress.steps
            continue
        seen += progress.steps
        break
    assert stopped > 2
    assert len(seen) == len(set(seen)), "no step is taken twice"
    assert np.array_equal(parts.class_map, whole.class_map)
    assert np.array_equal(parts.confidence, whole.confidence, equal_nan=True)
    first, second = (load_model(tmp_path / each)[0] for each in ("whole", "parts"))
    for name, value in first.items():
        assert torch.equal(second[name], value), name


def test_pretraining_goes_on_as_well(tmp_path):
    pretrain(make_request(save_model=tmp_path / "whole"), SilentProgress())
    request = make_request(
        save_model=tmp_path / "parts", checkpoints=tmp_path / "unfinished"
    )
    with pytest.raises(CancelledError):
        pretrain(request, StopsAfter(7))
    pretrain(request, SilentProgress())
    first, second = (load_model(tmp_path / each)[0] for each in ("whole", "parts"))
    for name, value in first.items():
        assert torch.equal(second[name], value), name


@pytest.mark.parametrize(
    "damage",
    [
        lambda tensors, state: tensors.update({"module.weight": torch.zeros(7, 7)}),
        lambda tensors, state: tensors.pop("random.torch"),
        lambda tensors, state: tensors.update({"random.torch": torch.zeros(3)}),
        lambda tensors, state: tensors.update({"optimizer.99.step": torch.tensor(1)}),
        lambda tensors, state: tensors.update({"optimizer.x.step": torch.tensor(1)}),
        lambda tensors, state: tensors.update(
            {"optimizer.0.exp_avg": torch.zeros(9, 9)}
        ),
        lambda tensors, state: state.pop("step"),
        lambda tensors, state: state.update(step=-3),
        lambda tensors, state: state.update(step="x"),
        lambda tensors, state: state.update(step=[]),
    ],
)
def test_a_state_of_another_training_costs_the_start_and_nothing_else(tmp_path, damage):
    def trainer(checkpoint):
        torch.manual_seed(0)
        module = torch.nn.Linear(3, 2)
        optimizer = torch.optim.Adam(module.parameters(), 0.1)
        keeper = TrainingState(
            module,
            optimizer,
            None,
            lambda step: None,
            checkpoint=checkpoint,
            generator=None,
        )
        return module, optimizer, keeper

    checkpoint = StageCheckpoint(tmp_path / "stage.safetensors")
    module, optimizer, keeper = trainer(checkpoint)
    module(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    keeper.keep(5)
    tensors, state = checkpoint.load()
    damage(tensors, state)
    checkpoint.save(tensors, state)
    fresh, _, again = trainer(checkpoint)
    before = {name: each.clone() for name, each in fresh.state_dict().items()}
    assert again.restore() == (0, False)
    for name, value in fresh.state_dict().items():
        assert torch.equal(value, before[name])


def test_a_state_that_cannot_be_written_does_not_stop_the_training(tmp_path):
    (tmp_path / "file").write_text("in the way")
    checkpoint = StageCheckpoint(tmp_path / "file" / "stage.safetensors")
    checkpoint.save({"a": torch.zeros(1)}, {"step": 1})
    assert checkpoint.load() is None


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", "nope"])
def test_a_state_of_odd_text_is_none(tmp_path, text):
    file = tmp_path / "stage.safetensors"
    save_file({"a": torch.zeros(1)}, file, metadata={"state": text})
    found = StageCheckpoint(file).load()
    assert found is None or found[1] == {}
