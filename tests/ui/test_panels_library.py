"""Spectra of a library that fit the selected pixel, for the open scene only."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QTableWidget, QToolButton

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.io.spectral_library import SpectralLibrary
from hsiviewer.ui.panels.library.panel import LibraryPanel
from tests.builders import make_cube
from tests.ui.fakes import FakeWorkspace

AXIS = np.linspace(400.0, 1000.0, 5)
RISING, FALLING = np.arange(1.0, 6.0), np.arange(6.0, 1.0, -1.0)
LIBRARY = SpectralLibrary(
    ("soil", "water"),
    AXIS,
    np.stack([RISING, FALLING]).astype(float),
    title="rocks.sli",
)


class FakeSpectrum(QObject):
    """Notes what lies over the plot."""

    overlay = None

    def show_overlay(self, name, values):
        self.overlay = (name, np.asarray(values))

    def hide_overlay(self):
        self.overlay = None


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    values = np.zeros((5, 2, 2), np.float32)
    values[:, 0, 0], values[:, 1, 1] = 10 * RISING, 10 * FALLING
    values[:, 0, 1] = np.nan
    workspace.open_cube(make_cube(values=values))
    return workspace


@pytest.fixture
def spectrum(qapp):
    return FakeSpectrum()


@pytest.fixture
def panel(workspace, spectrum, qtbot):
    panel = LibraryPanel(workspace, spectrum)
    qtbot.addWidget(panel)
    panel.set_open(True)
    yield panel
    qtbot.waitUntil(lambda: not panel._read.is_running)


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel)]


def angles(panel):
    table = panel.findChild(QTableWidget, "libraryTable")
    return [table.item(row, 2).text() for row in range(table.rowCount())]


def test_a_library_is_asked_for_first(panel, workspace):
    workspace.document.select_pixel((0, 0))
    assert "No library is open" in texts(panel)
    assert panel.names == ()


def test_the_best_match_comes_first_and_lies_over_the_plot(
    panel, workspace, spectrum, qtbot
):
    wanted = []
    panel.wanted.connect(lambda: wanted.append(True))
    panel.add_libraries([LIBRARY], Path("/data"))
    assert wanted == [True]
    assert panel.folder == Path("/data")
    assert "rocks.sli: 2 spectra" in texts(panel)
    assert "Click a pixel that has values to compare it with the library." in (
        texts(panel)
    )
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: panel.names == ("soil", "water"))
    best, other = (float(angle.rstrip("°")) for angle in angles(panel))
    assert best < 1 < other
    name, values = spectrum.overlay
    assert name == "soil"
    np.testing.assert_allclose(values, 10 * RISING, atol=1.0)
    workspace.document.select_pixel((1, 1))
    qtbot.waitUntil(lambda: panel.names == ("water", "soil"))


def test_another_match_is_chosen(panel, workspace, spectrum, qtbot):
    panel.add_libraries([LIBRARY], Path("/data"))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: len(panel.names) == 2)
    panel.findChild(QTableWidget, "libraryTable").selectRow(1)
    assert spectrum.overlay[0] == "water"
    item = panel.findChild(QTableWidget, "libraryTable").item(0, 2)
    assert item.textAlignment() & Qt.AlignmentFlag.AlignRight


def test_a_pixel_without_values_matches_nothing(panel, workspace, spectrum, qtbot):
    panel.add_libraries([LIBRARY], Path("/data"))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: len(panel.names) == 2)
    workspace.document.select_pixel((0, 1))
    qtbot.waitUntil(lambda: panel.names == ())
    assert spectrum.overlay is None


def test_nothing_is_compared_while_the_panel_cannot_be_seen(
    panel, workspace, spectrum, qtbot
):
    panel.add_libraries([LIBRARY], Path("/data"))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: spectrum.overlay is not None)
    panel.set_open(False)
    assert spectrum.overlay is None
    workspace.document.select_pixel((1, 1))
    assert not panel._read.is_running
    panel.set_open(True)
    qtbot.waitUntil(lambda: panel.names == ("water", "soil"))


def test_matches_go_with_their_scene(panel, workspace, spectrum, qtbot):
    panel.add_libraries([LIBRARY], Path("/data"))
    workspace.document.select_pixel((0, 0))
    workspace.open_cube()
    qtbot.waitUntil(lambda: not panel._read.is_running)
    assert panel.names == ()
    assert spectrum.overlay is None


def test_nobody_hears_of_a_scene_that_was_left_before_it_was_compared(
    panel, workspace, qtbot
):
    without_wavelengths = HsiCube(ArraySource(np.ones((5, 2, 2))), BandAxis(5))
    for leaves in (True, False):
        workspace.open_cube(without_wavelengths)
        panel.add_libraries([LIBRARY], Path("/data"))
        workspace.document.select_pixel((0, 0))
        if leaves:
            workspace.open_cube()
        qtbot.waitUntil(lambda: not panel._read.is_running)
        assert (panel.findChild(QMessageBox) is None) == leaves
    assert "has no wavelengths" in panel.findChild(QMessageBox).text()
    panel.findChild(QMessageBox).close()


def test_several_libraries_are_compared_at_once_and_closed(
    panel, workspace, spectrum, qtbot
):
    finer = np.linspace(390.0, 1010.0, 40)
    other = SpectralLibrary(
        ("gravel",), finer, (finer / 100)[None], ("units were guessed",), "own.csv"
    )
    panel.add_libraries([LIBRARY], Path("/data"))
    panel.add_libraries([other], Path("/data"))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: len(panel.names) == 3)
    table = panel.findChild(QTableWidget, "libraryTable")
    assert not table.isColumnHidden(1)
    assert {table.item(row, 1).text() for row in range(3)} == {"rocks.sli", "own.csv"}
    assert "units were guessed" in texts(panel)
    close = panel.findChild(QToolButton, "closeLibrary").menu()
    close.aboutToShow.emit()
    close.actions()[0].trigger()
    qtbot.waitUntil(lambda: panel.names == ("gravel",))
    assert table.isColumnHidden(1)
    close.aboutToShow.emit()
    close.actions()[-1].trigger()
    assert panel.libraries == panel.names == ()
    assert "No library is open" in texts(panel)
    assert spectrum.overlay is None


def test_a_library_that_is_opened_again_replaces_itself(panel):
    panel.add_libraries([LIBRARY], Path("/data"))
    panel.add_libraries([LIBRARY], Path("/data"))
    assert panel.libraries == (LIBRARY,)
