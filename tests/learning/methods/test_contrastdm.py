"""Section 11 of the method's description: how to tell that it is right."""

import dataclasses

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.methods.contrastdm import synthesis
from hsiviewer.learning.methods.contrastdm.contrast import pretraining_steps
from hsiviewer.learning.methods.contrastdm.denoiser import FeatureDenoiser
from hsiviewer.learning.methods.contrastdm.diffusion import train_denoiser
from hsiviewer.learning.methods.contrastdm.model import ContrastDm, Trunk
from hsiviewer.learning.methods.contrastdm.objective import (
    class_means,
    class_weights,
    diffusion_loss,
)
from hsiviewer.learning.methods.contrastdm.stages import LabelStages, finetuning_steps
from hsiviewer.learning.methods.contrastdm.synthesis import (
    draw_features,
    nearest_targets,
    novelty,
    scatter_ratio,
    wanted_targets,
)
from hsiviewer.learning.methods.contrastdm.views import geometry, margin, two_views
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.prediction import ensemble
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.saved.checkpoints import load_model
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage
from tests.learning.scenes import make_labels, make_reference, make_request

SCHEDULE = NoiseSchedule(1000)


def config(preset="quick", **changes):
    return make_config("contrastdm", preset, changes)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def run(**fields):
    return classify(make_request("contrastdm", **fields), SilentProgress())


# Encoder


def test_trunk_has_the_published_size_and_shapes():
    trunk = Trunk(15, 25)
    assert sum(each.numel() for each in trunk.parameters()) == 317_952
    assert trunk.outputs == 512
    assert trunk.vectors([torch.zeros(2, 15, 25, 25)]).shape == (2, 512)
    volume = torch.zeros(2, 1, 15, 25, 25)
    shapes = []
    for number, layer in enumerate(trunk.volumes):
        volume = layer(volume)
        if number % 3 == 2:
            shapes.append(tuple(volume.shape[1:]))
    assert shapes == [(8, 15, 25, 25), (16, 8, 13, 13), (32, 4, 7, 7)]
    plane = volume.flatten(1, 2)
    assert plane.shape[1] == 128
    assert trunk.planes[:3](plane).shape[1:] == (128, 4, 4)
    assert trunk.planes(plane).shape[1:] == (128, 2, 2)


def test_stretched_features_repeat_every_value_four_times():
    torch.manual_seed(0)
    trunk = Trunk(15, 25, stretched=4).eval()
    (found,) = trunk.vectors([torch.randn(1, 15, 25, 25)])
    assert found.numel() == trunk.outputs == 2048
    grid = found.reshape(128, 2, 2, 2, 2)
    assert torch.equal(grid, grid[:, :, :1, :, :1].expand_as(grid))


@pytest.mark.parametrize(("channels", "side"), [(1, 3), (2, 5), (4, 9), (31, 11)])
def test_trunk_takes_any_channels_and_sides(channels, side):
    trunk = Trunk(channels, side).eval()
    found = trunk.vectors([torch.zeros(3, channels, side + 4, side + 4)])
    assert found.shape == (3, trunk.outputs)


@pytest.mark.parametrize("encoder", ["trunk", "conv"])
def test_features_depend_on_neither_batch_nor_order(encoder):
    torch.manual_seed(0)
    made = config(encoder=encoder, patch_size=7, components=5, width=16, context=False)
    (tower, *_) = ContrastDm([5, 2], made, 3).eval().experts()
    patches = [torch.randn(9, 5, 7, 7), torch.randn(9, 2, 7, 7)]
    whole = tower.features(patches)
    order = torch.randperm(9)
    torch.testing.assert_close(
        tower.features([each[order] for each in patches]), whole[order]
    )
    alone = torch.cat(
        [tower.features([p[i : i + 1] for p in patches]) for i in range(9)]
    )
    torch.testing.assert_close(alone, whole, atol=1e-5, rtol=1e-4)


def test_dense_evaluation_equals_one_patch_at_a_time():
    torch.manual_seed(0)
    made = config(
        width=16, refine_t=50, denoiser_width=16, denoiser_blocks=1, context=False
    )
    network = ContrastDm([4], made, 3).eval()
    plane = torch.randn(1, 4, 12, 13)
    dense = network.plane_scores([plane])
    windows = plane[0].unfold(1, 5, 1).unfold(2, 5, 1).permute(1, 2, 0, 3, 4)
    single = network.patch_scores([windows.flatten(0, 1)])
    torch.testing.assert_close(dense.reshape(-1, 3), single, atol=1e-5, rtol=1e-4)


