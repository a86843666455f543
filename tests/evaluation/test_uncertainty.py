"""How sure a map is: margin, entropy, and accuracy against coverage."""

import numpy as np
import pytest

from hsiviewer.evaluation.uncertainty import coverage_curve, entropy, margin

SHARES = np.array(
    [[1.0, 0.5, 0.25, 0.7, np.nan], [0.0, 0.5, 0.25, 0.2, np.nan],
     [0.0, 0.0, 0.25, 0.1, np.nan], [0.0, 0.0, 0.25, 0.0, np.nan]]
)  # fmt: skip


def test_margin_is_how_far_the_best_class_is_ahead():
    np.testing.assert_allclose(margin(SHARES), [1.0, 0.0, 0.0, 0.5, np.nan], atol=1e-6)


def test_entropy_runs_from_certainty_to_equal_probabilities():
    mixed = -(0.7 * np.log(0.7) + 0.2 * np.log(0.2) + 0.1 * np.log(0.1)) / np.log(4)
    np.testing.assert_allclose(
        entropy(SHARES), [0.0, 0.5, 1.0, mixed, np.nan], atol=1e-6
    )


@pytest.mark.parametrize("measure", [margin, entropy])
def test_a_single_class_has_no_rival(measure):
    found = measure(np.array([[1.0, np.nan]]))
    assert np.isnan(found[1])
    assert found[0] == (1.0 if measure is margin else 0.0)


def test_the_surest_pixels_are_covered_last_and_are_most_accurate():
    generator = np.random.default_rng(3)
    confidence = generator.random((40, 50))
    reference = np.ones((40, 50), int)
    class_map = np.where(generator.random((40, 50)) < confidence, 1, 2)
    curve = coverage_curve(reference, class_map, confidence)
    coverage = [point[1] for point in curve]
    assert coverage == sorted(coverage, reverse=True)
    assert coverage[0] == 1.0
    for threshold, covered, accuracy in curve:
        kept = confidence >= threshold
        assert covered == pytest.approx(kept.mean())
        assert accuracy == pytest.approx((class_map == 1)[kept].mean())
    assert curve[-1][2] > 0.9 > curve[0][2]


def test_without_reference_there_is_no_curve():
    nothing = np.zeros((2, 3), int)
    assert coverage_curve(nothing, nothing, nothing.astype(float)) == []
