"""Scenes whose values have another scale than those that a model has learned from."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.data.band_fitting import fitted_to
from hsiviewer.learning.data.value_levels import level_of
from hsiviewer.learning.saved.model_record import ModelBands

REFLECTANCE = np.linspace(0.05, 0.6, 4 * 6 * 7).reshape(4, 6, 7).astype(np.float32)


def scene(values, **about):
    return HsiCube(ArraySource(values), BandAxis(4), **about)


def model_of(cube, *, knows_level=True):
    return ModelBands(
        count=4,
        used=[0, 1, 2, 3],
        is_scaled=cube.is_reflectance,
        level=level_of(cube) if knows_level else None,
    )


PLAIN = scene(REFLECTANCE)
SCALED = scene(np.rint(REFLECTANCE * 10000).astype(np.int16), scale=10000.0)
STORED = scene(np.rint(REFLECTANCE * 10000).astype(np.int16))


@pytest.mark.parametrize(("known", "shown"), [(PLAIN, SCALED), (SCALED, PLAIN)])
def test_the_same_reflectances_fit_however_they_are_stored(known, shown):
    fitted, _ = fitted_to(shown, model_of(known))
    np.testing.assert_allclose(fitted.read(), REFLECTANCE, atol=1e-4)


@pytest.mark.parametrize(("known", "shown"), [(PLAIN, STORED), (STORED, PLAIN)])
def test_values_of_another_scale_are_refused(known, shown):
    with pytest.raises(ConfigurationError, match="one of the two is not scaled"):
        fitted_to(shown, model_of(known))


def test_other_ground_of_the_same_scale_is_no_other_scale():
    dark = scene(REFLECTANCE / 12)
    fitted_to(dark, model_of(PLAIN))


def test_models_without_a_level_compare_what_is_declared():
    fitted_to(STORED, model_of(PLAIN, knows_level=False))
    with pytest.raises(ConfigurationError, match="values as stored"):
        fitted_to(SCALED, model_of(PLAIN, knows_level=False))
