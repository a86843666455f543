"""Shapes of spectra and matches with libraries against plain restatements."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial import ConvexHull

from hsiviewer.analysis.library_matching import best_matches, resampled_to
from hsiviewer.analysis.spectrum_shape import SHAPES, reshaped
from hsiviewer.core.bands import BandAxis
from hsiviewer.language.absorptions import ABSORPTIONS

SPECTRA = arrays(float, 12, elements=st.floats(0.01, 1.0))
X = np.linspace(400, 2400, 12)


@given(spectrum=SPECTRA)
def test_the_continuum_is_the_upper_hull(spectrum):
    removed = reshaped("continuum", X, spectrum)
    assert (removed <= 1 + 1e-9).all()
    assert removed[[0, -1]] == pytest.approx(1)
    continuum = spectrum / removed
    # Far below the spectrum, so that only its upper side decides.
    low = np.column_stack([X, np.full(12, -10.0)])
    hull = ConvexHull(np.concatenate([np.column_stack([X, spectrum]), low]))
    for a, b, c in hull.equations:
        if b > 1e-9:  # the upper sides: a x + b y + c <= 0 inside
            assert (a * X + b * continuum + c <= 1e-6).all()
    slopes = np.diff(continuum) / np.diff(X)
    assert (np.diff(slopes) <= 1e-9).all(), "a hull never turns upwards"


def test_an_absorption_is_a_dip_below_one():
    line = np.linspace(0.2, 0.6, 12)
    line[5] *= 0.7
    assert reshaped("continuum", X, line)[5] == pytest.approx(0.7)


def test_the_derivative_of_a_line_is_its_slope():
    assert reshaped("derivative", X, 0.001 * X + 3) == pytest.approx(0.001)


@given(spectrum=SPECTRA, gain=st.floats(0.1, 10))
def test_normalised_spectra_do_not_know_brightness(spectrum, gain):
    found = reshaped("normalized", X, gain * spectrum)
    assert found == pytest.approx(reshaped("normalized", X, spectrum))
    assert np.mean(found**2) == pytest.approx(1)


@pytest.mark.parametrize("shape", SHAPES)
def test_gaps_stay_gaps(shape):
    spectrum = np.linspace(0.1, 0.5, 12)
    spectrum[[0, 4, 5]] = np.nan
    assert (
        np.isnan(reshaped(shape, X, spectrum)).tolist() == np.isnan(spectrum).tolist()
    )
    nothing = np.full(12, np.nan)
    assert np.isnan(reshaped(shape, X, nothing)).all()


def test_absorptions_lie_in_order_and_name_their_source():
    starts = [each.start_nm for each in ABSORPTIONS]
    assert starts == sorted(starts)
    assert all(each.start_nm < each.stop_nm and each.cause for each in ABSORPTIONS)


def test_resampling_weights_channels_by_the_response_of_the_band():
    channels = np.arange(400.0, 1000.0, 2.0)
    spectra = np.random.default_rng(0).random((2, channels.size))
    bands = BandAxis(2, np.array([600.0, 800.0]), np.array([20.0, 60.0]))
    found = resampled_to(bands, channels, spectra)
    for column, (centre, fwhm) in enumerate(((600, 20), (800, 60))):
        weight = np.exp(-4 * np.log(2) * ((channels - centre) / fwhm) ** 2)
        expected = spectra @ weight / weight.sum()
        assert found[:, column] == pytest.approx(expected, rel=1e-3)


def test_a_straight_spectrum_stays_straight_whatever_the_library_is_sampled_like():
    channels = np.linspace(300, 2600, 90)
    bands = BandAxis(50, np.linspace(420, 2450, 50))
    found = resampled_to(bands, channels, (0.1 + channels / 5000)[None])
    assert found[0] == pytest.approx(0.1 + bands.wavelength_nm / 5000, rel=0.02)


def test_bands_beyond_the_library_or_over_gaps_are_missing():
    channels = np.arange(400.0, 1000.0, 2.0)
    spectrum = np.ones((1, channels.size))
    spectrum[:, (channels > 690) & (channels < 720)] = np.nan
    bands = BandAxis(4, np.array([300.0, 600.0, 705.0, 1100.0]), np.full(4, 10.0))
    found = resampled_to(bands, channels, spectrum)[0]
    assert np.isnan(found).tolist() == [True, False, True, True]


def test_the_best_match_has_the_smallest_angle():
    random = np.random.default_rng(3)
    library = random.random((20, 9))
    library[7, :7] = np.nan  # too few bands in common
    good = np.ones(9, bool)
    good[2] = False
    pixel = 3 * library[11] + random.normal(0, 0.01, 9)
    pixel[2] = 99  # a bad band
    found = best_matches(pixel, library, good, count=5)
    assert found[0].index == 11
    assert [each.angle for each in found] == sorted(each.angle for each in found)
    assert len(found) == 5
    assert 7 not in [each.index for each in found]
