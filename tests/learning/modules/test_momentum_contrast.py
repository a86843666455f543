"""Contrast with a queue of what a slow copy of the encoder made."""

import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from hsiviewer.learning.modules.losses import queue_infonce
from hsiviewer.learning.modules.momentum_contrast import MomentumContrast


def make(queue=8, momentum=0.9, outputs=4):
    torch.manual_seed(0)
    return MomentumContrast(
        nn.Linear(3, outputs), outputs, queue=queue, momentum=momentum, temperature=0.1
    )


@pytest.mark.parametrize("negatives", [7, 4096])
def test_equal_similarities_give_the_logarithm_of_their_number(negatives):
    unit = F.normalize(torch.ones(5, 3), dim=1)
    loss, _ = queue_infonce(unit, unit, unit[:1].repeat(negatives, 1), temperature=0.1)
    assert loss.item() == pytest.approx(math.log(1 + negatives), rel=1e-5)


def test_aligned_positives_cost_nothing():
    vectors = torch.eye(6)
    loss, found = queue_infonce(vectors[:2], vectors[:2], vectors[2:], temperature=0.01)
    assert loss.item() == pytest.approx(0, abs=1e-6)
    assert found == 1.0


def test_loss_is_the_formula():
    torch.manual_seed(1)
    queries, keys, queue = (F.normalize(torch.randn(n, 5), dim=1) for n in (3, 3, 7))
    expected = []
    for query, key in zip(queries, keys, strict=True):
        own = torch.exp(query @ key / 0.2)
        others = sum(torch.exp(query @ each / 0.2) for each in queue)
        expected.append(-torch.log(own / (own + others)))
    loss, _ = queue_infonce(queries, keys, queue, temperature=0.2)
    torch.testing.assert_close(loss, torch.stack(expected).mean())


def test_key_encoder_gets_no_gradient_and_follows_exactly():
    contrast = make(momentum=0.9)
    before = [each.clone() for each in contrast.key.parameters()]
    optimizer = torch.optim.SGD(contrast.query.parameters(), 0.5)
    loss, _ = contrast(torch.randn(4, 3), torch.randn(4, 3))
    loss.backward()
    assert all(each.grad is None for each in contrast.key.parameters())
    optimizer.step()
    contrast.follow()
    for old, key, query in zip(
        before, contrast.key.parameters(), contrast.query.parameters(), strict=True
    ):
        assert not torch.equal(old, query)
        torch.testing.assert_close(key, 0.9 * old + 0.1 * query)


def test_queue_holds_the_last_keys_in_order():
    contrast = make(queue=5)
    keys = F.normalize(torch.randn(12, 4), dim=1)
    for start in range(0, 12, 3):
        contrast.enqueue(keys[start : start + 3])
    torch.testing.assert_close(contrast.ordered_queue(), keys[-5:])
    contrast.enqueue(keys)
    torch.testing.assert_close(contrast.ordered_queue(), keys[-5:])


def test_own_keys_are_no_negatives_of_their_step():
    contrast = make(queue=4)
    samples = torch.randn(3, 3)
    seen = contrast.queue.clone()
    query = F.normalize(contrast.query(samples), dim=1)
    key = F.normalize(contrast.key(samples), dim=1)
    expected, _ = queue_infonce(query, key, seen, temperature=0.1)
    loss, _ = contrast(samples, samples)
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(contrast.ordered_queue()[-3:], key)
