"""Spectra of the labels that are being painted, and of no others."""

import threading

import numpy as np
import pytest

from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.ui.panels.spectrum.label_spectra import LabelSpectra
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.ui.panels.spectrum.spectral_axis import SpectralAxis
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace


class SlowSource(ArraySource):
    """Gives spectra when it may."""

    def __init__(self, values):
        super().__init__(values)
        self.asked, self.may_read = threading.Event(), threading.Event()
        self.may_read.set()

    def read_spectra(self, rows, cols):
        self.asked.set()
        assert self.may_read.wait(30)
        return super().read_spectra(rows, cols)

    def read(self, bands=None, window=None, *, step=1):
        self.asked.set()
        assert self.may_read.wait(30)
        return super().read(bands, window, step=step)


@pytest.fixture
def source():
    source = SlowSource(make_values())
    yield source
    source.may_read.set()


@pytest.fixture
def workspace(loop, source):
    workspace = FakeWorkspace()
    workspace.open_cube(HsiCube(source, make_cube().bands), classes=("water", "roof"))
    workspace.view.set_tool("brush")
    workspace.document.set_current_class(1)
    return workspace


@pytest.fixture
def spectra(workspace, qtbot):
    plot = SpectrumPlot()
    qtbot.addWidget(plot)
    plot.set_axis(SpectralAxis(workspace.document.cube.bands, "nm"))
    spectra = LabelSpectra(workspace, plot, plot)
    spectra._delay.setInterval(1)
    yield spectra
    qtbot.waitUntil(lambda: not spectra._read.is_running)
    spectra._delay.stop()


def paint(workspace, class_id, count=2):
    here = np.arange(count)
    workspace.document.paint(here, here, class_id)


def shown(spectra):
    return spectra.class_id if "labels of the class" in spectra._plot.keys else 0


def test_the_class_that_is_painted_is_shown_tools_in_hand(spectra, workspace, qtbot):
    paint(workspace, 1)
    qtbot.waitUntil(lambda: shown(spectra) == 1)
    workspace.view.set_tool("select")
    qtbot.waitUntil(lambda: shown(spectra) == 0)
    workspace.view.set_tool("brush")
    qtbot.waitUntil(lambda: shown(spectra) == 1)
    workspace.document.set_current_class(2)
    qtbot.waitUntil(lambda: shown(spectra) == 0)
    paint(workspace, 2, count=1)
    qtbot.waitUntil(lambda: shown(spectra) == 2)


def test_labels_that_were_erased_while_they_were_read_are_not_shown(
    spectra, workspace, source, qtbot
):
    source.may_read.clear()
    paint(workspace, 1)
    qtbot.waitUntil(source.asked.is_set)
    paint(workspace, 0)
    qtbot.waitUntil(lambda: not spectra._delay.isActive())
    source.may_read.set()
    qtbot.waitUntil(lambda: not spectra._read.is_running)
    assert shown(spectra) == 0


def test_spectra_of_a_scene_that_was_left_are_not_shown(
    spectra, workspace, source, qtbot
):
    workspace.session_changed.connect(spectra.begin)
    source.may_read.clear()
    paint(workspace, 1)
    qtbot.waitUntil(source.asked.is_set)
    workspace.open_cube(classes=("water",))
    source.may_read.set()
    qtbot.waitUntil(lambda: not spectra._read.is_running)
    assert shown(spectra) == 0
