"""Section 13 of the method's description: how to tell that it is right."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.data.batches import epoch_batches
from hsiviewer.learning.methods.curated_prompts.method import (
    alignment_loss,
    train_network,
    training_steps,
)
from hsiviewer.learning.methods.curated_prompts.model import CellTower, CuratedPrompts
from hsiviewer.learning.methods.curated_prompts.objective import (
    curated_loss,
    curated_negatives,
    text_to_image_loss,
)
from hsiviewer.learning.modules.class_vectors import FrozenSentences, KnownVectors
from hsiviewer.learning.modules.transformer import Block
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage
from tests.learning.scenes import make_request, make_scheme

BGE_LARGE = 335_141_888


def count(module):
    return sum(each.numel() for each in module.parameters())


def make_network(classes=6, channels=50, text=1024, **changes):
    config = make_config("curated-prompts", "paper", changes)
    torch.manual_seed(0)
    vectors = F.normalize(torch.randn(classes, text), dim=1)
    if config.probe_side == "vision":
        module, outputs = KnownVectors(vectors), text
    else:
        module = FrozenSentences(vectors, config.width, centre=False, bias=True)
        outputs = config.width
    return CuratedPrompts([channels], config, module, outputs), config


def restated_loss(scores, targets, hard, random):
    """The paper's formula, one sample after the other."""
    losses = []
    for row, target in enumerate(targets.tolist()):
        own = scores[row]
        wrong = [each for each in range(len(own)) if hard[row][each]]
        others = [each for each in range(len(own)) if random[row][each]]
        below = own[target].exp() + sum(own[each].exp() for each in wrong + others)
        losses.append(-(own[target].exp() / below).log())
    return torch.stack(losses).mean()


def test_published_sizes():
    assert count(Block(64, 16, ratio=1)) == 25_216
    network, _ = make_network()
    assert count(network) == 246_593
    assert count(network) / (count(network) + BGE_LARGE) == pytest.approx(
        7e-4, abs=4e-5
    )
    all_bands, _ = make_network(channels=200, cell=1, components=0)
    assert count(all_bands) == 235_201
    assert count(make_network(text=384)[0].classes) == 24_640
    vision, _ = make_network(probe_side="vision")
    assert count(vision.towers[0].probe) == 66_560


@pytest.mark.parametrize("classes", [2, 3, 5, 9, 16])
def test_negatives_are_the_nearest_wrong_classes_and_some_others(classes):
    torch.manual_seed(1)
    scores = torch.randn(40, classes)
    targets = torch.arange(40) % classes
    hard, random = curated_negatives(
        scores, targets, hard=4, random=4, generator=torch.Generator().manual_seed(0)
    )
    expected_hard = min(4, classes - 1)
    assert (hard.sum(dim=1) == expected_hard).all()
    assert (random.sum(dim=1) == min(4, classes - 1 - expected_hard)).all()
    assert not (hard & random).any()
    rows = torch.arange(40)
    assert not (hard | random)[rows, targets].any()
    for row in range(40):
        wrong = [each for each in range(classes) if each != targets[row]]
        nearest = sorted(wrong, key=lambda each: -scores[row, each])[:expected_hard]
        assert set(hard[row].nonzero().flatten().tolist()) == set(nearest)


def test_random_negatives_are_drawn_evenly():
    scores = torch.linspace(1, 0, 16).expand(4000, 16)
    targets = torch.zeros(4000, dtype=torch.int64)
    generator = torch.Generator().manual_seed(0)
    _, random = curated_negatives(
        scores, targets, hard=4, random=4, generator=generator
    )
    share = random.float().mean(dim=0)
    assert share[:5].sum() == 0
    torch.testing.assert_close(share[5:], torch.full((11,), 4 / 11), atol=0.03, rtol=0)


def test_loss_is_the_formula():
    torch.manual_seed(2)
    scores = 3 * torch.randn(20, 12)
    targets = torch.arange(20) % 12
    hard, random = curated_negatives(
        scores, targets, hard=4, random=4, generator=torch.Generator()
    )
    torch.testing.assert_close(
        curated_loss(scores, targets, hard | random),
        restated_loss(scores, targets, hard, random),
    )


@pytest.mark.parametrize(("hard", "random"), [(4, 4), (8, 0), (0, 8)])
def test_all_wrong_classes_make_it_cross_entropy(hard, random):
    torch.manual_seed(3)
    scores = 3 * torch.randn(20, 9)
    targets = torch.arange(20) % 9
    chosen = curated_negatives(
        scores, targets, hard=hard, random=random, generator=torch.Generator()
    )
    loss = curated_loss(scores, targets, chosen[0] | chosen[1])
    torch.testing.assert_close(
        loss, F.cross_entropy(scores, targets), atol=1e-6, rtol=0
    )


