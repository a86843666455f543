"""Detectors beside SPy and plain restatements, through the whole catalogue."""

import numpy as np
import pytest
import spectral

from hsiviewer.analysis.catalogue import ANALYSES
from hsiviewer.analysis.detection.thresholds import UpperTail
from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.analysis.streaming import Moments, scene_statistics
from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from tests.analysis.scenes import (
    NODATA,
    SILENT,
    applied,
    make_endmembers,
    make_scene,
)

TARGETS = NamedSpectra(("first", "second"), make_endmembers()[:2])


def by_spy(cube):
    """Return values (rows, cols, bands) and SPy's statistics of them."""
    values = cube.read().transpose(1, 2, 0).astype(np.float64)
    return values, spectral.calc_stats(values)


def plain_divergence(pixel, target):
    p, q = pixel / pixel.sum(), target / target.sum()
    return (p * np.log(p / q)).sum() + (q * np.log(q / p)).sum()


def test_angles_are_those_of_spy():
    cube, _ = make_scene()
    found, operation = applied("angle", cube, spectra=TARGETS)
    values, _ = by_spy(cube)
    expected = spectral.spectral_angles(values, TARGETS.spectra)
    np.testing.assert_allclose(found.transpose(1, 2, 0), expected, atol=1e-5)
    assert operation.names == TARGETS.names
    assert operation.larger_is_closer is False


def test_divergence_is_the_sum_of_both_relative_entropies():
    cube, _ = make_scene(rows=3, cols=4)
    found, _ = applied("sid", cube, spectra=TARGETS)
    values, _ = by_spy(cube)
    for number, target in enumerate(TARGETS.spectra):
        expected = np.apply_along_axis(plain_divergence, 2, values, target)
        np.testing.assert_allclose(found[number], expected, rtol=1e-4, atol=1e-7)


def test_matched_filter_is_that_of_spy():
    cube, _ = make_scene()
    found, _ = applied("matched-filter", cube, spectra=TARGETS)
    values, background = by_spy(cube)
    for number, target in enumerate(TARGETS.spectra):
        expected = spectral.matched_filter(values, target, background)
        np.testing.assert_allclose(found[number], expected, rtol=1e-4, atol=1e-5)


def test_coherence_is_that_of_spy_with_the_sign_of_the_projection():
    cube, _ = make_scene()
    found, _ = applied("ace", cube, spectra=TARGETS)
    values, background = by_spy(cube)
    for number, target in enumerate(TARGETS.spectra):
        expected = spectral.ace(values, target, background)
        sign = np.sign(spectral.matched_filter(values, target, background))
        np.testing.assert_allclose(found[number], sign * expected, atol=1e-5)


def test_constrained_energy_gives_1_for_the_target_and_the_least_energy():
    cube, _ = make_scene()
    found, _ = applied("cem", cube, spectra=TARGETS)
    pixels = cube.read().reshape(24, -1).astype(np.float64)
    correlation = pixels @ pixels.T / pixels.shape[1]
    target = TARGETS.spectra[0]
    weights = np.linalg.solve(correlation, target)
    weights /= weights @ target
    np.testing.assert_allclose(found[0].ravel(), weights @ pixels, rtol=1e-3, atol=1e-4)


def test_infeasibility_tells_mixtures_from_false_alarms():
    cube, _ = make_scene(rows=60, cols=60, noise=0.005)
    values = cube.source.read()
    scene = values.mean(axis=(1, 2))
    mixture = 0.5 * TARGETS.spectra[0] + 0.5 * scene
    values[:, 10, 10] = mixture
    # As bright in the filter, by a spectrum that is no mixture of the two.
    values[:, 20, 20] = mixture + 0.4 * np.resize([1, -1], 24)
    cube.source._values[...] = values
    found, operation = applied("mtmf", cube, spectra=NamedSpectra(
        TARGETS.names[:1], TARGETS.spectra[:1]
    ))  # fmt: skip
    assert operation.names == ("first", "infeasibility of first")
    assert found[0, 10, 10] == pytest.approx(0.5, abs=0.1)
    assert found[1, 20, 20] > 5 * found[1, 10, 10]


def test_anomalies_are_those_of_spy():
    cube, _ = make_scene()
    found, _ = applied("rx", cube)
    values, _ = by_spy(cube)
    np.testing.assert_allclose(found[0], spectral.rx(values), rtol=1e-4)


def test_local_anomalies_are_those_of_spy_inside_the_border():
    cube, _ = make_scene(rows=14, cols=15, bands=6)
    found, operation = applied(
        "rx-local", cube, inner=3, outer=9, spectra=NamedSpectra()
    )
    values, _ = by_spy(cube)
    expected = spectral.rx(values, window=(3, 9))
    inside = np.s_[4:-4, 4:-4]
    np.testing.assert_allclose(found[0][inside], expected[inside], rtol=1e-3)
    assert np.isfinite(found).all()
    assert operation.facts["components"] == 6


