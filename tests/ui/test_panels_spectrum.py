"""The spectrum panel shows what the cube holds, and never blocks to read it."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QToolButton

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import FileAccessError
from hsiviewer.ui.base import theme
from hsiviewer.ui.panels.spectrum.class_means import ClassMeans
from hsiviewer.ui.panels.spectrum.panel import CURSOR, SELECTED, SpectrumPanel
from hsiviewer.ui.panels.spectrum.spectral_axis import Span, SpectralAxis
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace


class SlowSource(ArraySource):
    """Waits for permission before it gives a spectrum, and counts the questions."""

    def __init__(self, values):
        super().__init__(values)
        self.may_read = threading.Event()
        self.threads = []

    def read_spectra(self, rows, cols):
        self.threads.append(threading.current_thread())
        assert self.may_read.wait(timeout=10)
        return super().read_spectra(rows, cols)


class LostSource(ArraySource):
    """A file on a drive that has been unplugged."""

    def read_spectra(self, rows, cols):
        raise FileAccessError("scene.dat cannot be read: the drive is gone")


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def panel(qtbot, loop, workspace):
    panel = SpectrumPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(800, 200)
    panel.show()
    return panel


def button(panel, name):
    return panel.findChild(QToolButton, name)


def wait_for_curve(qtbot, panel, key):
    qtbot.waitUntil(lambda: key in panel.plot.keys, timeout=5000)
    return panel.plot.curve_data(key)


def test_empty_panel_says_to_open_a_cube(panel, workspace):
    assert "Open a cube" in panel.empty_text
    workspace.open_cube()
    assert panel.empty_text == ""


def test_selected_pixel_is_plotted_as_reflectance(panel, workspace, qtbot):
    workspace.open_cube(make_cube(scale=1000.0))
    workspace.document.select_pixel((2, 3))
    positions, values = wait_for_curve(qtbot, panel, SELECTED)
    assert positions.tolist() == [400.0, 550.0, 700.0, 850.0, 1000.0]
    assert values == pytest.approx([0.023, 0.123, 0.223, 0.323, 0.423])
    assert panel.plot.title("left") == "reflectance"
    assert panel.plot.title("bottom") == "wavelength (nm)"


def test_stored_values_without_a_scale_are_called_values(panel, workspace):
    workspace.open_cube(HsiCube(ArraySource(make_values()), BandAxis(5)))
    assert panel.plot.title("left") == "value"
    assert panel.plot.title("bottom") == "band"


def test_cursor_is_followed_and_leaves_with_the_mouse(panel, workspace, qtbot):
    workspace.open_cube()
    workspace.view.set_cursor((1, 1))
    wait_for_curve(qtbot, panel, CURSOR)
    workspace.view.set_cursor(None)
    assert CURSOR not in panel.plot.keys


def test_slow_disk_is_asked_once_at_a_time_and_in_another_thread(
    panel, workspace, qtbot
):
    source = SlowSource(make_values())
    workspace.open_cube(HsiCube(source, BandAxis(5)))
    workspace.view.set_cursor((0, 0))
    qtbot.waitUntil(lambda: len(source.threads) == 1)
    for col in range(1, 6):
        workspace.view.set_cursor((0, col))
    source.may_read.set()
    qtbot.waitUntil(lambda: "col 5" in " ".join(panel.legend_entries))
    # The first pixel, and the one that the mouse stopped at: none in between.
    assert len(source.threads) == 2
    assert threading.main_thread() not in source.threads
    _, values = panel.plot.curve_data(CURSOR)
    assert values[0] == 5


def test_answer_for_a_closed_scene_is_dropped(panel, workspace, qtbot):
    source = SlowSource(make_values())
    workspace.open_cube(HsiCube(source, BandAxis(5)))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: len(source.threads) == 1)
    workspace.open_cube(make_cube(rows=3, cols=3))
    workspace.document.select_pixel((2, 2))
    source.may_read.set()
    _, values = wait_for_curve(qtbot, panel, SELECTED)
    assert values[0] == 22


def test_unreadable_file_is_told_in_the_readout_without_a_message(
    panel, workspace, qtbot
):
    workspace.open_cube(HsiCube(LostSource(make_values()), BandAxis(5)))
    workspace.view.set_cursor((0, 0))
    qtbot.waitUntil(lambda: "the drive is gone" in panel.readout_text)
    workspace.document.add_class("water")
    workspace.document.paint(np.array([0]), np.array([0]), 1)
    button(panel, "classMeansButton").click()
    qtbot.waitUntil(lambda: "gone" in panel.findChild(ClassMeans).trouble)
    assert panel.findChildren(QMessageBox) == []
    workspace.open_cube()
    assert panel.readout_text == "value against wavelength (nm)"


def test_bad_bands_are_gaps_and_explained(panel, workspace, qtbot):
    good = np.array([True, True, False, True, True])
    axis = BandAxis(5, np.linspace(400, 1000, 5), good=good)
    workspace.open_cube(HsiCube(ArraySource(make_values()), axis))
    workspace.document.select_pixel((0, 0))
    _, values = wait_for_curve(qtbot, panel, SELECTED)
    assert np.isnan(values).tolist() == [False, False, True, False, False]
    assert "1 bad band" in panel.legend_entries
    assert "marked bad" in panel.plot.toolTip()


def test_nodata_pixel_is_called_no_data(panel, workspace, qtbot):
    values = make_values()
    values[:, 0, 0] = -9999
    workspace.open_cube(make_cube(values=values, nodata=-9999))
    workspace.document.select_pixel((0, 0))
    qtbot.waitUntil(lambda: "no data" in panel.readout_text)


def test_bands_shown_by_the_map_are_marked(panel, workspace):
    workspace.open_cube()
    workspace.view.show_bands((4, 2, 0))
    assert panel.plot.marked_positions == (1000.0, 700.0, 400.0)
    workspace.view.show_bands((1,))
    assert panel.plot.marked_positions == (550.0,)


def test_click_in_the_plot_shows_that_band(panel, workspace, qtbot):
    workspace.open_cube()
    workspace.document.select_pixel((0, 0))
    wait_for_curve(qtbot, panel, SELECTED)
    panel.plot.grab()  # pyqtgraph fits the view to the curves when it paints
    position = panel.plot.getViewBox().mapViewToScene(QPointF(860.0, 100.0))
    point = panel.plot.mapFromScene(position)
    qtbot.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.waitUntil(lambda: workspace.view.bands == (3,))


def test_mouse_over_the_plot_reads_out_and_leaving_clears(panel, workspace, qtbot):
    workspace.open_cube()
    workspace.document.select_pixel((0, 0))
    wait_for_curve(qtbot, panel, SELECTED)
    middle = panel.plot.getViewBox().sceneBoundingRect().center()
    qtbot.mouseMove(panel.plot.viewport(), panel.plot.mapFromScene(middle))
    panel.plot.scene().sigMouseMoved.emit(middle)
    assert panel.readout_text.startswith("band 3")
    panel.plot.leaveEvent(QEvent(QEvent.Type.Leave))
    assert panel.readout_text == "value against wavelength (nm)"


def test_bands_of_a_larger_scene_before_are_not_marked(panel, workspace):
    workspace.open_cube(make_cube(bands=9))
    workspace.view.show_bands((8,))
    workspace.open_cube(make_cube(bands=3))
    # The new scene's own composite, not the band of the one before.
    assert panel.plot.marked_positions == (1000.0, 700.0, 400.0)


def test_hovering_reads_out_wavelength_and_value(panel, workspace, qtbot):
    workspace.open_cube(make_cube(scale=1000.0))
    workspace.document.select_pixel((0, 1))
    wait_for_curve(qtbot, panel, SELECTED)
    panel.plot.band_hovered.emit(2)
    assert panel.readout_text == "band 3: 700.0 nm · 0.201"
    panel.plot.band_hovered.emit(-1)
    assert panel.readout_text == "reflectance against wavelength (nm)"


def test_pinned_spectrum_stays_until_pins_are_cleared(panel, workspace, qtbot):
    workspace.open_cube()
    assert not button(panel, "pinButton").isEnabled()
    workspace.document.select_pixel((0, 0))
    wait_for_curve(qtbot, panel, SELECTED)
    button(panel, "pinButton").click()
    workspace.document.select_pixel((5, 5))
    qtbot.waitUntil(lambda: panel.plot.curve_data(SELECTED)[1][0] == 55)
    assert panel.plot.curve_data("pin 1")[1][0] == 0
    assert "pin: row 0, col 0" in panel.legend_entries
    button(panel, "clearPinsButton").click()
    assert "pin 1" not in panel.plot.keys


def test_class_means_follow_labels_and_classes(panel, workspace, qtbot):
    workspace.open_cube(classes=("water", "tree"))
    document = workspace.document
    document.paint(np.array([0, 0]), np.array([0, 2]), 2)
    button(panel, "classMeansButton").click()
    _, values = wait_for_curve(qtbot, panel, "class 2")
    assert values[0] == 1
    assert "class 1" not in panel.plot.keys
    document.paint(np.array([1]), np.array([0]), 1)
    wait_for_curve(qtbot, panel, "class 1")
    assert "water" in panel.legend_entries
    document.remove_class(1)
    qtbot.waitUntil(lambda: "class 1" not in panel.plot.keys)
    button(panel, "classMeansButton").click()
    assert "class 2" not in panel.plot.keys


def test_axis_sorts_bands_that_the_file_lists_in_disorder():
    axis = SpectralAxis(BandAxis(3, np.array([700.0, 500.0, 600.0])))
    positions, values = axis.curve(np.array([7.0, 5.0, 6.0]))
    assert positions.tolist() == [500.0, 600.0, 700.0]
    assert values.tolist() == [5.0, 6.0, 7.0]
    assert axis.nearest(590.0) == 2
    assert axis.position(0) == 700.0


def test_line_is_broken_where_a_product_leaves_wavelengths_out():
    axis = SpectralAxis(BandAxis(5, np.array([400.0, 410, 420, 600, 610])))
    positions, values = axis.curve(np.arange(5.0))
    assert positions.tolist() == [400.0, 410.0, 420.0, 600.0, 600.0, 610.0]
    assert np.flatnonzero(np.isnan(values)).tolist() == [3]


def test_spans_of_bad_bands_reach_halfway_to_the_good_ones():
    good = np.array([True, False, False, True, False])
    axis = SpectralAxis(BandAxis(5, np.array([0.0, 10, 20, 30, 40]), good=good))
    assert axis.bad_spans() == (Span(5.0, 25.0), Span(35.0, 40.0))


def test_theme_change_draws_in_its_colours(panel, workspace, qtbot, qapp):
    workspace.open_cube()
    workspace.document.select_pixel((0, 0))
    wait_for_curve(qtbot, panel, SELECTED)
    try:
        for each in ("dark", "light"):
            theme.apply_theme(qapp, each)
            wanted = qapp.palette().color(QPalette.ColorRole.Base)
            assert panel.plot.backgroundBrush().color() == wanted
    finally:
        theme.apply_theme(qapp, "light")
