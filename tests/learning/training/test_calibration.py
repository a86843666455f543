import numpy as np
import pytest
from scipy.special import softmax

from hsiviewer.learning.prediction.prior_adaptation import estimate_priors
from hsiviewer.learning.training.calibration import fit_temperature, held_out_folds


def draw(scores, seed=0):
    """Draw targets as often as the softmax of the scores says."""
    generator = np.random.default_rng(seed)
    cumulative = softmax(scores, axis=1).cumsum(axis=1)
    return (generator.random((len(scores), 1)) > cumulative).sum(axis=1)


@pytest.mark.parametrize("factor", [0.2, 1.0, 5.0])
def test_temperature_undoes_a_wrong_factor(factor):
    scores = np.random.default_rng(1).normal(size=(4000, 4)) * 2
    found = fit_temperature(scores * factor, draw(scores))
    assert found == pytest.approx(factor, rel=0.1)


def test_perfect_record_on_few_shots_does_not_claim_certainty():
    scores = np.eye(3).repeat(2, axis=0)
    targets = np.repeat(np.arange(3), 2)
    temperature = fit_temperature(scores, targets)
    assert 0.5 < softmax(scores / temperature, axis=1).max() < 0.99


def test_worthless_scores_become_almost_uniform():
    scores = np.random.default_rng(2).normal(size=(3000, 4)) * 10
    targets = np.random.default_rng(3).integers(0, 4, 3000)
    temperature = fit_temperature(scores, targets)
    assert softmax(scores / temperature, axis=1).max(axis=1).mean() < 0.4


def test_class_shares_of_a_scene_are_found_from_its_predictions():
    generator = np.random.default_rng(0)
    shares = np.array([0.7, 0.25, 0.05])
    truth = generator.choice(3, 20_000, p=shares)
    evidence = generator.normal(size=(20_000, 3)) + 1.5 * np.eye(3)[truth]
    probabilities = softmax(1.5 * evidence, axis=1)
    exact = estimate_priors(probabilities, iterations=200, floor=0.0)
    np.testing.assert_allclose(exact, shares, atol=0.02)
    careful = estimate_priors(probabilities)
    assert (np.diff(careful) < 0).all()
    np.testing.assert_allclose(careful, shares, atol=0.07)


def test_uninformative_predictions_give_equal_shares():
    np.testing.assert_allclose(estimate_priors(np.full((10, 4), 0.25)), 0.25)


def test_folds_hold_out_every_shot_once_and_never_a_class_whole():
    targets = np.array([0] * 7 + [1] * 2 + [2])
    folds = held_out_folds(targets, 3, np.random.default_rng(0))
    held = np.concatenate(folds)
    assert sorted(held.tolist()) == list(range(9))  # the single label never is
    for fold in folds:
        left = np.delete(targets, fold)
        assert set(left) == {0, 1, 2}


def test_nothing_is_held_out_where_every_class_has_one_label():
    assert held_out_folds(np.arange(4), 3, np.random.default_rng(0)) == []


def test_no_class_is_taken_off_the_map_by_its_estimated_share():
    certain = np.zeros((1000, 4))
    certain[:, 0] = 1
    assert estimate_priors(certain).min() == pytest.approx(0.1 / 4)
