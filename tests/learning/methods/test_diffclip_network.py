"""Section 13 of the method's description: how to tell that it is right."""

import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.methods.diffclip.augment import cropped
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.objective import (
    finetuning_loss,
    pretraining_loss,
)
from hsiviewer.learning.methods.diffclip.stages import finetuning_steps
from hsiviewer.learning.methods.diffclip.towers import VitTower, make_towers
from hsiviewer.learning.modules.augment import disturbed, lit, turned
from hsiviewer.learning.modules.class_vectors import FreeVectors, FrozenSentences
from hsiviewer.learning.modules.conv_tower import ConvTower
from hsiviewer.learning.modules.noise_schedule import NoiseSchedule
from hsiviewer.learning.modules.token_masker import TokenMask

KINDS = ("vit", "conv")


def count(module):
    return sum(each.numel() for each in module.parameters())


def small_config(encoder, **changes):
    preset = "paper" if encoder == "vit" else "quick"
    values = {"width": 32, "patch_size": 5, "context": False} | changes
    return make_config("diffclip", preset, values)


def make_tower(encoder, channels=(6, 1), **changes):
    torch.manual_seed(0)
    return make_towers(channels, small_config(encoder, **changes))[0][0]


def make_patches(channels=(6, 1), samples=4, side=5, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return [
        torch.randn(samples, each, side, side, generator=generator) for each in channels
    ]


@pytest.mark.parametrize(
    ("bands", "parameters"), [(144, 101_632), (63, 91_264), (1, 83_328)]
)
def test_stem_has_the_published_number_of_parameters(bands, parameters):
    tower = VitTower([bands], make_config("diffclip", "paper"))
    assert count(tower.stems[0]) == parameters


def test_houston_network_has_the_published_numbers_of_parameters():
    tower = VitTower([144, 1], make_config("diffclip", "paper"))
    assert count(tower.encoders) == 530_176
    for decoder, channels in zip(tower.decoders, (144, 1), strict=True):
        assert count(decoder) - count(decoder.values) == 447_360
        assert decoder.values.out_features == channels
    assert count(tower) - count(tower.decoders) == 779_264
    assert sum(each.numel() for each in tower.positions) == 31_232


def test_positions_are_fixed_unless_asked_otherwise():
    for trained in (False, True):
        tower = make_tower("vit", train_positions=trained)
        names = {id(each) for each in tower.stage_two_parameters()}
        assert (id(tower.positions[0]) in names) is trained


@pytest.mark.parametrize("bands", [1, 60, 2000])
def test_start_follows_the_published_scheme_for_any_number_of_bands(bands):
    tower = VitTower([bands], make_config("diffclip", "paper"))
    first = tower.stems[0].first.weight
    xavier = math.sqrt(2 / (bands + 128))
    assert first.std().item() == pytest.approx(xavier, rel=0.1)
    assert tower.stems[0].time.second.weight.std().item() == pytest.approx(
        0.02, rel=0.05
    )
    assert tower.head.weight.std().item() == pytest.approx(2e-5, rel=0.05)


@pytest.mark.parametrize("encoder", KINDS)
def test_hidden_tokens_do_not_reach_the_encoder(encoder):
    tower = make_tower(encoder).eval()
    mask = TokenMask.random(4, 25, 0.7, torch.Generator().manual_seed(0))
    tokens = make_patches()[0].flatten(2).transpose(1, 2)
    step = torch.zeros(4, dtype=torch.int64)
    hidden = torch.nonzero(~mask.is_visible()[0]).flatten()[0]
    visible = mask.visible[0, 0]
    before = tower.reconstruct(0, tokens, mask, step)
    changed = tokens.clone()
    changed[0, hidden] += 5
    torch.testing.assert_close(tower.reconstruct(0, changed, mask, step), before)
    changed[0, visible] += 5
    assert not torch.allclose(tower.reconstruct(0, changed, mask, step)[0], before[0])


@pytest.mark.parametrize("encoder", KINDS)
def test_modalities_share_one_encoder(encoder):
    tower = make_tower(encoder)
    patches = make_patches()
    step = torch.zeros(4, dtype=torch.int64)
    mask = TokenMask.random(4, 25, 0.7, torch.Generator().manual_seed(0))
    tower.eval()
    other = patches[1].flatten(2).transpose(1, 2)
    before = tower.reconstruct(1, other, mask, step).detach()
    tokens = patches[0].flatten(2).transpose(1, 2)
    loss = tower.reconstruct(0, tokens, mask, step).square().mean()
    # A step on the first modality alone must change the features of the second.
    optimizer = torch.optim.SGD(tower.parameters(), 0.1)
    loss.backward()
    assert all(each.grad is None for each in tower.stems[1].parameters())
    optimizer.step()
    assert not torch.allclose(tower.reconstruct(1, other, mask, step), before)


def test_encoders_can_be_separate():
    shared, separate = (make_tower("vit", share_encoder=each) for each in (True, False))
    assert (len(shared.encoders), len(separate.encoders)) == (1, 2)


@pytest.mark.parametrize("encoder", KINDS)
def test_fine_tuning_trains_everything_but_the_decoders(encoder):
    tower = make_tower(encoder)
    trained = {id(each) for each in tower.stage_two_parameters()}
    for name, each in tower.named_parameters():
        frozen = name.startswith(("decoders", "hidden", "positions"))
        assert (id(each) not in trained) is frozen, name


@pytest.mark.parametrize("encoder", KINDS)
@pytest.mark.parametrize("channels", [(6,), (6, 1), (6, 2, 1)])
def test_any_number_of_modalities_trains_in_both_stages(encoder, channels):
    config = small_config(encoder)
    torch.manual_seed(0)
    model = DiffClip(channels, config, FreeVectors(3, 32))
    tower = next(model.experts())
    patches = make_patches(channels)
    generator = torch.Generator().manual_seed(0)
    pretraining_loss(
        tower, patches, NoiseSchedule(100), _short(config), generator
    ).backward()
    assert all(each.grad is not None for each in tower.stems.parameters())
    model.zero_grad()
    targets = torch.tensor([0, 1, 2, 1])
    step = torch.zeros(4, dtype=torch.int64)
    result = finetuning_loss(model, patches, targets, step, config)
    result.loss.backward()
    assert all(each.grad is not None for each in model.stage_two_parameters())
    assert 0 <= result.accuracy <= 1


def _short(config):
    return make_config("diffclip", "quick", _record(config) | {"diffusion_steps": 100})


def _record(config):
    from hsiviewer.learning.configuration import config_record

    return config_record(config)


def test_masks_of_the_modalities_differ_and_their_step_is_one():
    seen = []

    class Watcher:
        def reconstruct(self, modality, noised, mask, step):
            seen.append((mask, step))
            return torch.zeros_like(noised)

    config = _short(small_config("vit"))
    pretraining_loss(
        Watcher(),
        make_patches((3, 3)),
        NoiseSchedule(100),
        config,
        torch.Generator().manual_seed(0),
    )
    (first, step1), (second, step2) = seen
    assert not torch.equal(first.is_visible(), second.is_visible())
    assert torch.equal(step1, step2)
    assert len(torch.unique(step1)) > 1


def test_without_diffusion_the_visible_tokens_are_clean_and_the_step_is_zero():
    patches = make_patches((3,))
    clean = patches[0].flatten(2).transpose(1, 2)

    class Watcher:
        def reconstruct(self, modality, noised, mask, step):
            assert torch.equal(noised, clean)
            assert not step.any()
            return torch.where(mask.is_visible()[..., None], clean, clean + 1)

    config = small_config("vit", diffusion=False)
    loss = pretraining_loss(
        Watcher(), patches, NoiseSchedule(10), config, torch.Generator().manual_seed(0)
    )
    # Perfect on the visible part, error 1 on the hidden one: its weight is left.
    assert loss.item() == pytest.approx(config.masked_weight, rel=1e-5)


def test_dense_evaluation_equals_one_patch_at_a_time():
    config = small_config("conv")
    torch.manual_seed(0)
    tower = ConvTower([6, 1], width=config.width, window=5, denoises=True).eval()
    planes = make_patches(samples=1, side=12)
    step = torch.zeros(1, dtype=torch.int64)
    dense = tower.plane_vectors(planes, step)[0]
    assert dense.shape == (32, 8, 8)
    for row, col in [(0, 0), (3, 5), (7, 7)]:
        patch = [each[:, :, row : row + 5, col : col + 5] for each in planes]
        torch.testing.assert_close(dense[:, row, col], tower.vectors(patch, step)[0])


def test_frozen_sentences_are_centred_and_of_unit_length():
    vectors = F.normalize(torch.ones(4, 12) + 0.1 * torch.randn(4, 12), dim=1)
    classes = FrozenSentences(vectors, 8)
    torch.testing.assert_close(classes().norm(dim=1), torch.ones(4))
    torch.testing.assert_close(
        classes.vectors.mean(dim=0), torch.zeros(12), atol=0.1, rtol=0
    )
    assert [name for name, _ in classes.named_parameters()] == [
        "projection.linear.weight"
    ]


def test_network_without_classes_can_only_pretrain():
    model = DiffClip([3], small_config("conv"))
    with pytest.raises(ValueError, match="no classes"):
        model.class_vectors()


def test_probabilities_sum_to_one_and_follow_the_cosine():
    config = small_config("conv", pixel_expert=False)
    model = DiffClip([3], config, FreeVectors(3, 32))
    vectors = 4.0 * model.class_vectors().detach()
    probabilities = model.log_probabilities([vectors], dim=1).exp()
    torch.testing.assert_close(probabilities.sum(dim=1), torch.ones(3))
    assert probabilities.argmax(dim=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize("change", [cropped, turned])
def test_one_draw_serves_all_modalities(change):
    plane = make_patches((1,), samples=2, side=11)[0]
    generator = torch.Generator().manual_seed(3)
    unlike = 0
    for _ in range(16):
        first, second = change([plane, plane.clone()], generator)
        assert torch.equal(first, second)
        assert first.shape == plane.shape
        unlike += not torch.equal(first, plane)
    assert 0 < unlike <= 16


def test_crop_of_a_linear_ramp_keeps_its_centre():
    ramp = torch.arange(11.0).expand(1, 1, 11, 11)
    generator = torch.Generator().manual_seed(0)
    for _ in range(8):
        (changed,) = cropped([ramp], generator)
        assert changed[0, 0, 5, 5].item() == pytest.approx(5.0, abs=1e-5)


def test_noise_has_its_strength_in_the_patch_and_in_each_pixel():
    zeros = [torch.zeros(400, 3, 5, 5), torch.zeros(400, 1, 5, 5)]
    generator = torch.Generator().manual_seed(0)
    for noise in disturbed(zeros, 0.1, generator):
        common = noise.mean(dim=(2, 3))
        assert (noise - common[..., None, None]).std().item() == pytest.approx(
            0.1, rel=0.1
        )
        assert common.std().item() == pytest.approx(0.1, rel=0.15)


@pytest.mark.parametrize(("shots", "steps"), [(30, 150), (128, 150), (600, 750)])
def test_paper_preset_passes_over_the_shots_as_often_as_published(shots, steps):
    assert finetuning_steps(make_config("diffclip", "paper"), shots) == steps


@pytest.mark.parametrize("shots", [2, 600])
def test_quick_preset_takes_the_same_number_of_steps_for_any_number_of_shots(shots):
    assert finetuning_steps(make_config("diffclip"), shots) == 120


def test_brightness_changes_by_one_factor_a_sample_in_all_modalities():
    generator = torch.Generator().manual_seed(0)
    patches = [torch.rand(50, 4, 3, 3) + 1, torch.rand(50, 1, 3, 3) + 1]
    changed = lit(patches, 0.1, generator)
    factors = changed[0] / patches[0]
    torch.testing.assert_close(factors.amin((1, 2, 3)), factors.amax((1, 2, 3)))
    torch.testing.assert_close(
        (changed[1] / patches[1])[:, 0, 0, 0], factors[:, 0, 0, 0]
    )
    assert 0.9 <= factors.min() < 0.93
    assert 1.07 < factors.max() <= 1.1
