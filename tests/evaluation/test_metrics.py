import numpy as np
import pytest
from sklearn import metrics as oracle

from hsiviewer.evaluation.metrics import assess


@pytest.mark.parametrize("cases", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_figures_agree_with_scikit_learn_on_random_maps(cases):
    generator = np.random.default_rng(0)
    for _ in range(cases):
        classes = generator.integers(2, 8)
        truth = generator.integers(1, classes + 1, 60)
        truth[:classes] = np.arange(1, classes + 1)
        noise = generator.integers(1, classes + 1, 60)
        predicted = np.where(generator.random(60) < 0.6, truth, noise)
        found = assess(truth[None], predicted[None])
        ids = list(found.class_ids)
        np.testing.assert_array_equal(
            found.matrix, oracle.confusion_matrix(truth, predicted, labels=ids)
        )
        assert found.overall_accuracy == pytest.approx(
            oracle.accuracy_score(truth, predicted), abs=1e-12
        )
        assert found.average_accuracy == pytest.approx(
            oracle.recall_score(truth, predicted, average="macro"), abs=1e-12
        )
        assert found.kappa == pytest.approx(
            oracle.cohen_kappa_score(truth, predicted), abs=1e-12
        )
        np.testing.assert_allclose(
            found.f1, oracle.f1_score(truth, predicted, average=None), atol=1e-12
        )


def test_rows_are_the_reference_and_columns_the_map():
    found = assess(np.array([[1, 1, 2, 3]]), np.full((1, 4), 2))
    assert found.matrix.tolist() == [[0, 2, 0], [0, 1, 0], [0, 1, 0]]
    assert found.precision[1] == 0.25
    assert found.recall[1] == 1.0


def test_unclassified_reference_pixels_count_as_errors():
    found = assess(np.array([[1, 1, 2, 2]]), np.array([[1, 0, 2, 9]]))
    assert found.missed.tolist() == [1, 1]
    assert found.overall_accuracy == 0.5
    assert found.n == 4


def test_gaps_in_the_ids_are_kept():
    found = assess(np.array([[10, 14]]), np.array([[10, 10]]))
    assert found.class_ids == (10, 14)
    assert found.recall.tolist() == [1.0, 0.0]


def test_pixels_without_reference_are_left_out():
    assert assess(np.array([[0, 1]]), np.array([[5, 1]])).overall_accuracy == 1.0


def test_figures_without_any_reference_are_undefined():
    found = assess(np.zeros((2, 2), int), np.ones((2, 2), int))
    assert np.isnan([found.overall_accuracy, found.average_accuracy, found.kappa]).all()


def test_another_shape_is_refused():
    with pytest.raises(ValueError, match="map"):
        assess(np.ones((2, 2), int), np.ones((2, 3), int))
