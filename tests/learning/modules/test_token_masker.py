import pytest
import torch

from hsiviewer.learning.modules.token_masker import TokenMask


def make_mask(samples=4, count=121, ratio=0.7, seed=0):
    return TokenMask.random(samples, count, ratio, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(
    ("count", "ratio", "kept"),
    [(121, 0.7, 36), (25, 0.7, 7), (10, 0.0, 10), (1, 0.9, 1)],
)
def test_exactly_the_published_number_of_tokens_stays_visible(count, ratio, kept):
    mask = make_mask(count=count, ratio=ratio)
    assert mask.visible.shape == (4, kept)
    assert mask.is_visible().sum(dim=1).tolist() == [kept] * 4


def test_visible_indices_are_distinct_and_agree_with_the_flags():
    mask = make_mask()
    for indices, flags in zip(mask.visible, mask.is_visible(), strict=True):
        assert sorted(indices.tolist()) == torch.nonzero(flags).flatten().tolist()


def test_scatter_puts_every_gathered_token_back_at_its_own_index():
    mask = make_mask()
    # Token i holds the value i: any wrong permutation shows.
    tokens = torch.arange(121.0)[None, :, None].expand(4, -1, 2)
    full = mask.scatter(mask.gather(tokens), torch.tensor([-1.0, -1.0]))
    shown = mask.is_visible()
    assert torch.equal(full[shown], tokens[shown])
    assert bool((full[~shown] == -1).all())


def test_samples_and_draws_differ():
    generator = torch.Generator().manual_seed(0)
    first = TokenMask.random(2, 121, 0.7, generator).is_visible()
    second = TokenMask.random(2, 121, 0.7, generator).is_visible()
    assert not torch.equal(first[0], first[1])
    assert not torch.equal(first, second)
