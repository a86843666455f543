"""One way to learn from labels, and the stages that it is part of."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import nn

from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.data.batches import balanced_batches, labelled_batches
from hsiviewer.learning.modules.augment import PatchChanges, disturbed, lit, turned
from hsiviewer.learning.saved.resuming import Checkpoints
from hsiviewer.learning.training.labelled import (
    LabelledFit,
    LabelledSamples,
    fit_labelled,
)
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult, constant_schedule

TARGETS = torch.tensor([0, 0, 0, 0, 1, 2])


class Recorder:
    def __init__(self, patience=1000):
        self.updates = []
        self.patience = patience

    def report(self, update):
        self.updates.append(update)

    def checkpoint(self):
        self.patience -= 1
        if self.patience < 0:
            raise CancelledError


def make_generator(seed=1):
    return torch.Generator().manual_seed(seed)


def make_samples():
    patches = torch.randn(6, 3, 5, 5, generator=make_generator(0))
    return LabelledSamples([patches, 2 * patches], TARGETS)


def learn(stage, *, steps=5, changes=None):
    """Train a linear layer on all pixels; return it and what each step was given."""
    samples, seen = make_samples(), []
    torch.manual_seed(0)
    module = nn.Linear(75, 3)

    def loss(batch):
        seen.append(batch)
        scores = module(batch.inputs[0].flatten(1))
        return StepResult(F.cross_entropy(scores, batch.targets))

    fit = LabelledFit(
        module=module,
        optimizer=torch.optim.Adam(module.parameters(), 0.1),
        schedule=constant_schedule,
        steps=steps,
        batches=balanced_batches(TARGETS, 6, stage.generator),
        changes=changes or PatchChanges(),
    )
    fit_labelled(fit, samples, loss, stage)
    return module, seen


def test_every_step_is_given_samples_with_their_own_targets():
    progress = Recorder()
    _, seen = learn(Stage(make_generator(), progress))
    samples = make_samples()
    assert len(seen) == 5
    for batch in seen:
        first, second = batch.inputs
        assert torch.equal(second, 2 * first), "the same places of every modality"
        for patch, target in zip(first, batch.targets, strict=True):
            same = (samples.inputs[0] == patch).flatten(1).all(dim=1)
            assert target in samples.targets[same]
    assert [update.step for update in progress.updates] == [1, 2, 3, 4, 5]
    assert {update.stage for update in progress.updates} == {"fine-tuning"}


def test_patches_are_changed_in_the_order_that_is_promised():
    changes = PatchChanges(flips=True, light=0.2, noise=0.1)
    _, seen = learn(Stage(make_generator(), SilentProgress()), steps=1, changes=changes)
    again = make_generator()
    chosen = balanced_batches(TARGETS, 6, again)(0)
    expected = turned(make_samples().at(chosen).inputs, again)
    expected = disturbed(lit(expected, 0.2, again), 0.1, again)
    assert all(map(torch.equal, seen[0].inputs, expected))


def test_changes_that_are_off_draw_nothing():
    generator, untouched = make_generator(), make_generator()
    patches = make_samples().inputs
    assert PatchChanges().applied(patches, generator) is patches
    assert torch.equal(generator.get_state(), untouched.get_state())


def test_a_stopped_training_goes_on_where_it_was(tmp_path):
    whole, _ = learn(Stage(make_generator(), SilentProgress()))
    stage = Stage(make_generator(), Recorder(2), "own", Checkpoints(tmp_path))
    with pytest.raises(CancelledError):
        learn(stage)
    assert [file.name for file in tmp_path.iterdir()] == ["own.safetensors"]
    again = Stage(make_generator(), SilentProgress(), "own", Checkpoints(tmp_path))
    parts, seen = learn(again)
    assert len(seen) == 3
    assert torch.equal(parts.weight, whole.weight)


def test_parts_of_a_stage_have_names_and_shares_of_their_own():
    progress = Recorder()
    stage = Stage(make_generator(), progress, "fine-tuning-1")
    second = stage.share(1, 4, steps=5)
    assert second.name == "fine-tuning-1-1"
    assert second.generator is stage.generator
    own = make_generator(9)
    last = second.part("classifier", start=0.5, first_step=2, generator=own)
    assert last.name == "fine-tuning-1-1-classifier"
    assert last.generator is own
    learn(last, steps=1)
    (update,) = progress.updates
    assert update.fraction == pytest.approx(0.5)
    assert update.step == 5 + 2 + 1
    assert second.part().name == second.name


@pytest.mark.parametrize("balanced", [False, True])
def test_what_is_drawn_later_does_not_depend_on_balance(balanced):
    generator, other = make_generator(), make_generator()
    labelled_batches(TARGETS, 4, generator, balanced=balanced)
    labelled_batches(TARGETS, 4, other, balanced=not balanced)
    assert torch.equal(generator.get_state(), other.get_state())


def test_balanced_batches_show_classes_equally_often():
    batches = labelled_batches(TARGETS, 6, make_generator(), balanced=True)
    drawn = torch.cat([TARGETS[batches(step)] for step in range(300)])
    shares = drawn.bincount() / len(drawn)
    torch.testing.assert_close(shares, torch.full((3,), 1 / 3), atol=0.03, rtol=0)


def test_few_labels_that_are_balanced_are_shown_all_at_once():
    batches = balanced_batches(torch.tensor([0, 1, 2]), 8, make_generator())
    assert batches(0).tolist() == batches(7).tolist() == [0, 1, 2]