# Views


@pytest.mark.parametrize("views", ["augmented", "neighbour"])
@pytest.mark.parametrize("window", [1, 5, 11])
def test_views_keep_shape_and_are_finite(views, window):
    made = config(views=views)
    side = window + 2 * margin(made)
    patches = [torch.randn(6, 4, side, side), torch.randn(6, 1, side, side)]
    first, second = two_views(patches, window, made, generator())
    for one, other in zip(first, second, strict=True):
        assert one.shape == other.shape == (6, one.shape[1], window, window)
        assert bool(one.isfinite().all())
        assert not torch.equal(one, other)


def test_both_views_keep_the_centre_pixel_and_turn_all_channels_alike():
    patches = [torch.randn(40, 3, 7, 7)]
    patches.append(patches[0][:, :1] * 2)
    cube, height = geometry(patches, 0.7, generator())
    torch.testing.assert_close(cube[:, :, 3, 3], patches[0][:, :, 3, 3])
    torch.testing.assert_close(height, cube[:, :1] * 2)


def test_turns_and_mirrors_move_pixels_to_pixels():
    patches = torch.arange(49.0).reshape(1, 1, 7, 7).repeat(64, 1, 1, 1)
    (found,) = geometry([patches], 1.0, generator())
    known = {
        turned.flip(dims).numpy().tobytes()
        for turned in (torch.rot90(patches[0, 0], k) for k in range(4))
        for dims in ((), (1,))
    }
    seen = {each[0].round(decimals=3).numpy().tobytes() for each in found}
    assert seen == known, "all eight"


def test_neighbours_are_patches_around_pixels_nearby():
    made = config(
        views="neighbour", zoom=1.0, gain=0.0, view_noise=0.0, drop_components=0.0
    )
    row, col = torch.meshgrid(torch.arange(9.0), torch.arange(9.0), indexing="ij")
    patches = [torch.stack([row, col])[None].repeat(200, 1, 1, 1)]
    first, second = two_views(patches, 5, made, generator())
    assert bool((first[0][:, :, 2, 2] == 4).all())
    away = (second[0][:, :, 2, 2] - 4).abs()
    assert away.max() == 2
    assert away.min() == 0


# Diffusion


def test_clean_sample_is_recovered_from_the_true_noise():
    clean, noise = torch.randn(2, 8, 16, generator=generator())
    for step in (0, 250, 500, 750):
        at = torch.full((8,), step)
        noised = SCHEDULE.noised(clean, at, noise)
        found = SCHEDULE.clean_from_noise(noised, at, noise)
        torch.testing.assert_close(found, clean, atol=1e-4, rtol=1e-4)


def test_loss_is_the_formula():
    torch.manual_seed(0)
    denoiser = FeatureDenoiser(6, 3, width=16, blocks=1)
    torch.nn.init.normal_(denoiser.head.weight)
    features, noise = torch.randn(2, 5, 6)
    kind, step = torch.tensor([0, 1, 2, 3, 3]), torch.tensor([0, 90, 400, 700, 20])
    weights, means = torch.tensor([1.0, 2.0, 4.0, 1.0]), torch.randn(3, 6)
    expected = []
    for x, e, y, t in zip(features, noise, kind.tolist(), step.tolist(), strict=True):
        level = SCHEDULE.alpha_bar[t].float()
        noised = level.sqrt() * x + (1 - level).sqrt() * e
        (said,) = denoiser(noised[None], torch.tensor([t]), torch.tensor([y]))
        loss = weights[y] * (e - said).square().sum() / 6
        if y < 3:
            clean = (noised - (1 - level).sqrt() * said) / level.sqrt()
            loss = loss + 0.1 * level * (clean - means[y]).square().sum() / 6
        expected.append(loss)
    found = diffusion_loss(
        denoiser, features, kind, step, noise,
        weights=weights, means=means, compactness=0.1,
    )  # fmt: skip
    torch.testing.assert_close(found, torch.stack(expected).mean())


def test_equal_shots_weigh_one_and_rare_classes_more():
    assert class_weights(torch.arange(6) % 3, 3).tolist() == [1, 1, 1, 1]
    assert class_weights(torch.tensor([0, 0, 0, 0, 1, 1, 2]), 3).tolist() == [
        1,
        2,
        4,
        1,
    ]


def test_class_means_are_those_of_the_shots_alone():
    features = torch.randn(7, 4)
    targets = torch.tensor([0, 1, 0, 2, 1, 2, 2])
    for target, mean in enumerate(class_means(features, targets, 3)):
        torch.testing.assert_close(mean, features[targets == target].mean(dim=0))


