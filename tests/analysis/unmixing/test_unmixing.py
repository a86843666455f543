"""Unmixing: the number of materials, their spectra, and exact abundances."""

import numpy as np
import pytest
from scipy.optimize import minimize, nnls

from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.analysis.streaming import Statistics, scene_statistics
from hsiviewer.analysis.unmixing import endmembers as finding
from hsiviewer.analysis.unmixing.abundances import Unmixing
from hsiviewer.analysis.unmixing.subspace import signal_dimension
from hsiviewer.core.errors import ConfigurationError
from tests.analysis.scenes import SILENT, applied, make_endmembers, make_scene


def plain_dimension(pixels):
    """Restate HySime by regressions of every band, shape (bands, n)."""
    bands, count = pixels.shape
    noise = np.empty_like(pixels)
    for band in range(bands):
        others = np.delete(pixels, band, axis=0)
        weights, *_ = np.linalg.lstsq(others.T, pixels[band], rcond=None)
        noise[band] = pixels[band] - weights @ others
    signal = pixels - noise
    _, directions = np.linalg.eigh(signal @ signal.T / count)
    noise_power = np.diag((noise**2).mean(axis=1))
    costs = -np.einsum(
        "bk,bc,ck->k", directions, pixels @ pixels.T / count, directions
    ) + 2 * np.einsum("bk,bc,ck->k", directions, noise_power, directions)
    return int((costs < 0).sum())


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_dimension_of_the_signal_is_the_number_of_materials(count):
    cube, _ = make_scene(rows=50, cols=50, count=count, noise=0.004)
    statistics = scene_statistics(cube, range(24), SILENT)
    pixels = cube.read().reshape(24, -1).astype(np.float64)
    assert signal_dimension(statistics) == plain_dimension(pixels) == count


def pure_scene(count=4):
    """Return a scene with one pure pixel of each material, and their places."""
    cube, _ = make_scene(rows=30, cols=34, count=count, noise=0.0005)
    places = [(3 * number + 1, 5 * number + 2) for number in range(count)]
    for number, (row, col) in enumerate(places):
        cube.source._values[:, row, col] = make_endmembers(count=count)[number]
    return cube, places


@pytest.mark.parametrize("analysis_id", ["vca", "nfindr"])
def test_pure_pixels_are_found_whatever_the_size_of_the_blocks(
    analysis_id, monkeypatch
):
    cube, places = pure_scene()
    expected = {f"row {row}, column {col}" for row, col in places}
    for most in (finding._MOST_VALUES, 0):
        monkeypatch.setattr(finding, "_MOST_VALUES", most)
        found, operation = applied(analysis_id, cube, endmembers=4)
        assert set(operation.facts["pixels_of_endmembers"].values()) == expected
    assert operation.names[-1] == "residual"
    np.testing.assert_allclose(found[:-1].sum(axis=0), 1, atol=1e-5)
    assert found[-1].max() < 0.005
    assert operation.spectra.spectra.shape == (4, 24)


def test_endmembers_are_as_many_as_the_signal_has_dimensions_if_not_said():
    cube, _ = pure_scene(3)
    _, operation = applied("vca", cube)
    assert operation.facts["dimension_of_the_signal"] == 3
    assert len(operation.names) == 4


@pytest.mark.parametrize("members", [2, 3, 6])
@pytest.mark.parametrize("unit", [1.0, 1e4])
def test_abundances_are_the_constrained_least_squares(members, unit):
    generator = np.random.default_rng(members)
    spectra = generator.uniform(0.1, 0.9, (members, 12)) * unit
    pixels = generator.uniform(0, 1, (12, 25)) * unit
    found = Unmixing(spectra).abundances(pixels)
    np.testing.assert_allclose(found.sum(axis=0), 1, atol=1e-9)
    assert (found >= 0).all()
    heavy = 1e5 * unit
    for pixel, abundances in zip(pixels.T, found.T, strict=True):
        # Heinz and Chang (2001): the sum as one more band of great weight.
        system = np.vstack([spectra.T, np.full(members, heavy)])
        expected, _ = nnls(system, np.append(pixel, heavy))
        np.testing.assert_allclose(abundances, expected, atol=1e-5)


def test_abundances_are_the_optimum_of_a_general_solver():
    generator = np.random.default_rng(0)
    spectra = generator.uniform(0.1, 0.9, (4, 8))
    pixel = generator.uniform(0, 1, 8)
    found = Unmixing(spectra).abundances(pixel[:, None])[:, 0]
    best = minimize(
        lambda shares: ((pixel - shares @ spectra) ** 2).sum(),
        np.full(4, 0.25),
        bounds=[(0, 1)] * 4,
        constraints={"type": "eq", "fun": lambda shares: shares.sum() - 1},
        tol=1e-12,
    )
    np.testing.assert_allclose(found, best.x, atol=1e-4)


def test_equal_endmembers_and_gaps_do_no_harm():
    spectra = np.stack([make_endmembers()[0]] * 2 + [make_endmembers()[1]])
    pixels = np.stack([spectra[0], np.full(24, np.nan)], axis=1)
    found = Unmixing(spectra).abundances(pixels)
    assert found[:2, 0].sum() == pytest.approx(1)
    assert np.isnan(found[:, 1]).all()


def test_known_endmembers_give_back_the_mixtures():
    cube, abundances = make_scene(noise=0.0)
    spectra = NamedSpectra(("a", "b", "c"), make_endmembers())
    found, operation = applied("unmix", cube, spectra=spectra)
    np.testing.assert_allclose(found[:3], abundances, atol=1e-4)
    assert operation.names == ("a", "b", "c", "residual")
    with pytest.raises(ConfigurationError, match="two endmembers"):
        applied("unmix", cube, spectra=NamedSpectra(("a",), make_endmembers()[:1]))


def test_more_endmembers_than_the_scene_has_are_refused():
    cube, _ = make_scene(rows=2, cols=2, bands=8)
    with pytest.raises(ConfigurationError, match="told apart by 8 bands"):
        applied("vca", cube, endmembers=9)
    with pytest.raises(ConfigurationError, match="fewer than 5 different"):
        applied("nfindr", cube, endmembers=5)


def test_a_scene_of_noise_alone_has_one_dimension_at_least():
    assert signal_dimension(Statistics(100, np.zeros(5), np.eye(5))) == 1
