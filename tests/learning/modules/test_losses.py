import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from hsiviewer.learning.modules.losses import masked_mse, symmetric_infonce


def unit_vectors(count, width, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return F.normalize(torch.randn(count, width, generator=generator), dim=1)


def class_batch(seed=0):
    """Images of unequal classes, and sentences that depend on the class only."""
    targets = torch.tensor([0, 0, 0, 1, 2, 2])
    return unit_vectors(6, 8, seed), unit_vectors(3, 8, seed + 1)[targets], targets


def test_masked_part_counts_a_tenth():
    clean = torch.zeros(2, 4, 3)
    visible = torch.tensor([[True, True, False, False]] * 2)
    predicted = torch.where(visible[..., None], clean, torch.ones(()))
    loss = masked_mse(predicted, clean, visible, masked_weight=0.1)
    assert loss.item() == pytest.approx(0.1)


def test_masked_mse_matches_the_written_formula():
    generator = torch.Generator().manual_seed(0)
    predicted, clean = torch.randn(2, 3, 5, 4, generator=generator)
    visible = torch.rand(3, 5, generator=generator) < 0.4
    parts = {True: [], False: []}
    for sample in range(3):
        for token in range(5):
            error = (clean[sample, token] - predicted[sample, token]) ** 2
            parts[bool(visible[sample, token])].append(error.sum().item() / 4)
    expected = sum(parts[True]) / len(parts[True])
    expected += 0.3 * sum(parts[False]) / len(parts[False])
    loss = masked_mse(predicted, clean, visible, masked_weight=0.3)
    assert loss.item() == pytest.approx(expected, rel=1e-5)


def test_everything_visible_is_a_plain_mean_squared_error():
    predicted, clean = torch.randn(
        2, 3, 5, 4, generator=torch.Generator().manual_seed(0)
    )
    visible = torch.ones(3, 5, dtype=torch.bool)
    loss = masked_mse(predicted, clean, visible, masked_weight=0.1)
    torch.testing.assert_close(loss, F.mse_loss(predicted, clean))


def test_diagonal_and_multi_positive_forms_agree_in_value_and_gradient():
    images, texts, targets = class_batch()
    results = []
    for positives in ("diagonal", "multi"):
        leaf = images.clone().requires_grad_()
        loss = symmetric_infonce(
            leaf, texts, targets, scale=torch.tensor(3.0), positives=positives
        )
        loss.backward()
        results.append((loss.detach(), leaf.grad))
    torch.testing.assert_close(results[0], results[1], atol=1e-6, rtol=0)


@pytest.mark.parametrize(("scale", "expected"), [(1 / 0.07, 9.4e-6), (1 / 0.7, 1.5249)])
def test_aligned_orthogonal_pairs_reach_the_closed_form(scale, expected):
    pairs = torch.eye(16, dtype=torch.float64)
    loss = symmetric_infonce(pairs, pairs, torch.arange(16), scale=torch.tensor(scale))
    assert loss.item() == pytest.approx(math.log(1 + 15 * math.exp(-scale)), rel=1e-3)
    assert loss.item() == pytest.approx(expected, rel=5e-3)


def test_floor_is_the_logarithm_of_the_class_count():
    targets = torch.tensor([0, 0, 0, 1, 1, 1])
    texts = torch.eye(2)[targets]
    loss = symmetric_infonce(texts, texts, targets, scale=torch.tensor(100.0))
    assert loss.item() == pytest.approx(math.log(3), abs=1e-5)


def test_loss_does_not_depend_on_the_order_of_the_batch():
    images, texts, targets = class_batch()
    order = torch.tensor([4, 2, 0, 5, 1, 3])
    scale = torch.tensor(2.0)
    torch.testing.assert_close(
        symmetric_infonce(images, texts, targets, scale=scale),
        symmetric_infonce(images[order], texts[order], targets[order], scale=scale),
    )


def test_gradient_is_orthogonal_to_a_normalised_embedding():
    images, texts, targets = class_batch()
    leaf = (images * 1.7).requires_grad_()
    unit = F.normalize(leaf, dim=1)
    symmetric_infonce(unit, texts, targets, scale=torch.tensor(3.0)).backward()
    assert leaf.grad.norm() > 1e-3
    assert (leaf.grad * leaf).sum(dim=1).abs().max() < 1e-6


def test_batch_of_one_has_no_contrast():
    one = unit_vectors(1, 4)
    loss = symmetric_infonce(one, one, torch.zeros(1), scale=torch.tensor(5.0))
    assert loss.item() == pytest.approx(0)
