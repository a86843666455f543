import torch

from hsiviewer.learning.modules.transformer import (
    Block,
    TimeEmbedding,
    grid_positions,
)


def count(module):
    return sum(each.numel() for each in module.parameters())


def test_block_and_time_embedding_have_the_published_sizes():
    assert count(Block(128, 8)) == 132_480
    assert count(TimeEmbedding(128)) == 49_408


def test_causal_block_hides_later_tokens():
    torch.manual_seed(0)
    block = Block(16, 2, causal=True).eval()
    tokens = torch.randn(1, 5, 16)
    changed = tokens.clone()
    changed[0, 3] += 1
    before, after = block(tokens), block(changed)
    torch.testing.assert_close(before[0, :3], after[0, :3])
    assert not torch.allclose(before[0, 3], after[0, 3])


def test_positions_are_zero_for_the_class_token_and_distinct_for_pixels():
    table = grid_positions(11, 128)
    assert table.shape == (122, 128)
    assert not table[0].any()
    assert len(torch.unique(table[1:], dim=0)) == 121


def test_time_embedding_tells_steps_apart():
    torch.manual_seed(0)
    vectors = TimeEmbedding(32)(torch.tensor([0, 1, 500]))
    assert len(torch.unique(vectors, dim=0)) == 3
