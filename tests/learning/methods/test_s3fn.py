"""Section 14 of the method's description: how to tell that it is right."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.data.job import JobRecord
from hsiviewer.learning.methods.s3fn import method, model
from hsiviewer.learning.methods.s3fn.method import class_vectors, fitted_scaler
from hsiviewer.learning.methods.s3fn.model import PatchCnn, S3fn
from hsiviewer.learning.methods.s3fn.objective import (
    feature_loss,
    fusion_loss,
    weight_penalty,
)
from hsiviewer.learning.methods.s3fn.stages import (
    feature_steps,
    fusion_steps,
    train_fusion,
    train_network,
)
from hsiviewer.learning.modules.class_vectors import KnownVectors
from hsiviewer.learning.prediction import ensemble
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage
from tests.learning.scenes import make_reference, make_request, make_scheme

SMALL = {"filters": 4, "width": 16}


def count(module):
    return sum(each.numel() for each in module.parameters())


def make_network(preset="paper", classes=3, text=24, channels=8, side=11, **changes):
    config = make_config("s3fn", preset, SMALL | changes)
    torch.manual_seed(0)
    vectors = F.normalize(torch.randn(classes, text), dim=1)
    network = S3fn(
        [channels], side, config, KnownVectors(vectors), count=classes, outputs=text
    )
    return network, config


@pytest.mark.parametrize(
    ("components", "classes", "flat", "total"),
    [
        (23, 3, 9_600, 1_514_947),
        (138, 3, 102_400, 13_393_347),
        (142, 3, 105_600, 13_802_947),
        (199, 2, 150_400, 19_537_282),
    ],
)
def test_published_sizes(components, classes, flat, total):
    config = make_config("s3fn", "paper", {})
    network = S3fn(
        [components], 32, config, KnownVectors(torch.eye(classes)), count=classes,
        outputs=1024,
    )  # fmt: skip
    (tower,) = network.fused_towers()
    assert tower.cnn.dense.in_features == flat
    pooled = ((components - 2) // 2 - 4) // 2
    assert flat == 5 * 5 * pooled * 128
    stage_one = count(tower.cnn) + count(tower.hidden) + count(tower.classifier)
    assert stage_one == total
    assert count(tower.fusion) == 132_096


def test_second_stage_trains_the_fusion_and_the_temperature_alone():
    network, config = make_network(fusion_steps=5, fusion_epochs=0)
    before = {name: each.clone() for name, each in network.state_dict().items()}
    patches = [torch.randn(12, 8, 11, 11)]
    features = network.fused_towers()[0].features(patches)
    samples = LabelledSamples(patches, torch.arange(12) % 3)
    train_fusion(config, network, samples, Stage(torch.Generator(), SilentProgress()))
    changed = {
        name
        for name, each in network.state_dict().items()
        if not torch.equal(each, before[name])
    }
    assert changed == {
        "towers.0.fusion.weight",
        "towers.0.fusion.bias",
        "scale.log_scale",
    }
    assert torch.equal(network.fused_towers()[0].features(patches), features)


@pytest.mark.parametrize("similarity", ["cosine", "cosine-1", "dot"])
def test_fusion_loss_is_the_formula(similarity):
    network, _ = make_network(similarity=similarity)
    torch.manual_seed(1)
    z = torch.rand(6, 16)
    targets = torch.arange(6) % 3
    (tower,) = network.fused_towers()
    losses = []
    for row, target in zip(z, targets.tolist(), strict=True):
        fused = (tower.fusion.weight @ row + tower.fusion.bias).clamp(min=0)
        if similarity != "dot":
            fused = fused / fused.norm()
        scores = torch.stack([fused @ each for each in network.class_vectors()])
        if similarity == "cosine":
            scores = scores / 0.07
        losses.append(-(scores[target].exp() / scores.exp().sum()).log())
    torch.testing.assert_close(
        fusion_loss(network, [z], targets).loss, torch.stack(losses).mean()
    )


def test_feature_loss_is_cross_entropy_and_published_penalties():
    network, _ = make_network(dropout=0.0)
    torch.manual_seed(2)
    patches = [torch.randn(6, 8, 11, 11)]
    targets = torch.arange(6) % 3
    (tower,) = network.fused_towers()
    plain = feature_loss(network, patches, targets, penalty=0.0).loss
    torch.testing.assert_close(
        plain, F.cross_entropy(tower.logits(tower.features(patches)), targets)
    )
    first, second, third = tower.cnn.convolutions
    expected = (
        0.01 * (first.weight**2).sum()
        + 0.001 * (second.weight**2).sum()
        + 0.0001 * (third.weight**2).sum()
        + 0.001 * (tower.cnn.dense.weight**2).sum()
        + 0.0001 * (tower.hidden.weight**2).sum()
    )
    torch.testing.assert_close(weight_penalty(tower), expected)
    torch.testing.assert_close(
        feature_loss(network, patches, targets, penalty=2.0).loss,
        plain + 2 * expected,
    )


@pytest.mark.parametrize("cosine", [0.9914, 0.9, 0.0])
def test_cosine_without_temperature_can_never_be_sure(cosine):
    network, _ = make_network(classes=2, similarity="cosine-1", fusion_relu=False)
    first = torch.zeros(24)
    first[0] = 1
    second = torch.zeros(24)
    second[0], second[1] = cosine, math.sqrt(1 - cosine**2)
    classes = torch.stack([first, second])
    generator = torch.Generator().manual_seed(0)
    vectors = torch.randn(20_000, 24, generator=generator)
    vectors = torch.cat([vectors, (first - second)[None], (second - first)[None]])
    most = network.class_scores(vectors, classes).softmax(dim=1).max().item()
    bound = 1 / (1 + math.exp(-math.sqrt(2 - 2 * cosine)))
    assert most <= bound + 1e-6
    assert most == pytest.approx(bound, abs=1e-4)


def test_permuting_class_vectors_permutes_the_scores():
    network, _ = make_network()
    network.eval()
    patches = [torch.randn(5, 8, 11, 11)]
    before = network.patch_scores(patches)
    order = torch.tensor([2, 0, 1])
    network.classes.vectors.copy_(network.classes.vectors[order].clone())
    torch.testing.assert_close(network.patch_scores(patches), before[:, order])


@pytest.mark.parametrize("preset", ["quick", "paper"])
def test_texts_may_be_swapped_before_the_second_stage_but_not_after(preset):
    changes = {"dropout": 0.0, "penalty": 0.0, "similarity": "cosine"}
    changes |= {"steps": 60, "epochs": 0, "fusion_steps": 150, "fusion_epochs": 0}
    targets = torch.arange(24) % 3
    torch.manual_seed(3)
    patches = [torch.randn(24, 8, 5, 5) + 4 * F.one_hot(targets, 8)[:, :, None, None]]
    right = []
    for order in ([0, 1, 2], [1, 0, 2]):
        network, config = make_network(
            preset, side=5, patch_size=5, fusion_relu=False, **changes
        )
        network.classes.vectors.copy_(network.classes.vectors[order].clone())
        stage = Stage(torch.Generator(), SilentProgress())
        train_network(config, network, LabelledSamples(patches, targets), stage)
        network.eval()
        found = network.patch_scores(patches).argmax(dim=1)
        right.append((found == targets).float().mean().item())
    assert min(right) > 0.9
    network.classes.vectors.copy_(network.classes.vectors[[1, 0, 2]].clone())
    swapped = network.patch_scores(patches).argmax(dim=1)
    assert torch.equal(swapped, torch.tensor([1, 0, 2])[found])


def test_scaling_is_fitted_on_the_shots_and_makes_their_components_equal():
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randn(400, 10, generator=generator) @ torch.randn(
        10, 10, generator=generator
    )
    config = make_config("s3fn", "paper", {})
    scaler = fitted_scaler(pixels, config)
    scaled = scaler.apply(pixels.numpy().T)
    np.testing.assert_allclose(scaled.mean(axis=1), 0, atol=1e-4)
    np.testing.assert_allclose(scaled.std(axis=1), 1, atol=1e-3)
    # As few components as keep 99.9 % of the variance of the z-scores.
    strong = torch.linalg.eigvalsh(torch.corrcoef(pixels.T)).flip(0)
    reached = strong.cumsum(0) / strong.sum()
    assert scaler.channels == int((reached < 0.999).sum()) + 1


def test_small_patches_keep_their_size_and_are_pooled_where_they_can_be():
    config = make_config("s3fn", "paper", {})
    small = PatchCnn(6, 5, config)
    assert not small.is_valid
    assert small.dense.in_features == 128 * 3 * 2 * 2
    assert PatchCnn(14, 14, config).is_valid


@pytest.mark.parametrize("preset", ["quick", "paper"])
def test_tiles_of_any_size_give_the_same_labels(monkeypatch, preset):
    changes = {"patch_size": 5, "calibration_folds": 0}

    def labels(side):
        monkeypatch.setattr(model, "_TILE_SIDE", side)
        monkeypatch.setattr(ensemble, "_SMALL_TILE_SIDE", side)
        request = make_request("s3fn", preset, changes=changes)
        return classify(request, SilentProgress())

    whole, cut = labels(64), labels(9)
    assert np.array_equal(whole.class_map, cut.class_map)
    np.testing.assert_allclose(whole.confidence, cut.confidence, atol=1e-5)


def test_planes_are_convolved_as_three_dimensions_are():
    network, _ = make_network("quick", side=5)
    for tower in network.fused_towers():
        first, second = tower.cnn.convolutions
        volume = torch.randn(2, 1, 8, 20, 23)
        found = model._convolved(second, model._convolved(first, volume))
        torch.testing.assert_close(found, second(first(volume)), atol=1e-5, rtol=1e-4)


def test_dense_evaluation_equals_one_patch_at_a_time():
    network, _ = make_network("quick", side=5, pixel_expert=True)
    network.eval()
    plane = torch.randn(1, 8, 24, 25)
    dense = network.plane_scores([plane])
    patches = plane[0].unfold(1, 5, 1).unfold(2, 5, 1).permute(1, 2, 0, 3, 4)
    alone = network.patch_scores([patches.flatten(0, 1)])
    torch.testing.assert_close(dense.flatten(0, 1), alone, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    "changes",
    [
        {"fuse": False},
        {"label_vectors": "one-hot"},
        {"label_vectors": "random"},
        {"template": "name"},
        {"name_pooling": False},
        {"centre": False},
        {"similarity": "dot"},
        {"similarity": "cosine-1"},
        {"fusion_relu": True},
        {"shuffle_text": True},
        {"text_noise": 0.3},
        {"fusion_depth": 2},
        {"intensity": 0.1},
        {"variance": 0.9},
        {"fit_on": "shots"},
        {"encoder": "cnn", "patch_size": 11},
        {"encoder": "cnn", "patch_size": 15, "components": 14, "variance": 1.0},
        {"text_tower": "scratch"},
        {"balanced": False, "schedule": "constant", "penalty": 1.0},
    ],
    ids=lambda each: "-".join(f"{key}={value}" for key, value in each.items()),
)
def test_every_ablation_runs(changes):
    encoder = "scratch" if "text_tower" in changes else "minilm"
    request = make_request("s3fn", changes=changes, text_encoder=encoder)
    result = classify(request, SilentProgress())
    assert (result.class_map > 0).sum() == 37 * 41 - 20


def test_fused_map_is_as_good_as_that_of_the_network_alone():
    known = make_reference()
    known[:4, :5] = 0
    changes = {"steps": 120, "fusion_steps": 60, "components": 10, "width": 32}
    changes |= {"filters": 8, "batch": 64, "calibration_folds": 0}
    accuracy = {}
    for fuse in (False, True):
        request = make_request(
            "s3fn", changes=changes | {"fuse": fuse}, text_encoder="minilm"
        )
        found = classify(request, SilentProgress()).class_map
        accuracy[fuse] = (found == known)[known > 0].mean()
    assert accuracy[False] > 0.9
    assert accuracy[True] > accuracy[False] - 0.02


def test_steps_of_both_stages():
    config = make_config("s3fn", "paper", {})
    assert feature_steps(config, 48) == 1200
    assert fusion_steps(config, 48) == 600


def test_wrong_texts_are_pooled_on_the_names_of_their_own_classes(monkeypatch):
    asked = []

    def encoded(encoder, sentences, record, *, names):
        asked.append((tuple(sentences), tuple(names)))
        return torch.eye(len(sentences))

    monkeypatch.setattr(method, "sentence_vectors", encoded)
    classes = list(make_scheme())
    for shuffled in (False, True):
        config = make_config("s3fn", "quick", {"shuffle_text": shuffled})
        class_vectors(classes, config, "", 3, JobRecord())
    (right, names), (moved, moved_names) = asked
    assert sorted(moved) == sorted(right)
    assert all(a != b for a, b in zip(right, moved, strict=True))
    of = dict(zip(right, names, strict=True))
    assert [of[each] for each in moved] == list(moved_names)
