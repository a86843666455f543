"""The worked examples of Olofsson 2014 and Stehman 2014, to the printed digit."""

import numpy as np
import pytest

from hsiviewer.evaluation.stratified import StratifiedSample

# Olofsson and others (2014), table 8: rows are the map, columns the reference.
# Deforestation, forest gain, stable forest, stable non-forest.
COUNTS = [[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]
SIZES = {1: 200_000, 2: 150_000, 3: 3_200_000, 4: 6_450_000}
HECTARES = 900_000

# Stehman (2014), table 2: letters of stratum, map and reference.
STRATA = "A" * 10 + "B" * 10 + "C" * 10 + "D" * 10
MAPPED = "A" * 7 + "B" * 3 + "A" + "B" * 11 + "C" * 6 + "BB" + "D" * 10
TRUE = "AAAAACBABCABBBBBAABBCCCCCDDBBADDDDDDDCCB"


def olofsson():
    cells = [
        (row + 1, column + 1)
        for row, counts in enumerate(COUNTS)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    mapped, reference = np.array(cells).T
    return StratifiedSample(mapped, reference, mapped, SIZES)


def stehman():
    strata, reference, mapped = (
        np.array(["ABCD".index(letter) + 1 for letter in letters])
        for letters in (STRATA, TRUE, MAPPED)
    )
    return StratifiedSample(
        strata, reference, mapped, {1: 40_000, 2: 30_000, 3: 20_000, 4: 10_000}
    )


def half(estimate):
    return 1.96 * estimate.error


def test_areas_of_olofsson_are_those_that_were_printed():
    sample = olofsson()
    printed = [(21_158, 6_158), (11_686, 3_756), (285_770, 15_510), (581_386, 16_282)]
    for class_id, (area, margin) in enumerate(printed, start=1):
        found = sample.area(class_id)
        assert round(found.value * HECTARES) == area
        assert round(HECTARES * half(found)) == margin


def test_accuracies_of_olofsson_are_those_that_were_printed():
    sample = olofsson()
    overall = sample.overall_accuracy()
    assert (round(overall.value, 2), round(half(overall), 2)) == (0.95, 0.02)
    users = [sample.users_accuracy(each) for each in SIZES]
    assert [(round(e.value, 2), round(half(e), 2)) for e in users] == [
        (0.88, 0.07), (0.73, 0.10), (0.93, 0.04), (0.96, 0.02)
    ]  # fmt: skip
    producers = [sample.producers_accuracy(each) for each in SIZES]
    assert [round(e.value, 2) for e in producers] == [0.75, 0.85, 0.93, 0.96]
    # The second and the last are printed as 0.23 and 0.01, which equation (7) of the
    # paper does not give for its table 8.
    assert [round(half(e), 2) for e in producers] == [0.21, 0.25, 0.03, 0.02]


def test_the_example_of_stehman_with_other_strata_than_classes():
    sample = stehman()
    a, b, c = 1, 2, 3
    printed = [
        (sample.area(a), 0.35, 0.082),
        (sample.area(c), 0.20, 0.064),
        (sample.overall_accuracy(), 0.63, 0.085),
        (sample.users_accuracy(b), 0.574, 0.125),
        (sample.producers_accuracy(b), 0.794, 0.117),
    ]
    for found, value, error in printed:
        assert round(found.value, 3) == value
        assert round(found.error, 3) == pytest.approx(error, abs=1e-9)
    assert round(sample.cell(b, c).value, 3) == 0.08


def test_a_map_whose_reference_is_whole_has_no_error_of_sampling():
    generator = np.random.default_rng(0)
    class_map = generator.integers(1, 4, (30, 40))
    truth = np.where(generator.random((30, 40)) < 0.8, class_map, 1)
    sample = StratifiedSample.of_map(truth, class_map)
    for class_id in (1, 2, 3):
        found = sample.area(class_id)
        assert found.value == pytest.approx((truth == class_id).mean())
        assert found.error == 0
    overall = sample.overall_accuracy()
    assert overall.value == pytest.approx((truth == class_map).mean())


def test_standard_errors_are_those_of_repeated_samples():
    generator = np.random.default_rng(1)
    class_map = np.sort(generator.integers(1, 4, 4000))
    truth = np.where(generator.random(4000) < 0.8, class_map, 2)
    found, errors = [], []
    for _ in range(400):
        reference = np.zeros(4000, int)
        for class_id in (1, 2, 3):
            drawn = generator.choice(np.flatnonzero(class_map == class_id), 40, False)
            reference[drawn] = truth[drawn]
        sample = StratifiedSample.of_map(reference, class_map)
        estimate = sample.area(2)
        found.append(estimate.value)
        errors.append(estimate.error)
    assert np.mean(found) == pytest.approx((truth == 2).mean(), abs=0.005)
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.15)


def test_strata_that_nobody_visited_are_named():
    class_map = np.array([[1, 1, 1, 2, 2, 3]])
    reference = np.array([[1, 2, 0, 2, 0, 0]])
    sample = StratifiedSample.of_map(reference, class_map)
    assert (sample.unsampled, sample.thin) == ((3,), (2,))
    assert sample.total == 5
    assert np.isnan(sample.area(2).error)
    nothing = StratifiedSample.of_map(np.zeros_like(reference), class_map)
    assert np.isnan(nothing.overall_accuracy().value)
    with pytest.raises(ValueError, match="have no size"):
        StratifiedSample(*np.ones((3, 1), int), {2: 5})
