"""Majority and sieve: small things go, and nothing else does."""

import numpy as np
import pytest
from rasterio.features import sieve as gdal_sieve
from scipy import ndimage

from hsiviewer.analysis import map_filters
from hsiviewer.analysis.map_filters import majority_filtered, sieved
from hsiviewer.core.progress import CancelledError, SilentProgress

QUIET = SilentProgress()


def speckled(shape=(60, 70), classes=4, seed=0):
    generator = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(generator.random((classes, *shape)), (0, 4, 4))
    class_map = smooth.argmax(axis=0) + 1
    noise = generator.random(shape) < 0.1
    class_map[noise] = generator.integers(0, classes + 1, noise.sum())
    return class_map.astype(np.uint16)


def most_frequent(window, own):
    ids, counts = np.unique(window[window > 0], return_counts=True)
    best = ids[counts == counts.max()]
    return own if own in best else best[0]


@pytest.mark.parametrize("side", [3, 5])
def test_each_pixel_gets_the_most_frequent_class_around_it(side, monkeypatch):
    monkeypatch.setattr(map_filters, "_ROWS", 17)  # several parts
    class_map = speckled()
    found = majority_filtered(class_map, side, QUIET)
    reach = side // 2
    for row, col in np.random.default_rng(1).integers(0, (60, 70), (300, 2)):
        own = class_map[row, col]
        window = class_map[
            max(0, row - reach) : row + reach + 1, max(0, col - reach) : col + reach + 1
        ]
        assert found[row, col] == (most_frequent(window, own) if own else 0)


@pytest.mark.parametrize("least", [2, 5, 20])
def test_no_area_is_smaller_than_wanted(least):
    class_map = speckled()
    class_map[class_map == 0] = 1
    found = sieved(class_map, least, QUIET)
    for class_id in np.unique(found):
        areas, count = ndimage.label(found == class_id)
        sizes = np.bincount(areas.ravel())[1:]
        assert count == 0 or sizes.min() >= least
    # Areas that were large enough are still there.
    large = gdal_sieve(class_map, least, connectivity=4)
    assert (found == large).mean() > 0.95


def test_a_small_area_gets_the_class_that_surrounds_it_most():
    class_map = np.full((6, 8), 1, np.uint16)
    class_map[:, 5:] = 2
    class_map[2:4, 4:6] = 7
    found = sieved(class_map, 5, QUIET)
    assert set(np.unique(found)) == {1, 2}
    alone = np.zeros((5, 5), np.uint16)
    alone[2, 2] = 3
    assert np.array_equal(sieved(alone, 10, QUIET), alone)


def test_what_has_no_class_stays_so():
    class_map = speckled()
    for found in (majority_filtered(class_map, 3, QUIET), sieved(class_map, 9, QUIET)):
        assert np.array_equal(found == 0, class_map == 0)


@pytest.mark.parametrize("run", [majority_filtered, sieved])
def test_filters_can_be_stopped(run):
    class Stopped(SilentProgress):
        def checkpoint(self):
            raise CancelledError

    with pytest.raises(CancelledError):
        run(speckled(), 3, Stopped())
