"""The histogram shows what the map has drawn, and sets its limits."""

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.panels.histogram.panel import HistogramPanel
from hsiviewer.workflows.viewing.render_view import ViewRequest, render_view
from tests.builders import make_cube
from tests.ui.fakes import FakeWorkspace


class FakeMap(QObject):
    """Tells what it has drawn."""

    rendered = Signal(object)

    def draw(self, workspace, *, window=None):
        """Draw the bands that the view wants, all of the scene or a window."""
        cube, view = workspace.document.cube, workspace.view
        request = ViewRequest(
            cube, view.bands, view.stretch, window or cube.window, 1, None, None
        )
        self.rendered.emit(render_view(request))


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(make_cube(rows=40, cols=50))
    return workspace


@pytest.fixture
def drawing():
    return FakeMap()


@pytest.fixture
def panel(workspace, drawing, qtbot):
    panel = HistogramPanel(workspace, drawing)
    qtbot.addWidget(panel)
    workspace.view.show_bands((2,))
    return panel


def child(panel, name):
    return panel.findChild(QWidget, name)


def wait_for_curves(panel, qtbot, count):
    qtbot.waitUntil(lambda: len(panel._curves) == count)


def test_there_are_no_limits_before_anything_is_drawn(panel, workspace):
    assert panel.limits == ()
    panel._on_number_changed()
    assert workspace.view.stretch.method != "limits"


def test_the_values_of_the_shown_band_are_counted(panel, workspace, drawing, qtbot):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    edges, counts = panel._curves[0].xData, panel._curves[0].yData
    values = workspace.document.cube.read((2,))
    # A few values at either end do not make the others unreadable.
    assert 0.98 * values.size < counts.sum() <= values.size
    assert values.min() <= edges[0] < edges[-1] <= values.max()
    assert child(panel, "histogramChannel").isHidden()


def test_limits_are_shown_as_numbers_of_the_chosen_channel(
    panel, workspace, drawing, qtbot
):
    workspace.view.show_bands((4, 2, 0))
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 3)
    channel, low = child(panel, "histogramChannel"), child(panel, "lowLimit")
    assert not channel.isHidden()
    for row in range(3):
        channel.setCurrentIndex(row)
        assert low.value() == pytest.approx(panel.limits[row][0], rel=1e-2)


def test_a_typed_number_is_a_limit_of_its_channel(panel, workspace, drawing, qtbot):
    workspace.view.show_bands((4, 2, 0))
    drawing.draw(workspace)
    before = panel.limits
    child(panel, "histogramChannel").setCurrentIndex(1)
    child(panel, "highLimit").setValue(900.0)
    stretch = workspace.view.stretch
    assert stretch.method == "limits"
    assert stretch.limits[1] == (pytest.approx(before[1][0], rel=1e-2), 900.0)
    assert (stretch.limits[0], stretch.limits[2]) == (before[0], before[2])
    # A second number does not forget the first, though nothing is drawn meanwhile.
    child(panel, "histogramChannel").setCurrentIndex(2)
    child(panel, "highLimit").setValue(700.0)
    assert workspace.view.stretch.limits[1][1] == 900.0
    assert workspace.view.stretch.limits[2][1] == 700.0
    wait_for_curves(panel, qtbot, 3)


def test_limits_the_wrong_way_round_are_not_taken(panel, workspace, drawing, qtbot):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    child(panel, "highLimit").setValue(panel.limits[0][0] - 10)
    assert workspace.view.stretch.method != "limits"


def test_dragged_lines_set_limits_and_a_double_click_resets(
    panel, workspace, drawing, qtbot
):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    panel._region.setRegion((250.0, 300.0))
    assert workspace.view.stretch.limits == ((250.0, 300.0),)
    plot = child(panel, "histogramPlot")
    QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert workspace.view.stretch == Stretch()


def test_the_scope_is_chosen_and_followed(panel, workspace, drawing, qtbot):
    scope = child(panel, "stretchScope")
    scope.setCurrentIndex(1)
    assert workspace.view.stretch.scope == "view"
    window = PixelWindow(0, 0, 8, 10)
    drawing.draw(workspace, window=window)
    wait_for_curves(panel, qtbot, 1)
    count = window.height * window.width
    assert 0.9 * count < panel._curves[0].yData.sum() <= count
    workspace.view.set_stretch(Stretch())
    assert scope.currentData() == "scene"


def test_the_same_picture_is_counted_once(panel, workspace, drawing, qtbot):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    (curve,) = panel._curves
    drawing.draw(workspace)
    assert not panel._read.is_running
    assert panel._curves == [curve]


def test_numbers_being_typed_are_taken_before_the_scene_is_left(
    panel, workspace, drawing, qtbot
):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    child(panel, "highLimit").lineEdit().setText("400")
    workspace.document.finish_edits()
    assert workspace.view.stretch.limits[0][1] == 400.0


def test_another_scene_begins_without_curves(panel, workspace, drawing, qtbot):
    drawing.draw(workspace)
    wait_for_curves(panel, qtbot, 1)
    assert child(panel, "lowLimit").text()
    workspace.open_cube(make_cube(values=np.ones((2, 4, 5), np.float32)))
    assert child(panel, "lowLimit").text() == child(panel, "highLimit").text() == ""
    assert panel._curves == []
    assert panel.limits == ()
