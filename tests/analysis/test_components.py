"""Components and indices against plain restatements."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from hsiviewer.analysis.components import (
    minimum_noise_fraction,
    normalized_difference,
    principal_components,
    ratio,
)


def spectra(count=400, bands=8, seed=0):
    random = np.random.default_rng(seed)
    return random.random((count, 3)) @ random.random((3, bands)) + random.normal(
        0, 0.01, (count, bands)
    )


def test_principal_components_are_those_of_scikit_learn():
    values = spectra()
    found = principal_components(values, count=3)
    expected = PCA(3).fit(values)
    np.testing.assert_allclose(found.strengths, expected.explained_variance_)
    np.testing.assert_allclose(
        np.abs(found.vectors), np.abs(expected.components_), atol=1e-6
    )
    scores = found.apply(values.T.astype(np.float32))
    np.testing.assert_allclose(
        np.abs(scores.T), np.abs(expected.transform(values)), atol=1e-4
    )


def test_the_noise_fraction_passes_over_a_loud_band():
    random = np.random.default_rng(1)
    smooth = np.sin(np.linspace(0, 6, 500))[:, None] * np.array([1.0, 0.5, 0.2, 0.0])
    noise = random.normal(0, 1, (500, 4)) * np.array([0.01, 0.01, 0.01, 5.0])
    line = smooth + noise
    differences = np.diff(line, axis=0)
    first = minimum_noise_fraction(line, differences, count=2)
    score = first.apply(line.T.astype(np.float32))[0]
    assert abs(np.corrcoef(score, smooth[:, 0])[0, 1]) > 0.99
    by_variance = principal_components(line, count=1)
    assert abs(by_variance.vectors[0, 3]) > 0.99, "variance alone follows the noise"
    assert first.strengths[0] > first.strengths[1]


def test_missing_spectra_are_left_out_and_stay_missing():
    values = spectra()
    values[::7, 2] = np.nan
    found = principal_components(values, count=2)
    whole = values[np.isfinite(values).all(axis=1)]
    np.testing.assert_allclose(found.mean, whole.mean(axis=0))
    scores = found.apply(values.T.astype(np.float32))
    assert np.array_equal(np.isnan(scores[0]), np.isnan(values[:, 2]))


def test_too_few_spectra_are_told():
    with pytest.raises(ValueError, match="fewer than two"):
        principal_components(np.full((5, 3), np.nan), count=1)


def test_indices_are_their_formulas():
    first, second = np.array([0.4, 0.0, np.nan]), np.array([0.1, 0.0, 1.0])
    expected = [0.6, np.nan, np.nan]
    np.testing.assert_allclose(
        normalized_difference(first, second), expected, rtol=1e-6
    )
    np.testing.assert_allclose(ratio(first, second), [4, np.nan, np.nan], rtol=1e-6)
