"""Noise from neighbours, and components ordered by signal to noise."""

import numpy as np
import pytest

from hsiviewer.core import noise as noise_module
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.noise import noise_covariance
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import open_raster

SPREAD = np.array([0.1, 3.0, 0.2, 2.0, 0.1, 1.0])
NODATA = -9999


def make_values(rows=60, cols=70, spread=SPREAD, seed=0):
    """Return two smooth signals in six bands, and a noise of its own in each band."""
    generator = np.random.default_rng(seed)
    row, col = np.mgrid[:rows, :cols]
    signals = np.stack([np.sin(row / 9), np.cos(col / 11)])
    mixing = np.array([[1, 1, 0.2, 0.1, 0.5, 0.0], [0, 0.3, 1, 1, -0.5, 0.0]])
    values = np.tensordot(mixing.T, signals, axes=1)
    values += generator.normal(size=values.shape) * np.asarray(spread)[:, None, None]
    return values.astype(np.float32)


def make_raster(values, **fields):
    return open_raster(
        HsiCube(ArraySource(values), BandAxis(len(values), **fields), nodata=NODATA)
    )


def estimated(raster, gain=None, **options):
    gain = np.ones(len(raster.bands)) if gain is None else gain
    return noise_covariance(
        raster.cube, raster.bands, gain, SilentProgress(), **options
    )


def fitted(raster, noise, **options):
    spectra = raster.cube.read(raster.bands).reshape(len(raster.bands), -1).T
    whole = spectra[np.isfinite(spectra).all(axis=1)]
    return SpectralScaler.fit(whole, scaling="zscore", noise=noise, **options)


def test_noise_of_each_band_is_found_in_proportion():
    found = np.sqrt(np.diag(estimated(make_raster(make_values()), 1 / SPREAD)))
    # The calmer half is a little calmer than the whole.
    np.testing.assert_allclose(found / found[1], SPREAD / SPREAD[1], rtol=0.3)
    assert 0.5 < found[1] / SPREAD[1] < 1.05


def test_edges_of_fields_do_not_count_as_noise():
    values = make_values(spread=np.full(6, 0.05))
    values[:, :, 35:] += 50
    found = np.sqrt(np.diag(estimated(make_raster(values))))
    assert found.max() < 0.2


@pytest.mark.parametrize("fill", [0.3, 0.7])
def test_fill_that_nobody_declares_is_no_calm_ground(fill):
    values = make_values()
    whole = np.sqrt(np.diag(estimated(make_raster(values), 1 / SPREAD)))
    values[:, : int(60 * fill)] = 0
    found = np.sqrt(np.diag(estimated(make_raster(values), 1 / SPREAD)))
    np.testing.assert_allclose(found, whole, rtol=0.15)


@pytest.mark.parametrize("side", [7, 16, 128])
def test_windows_give_what_one_go_gives(side, monkeypatch):
    monkeypatch.setattr(noise_module, "_MOST_TILES", 10_000)
    raster = make_raster(make_values())
    np.testing.assert_allclose(
        estimated(raster, tile_side=side), estimated(raster, tile_side=500), rtol=1e-9
    )


def test_large_scene_is_read_in_some_windows_only(monkeypatch):
    monkeypatch.setattr(noise_module, "_MOST_TILES", 4)
    raster = make_raster(make_values())
    some, whole = estimated(raster, tile_side=8), estimated(raster, tile_side=500)
    np.testing.assert_allclose(np.diag(some), np.diag(whole), rtol=0.6)


def test_gaps_and_bad_bands_leave_no_trace():
    values = make_values()
    good = np.arange(6) != 1
    plain = estimated(make_raster(values[good]))
    spoiled = values.copy()
    spoiled[1] = 1e9
    gone = np.zeros(values.shape[1:], bool)
    gone[10:20, 10:20] = True
    spoiled[:, gone] = NODATA
    spoiled[0, 40, 40] = NODATA
    raster = make_raster(spoiled, good=good)
    assert len(raster.bands) == 5
    np.testing.assert_allclose(np.diag(estimated(raster)), np.diag(plain), rtol=0.1)


def test_components_are_ordered_by_signal_to_noise():
    values = make_values()
    raster = make_raster(values)
    noise = estimated(raster)
    whitened = fitted(raster, noise, components=3, whitening=1.0)
    principal = fitted(raster, None, components=3, whitening=1.0)
    smooth = make_values(spread=np.zeros(6))

    def trueness(scaler):
        """Return how far each component is signal rather than noise."""
        parts = scaler.apply(values) - scaler.apply(smooth)
        return 1 - parts.reshape(3, -1).var(axis=1)

    found = trueness(whitened)
    assert (np.diff(found) < 0.02).all()
    assert found[0] > 0.9
    assert found[:2].sum() > trueness(principal)[:2].sum()


def test_noise_of_components_is_white():
    raster = make_raster(make_values())
    noise = estimated(raster)
    scaler = fitted(raster, noise, components=6, whitening=0.0)
    projection = scaler.components * scaler.gain
    found = projection @ noise @ projection.T
    np.testing.assert_allclose(found, np.eye(6) * found[0, 0], atol=0.01 * found[0, 0])


def test_half_whitening_is_half_way_for_them_too():
    raster = make_raster(make_values())
    noise = estimated(raster)
    spectra = raster.cube.read(raster.bands)

    def variances(whitening):
        scaler = fitted(raster, noise, components=4, whitening=whitening)
        return scaler.apply(spectra).reshape(4, -1).var(axis=1)

    np.testing.assert_allclose(variances(1.0), 1, rtol=1e-2)
    np.testing.assert_allclose(variances(0.5) ** 2, variances(0.0), rtol=1e-2)


def test_band_without_noise_comes_first_and_stays_finite():
    spread = SPREAD.copy()
    spread[5] = 0
    values = make_values(spread=spread)
    values[5] = 0.01 * np.mgrid[:60, :70][0]
    raster = make_raster(values)
    scaler = fitted(raster, estimated(raster), components=6)
    assert np.isfinite(scaler.components).all()
    first = scaler.apply(values)[0]
    assert abs(np.corrcoef(first.ravel(), values[5].ravel())[0, 1]) > 0.95


def test_fewer_pixels_than_bands_still_give_components():
    values = np.random.default_rng(0).normal(size=(40, 3, 4)).astype(np.float32)
    raster = make_raster(values)
    scaler = fitted(raster, estimated(raster), components=30, whitening=0.5)
    assert scaler.channels == 11
    assert np.isfinite(scaler.apply(values)).all()


def test_scene_without_noise_or_neighbours_has_principal_components():
    flat = np.full((6, 5, 5), 2.0, np.float32)
    raster = make_raster(flat)
    scaler = fitted(raster, estimated(raster), components=3)
    assert np.isfinite(scaler.apply(flat)).all()
    scattered = make_values(rows=8, cols=8)
    gaps = np.indices((8, 8)).sum(axis=0) % 2 == 1
    scattered[:, gaps] = NODATA
    raster = make_raster(scattered)
    assert estimated(raster) is None
    assert np.array_equal(
        fitted(raster, None, components=3).components,
        fitted(raster, estimated(raster), components=3).components,
    )
