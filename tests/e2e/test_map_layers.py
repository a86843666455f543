"""Histogram, ratios, graticule, other rasters and kept places, by hand."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QWidget

from hsiviewer.core.view_settings import Stretch
from hsiviewer.ui.base import theme
from hsiviewer.ui.dialogs.ratio import RatioDialog
from hsiviewer.ui.panels.histogram.panel import HistogramPanel
from hsiviewer.workflows.session.bookmarks import read_bookmarks
from tests.e2e.hands import LEFT, choose_file, press, settle
from tests.e2e.test_views import choose_composite, color, wait_for_picture


@pytest.fixture
def histogram(window, qtbot):
    choose_composite(window, "Single band")
    wait_for_picture(window, qtbot)
    panel = window.findChild(HistogramPanel)
    qtbot.waitUntil(lambda: len(panel.limits) == 1)
    settle(qtbot)
    return panel


def drag_line(panel, value, to):
    """Take the line at a value of the histogram to another value."""
    plot = panel.findChild(QWidget, "histogramPlot")
    box = plot.getViewBox()

    def at(x):
        y = box.viewRect().center().y()
        return plot.mapFromScene(box.mapViewToScene(QPointF(x, y)))

    def move(place, buttons):
        spot = QPointF(place)
        everywhere = plot.viewport().mapToGlobal(spot)
        none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(
            QEvent.Type.MouseMove, spot, everywhere, none[0], buttons, none[1]
        )
        QApplication.sendEvent(plot.viewport(), event)

    start, stop = at(value), at(to)
    move(start, Qt.MouseButton.NoButton)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    for part in (0.3, 0.7, 1.0):
        move(start + (stop - start) * part, LEFT)
        QTest.qWait(30)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=stop)


def test_dragging_in_the_histogram_sets_what_is_bright(window, histogram, qtbot):
    before = color(window, 20, 24)
    (low, high), view = histogram.limits[0], window.workspace.view
    middle = (low + high) / 2
    drag_line(histogram, high, middle)
    assert view.stretch.method == "limits"
    assert view.stretch.limits[0][0] == pytest.approx(low, rel=0.02)
    assert view.stretch.limits[0][1] == pytest.approx(middle, rel=0.05)
    wait_for_picture(window, qtbot)
    assert int(color(window, 20, 24)[1:3], 16) > int(before[1:3], 16)
    assert window.findChild(QWidget, "stretchBox").currentText() == "Own limits"
    plot = histogram.findChild(QWidget, "histogramPlot")
    QTest.mouseDClick(plot.viewport(), LEFT, pos=plot.rect().center())
    assert view.stretch == Stretch()
    wait_for_picture(window, qtbot)
    assert color(window, 20, 24) == before


def test_limits_are_typed_and_left_with_their_bands(window, histogram, qtbot):
    low = histogram.findChild(QWidget, "lowLimit")
    wanted = round(sum(histogram.limits[0]) / 2, low.decimals())
    low.setFocus()
    low.selectAll()
    QTest.keyClicks(low, f"{wanted}")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert window.workspace.view.stretch.limits[0][0] == pytest.approx(wanted)
    choose_composite(window, "True colour")
    assert window.workspace.view.stretch == Stretch()
    wait_for_picture(window, qtbot)
    assert len(histogram.limits) == 3
    channel = histogram.findChild(QWidget, "histogramChannel")
    channel.setCurrentIndex(2)
    high = histogram.findChild(QWidget, "highLimit")
    assert high.value() == pytest.approx(histogram.limits[2][1], rel=1e-3)


def test_the_stretch_may_be_that_of_the_view(window, histogram, qtbot):
    scene = histogram.limits
    scope = histogram.findChild(QWidget, "stretchScope")
    scope.setCurrentIndex(1)
    for _ in range(6):
        window.map_view.zoom_in()
    wait_for_picture(window, qtbot)
    shown = window.map_view.viewport.visible(
        window.map_view.size(), window.document.cube.grid_shape
    )
    band = window.workspace.view.bands
    values = window.document.cube.read(band, shown)
    expected = np.nanpercentile(values, [2, 98])
    assert histogram.limits[0] == pytest.approx(tuple(expected), rel=1e-3)
    scope.setCurrentIndex(0)
    wait_for_picture(window, qtbot)
    assert histogram.limits == scene


@pytest.mark.parametrize("formula", [0, 1])
def test_any_two_bands_are_divided(window, qtbot, formula):
    press(window, "Ctrl+Alt+R")
    qtbot.waitUntil(lambda: window.findChild(RatioDialog) is not None)
    dialog = window.findChild(RatioDialog)
    dialog.findChild(QWidget, "ratioFormula").setCurrentIndex(formula)
    dialog.findChild(QWidget, "ratioBandA").setCurrentIndex(4)
    dialog.findChild(QWidget, "ratioBandB").setCurrentIndex(1)
    dialog.accept()
    qtbot.waitUntil(lambda: bool(window.workspace.view.derived))
    wait_for_picture(window, qtbot)
    panel = window.findChild(HistogramPanel)
    a, b = window.document.cube.read([4, 1])
    expected = (a / b, (a - b) / (a + b))[formula]
    low, high = np.nanpercentile(expected, [2, 98])
    assert panel.limits[0] == pytest.approx((low, high), rel=1e-3)
    assert "Band ratio" in window.findChild(QWidget, "bandLabel").text()
    assert window.findChild(QWidget, "compositeBox").currentText() == "Own choice"


def test_the_graticule_comes_and_goes(window, qtbot):
    before = window.map_view.grab().toImage()
    press(window, "Ctrl+Shift+G")
    assert window.map_view.grab().toImage() != before
    press(window, "Ctrl+Shift+G")
    assert window.map_view.grab().toImage() == before


def test_another_raster_lies_over_the_scene(window, qtbot, files):
    before = color(window, 20, 24)
    press(window, "Ctrl+Shift+L")
    choose_file(window, qtbot, files.surface)
    layers = window.workspace.layers
    qtbot.waitUntil(lambda: len(layers) == 1)
    wait_for_picture(window, qtbot)
    over = color(window, 20, 24)
    assert over != before
    (layer,) = layers
    panel = window.findChild(QWidget, "layersDock")
    panel.findChild(QWidget, f"rasterOpacity{layer.id}").setValue(0)
    assert color(window, 20, 24) == before
    panel.findChild(QWidget, f"rasterOpacity{layer.id}").setValue(100)
    check = panel.findChild(QWidget, f"rasterCheck{layer.id}")
    QTest.mouseClick(check, LEFT, pos=QPoint(8, check.height() // 2))
    assert color(window, 20, 24) == before
    QTest.mouseClick(panel.findChild(QWidget, f"rasterRemove{layer.id}"), LEFT)
    assert len(layers) == 0


def test_places_are_kept_between_starts(window, qtbot, files):
    view = window.map_view
    for _ in range(5):
        view.zoom_in()
    centre, scale = view.centre, view.viewport.scale
    press(window, "Ctrl+D")
    qtbot.waitUntil(lambda: window.findChild(QInputDialog) is not None)
    dialog = window.findChild(QInputDialog, "bookmarkDialog")
    dialog.setTextValue("harbour")
    dialog.accept()
    bookmarks = window.workspace.bookmarks
    qtbot.waitUntil(lambda: len(bookmarks.places) == 1)
    view.zoom_full()
    menu = window.findChild(QMenu, "bookmarkMenu")
    menu.actions()[0].trigger()
    assert view.viewport.scale == pytest.approx(scale)
    assert view.centre.x() == pytest.approx(centre.x())
    bookmarks.places = read_bookmarks(window.document.cube)
    assert [each.name for each in bookmarks.places] == ["harbour"]
    remove = menu.actions()[-1].menu()
    remove.actions()[0].trigger()
    assert not bookmarks.places
    assert not menu.isEnabled()


def test_the_theme_follows_the_system_until_one_is_chosen(window, qapp):
    follow = window.action("view.theme_system")
    follow.trigger()
    assert theme.choice() == "system"
    press(window, "Ctrl+T")
    assert not follow.isChecked()
    assert theme.choice() == "dark"
    follow.trigger()
    assert theme.choice() == "system"
    assert not theme.is_dark(), "the offscreen desktop tells of no theme: light"
    theme.apply_theme(qapp, "light")
