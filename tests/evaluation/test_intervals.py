"""Intervals of figures of accuracy, against other ways to the same numbers."""

import numpy as np
import pytest
from scipy import stats

from hsiviewer.evaluation import intervals
from hsiviewer.evaluation.metrics import Accuracy

MATRIX = np.array([[65, 4, 2], [6, 81, 5], [0, 11, 85]])
MISSED = np.array([3, 0, 1])
ACCURACY = Accuracy((1, 2, 5), MATRIX, MISSED)


@pytest.mark.parametrize(("hits", "total"), [(0, 12), (7, 12), (12, 12), (480, 500)])
def test_the_score_interval_is_that_of_scipy(hits, total):
    wanted = stats.binomtest(hits, total).proportion_ci(method="wilson")
    found = intervals.wilson(hits, total)
    assert found == pytest.approx((wanted.low, wanted.high), abs=1e-9)


def test_nothing_is_known_without_pixels():
    nothing = Accuracy((), np.zeros((0, 0), int), np.zeros(0, int))
    for interval in (
        intervals.wilson(0, 0),
        intervals.overall_interval(nothing),
        intervals.average_interval(nothing),
        intervals.kappa_interval(nothing),
    ):
        assert np.isnan(interval).all()


def test_the_error_of_kappa_is_that_of_the_delta_method():
    shares = np.zeros((4, 4))
    shares[:3, :3], shares[:3, 3] = MATRIX, MISSED
    total = shares.sum()
    shares = (shares / total).ravel()

    def kappa(shares):
        square = shares.reshape(4, 4)
        chance = square.sum(axis=1) @ square.sum(axis=0)
        return (np.trace(square) - chance) / (1 - chance)

    step = 1e-6
    slopes = np.array(
        [(kappa(shares + step * e) - kappa(shares - step * e)) / (2 * step)
         for e in np.eye(16)]
    )  # fmt: skip
    variance = (slopes**2 @ shares - (slopes @ shares) ** 2) / total
    assert kappa(shares) == pytest.approx(ACCURACY.kappa)
    assert intervals.kappa_deviation(ACCURACY) == pytest.approx(
        np.sqrt(variance), rel=1e-4
    )


@pytest.mark.parametrize("name", ["overall", "average", "kappa", "f1"])
def test_intervals_hold_the_truth_about_95_times_of_100(name):
    generator = np.random.default_rng(2)
    truth = np.array([[0.36, 0.03, 0.01], [0.04, 0.26, 0.04], [0.02, 0.04, 0.20]])
    expected = Accuracy((1, 2, 3), truth * 1_000_000, np.zeros(3))
    figures = {
        "overall": (intervals.overall_interval, expected.overall_accuracy),
        "average": (intervals.average_interval, expected.average_accuracy),
        "kappa": (intervals.kappa_interval, expected.kappa),
        "f1": (lambda each: intervals.f1_intervals(each)[1], expected.f1[1]),
    }
    interval_of, value = figures[name]
    held = 0
    for _ in range(300):
        drawn = generator.multinomial(200, truth.ravel()).reshape(3, 3)
        low, high = interval_of(Accuracy((1, 2, 3), drawn, np.zeros(3, int)))
        held += low <= value <= high
    assert 0.91 < held / 300 < 0.99


def test_classes_have_intervals_of_their_own():
    recall, precision = (
        intervals.recall_intervals(ACCURACY), intervals.precision_intervals(ACCURACY)
    )  # fmt: skip
    assert recall[0] == intervals.wilson(65, 74)
    assert precision[1] == intervals.wilson(81, 96)
    for interval, f1 in zip(intervals.f1_intervals(ACCURACY), ACCURACY.f1, strict=True):
        assert interval.low < f1 < interval.high
