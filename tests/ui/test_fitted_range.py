"""The vertical axis of spectra: ruled by no noisy band, kept when chosen."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.panels.spectrum.curve_plot import CurvePlot
from hsiviewer.ui.panels.spectrum.fitted_range import fitted_range, is_outlier
from hsiviewer.ui.panels.spectrum.spectral_axis import SpectralAxis

COUNT = 120
PLACES = np.linspace(400, 2500, COUNT)
RED_EDGE = 0.05 + 0.4 / (1 + np.exp(-(PLACES - 715) / 8))
ABSORPTION = 0.4 - 0.25 * np.exp(-(((PLACES - 2200) / 60) ** 2))


def noisy(values, seed=0):
    return values + np.random.default_rng(seed).normal(0, 0.004, COUNT)


@pytest.mark.parametrize(
    "bands", [[70], [70, 71, 72, 74, 75], [0], [COUNT - 1], [30, 90]]
)
@pytest.mark.parametrize("spike", [9.0, -5.0])
def test_single_bands_do_not_rule(bands, spike):
    values = noisy(RED_EDGE)
    values[bands] = spike
    assert set(np.flatnonzero(is_outlier(values))) == set(bands)
    low, high = fitted_range([values])
    assert -0.05 < low < 0.05
    assert 0.45 < high < 0.55


def test_a_spike_in_the_shadow_of_a_higher_one_is_found():
    values = noisy(RED_EDGE)
    values[[40, 80]] = 900, 3
    assert set(np.flatnonzero(is_outlier(values))) == {40, 80}


@pytest.mark.parametrize("values", [RED_EDGE, ABSORPTION, noisy(ABSORPTION)])
def test_edges_and_absorptions_are_shown_whole(values):
    assert not is_outlier(values).any()
    low, high = fitted_range([values])
    assert low < values.min()
    assert high > values.max()


def test_gaps_few_bands_and_nothing_at_all():
    gappy = RED_EDGE.copy()
    gappy[::3] = np.nan
    low, high = fitted_range([gappy])
    assert low < np.nanmin(gappy) < np.nanmax(gappy) < high
    low, high = fitted_range([np.array([1.0, 1.0, 80.0])])
    assert high > 80
    assert fitted_range([np.full(20, 3.0)]) == pytest.approx((2.85, 3.15))
    assert fitted_range([]) is None
    assert fitted_range([np.full(20, np.nan)]) is None


def test_one_of_many_curves_does_not_rule():
    curves = [noisy(RED_EDGE, seed) for seed in range(300)]
    assert fitted_range([*curves, RED_EDGE * 50])[1] < 1
    assert fitted_range([curves[0], RED_EDGE * 3])[1] > 1.2


@pytest.fixture
def plot(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_axis(SpectralAxis(BandAxis(COUNT, PLACES)))
    return plot


def vertical(plot):
    return plot.getViewBox().viewRange()[1]


def test_what_leaves_the_plot_is_marked_at_its_edge(plot):
    values = noisy(RED_EDGE)
    values[70] = 9.0
    plot.draw("a", values, color=QColor("red"))
    _, high = vertical(plot)
    assert high < 1
    assert plot.values_outside == [
        (pytest.approx(PLACES[70]), pytest.approx(high, abs=0.02))
    ]
    plot.remove("a")
    assert plot.values_outside == []
    assert vertical(plot) == pytest.approx([0, 1]), "nothing of the scene before"


def test_a_range_that_the_user_has_chosen_stays(plot):
    plot.draw("a", RED_EDGE, color=QColor("red"))
    plot.getViewBox().setYRange(0, 0.1, padding=0)
    plot.getViewBox().sigRangeChangedManually.emit([True, True])
    plot.draw("b", ABSORPTION * 4, color=QColor("blue"))
    assert vertical(plot) == pytest.approx([0, 0.1])
    plot.show_all()
    assert vertical(plot)[1] > 1.6
