"""Components beside SPy and scikit-learn."""

import numpy as np
import pytest
import spectral
from sklearn.decomposition import PCA

from hsiviewer.analysis.reduction.operations import scene_noise
from hsiviewer.analysis.streaming import scene_statistics
from hsiviewer.core.errors import HsiViewerError
from tests.analysis.scenes import SILENT, applied, make_endmembers, make_scene


def pixels_of(cube):
    """Return spectra, shape (n, bands)."""
    return cube.read().reshape(cube.bands.count, -1).T.astype(np.float64)


def test_principal_components_are_those_of_scikit_learn_and_spy():
    cube, _ = make_scene()
    found, operation = applied("pca", cube, components=3)
    model = PCA(24).fit(pixels_of(cube))
    expected = model.transform(pixels_of(cube))[:, :3]
    for component, other in zip(found.reshape(3, -1), expected.T, strict=True):
        sign = np.sign(component @ other)
        np.testing.assert_allclose(component, sign * other, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(
        operation.facts["eigenvalues"], model.explained_variance_, rtol=1e-6
    )
    by_spy = spectral.principal_components(cube.read().transpose(1, 2, 0))
    np.testing.assert_allclose(
        operation.facts["eigenvalues"], by_spy.eigenvalues, rtol=1e-4
    )
    assert sum(operation.facts["shares_of_variance"]) == pytest.approx(1)


def by_spy(cube):
    """Return SPy's noise fractions with our noise, and the image."""
    bands = list(range(cube.bands.count))
    statistics = scene_statistics(cube, bands, SILENT)
    noise = scene_noise(cube, bands, statistics, SILENT)
    of_noise = spectral.GaussianStats(np.zeros(len(bands)), noise, 1000)
    of_signal = spectral.GaussianStats(
        statistics.mean, statistics.covariance, statistics.count
    )
    return spectral.mnf(of_signal, of_noise), cube.read().transpose(1, 2, 0)


def test_noise_fractions_and_denoising_are_those_of_spy():
    cube, _ = make_scene(noise=0.03)
    _, operation = applied("mnf", cube)
    fractions, image = by_spy(cube)
    np.testing.assert_allclose(
        operation.facts["eigenvalues"], fractions.napc.eigenvalues, rtol=1e-3
    )
    found, operation = applied("denoise", cube, keep=2)
    expected = fractions.denoise(image, num=2)
    np.testing.assert_allclose(found.transpose(1, 2, 0), expected, atol=1e-4)
    np.testing.assert_array_equal(
        operation.axis.wavelength_nm, cube.bands.wavelength_nm
    )


def test_denoising_comes_nearer_to_the_truth_and_all_fractions_change_nothing():
    cube, abundances = make_scene(noise=0.03, rows=60, cols=60)
    truth = np.tensordot(make_endmembers().T, abundances, axes=1)
    found, _ = applied("denoise", cube, keep=3)
    assert np.std(found - truth) < 0.6 * np.std(cube.read() - truth)
    same, _ = applied("denoise", cube, keep=24)
    np.testing.assert_allclose(same, cube.read(), atol=1e-4)


def test_independent_components_find_the_sources():
    generator = np.random.default_rng(0)
    cube, _ = make_scene(rows=50, cols=50, bands=6)
    sources = generator.uniform(-1, 1, (2, 50, 50))
    mixing = generator.normal(size=(6, 2))
    values = np.tensordot(mixing, sources, axes=1)
    cube.source._values[...] = values + 1e-4 * generator.normal(size=values.shape)
    found, _ = applied("ica", cube, components=2)
    likeness = np.abs(np.corrcoef(found.reshape(2, -1), sources.reshape(2, -1)))[:2, 2:]
    assert (likeness.max(axis=1) > 0.98).all()
    assert likeness.argmax(axis=1).tolist() in ([0, 1], [1, 0])


def test_noise_that_cannot_be_told_is_a_sentence():
    cube, _ = make_scene(rows=6, cols=7)
    cube.source._values[...] = cube.source._values[:, :1, :1]
    with pytest.raises(HsiViewerError, match="cannot be estimated"):
        applied("mnf", cube)