def test_local_anomalies_read_by_windows_are_those_of_the_whole():
    cube, _ = make_scene(rows=14, cols=15, bands=6, gaps=2)
    found, operation = applied(
        "rx-local", cube, inner=1, outer=5, spectra=NamedSpectra()
    )
    result = operation.applied_to(cube)
    whole = found[0]
    assert np.isnan(whole[1, 2])
    rows, cols = np.array([0, 7, 13]), np.array([14, 3, 0])
    np.testing.assert_array_equal(
        result.read_spectra(rows, cols)[:, 0], whole[rows, cols]
    )
    np.testing.assert_array_equal(result.read(step=3)[0], whole[::3, ::3])


def test_an_anomaly_of_its_cluster_is_found_where_the_scene_hides_it():
    cube, _ = make_scene(noise=0.002)
    values = cube.source._values
    left, right = make_endmembers()[:2]
    half = values.shape[2] // 2
    generator = np.random.default_rng(1)
    values[...] = 0.002 * generator.normal(size=values.shape)
    values[:, :, :half] += left[:, None, None]
    values[:, :, half:] += right[:, None, None]
    values[:, 5, 5] = (left + right) / 2
    cluster, _ = applied("rx-cluster", cube, clusters=2)
    scene, _ = applied("rx", cube)
    assert np.unravel_index(np.nanargmax(cluster[0]), cluster[0].shape) == (5, 5)
    assert np.unravel_index(np.nanargmax(scene[0]), scene[0].shape) != (5, 5)


@pytest.mark.parametrize("analysis", [a for a in ANALYSES if a.family == "find"])
def test_gaps_stay_gaps_and_change_nothing_else(analysis):
    spectra = TARGETS if analysis.needs else NamedSpectra()
    numbers = {"clusters": 2} if analysis.id == "rx-cluster" else {}
    cube, _ = make_scene(rows=12, cols=13, gaps=3, noise=0.05)
    found, _ = applied(analysis.id, cube, spectra=spectra, **numbers)
    missing = cube.read()[0] != cube.read()[0]
    assert missing.sum() == 3
    np.testing.assert_array_equal(
        np.isnan(found), np.broadcast_to(missing, found.shape)
    )


def test_statistics_do_not_depend_on_blocks_or_on_a_large_offset():
    cube, _ = make_scene(rows=8, cols=9, gaps=2)
    whole = scene_statistics(cube, range(24), SILENT)
    pixels = cube.read().reshape(24, -1)
    pixels = pixels[:, np.isfinite(pixels[0])] + np.float32(1000)
    moments = Moments(24)
    for start in range(0, pixels.shape[1], 7):
        moments.add(pixels[:, start : start + 7])
    parts = moments.statistics()
    assert parts.count == whole.count == 70
    np.testing.assert_allclose(parts.covariance, np.cov(pixels), rtol=1e-9)
    np.testing.assert_allclose(parts.mean, whole.mean + 1000, rtol=1e-6)


def test_the_threshold_lets_the_wanted_share_through():
    generator = np.random.default_rng(0)
    scores = generator.permutation(1000).astype(np.float32)
    tail = UpperTail(0.01, 1000)
    for part in np.array_split(scores, 7):
        tail.add(np.append(part, np.nan))
    assert (scores > tail.threshold()).sum() == 10
    with pytest.raises(HsiViewerError, match="no pixel has a score"):
        UpperTail(0.1, 10).threshold()


@pytest.mark.parametrize(
    ("analysis_id", "spectra", "numbers", "words"),
    [
        ("rx-local", NamedSpectra(), {"inner": 9, "outer": 5}, "larger than the inner"),
        ("rx-local", NamedSpectra(), {"outer": 4}, "give an odd number from 3 to 101"),
        ("rx-cluster", NamedSpectra(), {"clusters": "x"}, "give a whole number"),
        ("rx", NamedSpectra(), {"inner": 5}, "has no parameter 'inner'"),
        ("angle", NamedSpectra(("zero",), np.zeros((1, 24))), {}, "has no shape"),
        ("ace", NamedSpectra(("far",), np.full((1, 24), np.nan)), {}, "fewer than two"),
        ("rxx", NamedSpectra(), {}, "there is no analysis 'rxx'"),
    ],
)
def test_what_makes_no_sense_is_refused(analysis_id, spectra, numbers, words):
    cube, _ = make_scene(rows=4, cols=5)
    with pytest.raises(ConfigurationError, match=words):
        applied(analysis_id, cube, spectra=spectra, **numbers)


def test_a_scene_without_whole_pixels_is_refused():
    cube, _ = make_scene(rows=4, cols=5)
    cube.source._values[3] = NODATA
    cube.source._values[3, 0, 0] = cube.source._values[4, 0, 0]
    with pytest.raises(HsiViewerError, match="fewer than two pixels"):
        applied("rx", cube)
