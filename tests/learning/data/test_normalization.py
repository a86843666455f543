import numpy as np
import pytest

from hsiviewer.learning.data.normalization import SCALINGS, SpectralScaler


def make_spectra(count=400, bands=7):
    generator = np.random.default_rng(0)
    mixing = generator.normal(size=(bands, bands)) * np.geomspace(10, 0.1, bands)
    return generator.normal(size=(count, bands)) @ mixing.T + np.arange(bands) * 100


def test_cube_scaling_uses_one_minimum_and_maximum_for_all_bands():
    spectra = make_spectra()
    scaled = SpectralScaler.fit(spectra, scaling="cube-minmax").apply(
        spectra.T.astype(np.float32)
    )
    assert scaled.min() == pytest.approx(0, abs=1e-6)
    assert scaled.max() == pytest.approx(1, abs=1e-6)
    assert scaled[0].max() < 0.5


def test_robust_scaling_ignores_a_spike():
    spectra = make_spectra()
    spiked = spectra.copy()
    spiked[0, 0] = 1e9
    plain = SpectralScaler.fit(spectra, scaling="band-robust")
    robust = SpectralScaler.fit(spiked, scaling="band-robust")
    assert robust.gain[0] == pytest.approx(plain.gain[0], rel=0.2)


def test_whitened_components_are_uncorrelated_with_unit_variance():
    spectra = make_spectra()
    scaler = SpectralScaler.fit(spectra, scaling="zscore", components=4, whitening=1.0)
    scores = scaler.apply(spectra.T.astype(np.float32))
    assert scaler.channels == 4
    np.testing.assert_allclose(np.cov(scores, ddof=0), np.eye(4), atol=1e-3)


def test_without_whitening_variances_keep_their_proportions():
    spectra = make_spectra()
    kept = SpectralScaler.fit(spectra, scaling="zscore", components=4)
    variance = kept.apply(spectra.T.astype(np.float32)).var(axis=1)
    assert variance[0] == pytest.approx(1, rel=1e-3)
    assert (np.diff(variance) < 0).all()


def test_half_whitening_is_half_way_in_the_logarithm():
    spectra = make_spectra()

    def variances(whitening):
        scaler = SpectralScaler.fit(
            spectra, scaling="zscore", components=4, whitening=whitening
        )
        return scaler.apply(spectra.T.astype(np.float32)).var(axis=1)

    np.testing.assert_allclose(variances(0.5) ** 2, variances(0.0), rtol=1e-2)


def test_more_components_than_bands_are_cut_to_what_there_is():
    scaler = SpectralScaler.fit(make_spectra(), scaling="zscore", components=30)
    assert scaler.channels == 7


@pytest.mark.parametrize("scaling", SCALINGS)
def test_constant_band_stays_finite(scaling):
    spectra = np.full((10, 3), 5.0)
    scaled = SpectralScaler.fit(spectra, scaling=scaling).apply(
        spectra.T.astype(np.float32)
    )
    assert np.isfinite(scaled).all()


def test_stored_arrays_make_the_same_scaler_again():
    spectra = make_spectra()
    scaler = SpectralScaler.fit(spectra, scaling="zscore", components=3)
    again = SpectralScaler.from_arrays(scaler.arrays(), bands=len(scaler.gain))
    cube = spectra[:6].T.reshape(7, 2, 3).astype(np.float32)
    assert np.array_equal(scaler.apply(cube), again.apply(cube))


def test_unknown_scaling_is_refused():
    with pytest.raises(ValueError, match="loud"):
        SpectralScaler.fit(make_spectra(), scaling="loud")
