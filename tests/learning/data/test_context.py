"""Means of surroundings: what they see, and that windows make no difference."""

import numpy as np
import pytest

from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.context import (
    BLOCKS,
    REACH,
    SIGMAS,
    ContextRaster,
    fit_context,
)
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import open_raster
from hsiviewer.learning.data.smoothing import alike_means
from tests.learning.scenes import make_scene


@pytest.fixture(scope="module")
def context():
    raster = open_raster(make_scene(rows=60, cols=50))
    valid = raster.valid_mask(SilentProgress())
    rows, cols = np.nonzero(valid)
    spectra = raster.read_spectra(rows, cols)
    scaler = SpectralScaler.fit(spectra, scaling="zscore", components=3)
    return fit_context(raster, valid, scaler, SilentProgress())


def test_windows_and_margins_make_no_difference(context):
    whole = context.read(PixelWindow(0, 0, 60, 50), margin=2)
    assert whole.shape == (context.channels, 64, 54) == (BLOCKS * 3, 64, 54)
    part = context.read(PixelWindow(20, 11, 7, 9), margin=2)
    np.testing.assert_allclose(part, whole[:, 20:31, 11:24], atol=1e-5)
    alone = context.read(PixelWindow(22, 13, 7, 9))
    np.testing.assert_allclose(alone, whole[:, 24:31, 15:24], atol=1e-5)


def test_wider_means_vary_less_and_all_are_brought_to_one_strength(context):
    plain = ContextRaster(context.raster, context.scaler, context.unit)
    blocks = np.split(plain.read(PixelWindow(0, 0, 60, 50)), BLOCKS)
    strengths = [block.var(axis=(1, 2)).sum() for block in blocks[: len(SIGMAS)]]
    assert strengths == sorted(strengths, reverse=True)
    scaled = np.split(context.read(PixelWindow(0, 0, 60, 50)), BLOCKS)
    found = [block.var(axis=(1, 2)).sum() for block in scaled]
    np.testing.assert_allclose(found, found[0], rtol=0.1)


def test_what_lies_beyond_the_reach_says_nothing():
    cube = make_scene(rows=60, cols=60)
    raster = open_raster(cube)
    context = ContextRaster(raster, SpectralScaler.identity(len(raster.bands)))
    middle = PixelWindow(30, 30, 1, 1)
    before = context.read(middle)
    values = cube.read(range(12), cube.window)
    values[:, : 30 - REACH] = 1e4
    values[:, :, 31 + REACH :] = 1e4
    changed = open_raster(make_like(cube, values))
    np.testing.assert_allclose(
        ContextRaster(changed, context.scaler).read(middle), before, rtol=1e-5
    )


def make_like(cube, values):
    return HsiCube(ArraySource(values), cube.bands, nodata=cube.nodata)


def test_gaps_are_left_out():
    cube = make_scene(rows=40, cols=40)
    values = cube.read(range(12), cube.window)
    values[:] = 7
    values[:, :, 25:] = np.nan
    raster = open_raster(make_like(cube, values))
    context = ContextRaster(raster, SpectralScaler.identity(len(raster.bands)))
    found = context.read(PixelWindow(5, 5, 30, 19))
    np.testing.assert_allclose(found, 7, rtol=1e-5)


def test_means_of_what_looks_alike_keep_edges():
    generator = np.random.default_rng(0)
    fields = np.zeros((1, 30, 40), np.float32)
    fields[:, :, 20:] = 10
    noisy = fields + generator.normal(0, 1, fields.shape).astype(np.float32)
    found = alike_means(
        noisy, fields, np.ones((30, 40), bool), reach=4, stride=2, unit=1.0
    )
    inner = fields[:, 4:-4, 4:-4]
    assert found.shape == inner.shape
    assert np.abs(found - inner).mean() < 0.4 * np.abs(noisy - fields).mean()
    assert found[0, :, 16].mean() - found[0, :, 15].mean() > 9


def test_guide_is_the_same_in_parts(context):
    guide, valid = context.guide(PixelWindow(0, 0, 60, 50), list)
    part, known = context.guide(PixelWindow(3, 2, 20, 30), list)
    np.testing.assert_allclose(part, guide[:, 3:23, 2:32], atol=1e-5)
    assert (known == valid[3:23, 2:32]).all()
    assert not valid[:4, :5].any()


def test_stored_surroundings_are_the_same_and_others_are_refused(context):
    stored = context.arrays()
    again = ContextRaster.from_arrays(context.raster, stored)
    window = PixelWindow(9, 9, 5, 5)
    np.testing.assert_allclose(again.read(window), context.read(window), rtol=1e-5)
    scales = stored["scales"]
    for wrong in (scales[:-1], np.zeros_like(scales), scales.astype(np.float64)):
        with pytest.raises(ValueError, match="scales"):
            ContextRaster.from_arrays(context.raster, stored | {"scales": wrong})
