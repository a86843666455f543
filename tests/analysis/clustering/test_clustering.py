"""Clusters beside scikit-learn, and assignments block by block."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from hsiviewer.core.errors import ConfigurationError
from tests.analysis.scenes import applied, make_endmembers, make_scene


def patched_scene(*, noise=0.02, gaps=0):
    """Return a scene of three materials in columns of different width."""
    cube, _ = make_scene(rows=20, cols=30, gaps=gaps)
    truth = np.zeros((20, 30), int)
    truth[:, 15:24] = 1
    truth[:, 24:] = 2
    generator = np.random.default_rng(3)
    values = make_endmembers()[truth].transpose(2, 0, 1)
    values = values + generator.normal(scale=noise, size=values.shape)
    missing = cube.source._values == cube.nodata
    cube.source._values[...] = np.where(missing, cube.nodata, values)
    return cube, truth


def test_k_means_are_those_of_scikit_learn_the_largest_first():
    cube, truth = patched_scene(gaps=2)
    found, operation = applied("kmeans", cube, clusters=3)
    known = np.isfinite(cube.read()[0])
    assert (found[0][~known] == 0).all()
    np.testing.assert_array_equal(found[0][known], truth[known] + 1)
    pixels = cube.read()[:, known].T
    model = KMeans(3, n_init=3, random_state=0).fit(pixels)
    assert adjusted_rand_score(model.labels_, found[0][known]) == 1
    distance = model.transform(pixels).min(axis=1)
    np.testing.assert_allclose(found[1][known], distance, rtol=0.05)
    assert operation.classes[1].name == "cluster 1"
    assert operation.facts["shares"] == sorted(operation.facts["shares"], reverse=True)
    assert operation.spectra.spectra.shape == (3, 24)


def test_mixtures_are_as_likely_as_those_of_scikit_learn():
    cube, truth = patched_scene()
    found, _ = applied("mixture", cube, clusters=3, components=3)
    assert adjusted_rand_score(truth.ravel(), found[0].ravel()) == 1
    assert (found[1] > 0.99).all()
    pixels = cube.read().reshape(24, -1).T.astype(np.float64)
    pixels -= pixels.mean(axis=0)
    _, _, directions = np.linalg.svd(pixels, full_matrices=False)
    reduced = pixels @ directions[:3].T
    model = GaussianMixture(3, random_state=0).fit(reduced / reduced.std(axis=0))
    expected = model.predict_proba(reduced / reduced.std(axis=0)).max(axis=1)
    np.testing.assert_allclose(found[1].ravel(), expected, atol=1e-3)


@pytest.mark.parametrize("analysis_id", ["kmeans", "mixture"])
def test_too_many_clusters_are_refused(analysis_id):
    cube, _ = make_scene(rows=3, cols=3)
    cube.source._values[...] = np.arange(9).reshape(3, 3) // 5
    with pytest.raises(ConfigurationError, match="fewer than 4 different spectra"):
        applied(analysis_id, cube, clusters=4)