def test_no_negatives_leave_nothing_to_learn():
    scores = torch.randn(5, 9, requires_grad=True)
    targets = torch.arange(5)
    chosen = curated_negatives(
        scores, targets, hard=0, random=0, generator=torch.Generator()
    )
    loss = curated_loss(scores, targets, chosen[0] | chosen[1])
    loss.backward()
    assert loss.item() == 0
    assert not scores.grad.any()


def test_loss_grows_with_the_number_of_negatives():
    torch.manual_seed(4)
    scores = 3 * torch.randn(30, 16)
    targets = torch.arange(30) % 16
    losses = []
    for hard in range(16):
        chosen, _ = curated_negatives(
            scores, targets, hard=hard, random=0, generator=torch.Generator()
        )
        losses.append(curated_loss(scores, targets, chosen).item())
    assert losses == sorted(losses)
    assert losses[-1] <= F.cross_entropy(scores, targets).item() + 1e-6


def test_equal_similarities_give_the_logarithm_of_the_terms():
    scores = torch.full((7, 16), 0.3)
    targets = torch.arange(7)
    hard, random = curated_negatives(
        scores, targets, hard=4, random=4, generator=torch.Generator()
    )
    assert curated_loss(scores, targets, hard | random).item() == pytest.approx(
        math.log(9), abs=1e-6
    )


def test_other_direction_is_the_formula():
    torch.manual_seed(5)
    scores = torch.randn(10, 4)
    targets = torch.arange(10) % 4
    expected = []
    for target in targets.tolist():
        column = scores[:, target]
        own = [row for row in range(10) if targets[row] == target]
        terms = [-(column[row].exp() / column.exp().sum()).log() for row in own]
        expected.append(torch.stack(terms).mean())
    torch.testing.assert_close(
        text_to_image_loss(scores, targets), torch.stack(expected).mean()
    )


@pytest.mark.parametrize("probe_side", ["text", "vision", "both"])
def test_everything_that_trains_gets_a_gradient_the_probe_included(probe_side):
    network, config = make_network(probe_side=probe_side, dropout=0.0)
    frozen = network.classes.vectors.clone()
    samples = LabelledSamples([torch.randn(12, 50, 9, 9)], torch.arange(12) % 6)
    loss = alignment_loss(config, network, samples, torch.Generator()).loss
    loss.backward()
    trained = dict(network.named_parameters())
    assert trained
    for name, each in trained.items():
        assert each.grad is not None, name
        assert each.grad.abs().max() > 0, name
    assert any("probe" in name or "projection" in name for name in trained)
    assert "scale.log_scale" in trained
    assert torch.equal(network.classes.vectors, frozen)


@pytest.mark.parametrize("probe_side", ["text", "vision"])
def test_a_frozen_probe_stays_as_it_was_drawn(probe_side):
    changes = {"members": 1, "calibration_folds": 0, "probe_side": probe_side}
    results = [
        classify(
            make_request(
                "curated-prompts",
                changes=changes | {"train_probe": trains},
                text_encoder="minilm",
            ),
            SilentProgress(),
        )
        for trains in (False, True)
    ]
    frozen, trained = (each.confidence for each in results)
    assert not np.array_equal(frozen, trained, equal_nan=True)


def test_vectors_have_unit_norm_and_the_scale_changes_no_winner():
    network, _ = make_network()
    network.eval()
    patches = [torch.randn(20, 50, 9, 9)]
    (image,) = network.image_vectors(patches)
    torch.testing.assert_close(image.norm(dim=1), torch.ones(20))
    torch.testing.assert_close(network.class_vectors().norm(dim=1), torch.ones(6))
    before = network.patch_scores(patches).argmax(dim=1)
    network.scale.log_scale.data.fill_(math.log(2.0))
    assert torch.equal(network.patch_scores(patches).argmax(dim=1), before)


def test_changing_a_sentence_changes_the_prototype_of_its_class_only():
    network, _ = make_network()
    before = network.class_vectors().detach()
    network.classes.vectors[2] = F.normalize(torch.randn(1024), dim=0)
    changed = (network.class_vectors() - before).abs().amax(dim=1) > 1e-6
    assert changed.tolist() == [False, False, True, False, False, False]


def test_permuting_classes_with_their_sentences_permutes_the_scores():
    network, _ = make_network()
    network.eval()
    patches = [torch.randn(8, 50, 9, 9)]
    before = network.patch_scores(patches)
    order = torch.tensor([3, 1, 5, 0, 2, 4])
    network.classes.vectors.copy_(network.classes.vectors[order].clone())
    torch.testing.assert_close(network.patch_scores(patches), before[:, order])


