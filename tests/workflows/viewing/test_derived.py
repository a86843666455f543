"""Computed pictures are the same whole, in parts and decimated."""

import numpy as np
import pytest

from hsiviewer.core import computed_source
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.viewing import derived
from tests.builders import make_cube


@pytest.fixture
def cube():
    random = np.random.default_rng(0)
    values = (1000 * random.random((80, 33, 29))).astype(np.int16)
    axis = BandAxis(80, np.linspace(420, 2400, 80))
    return make_cube(values=values, nodata=-1).with_bands(axis)


@pytest.mark.parametrize("view", [each.id for each in derived.DERIVED_VIEWS])
def test_parts_are_parts_of_the_whole(cube, view, monkeypatch):
    monkeypatch.setattr(computed_source, "_BLOCK_VALUES", 5000)  # several blocks
    computed = derived.derive(cube, view)
    whole = computed.read()
    assert whole.shape == (computed.shape[0], 33, 29)
    part = computed.read(window=PixelWindow(5, 7, 20, 11))
    np.testing.assert_allclose(part, whole[:, 5:25, 7:18], rtol=1e-4, atol=1e-3)
    sparse = computed.read(step=3)
    np.testing.assert_allclose(sparse, whole[:, ::3, ::3], rtol=1e-4, atol=1e-3)
    rows, cols = np.array([3, 30]), np.array([28, 0])
    spectra = computed.read_spectra(rows, cols)
    np.testing.assert_allclose(spectra, whole[:, rows, cols].T, rtol=1e-4, atol=1e-3)


def test_the_vegetation_index_is_its_formula(cube):
    infrared, red = (cube.read([cube.bands.nearest(nm)])[0] for nm in (850, 665))
    expected = (infrared - red) / (infrared + red)
    np.testing.assert_allclose(
        derived.derive(cube, "ndvi").read()[0], expected, rtol=1e-5
    )


def test_only_what_the_sensor_sees_is_offered():
    visible = BandAxis(10, np.linspace(420, 700, 10))
    assert [each.id for each in derived.available_views(visible)] == [
        "pca",
        "mnf",
        "iron",
    ]
    unknown = BandAxis(3)
    assert derived.available_views(unknown) == ()


def test_views_that_cannot_be_are_told(cube):
    with pytest.raises(HsiViewerError, match="cannot be shown"):
        derived.derive(cube, "magic")
    empty = make_cube(values=np.full((6, 4, 4), np.nan, np.float32))
    with pytest.raises(HsiViewerError, match="fewer than two"):
        derived.derive(empty, "pca")
