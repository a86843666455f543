import pytest
import torch

from hsiviewer.learning.modules.heads import LogitScale, Projection, centred


def test_scale_starts_at_the_inverse_temperature():
    assert LogitScale(0.7, learned=True)().item() == pytest.approx(1 / 0.7)


def test_scale_never_exceeds_a_hundred():
    assert LogitScale(1e-4, learned=True)().item() == pytest.approx(100)


@pytest.mark.parametrize("learned", [True, False])
def test_scale_trains_only_if_asked(learned):
    assert LogitScale(0.1, learned=learned).log_scale.requires_grad is learned


def test_projection_returns_unit_vectors():
    vectors = Projection(6, 4)(torch.randn(3, 6))
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(3))


def test_centring_separates_nearly_parallel_vectors():
    generator = torch.Generator().manual_seed(0)
    common = torch.randn(1, 16, generator=generator)
    vectors = common + 0.1 * torch.randn(5, 16, generator=generator)
    vectors = torch.nn.functional.normalize(vectors, dim=1)
    assert (vectors @ vectors.T).min() > 0.9
    apart = centred(vectors)
    off_diagonal = (apart @ apart.T)[~torch.eye(5, dtype=torch.bool)]
    assert off_diagonal.max() < 0.5
    torch.testing.assert_close(apart.norm(dim=1), torch.ones(5))


def test_centring_leaves_identical_vectors_alone():
    same = torch.ones(3, 4) / 2
    assert torch.equal(centred(same), same)
