"""Scenes matched with libraries, beside SPy and a plain restatement."""

import numpy as np
import pytest
import spectral

from hsiviewer.analysis.matching.features import find_features
from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.core.errors import ConfigurationError
from tests.analysis.scenes import applied, make_endmembers, make_scene

LIBRARY = NamedSpectra(("a", "b", "c"), make_endmembers())
POSITIONS = np.linspace(400.0, 2400.0, 24)


def test_the_best_spectrum_is_that_of_spy_with_its_angle():
    cube, _ = make_scene(gaps=1)
    found, operation = applied("match", cube, spectra=LIBRARY)
    angles = spectral.spectral_angles(cube.read().transpose(1, 2, 0), LIBRARY.spectra)
    known = np.isfinite(cube.read()[0])
    np.testing.assert_array_equal(found[0][known], angles.argmin(axis=2)[known] + 1)
    np.testing.assert_allclose(found[1][known], angles.min(axis=2)[known], atol=1e-5)
    assert (found[0][~known] == 0).all()
    assert np.isnan(found[1][~known]).all()
    assert [cover.name for cover in operation.classes] == ["a", "b", "c"]


def test_spectra_are_compared_over_their_own_bands():
    cube, _ = make_scene(rows=4, cols=5)
    spectra = LIBRARY.spectra.copy()
    spectra[1, 15:] = np.nan
    spectra[2, 5:] = np.nan  # covers too little
    found, operation = applied("match", cube, spectra=NamedSpectra("abc", spectra))
    pixels = cube.read().transpose(1, 2, 0)
    first = spectral.spectral_angles(pixels, spectra[:1])[..., 0]
    second = spectral.spectral_angles(pixels[..., :15], spectra[1:2, :15])[..., 0]
    np.testing.assert_allclose(found[1], np.minimum(first, second), atol=1e-5)
    assert operation.facts["spectra_compared"] == 2


def test_pixels_that_nothing_resembles_stay_empty():
    cube, _ = make_scene()
    found, _ = applied("match", cube, spectra=LIBRARY, largest_angle=0.1)
    np.testing.assert_array_equal(found[0] == 0, found[1] > 0.1)
    assert 0 < (found[0] == 0).sum() < found[0].size


def absorbing(centre, *, depth=0.3, width=150.0, level=0.5, slope=1e-4):
    dip = 1 - depth * np.exp(-0.5 * ((POSITIONS - centre) / width) ** 2)
    return (level + slope * (POSITIONS - 400)) * dip


def plain_fit(spectrum, pixel):
    """Restate the weighted fit of all features by loops."""
    total = 0.0
    for feature in find_features(POSITIONS, spectrum):
        bands = feature.bands
        line = np.interp(
            POSITIONS[bands], POSITIONS[bands[[0, -1]]], pixel[bands[[0, -1]]]
        )
        known = np.interp(
            POSITIONS[bands], POSITIONS[bands[[0, -1]]], spectrum[bands[[0, -1]]]
        )
        correlation = np.corrcoef(pixel[bands] / line, spectrum[bands] / known)[0, 1]
        total += feature.weight * max(correlation, 0) ** 2
    return total


def test_absorptions_decide_and_not_brightness_or_slope():
    spectra = np.stack([absorbing(1200), absorbing(1700)])
    cube, _ = make_scene(rows=3, cols=4)
    generator = np.random.default_rng(0)
    for row in range(3):
        for col in range(4):
            pixel = absorbing(
                (1200, 1700)[col % 2], depth=0.1 + 0.1 * row, level=0.2, slope=-4e-5
            )
            noise = generator.normal(scale=0.002, size=24)
            cube.source._values[:, row, col] = pixel + noise
    library = NamedSpectra(("first", "second"), spectra)
    found, _ = applied("match-features", cube, spectra=library)
    expected = np.broadcast_to([1, 2, 1, 2], (3, 4))
    np.testing.assert_array_equal(found[0], expected)
    pixels = cube.read()
    for row in range(3):
        for col in range(4):
            best = max(plain_fit(single, pixels[:, row, col]) for single in spectra)
            assert found[1, row, col] == pytest.approx(best, abs=1e-4)
    assert (np.diff(found[2], axis=0) > 0).all()


def test_features_lie_between_corners_of_the_hull():
    (feature,) = find_features(POSITIONS, absorbing(1200))
    centre = POSITIONS[feature.bands[np.argmin(feature.shape)]]
    assert abs(centre - 1200) < 100
    assert feature.shape[[0, -1]] == pytest.approx(1)
    assert feature.weight == pytest.approx(1)
    assert find_features(POSITIONS, np.full(24, 0.4)) == []
    assert find_features(POSITIONS[:3], np.ones(3)) == []


def test_pixels_without_the_absorption_stay_empty():
    cube, _ = make_scene(rows=2, cols=2)
    cube.source._values[...] = absorbing(1200, depth=-0.2)[:, None, None]
    cube.source._values[3, 0, 0] = cube.nodata
    library = NamedSpectra(("first",), absorbing(1200)[None])
    found, _ = applied("match-features", cube, spectra=library)
    assert (found[0] == 0).all()
    assert np.isnan(found[1:, 0, 0]).all()


@pytest.mark.parametrize(
    ("analysis_id", "spectra", "words"),
    [
        ("match", np.full((1, 24), np.nan), "none cover half"),
        ("match-features", np.full((1, 24), 0.4), "none have an absorption"),
    ],
)
def test_libraries_that_cannot_be_compared_are_refused(analysis_id, spectra, words):
    cube, _ = make_scene(rows=2, cols=2)
    with pytest.raises(ConfigurationError, match=words):
        applied(analysis_id, cube, spectra=NamedSpectra(("flat",), spectra))