def test_guidance_pushes_away_from_no_class():
    torch.manual_seed(0)
    denoiser = FeatureDenoiser(6, 3, width=16, blocks=1)
    torch.nn.init.normal_(denoiser.head.weight)
    noised, step, kind = torch.randn(4, 6), torch.full((4,), 30), torch.arange(4) % 3
    told, free = (
        denoiser(noised, step, kind),
        denoiser(noised, step, torch.full((4,), 3)),
    )
    torch.testing.assert_close(denoiser.guided(noised, step, kind, 0.0), told)
    torch.testing.assert_close(
        denoiser.guided(noised, step, kind, 2.0), 3 * told - 2 * free
    )


def test_published_denoiser_has_about_ten_million_parameters():
    made = config("paper")
    denoiser = FeatureDenoiser(
        512, 16, width=made.denoiser_width, blocks=made.denoiser_blocks
    )
    assert sum(each.numel() for each in denoiser.parameters()) / 1e6 == pytest.approx(
        10, abs=1.5
    )


def test_an_untrained_denoiser_takes_features_for_one_gaussian():
    """Its noise is the best guess for features of deviation 1/4 around zero."""
    denoiser = FeatureDenoiser(8, 3, width=16, blocks=1)
    noised, kind = torch.randn(5, 8), torch.zeros(5, dtype=torch.int64)
    for step in (0, 100, 500, 999):
        level = SCHEDULE.alpha_bar[step].float()
        expected = (1 - level).sqrt() * noised / (level / 16 + 1 - level)
        found = denoiser(noised, torch.full((5,), step), kind)
        torch.testing.assert_close(found, expected)


