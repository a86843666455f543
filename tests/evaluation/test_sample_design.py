"""How many pixels to visit and which; and the test of two maps."""

import numpy as np
import pytest
from scipy import stats

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.evaluation.mcnemar import mcnemar
from hsiviewer.evaluation.sample_design import allocated, drawn_pixels, sample_size

# Olofsson and others (2014), section 5.1.
SIZES = {1: 200_000, 2: 150_000, 3: 3_200_000, 4: 6_450_000}
GUESSED = {1: 0.7, 2: 0.6, 3: 0.9, 4: 0.95}


def test_the_number_of_pixels_is_that_of_the_worked_example():
    assert sample_size(SIZES, error=0.01, accuracies=GUESSED) == 641


def test_rare_classes_get_enough_pixels_and_the_rest_goes_by_area():
    design = allocated(SIZES, 641, least=75)
    assert design.total == 641
    # The paper rounds these two to 165 and 325.
    assert dict(design.counts) == {1: 75, 2: 75, 3: 163, 4: 328}
    small = allocated({1: 20, 2: 10_000}, 200, least=50)
    assert dict(small.counts) == {1: 20, 2: 150}
    few = allocated({1: 500, 2: 500}, 10, least=50)
    assert dict(few.counts) == {1: 50, 2: 50}


@pytest.mark.parametrize("error", [0.0, -1.0, 1.0, float("nan")])
def test_an_error_that_cannot_be_is_refused(error):
    with pytest.raises(ConfigurationError, match=r"such as 0\.01"):
        sample_size(SIZES, error=error)


def test_pixels_are_drawn_within_their_class_and_not_where_labels_are():
    class_map = np.sort(np.random.default_rng(0).integers(0, 4, (40, 50)))
    taken = np.zeros((40, 50), bool)
    taken[:, ::2] = True
    sizes = {each: int((class_map == each).sum()) for each in (1, 2, 3)}
    design = allocated(sizes, 90, least=10)
    pixels = drawn_pixels(class_map, design, seed=4, taken=taken)
    assert len({tuple(pixel) for pixel in pixels.tolist()}) == design.total
    strata, counts = np.unique(
        class_map[pixels[:, 0], pixels[:, 1]], return_counts=True
    )
    assert dict(zip(strata.tolist(), counts.tolist(), strict=True)) == design.counts
    assert not taken[pixels[:, 0], pixels[:, 1]].any()
    again = drawn_pixels(class_map, design, seed=4, taken=taken)
    assert np.array_equal(pixels, again)


def test_maps_are_compared_where_only_one_of_them_is_right():
    reference = np.array([[1] * 20 + [2] * 20 + [0] * 5])
    first, second = reference.copy(), reference.copy()
    first[0, :2] = 3
    second[0, 1:13] = 3
    second[0, 40:] = 7
    found = mcnemar(reference, first, second)
    assert (found.first_only, found.second_only) == (11, 1)
    assert (found.both, found.neither, found.n) == (27, 1, 40)
    assert found.difference == pytest.approx(10 / 40)
    assert found.p_value == pytest.approx(2 * stats.binom.cdf(1, 12, 0.5))
    assert mcnemar(reference, first, first).p_value == 1.0
