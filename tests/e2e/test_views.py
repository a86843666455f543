"""Swipe, scale bar, places, pictures and the list of commands, by hand."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit, QWidget

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.view_settings import Stretch
from hsiviewer.ui.dialogs.palette import CommandPalette
from hsiviewer.ui.map_view.decorations import length_text, round_length
from hsiviewer.ui.panels.cube.panel import CubePicture
from hsiviewer.workflows.viewing.cube_faces import cube_faces
from hsiviewer.workflows.viewing.positions import Locator
from tests.builders import UTM33
from tests.e2e.hands import LEFT, click, press, settle
from tests.workflows.scenes import write_scene


def show_result(window):
    shape = window.document.cube.grid_shape
    scheme = ClassScheme.from_ids([1, 2])
    ones = np.ones(shape, np.uint16)
    result = ClassificationResult(ones, ones.astype(np.float32), scheme)
    window.document.set_classification(result)
    window.workspace.view.set_layer("map", opacity=1.0)


def color(window, row, col):
    view = window.map_view
    return view.grab().toImage().pixelColor(view.map_from_pixel(row, col)).name()


@pytest.mark.parametrize("layer", ["map", "confidence"])
def test_labels_are_seen_over_the_result_at_every_scale(window, qtbot, layer):
    show_result(window)
    window.workspace.view.set_layer(layer, visible=True, opacity=1.0)
    document = window.document
    document.add_class("water")
    press(window, "P")
    click(window, 20, 24)
    label = document.classes[document.current_class].color
    below = color(window, 5, 40)
    view = window.map_view
    for zoom in (None, view.zoom_in, view.zoom_in, view.zoom_native):
        if zoom is not None:
            zoom()
        assert color(window, 20, 24) == label
        grown = max(3.0, view.viewport.scale / 2) + 1
        middle = view.map_from_pixel(20, 24)
        picture = view.grab().toImage()
        edge = {
            picture.pixelColor(middle + QPoint(round(grown) + away, 0)).name()
            for away in (-2, -1, 0, 1)
        }
        assert edge - {label, below}, "an edge sets it off from a map of its colour"
    press(window, "Ctrl+0")
    press(window, "Escape")
    assert color(window, 20, 30) == below


def test_the_swipe_shows_the_result_on_its_left_only(window, qtbot):
    show_result(window)
    view = window.map_view
    result = color(window, 5, 40)
    press(window, "Ctrl+W")
    assert color(window, 5, 5) == result
    assert color(window, 5, 40) != result
    line = QPoint(view.width() // 2, view.height() // 2)
    QTest.mousePress(view, LEFT, pos=line)
    QTest.mouseMove(view, QPoint(line.x() // 2, line.y()))
    QTest.mouseMove(view, QPoint(view.width() - 4, line.y()))
    QTest.mouseRelease(view, LEFT, pos=QPoint(view.width() - 4, line.y()))
    assert color(window, 5, 40) == result
    assert window.document.labels.total == 0
    press(window, "Ctrl+W")
    assert window.workspace.view.swipe is None


def test_the_scale_bar_comes_and_goes(window, qtbot):
    before = window.map_view.grab().toImage()
    press(window, "Ctrl+B")
    assert window.map_view.grab().toImage() != before
    press(window, "Ctrl+B")
    assert window.map_view.grab().toImage() == before


@pytest.mark.parametrize(
    ("longest", "length", "text"),
    [(160, 100, "100 m"), (5300, 5000, "5 km"), (0.3, 0.2, "20 cm"), (2, 2, "2 m")],
)
def test_scale_bars_have_round_lengths(longest, length, text):
    assert round_length(longest) == pytest.approx(length)
    assert length_text(round_length(longest)) == text


def test_distances_and_north_are_those_of_the_ground():
    locator = Locator(UTM33)
    assert locator.metres((0, 0), (0, 100)) == pytest.approx(3000, rel=0.005)
    assert abs(locator.north((0, 0))) < 3  # grid north is not quite north
    assert math.isnan(Locator(GeoReference()).metres((0, 0), (0, 1)))
    turned = GeoReference(UTM33.crs_wkt, (0, 30, 360000, 30, 0, 5810000))
    # Rows run east there and columns north, so north is to the right.
    assert Locator(turned).north((0, 0)) == pytest.approx(90, abs=3)


@pytest.mark.parametrize(
    ("text", "pixel"), [("r 12 c 30", (12, 30)), ("r 900 c 3", None)]
)
def test_going_to_a_pixel_selects_it(window, qtbot, text, pixel):
    press(window, "Ctrl+G")
    qtbot.waitUntil(lambda: window.findChild(QInputDialog, "goToDialog") is not None)
    dialog = window.findChild(QInputDialog, "goToDialog")
    dialog.setTextValue(text)
    dialog.accept()
    if pixel is None:
        qtbot.waitUntil(lambda: window.findChild(QWidget, "messageBox") is not None)
        box = window.findChild(QWidget, "messageBox")
        assert "outside the scene" in box.text()
        box.close()
    qtbot.waitUntil(lambda: window.document.selected_pixel == pixel)


def test_the_picture_has_a_legend(window, qtbot, tmp_path):
    press(window, "P")
    click(window, 5, 5)
    press(window, "Ctrl+Shift+C")
    copied = QGuiApplication.clipboard().image()
    assert copied.width() == window.map_view.width()
    assert copied.height() > window.map_view.height()
    press(window, "Ctrl+P")
    qtbot.waitUntil(lambda: window.findChild(QDialog, "fileDialog") is not None)
    dialog = window.findChild(QDialog, "fileDialog")
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(tmp_path / "map.png"))
    dialog.accept()
    qtbot.waitUntil((tmp_path / "map.png").is_file)
    assert QImage(str(tmp_path / "map.png")).size() == copied.size()
    legend = copied.copy(0, window.map_view.height(), 60, 40)
    colors = {legend.pixelColor(x, y).name() for x in range(40) for y in range(30)}
    assert window.document.classes[1].color in colors


def test_any_command_is_found_by_a_part_of_its_name(window, qtbot):
    press(window, "Ctrl+Shift+P")
    palette = window.findChild(CommandPalette, "commandPalette")
    field = palette.findChild(QLineEdit, "commandSearch")
    QTest.keyClicks(field, "freeh")
    assert palette.shown == ["label.freehand"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.view.tool == "freehand")
    press(window, "Ctrl+Shift+P")
    palette = window.findChild(CommandPalette, "commandPalette")
    assert "train.cancel" not in palette.shown, "it cannot be used now"
    palette.reject()


def choose_composite(window, title):
    box = window.findChild(QWidget, "compositeBox")
    row = box.findText(title)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def wait_for_picture(window, qtbot):
    settle(qtbot)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing)


@pytest.mark.parametrize("title", ["Principal components", "Minimum noise fraction"])
def test_components_are_shown_and_left_again(window, qtbot, title):
    before = color(window, 20, 40)
    choose_composite(window, title)
    wait_for_picture(window, qtbot)
    assert color(window, 20, 40) != before
    assert title in window.findChild(QWidget, "bandLabel").text()
    choose_composite(window, "Single band")
    wait_for_picture(window, qtbot)
    assert window.workspace.view.derived == ""


def test_single_bands_can_be_coloured(window, qtbot):
    choose_composite(window, "Single band")
    wait_for_picture(window, qtbot)
    gray = color(window, 20, 40)
    assert gray[1:3] == gray[3:5] == gray[5:7]
    window.action("view.colors_viridis").trigger()
    wait_for_picture(window, qtbot)
    tinted = color(window, 20, 40)
    assert len({tinted[1:3], tinted[3:5], tinted[5:7]}) > 1
    window.action("view.colors_gray").trigger()
    wait_for_picture(window, qtbot)
    assert color(window, 20, 40) == gray


def test_dark_parts_can_be_made_brighter(window, qtbot):
    choose_composite(window, "Single band")
    wait_for_picture(window, qtbot)
    before = int(color(window, 20, 24)[1:3], 16)
    assert 0 < before < 255
    slider = window.findChild(QWidget, "brightnessSlider")
    slider.setValue(30)
    wait_for_picture(window, qtbot)
    assert int(color(window, 20, 24)[1:3], 16) > before
    window.findChild(QWidget, "stretchBox").activated.emit(1)
    assert window.workspace.view.stretch.gamma > 1
    slider.setValue(0)
    assert window.workspace.view.stretch.gamma == 1


def test_a_second_view_follows_the_first(window, qtbot):
    press(window, "F6")
    second = window.findChild(QWidget, "secondMapView")
    qtbot.waitUntil(second.isVisible)
    first = window.map_view

    def look_alike():
        apart = first.centre - second.centre
        same = first.viewport.scale == second.viewport.scale
        return same and abs(apart.x()) < 0.5 and abs(apart.y()) < 0.5

    qtbot.waitUntil(look_alike)
    first.zoom_in()
    first.zoom_in()
    assert look_alike()
    second.bring_into_view((39, 47))
    assert look_alike()
    press(window, "P")
    QTest.mouseClick(second, LEFT, pos=second.map_from_pixel(30, 40))
    assert dict(window.document.labels.counts) == {1: 1}
    assert window.document.labels.values[30, 40] == 1
    choose_in_second = window.findChild(QWidget, "secondCompositeBox")
    row = choose_in_second.findText("Single band")
    choose_in_second.activated.emit(choose_in_second.setCurrentIndex(row) or row)
    assert len(window.workspace.view.bands) == 3
    press(window, "F6")
    assert not second.isVisible()


def test_another_scene_fits_the_map_after_the_second_view_was_closed(
    window, qtbot, tmp_path
):
    press(window, "F6")
    second = window.findChild(QWidget, "secondMapView")
    qtbot.waitUntil(second.isVisible)
    press(window, "F6")
    qtbot.waitUntil(lambda: not second.isVisible())
    (tmp_path / "other").mkdir()
    other = write_scene(tmp_path / "other", rows=30, cols=210)
    window.open_paths([str(other.scene)])
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (30, 210))
    wait_for_picture(window, qtbot)
    view = window.map_view
    assert view.viewport.visible(view.size(), (30, 210)).size == (30, 210)
    assert view.viewport.scale * 210 > 0.8 * view.width()


def test_the_cube_is_turned_by_the_mouse(window, qtbot):
    press(window, "F7")
    cube = window.findChild(CubePicture, "cubePicture")
    qtbot.waitUntil(cube.isVisible)
    qtbot.waitUntil(lambda: cube.is_ready)
    before, turned = cube.grab().toImage(), cube.direction
    middle = cube.rect().center()
    QTest.mousePress(cube, LEFT, pos=middle)
    QTest.mouseMove(cube, middle + QPoint(60, 20))
    QTest.mouseRelease(cube, LEFT, pos=middle + QPoint(60, 20))
    assert cube.direction == (turned[0] + 30, turned[1] + 10)
    assert cube.grab().toImage() != before
    press(window, "F7")
    assert not cube.isVisible()
    assert not window.action("view.cube").isChecked()


def test_the_faces_of_the_cube_are_its_edges(window):
    cube = window.document.cube
    colors = np.arange(256, dtype=np.uint32)
    faces = cube_faces(cube, (5,), Stretch(), colors)
    bands, rows, cols = cube.shape
    assert faces.top.shape == (rows, cols)
    assert faces.south.shape == faces.north.shape == (bands, cols)
    assert faces.west.shape == faces.east.shape == (bands, rows)
    last_row = cube.read()[:, -1, :]
    for band in range(bands):
        order = np.argsort(last_row[band], kind="stable")
        brightness = (faces.south[band] & 255)[order]
        assert (np.diff(brightness.astype(int)) >= 0).all()
    assert faces.west[0, 0] == 0, "nodata is transparent"