def test_a_cell_holds_the_pixels_of_its_place():
    config = make_config("curated-prompts", "paper", {})
    tower = CellTower(2, config)
    index = torch.arange(81.0).reshape(1, 1, 9, 9)
    tokens = tower.tokens(torch.cat([index, 100 + index], dim=1))
    assert tokens.shape == (1, 9, 18)
    for cell in range(9):
        row, col = 3 * (cell // 3), 3 * (cell % 3)
        own = index[0, 0, row : row + 3, col : col + 3].flatten()
        assert torch.equal(tokens[0, cell], torch.cat([own, 100 + own]))


def test_sixteen_samples_are_learned_by_heart():
    network, config = make_network(classes=4, dropout=0.0, steps=150, epochs=0)
    torch.manual_seed(6)
    samples = LabelledSamples([torch.randn(16, 50, 9, 9)], torch.arange(16) % 4)
    train_network(config, network, samples, Stage(torch.Generator(), SilentProgress()))
    loss = alignment_loss(config, network, samples, torch.Generator()).loss
    assert loss.item() < 0.01


def test_few_shots_still_get_the_least_number_of_steps():
    config = make_config("curated-prompts", "paper", {})
    assert training_steps(config, 48) == 2000
    assert training_steps(config, 10_000) == 100 * 313


def test_every_sample_is_seen_once_an_epoch_wherever_training_starts():
    chosen = epoch_batches(10, 4, torch.Generator().manual_seed(3))
    again = epoch_batches(10, 4, torch.Generator().manual_seed(3))
    first = torch.cat([chosen(step) for step in range(3)])
    second = torch.cat([chosen(step) for step in range(3, 6)])
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(10))
    assert first.tolist() != second.tolist()
    assert torch.equal(again(4), chosen(4))


@pytest.mark.parametrize(
    "changes",
    [
        {"hard": 0},
        {"random": 0, "hard": 8},
        {"symmetric": True},
        {"anchors": "random"},
        {"anchors": "free"},
        {"template": "field"},
        {"template": "name"},
        {"shuffle_text": True},
        {"text_noise": 0.5},
        {"probe_depth": 2},
        {"probe_depth": 3, "probe_side": "vision"},
        {"probe_side": "vision"},
        {"probe_side": "both"},
        {"learn_temperature": False},
        {"encoder": "vit", "patch_size": 9, "heads": 2, "layers": 1},
        {"encoder": "vit", "patch_size": 3, "cell": 1, "heads": 2, "layers": 1},
        {"balanced": False, "schedule": "constant", "optimizer": "adam"},
    ],
    ids=lambda each: "-".join(f"{key}={value}" for key, value in each.items()),
)
def test_every_ablation_runs(changes):
    request = make_request("curated-prompts", changes=changes, text_encoder="minilm")
    result = classify(request, SilentProgress())
    assert (result.class_map > 0).sum() == 37 * 41 - 20


def test_user_is_told_when_every_wrong_class_is_in_the_loss():
    warned = classify(make_request("curated-prompts"), SilentProgress())
    assert "With 3 classes all 2 wrong ones" in " ".join(warned.provenance["warnings"])
    few = classify(
        make_request("curated-prompts", changes={"hard": 1, "random": 0}),
        SilentProgress(),
    )
    assert few.provenance["negatives"] == {"hard": 1, "random": 0, "of": 2}
    assert "wrong ones" not in " ".join(few.provenance["warnings"])


def test_shuffling_gives_no_class_its_own_sentence():
    from hsiviewer.learning.text.class_text import class_sentences

    classes = list(make_scheme())
    for seed in range(10):
        moved = class_sentences(classes, "p5", seed=seed, shuffled=True)
        own = class_sentences(classes, "p5")
        assert sorted(moved) == sorted(own)
        assert all(one != other for one, other in zip(moved, own, strict=True))


def test_noisy_descriptions_keep_some_words_in_their_order():
    from hsiviewer.learning.text.class_text import class_sentences

    classes = list(make_scheme())
    for each, noisy in zip(
        classes, class_sentences(classes, "p5", seed=1, dropped=0.5), strict=True
    ):
        words = iter(each.description.split())
        assert len(noisy.split()) == 2
        assert all(word in words for word in noisy.split())
    single = class_sentences(classes, "name", seed=1, dropped=1.0)
    assert single == [each.name for each in classes]


def test_text_encoder_is_named_in_the_report_and_bit_identical_runs_agree():
    request = make_request("curated-prompts", text_encoder="minilm")
    first, second = (classify(request, SilentProgress()) for _ in range(2))
    assert "MiniLM" in first.provenance["text_encoder"]
    assert np.array_equal(first.confidence, second.confidence, equal_nan=True)
    other = ClassScheme(
        tuple(replace(each, description="the same") for each in make_scheme())
    )
    same = classify(replace(request, scheme=other), SilentProgress())
    assert not np.array_equal(first.confidence, same.confidence, equal_nan=True)