# In hundreds of dimensions it takes thousands of steps.
BLOBS = [
    pytest.param((64, 256, 2, 600), id="64"),
    pytest.param((512, 512, 1, 3000), id="512", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=BLOBS)
def blobs(request):
    """Train on two Gaussian blobs with 20 shots each."""
    features, width, blocks, steps = request.param
    torch.manual_seed(0)
    centres = 0.25 * torch.sign(torch.randn(2, features))
    targets = torch.arange(40) % 2
    draw = torch.Generator().manual_seed(1)

    def around(kind):
        return centres[kind] + 0.1 * torch.randn(len(kind), features, generator=draw)

    shots, free = around(targets), around(torch.arange(1000) % 2)
    made = config(
        denoiser_width=width, denoiser_blocks=blocks, diffusion_steps=steps,
        diffusion_rate=1e-3, diffusion_average=0.99, synthetic=200,
        sampling_steps=50,
    )  # fmt: skip
    denoiser = FeatureDenoiser(features, 2, width=width, blocks=blocks)
    samples = LabelledSamples([shots], targets)
    train_denoiser(made, denoiser, samples, free, Stage(generator(2), SilentProgress()))
    return centres, shots, targets, made, denoiser, around(torch.arange(400) % 2)


def test_draws_of_a_class_lie_near_its_mean(blobs):
    centres, shots, targets, made, denoiser, _ = blobs
    unfiltered = dataclasses.replace(made, filter=False)
    drawn = draw_features(denoiser, shots, targets, unfiltered, generator(3))
    nearest = torch.cdist(drawn.features, centres).argmin(dim=1)
    assert (nearest == drawn.targets).float().mean() > 0.99
    assert torch.bincount(drawn.targets).tolist() == [200, 200]


def test_draws_without_a_class_fall_into_both(blobs):
    centres, *_, denoiser, _ = blobs
    start = torch.randn(200, centres.shape[1], generator=generator(4))
    drawn = synthesis.draw_ddim(
        lambda noised, step: denoiser(noised, step, torch.full_like(step, 2)),
        SCHEDULE, start, steps=50, limit=1.0,
    )  # fmt: skip
    shares = (
        torch.bincount(torch.cdist(drawn, centres).argmin(dim=1), minlength=2) / 200
    )
    assert shares.min() > 0.2


def test_draws_are_neither_copies_nor_all_the_same(blobs):
    _, shots, targets, made, denoiser, held_out = blobs
    drawn = draw_features(denoiser, shots, targets, made, generator(5))
    assert novelty(drawn, shots, targets) > 0.1
    for target in range(2):
        own = drawn.features[drawn.targets == target]
        ratio = own.var(dim=0).mean() / held_out[target::2].var(dim=0).mean()
        assert 0.2 < ratio < 1.5


def test_classes_are_more_compact_with_draws_than_without(blobs):
    _, shots, targets, made, denoiser, _ = blobs
    drawn = draw_features(denoiser, shots, targets, made, generator(6))
    together = scatter_ratio(
        torch.cat([shots, drawn.features]), torch.cat([targets, drawn.targets])
    )
    assert together < scatter_ratio(shots, targets)


# Draws


def test_amounts_are_those_that_were_asked_for():
    targets = torch.tensor([0] * 5 + [1] * 2 + [2] * 3)
    even = wanted_targets(targets, config(synthetic=7), 3)
    assert torch.bincount(even).tolist() == [7, 7, 7]
    balance = wanted_targets(targets, config(amounts="balance"), 3)
    total = torch.bincount(torch.cat([targets, balance]))
    assert total.tolist() == [5, 5, 5]


class Fixed(FeatureDenoiser):
    """Draws what it is told to."""

    def __init__(self, vectors):
        super().__init__(vectors.shape[1], len(vectors), width=16, blocks=1)
        self.vectors = vectors
        self.asked = []

    def guided(self, noised, step, kind, guidance):
        self.asked.append(guidance)
        return SCHEDULE.noise_from_clean(noised, step, self.vectors[kind])


def test_strays_are_left_out_and_the_share_is_told():
    shots = torch.eye(4)[:3] * 0.5
    # Draws for class 2 look like class 0.
    denoiser = Fixed(torch.stack([shots[0], shots[1], shots[0]]))
    drawn = draw_features(
        denoiser, shots, torch.arange(3), config(synthetic=10), generator()
    )
    assert torch.bincount(drawn.targets).tolist() == [10, 10]
    assert drawn.dropped == pytest.approx(1 / 3)
    assert torch.equal(
        nearest_targets(drawn.features, shots, torch.arange(3)), drawn.targets
    )


def test_where_most_stray_guidance_grows_and_then_there_are_none():
    shots = torch.eye(4)[:3] * 0.5
    denoiser = Fixed(shots[[1, 2, 0]])
    made = config(synthetic=10, sampling_steps=5)
    drawn = draw_features(denoiser, shots, torch.arange(3), made, generator())
    assert not len(drawn.features)
    assert drawn.dropped == 1.0
    assert sorted(set(denoiser.asked)) == [1.0, 2.0, 4.0]


# The whole


NONE = {"synthetic": 0}


@pytest.mark.parametrize("changes", [{"synthetic": 0}, {"diffusion": False}])
def test_without_draws_the_result_is_that_of_contrast_alone(tmp_path, changes):
    expected = {"diffusion": False, "synthetic": 0}
    run(changes=expected, save_model=tmp_path / "a")
    run(changes=changes, save_model=tmp_path / "b")
    first, second = (load_model(tmp_path / each)[0] for each in "ab")
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_diffusion_model_whose_draws_are_dropped_changes_nothing(
    tmp_path, monkeypatch
):
    expected = {"diffusion": False, "epochs": 0}
    run(changes=expected, save_model=tmp_path / "a")
    nowhere = lambda features, *_: torch.full((len(features),), -1)  # noqa: E731
    monkeypatch.setattr(synthesis, "nearest_targets", nowhere)
    result = run(changes={"epochs": 0}, save_model=tmp_path / "b")
    first, second = (load_model(tmp_path / each)[0] for each in "ab")
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert "use no drawn features" in " ".join(result.provenance["warnings"])


def test_encoder_and_diffusion_model_stay_as_their_stage_left_them():
    made = config(
        width=8, components=3, members=1, encoder_rate=0.0, refine_t=40,
        diffusion_steps=3, denoiser_width=16, denoiser_blocks=1, steps=5,
        context=False,
    )  # fmt: skip
    torch.manual_seed(0)
    network = ContrastDm([3], made, 2)
    encoders = {
        name: each.clone() for name, each in network.state_dict().items()
        if ".encoder." in name
    }  # fmt: skip
    patches, unlabelled = [torch.randn(6, 3, 5, 5)], [torch.randn(20, 3, 5, 5)]
    train = LabelStages(made, unlabelled, lambda *_: None)
    samples = LabelledSamples(patches, torch.arange(6) % 2)
    train(network, samples, Stage(generator(), SilentProgress()))
    after = network.state_dict()
    assert all(torch.equal(after[name], each) for name, each in encoders.items())


@pytest.mark.parametrize("encoder", ["trunk", "conv"])
def test_labels_are_not_read_before_the_shots_are_learned(tmp_path, encoder):
    """Encoders of a pre-training are the same whatever the labels say."""
    changes = {"encoder": encoder, "patch_size": 5, "encoder_rate": 0.0}
    labels = make_labels()
    moved = np.zeros_like(labels)
    moved[labels > 0] = np.roll(labels[labels > 0], 7)
    run(changes=changes, labels=labels, save_model=tmp_path / "a")
    run(changes=changes, labels=moved, save_model=tmp_path / "b")
    one, other = (load_model(tmp_path / each)[0] for each in "ab")
    encoders = [name for name in one if ".encoder." in name or ".mean" in name]
    assert encoders
    assert all(torch.equal(one[name], other[name]) for name in encoders)
    heads = [name for name in one if ".classifier." in name]
    assert not all(torch.equal(one[name], other[name]) for name in heads)


def test_draws_are_told_in_the_record():
    found = run(changes={"context": True}).provenance["drawn_features"]
    assert len(found) == 6, "two members: patches, single pixels, surroundings"
    assert all(0 <= each["dropped"] <= 1 for each in found)


@pytest.mark.parametrize(
    "changes",
    [
        {"pretraining": "none"},
        {"pretraining": "autoencoder"},
        {"views": "neighbour"},
        {"diffusion": False},
        {"amounts": "balance"},
        {"real_weight": 0.0, "filter": False},
        {"guidance": 0.0, "compactness": 0.0, "class_weights": False},
        {"null_data": False, "class_dropout": 0.0, "filter": False},
        {"refine_t": 100},
        {"classifier": "cosine", "encoder_rate": 0.0, "flips": False, "noise": 0.0},
        {"encoder": "trunk", "patch_size": 9, "feature_map": 4},
        {"balanced": False, "optimizer": "adam", "schedule": "constant"},
    ],
)
def test_every_ablation_runs(changes):
    once = {"members": 1, "calibration_folds": 0}
    result = run(changes=changes | once)
    assert (np.asarray(result.class_map) > 0).sum() == (make_reference().size - 20)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"patch_size": 4}, "give an odd number"),
        ({"refine_t": 50, "diffusion_times": 50}, "give a smaller number"),
        ({"refine_t": 5, "diffusion": False}, "switch diffusion on"),
        ({"real_weight": 0, "synthetic": 0}, "without drawn features"),
        ({"real_weight": 0, "synthetic_weight": 0}, "without drawn features"),
    ],
)
def test_what_cannot_work_is_refused(changes, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        config(**changes)


def test_steps_of_the_stages():
    made = config("paper", unlabelled=1280, pretrain_epochs=3)
    assert pretraining_steps(made, 1280) == 30
    targets = torch.arange(40) % 4
    drawn = 4 * made.synthetic
    classifier = made.epochs * -(-(40 + drawn) // made.batch)
    assert finetuning_steps(made, targets) == 20_000 + classifier


def test_tiles_of_any_size_give_the_same_labels(monkeypatch):
    changes = {"refine_t": 20, "calibration_folds": 0}
    whole = run(changes=changes)
    monkeypatch.setattr(ContrastDm, "tile_side", 13)
    monkeypatch.setattr(ensemble, "_SMALL_TILE_SIDE", 7)
    tiled = run(changes=changes)
    np.testing.assert_array_equal(whole.class_map, tiled.class_map)


def test_map_is_good_where_classes_are_easy():
    changes = {"steps": 80, "diffusion_steps": 100, "synthetic": 50}
    result = run(changes=changes)
    known = np.asarray(result.class_map) > 0
    right = np.asarray(result.class_map)[known] == make_reference()[known]
    assert right.mean() > 0.9


def test_nothing_to_learn_from_is_an_error_and_no_map():
    """Equal labels need no balance, and the labels count for nothing."""
    with pytest.raises(TrainingDataError, match="no feature was drawn"):
        run(changes={"real_weight": 0.0, "amounts": "balance"})


def test_labels_of_whole_fields_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(synthesis, "_MOST_COMPARED", 50)
    monkeypatch.setattr(synthesis, "_NEAREST_AT_ONCE", 7)
    shots = torch.randn(400, 6)
    targets = torch.arange(400) % 3
    drawn = synthesis.SyntheticFeatures(shots[:40] + 0.1, targets[:40], 0.0, 1.0)
    assert novelty(drawn, shots, targets) > 0
    whole = F.normalize(drawn.features, dim=1) @ F.normalize(shots, dim=1).T
    expected = targets[whole.argmax(dim=1)]
    assert torch.equal(nearest_targets(drawn.features, shots, targets), expected)
