"""Areas of pixels against plain restatements."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hsiviewer.analysis.regions import (
    connected_to,
    first_pixels,
    grow_region,
    polygon_indices,
)
from hsiviewer.analysis.spectral_angle import (
    DOUBTFUL_FROM,
    oddness,
    spectral_angle,
    two_groups,
)

MASKS = arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def flooded(mask, seed):
    """Spread from a pixel to its four neighbours, one by one."""
    reached, waiting = set(), [seed] if mask[seed] else []
    while waiting:
        row, col = waiting.pop()
        inside = 0 <= row < mask.shape[0] and 0 <= col < mask.shape[1]
        if inside and mask[row, col] and (row, col) not in reached:
            reached.add((row, col))
            waiting += [(row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)]
    return reached


@given(mask=MASKS, data=st.data())
def test_a_region_is_what_a_flood_reaches(mask, data):
    seed = (
        data.draw(st.integers(0, mask.shape[0] - 1)),
        data.draw(st.integers(0, mask.shape[1] - 1)),
    )
    expected = sorted(row * mask.shape[1] + col for row, col in flooded(mask, seed))
    found = grow_region(lambda window: mask[window.slices], seed, mask.shape, reach=50)
    assert found.tolist() == expected
    assert np.flatnonzero(connected_to(mask, seed)).tolist() == expected


def test_only_a_window_around_the_region_is_looked_at():
    looked = []
    mask = np.zeros((5000, 5000), bool)
    mask[2400:2600, 2500] = True

    def accepts(window):
        looked.append(window)
        return mask[window.slices]

    found = grow_region(accepts, (2500, 2500), mask.shape, reach=2048)
    assert found.size == 200
    assert max(each.height for each in looked) < 600


def test_a_region_ends_at_the_reach():
    found = grow_region(
        lambda window: np.ones(window.size, bool), (500, 500), (1000, 1000), reach=100
    )
    assert found.size == 201 * 201


@given(mask=MASKS)
def test_every_patch_has_one_first_pixel(mask):
    from scipy import ndimage

    numbered, count = ndimage.label(mask, np.ones((3, 3)))
    found = first_pixels(mask)
    assert len(found) == count
    assert found == sorted(found)
    assert {int(numbered[each]) for each in found} == set(range(1, count + 1))
    for row, col in found:
        own = np.argwhere(numbered == numbered[row, col])
        assert (row, col) == tuple(own[0])


def test_a_polygon_covers_the_centres_inside():
    shape = (20, 20)
    corners = [(2.5, 2.5), (2.5, 7.5), (9.5, 7.5), (9.5, 2.5)]
    expected = np.zeros(shape, bool)
    expected[3:10, 3:8] = True
    assert np.array_equal(polygon_indices(corners, shape), np.flatnonzero(expected))


def test_a_polygon_outside_covers_nothing():
    assert polygon_indices([(50, 50), (50, 60), (60, 60)], (20, 20)).size == 0


def test_the_angle_is_that_of_the_formula():
    random = np.random.default_rng(0)
    spectra, reference = random.random((7, 5)), random.random(5)
    for found, each in zip(spectral_angle(spectra, reference), spectra, strict=True):
        cosine = each @ reference / np.linalg.norm(each) / np.linalg.norm(reference)
        assert found == pytest.approx(np.arccos(cosine), abs=1e-6)


def test_the_angle_ignores_brightness_and_missing_bands():
    reference = np.array([1.0, 2.0, 3.0, 4.0])
    spectra = np.array([[2, 4, 6, 8], [1, 2, np.nan, 4], [0, 0, 0, 0], [np.nan] * 4])
    found = spectral_angle(spectra, reference)
    assert found[:2] == pytest.approx([0, 0], abs=1e-3)
    assert np.isnan(found[2:]).all()


def test_the_angle_takes_bands_from_any_axis():
    cube = np.random.default_rng(1).random((5, 3, 4))
    by_first = spectral_angle(cube, cube[:, 1, 2], axis=0)
    assert by_first.shape == (3, 4)
    assert by_first[1, 2] == pytest.approx(0, abs=1e-3)
    assert np.array_equal(
        by_first, spectral_angle(np.moveaxis(cube, 0, -1), cube[:, 1, 2])
    )


def far_from_others(spectra):
    return oddness(spectra) > DOUBTFUL_FROM


def like(spectrum, count, noise=0.02, seed=0):
    random = np.random.default_rng(seed)
    gain = random.uniform(0.5, 1.5, (count, 1))
    return gain * (spectrum + random.normal(0, noise, (count, spectrum.size)))


MEADOW = np.array([0.05, 0.08, 0.05, 0.4, 0.45, 0.3])
ROOF = np.array([0.2, 0.22, 0.25, 0.27, 0.3, 0.31])


def test_a_wrong_label_is_far_from_the_others():
    spectra = np.concatenate([like(MEADOW, 20), like(ROOF, 2)])
    assert np.flatnonzero(far_from_others(spectra)).tolist() == [20, 21]


def test_few_labels_do_not_outvote_each_other():
    assert not far_from_others(np.stack([MEADOW, MEADOW, ROOF])).any()


def test_equal_labels_are_not_doubtful():
    assert not far_from_others(np.tile(MEADOW, (9, 1))).any()


def test_labels_without_values_are_doubtful():
    spectra = np.concatenate([like(MEADOW, 9), np.full((1, 6), np.nan)])
    assert far_from_others(spectra)[-1]


def test_two_materials_are_two_groups_whatever_their_brightness():
    spectra = np.concatenate([like(MEADOW, 12), like(ROOF, 5)])
    assert np.flatnonzero(two_groups(spectra)).tolist() == [12, 13, 14, 15, 16]
