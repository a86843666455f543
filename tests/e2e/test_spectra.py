"""The ways to look at spectra, chosen by key and menu."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QInputDialog, QMenu, QTableWidget, QWidget

from hsiviewer.analysis.spectrum_shape import reshaped
from hsiviewer.io.spectral_library import SpectralLibrary, write_library
from tests.e2e.hands import LEFT, choose_file, click, drag, press


@pytest.fixture
def panel(window, qtbot):
    panel = window.findChild(QWidget, "spectrumDock").widget()
    press(window, "S")
    click(window, 20, 24)
    qtbot.waitUntil(lambda: "selected" in panel.plot.keys)
    return panel


@pytest.mark.parametrize(
    ("keys", "shape", "title"),
    [
        ("Alt+2", "continuum", "continuum removed"),
        ("Alt+3", "derivative", "first derivative"),
        ("Alt+4", "normalized", "normalised"),
    ],
)
def test_spectra_change_their_shape_and_back(window, panel, keys, shape, title):
    positions, measured = panel.plot.curve_data("selected")
    press(window, keys)
    assert window.action(f"spectrum.{shape}").isChecked()
    found = panel.plot.curve_data("selected")[1]
    np.testing.assert_allclose(found, reshaped(shape, positions, measured))
    assert title in panel.plot.title("left")
    press(window, "Alt+1")
    np.testing.assert_allclose(panel.plot.curve_data("selected")[1], measured)


def test_a_square_of_pixels_is_averaged(window, panel, qtbot):
    cube = window.document.cube
    window.action("spectrum.area3").trigger()
    square = cube.read()[:, 19:22, 23:26].reshape(cube.bands.count, -1)
    qtbot.waitUntil(
        lambda: np.allclose(
            panel.plot.curve_data("selected")[1], np.nanmean(square, axis=1), rtol=1e-4
        )
    )


def test_absorptions_are_named_where_the_sensor_sees_them(window, panel):
    press(window, "Alt+A")
    assert window.action("spectrum.features").isChecked()
    assert len(panel.plot._features) > 2
    press(window, "Alt+A")
    assert panel.plot._features == []


def test_a_library_is_matched_with_the_clicked_pixel(window, panel, qtbot, tmp_path):
    cube = window.document.cube
    spectra = [cube.read_spectrum(20, col) for col in (8, 24, 40)]
    library = SpectralLibrary(
        ("water", "meadow", "roof"), cube.bands.wavelength_nm, np.stack(spectra)
    )
    write_library(tmp_path / "own.sli", library)
    press(window, "Ctrl+L")
    choose_file(window, qtbot, tmp_path / "own.sli")
    table = window.findChild(QTableWidget, "libraryTable")
    qtbot.waitUntil(lambda: table.rowCount() == 3)
    assert table.isVisible()
    assert table.item(0, 0).text() == "meadow"
    assert "meadow" in panel.legend_entries
    assert "overlay" in panel.plot.keys
    click(window, 21, 41)
    qtbot.waitUntil(lambda: table.item(0, 0).text() == "roof")


def test_spectra_are_exported(window, panel, qtbot, tmp_path):
    panel.pin_selected()
    window.action("spectrum.export").trigger()
    choose_file(window, qtbot, tmp_path / "s.csv")
    qtbot.waitUntil((tmp_path / "s.csv").is_file)
    with (tmp_path / "s.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert header == ["wavelength_nm", "pixel row 20, col 24", "pin row 20, col 24"]


def test_bands_are_marked_bad_and_good_again_by_dragging(window, panel, qtbot):
    plot, bands = panel.plot, window.document.cube.bands
    box = plot.getViewBox()

    def place(band):
        point = box.mapViewToScene(QPointF(plot.axis.position(band), 0))
        middle = box.sceneBoundingRect().center().y()
        return plot.mapFromScene(QPointF(point.x(), middle))

    def drag(start, stop):
        viewport, shift = plot.viewport(), Qt.KeyboardModifier.ShiftModifier
        QTest.mousePress(viewport, LEFT, shift, place(start))
        QTest.mouseMove(viewport, place(stop))
        QTest.mouseRelease(viewport, LEFT, shift, place(stop))

    drag(3, 5)
    assert np.flatnonzero(~window.document.cube.bands.good_mask).tolist() == [3, 4, 5]
    assert "3 bad bands" in panel.legend_entries
    drag(5, 3)
    assert window.document.cube.bands.good_mask.all()
    assert window.document.cube.bands.count == bands.count


def test_opened_files_are_found_in_the_menu(window, qtbot, files):
    menu = window.findChild(QMenu, "recentMenu")
    assert menu.files == [str(files.scene.with_suffix(".img"))]
    menu.aboutToShow.emit()
    before = window.document.cube
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.document.cube is not before)


def test_a_region_is_averaged_with_its_spread(window, panel, qtbot):
    press(window, "J")
    drag(window, (10, 10), (14, 19))
    qtbot.waitUntil(lambda: "region: 5 x 10 pixels" in panel.legend_entries)
    pixels = window.document.cube.read()[:, 10:15, 10:20].reshape(
        window.document.cube.bands.count, -1
    )
    shown = panel.spectra_shown()
    np.testing.assert_allclose(shown["region mean"], pixels.mean(axis=1), rtol=1e-4)
    np.testing.assert_allclose(
        shown["region standard deviation"], pixels.std(axis=1), rtol=1e-3, atol=1e-3
    )
    assert window.document.labels.total == 0
    press(window, "J")
    QTest.keyClick(window.map_view, Qt.Key.Key_Escape)
    assert window.workspace.view.region is not None


def test_class_means_come_by_key_and_follow_labels(window, panel, qtbot):
    press(window, "P")
    click(window, 5, 5)
    click(window, 6, 20)
    press(window, "Alt+C")
    name = window.document.classes[1].name
    qtbot.waitUntil(lambda: f"mean of {name}" in panel.spectra_shown())
    values = window.document.cube.read()
    expected = (values[:, 5, 5] + values[:, 6, 20]) / 2
    np.testing.assert_allclose(panel.spectra_shown()[f"mean of {name}"], expected)
    press(window, "Alt+C")
    assert f"mean of {name}" not in panel.spectra_shown()


def test_pins_are_named_coloured_and_removed(window, panel, qtbot):
    clear = panel.findChild(QWidget, "clearPinsButton")
    assert not clear.isEnabled()
    press(window, "I")
    assert clear.isEnabled()
    press(window, "S")
    click(window, 5, 9)
    qtbot.waitUntil(lambda: "selected: row 5, col 9" in panel.legend_entries)
    press(window, "I")
    assert len([each for each in panel.legend_entries if "pin" in each]) == 2
    menu = panel.findChild(QMenu, "pinsMenu")

    def of_first_pin(text):
        menu.aboutToShow.emit()
        own = menu.actions()[0].menu()
        next(each for each in own.actions() if each.text() == text).trigger()

    of_first_pin("Rename...")
    qtbot.waitUntil(lambda: panel.findChild(QInputDialog, "pinNameDialog") is not None)
    dialog = panel.findChild(QInputDialog, "pinNameDialog")
    dialog.setTextValue("lawn")
    dialog.accept()
    qtbot.waitUntil(lambda: "pin: lawn" in panel.legend_entries)
    of_first_pin("Colour...")
    qtbot.waitUntil(lambda: panel.findChild(QColorDialog) is not None)
    colors = panel.findChild(QColorDialog)
    colors.setCurrentColor("#123456")
    colors.accept()
    qtbot.waitUntil(
        lambda: panel.plot._curves["pin 1"].opts["pen"].color().name() == "#123456"
    )
    assert [pixel for pixel, _ in window.workspace.view.pins][1] == (5, 9)
    view = window.map_view

    def color_at(row, col):
        place = view.map_from_pixel(row, col) + QPoint(4, 0)
        return view.grab().toImage().pixelColor(place).name()

    (row, col), color = window.workspace.view.pins[0]
    assert color == "#123456"
    assert color_at(row, col) == color, "a cross on the map"
    of_first_pin("Remove")
    assert color_at(row, col) != color
    assert [each for each in panel.legend_entries if "pin" in each] == [
        "pin: row 5, col 9"
    ]
    press(window, "Shift+I")
    assert not [each for each in panel.legend_entries if "pin" in each]
    assert not clear.isEnabled()


def test_the_axis_is_in_micrometres_on_demand(window, panel, qtbot):
    nm = panel.plot.curve_data("selected")[0]
    markers = panel.plot.marked_positions
    press(window, "Alt+U")
    qtbot.waitUntil(lambda: "\N{MICRO SIGN}m" in panel.plot.title("bottom"))
    um, values = panel.plot.curve_data("selected")
    np.testing.assert_allclose(um, nm / 1000)
    assert np.isfinite(values).any()
    np.testing.assert_allclose(panel.plot.marked_positions, np.array(markers) / 1000)
    press(window, "Alt+U")
    np.testing.assert_allclose(panel.plot.curve_data("selected")[0], nm)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_plot_is_kept_as_a_picture(window, panel, qtbot, tmp_path, suffix):
    path = tmp_path / f"plot.{suffix}"
    window.action("spectrum.export").trigger()
    choose_file(window, qtbot, path)
    qtbot.waitUntil(path.is_file)
    if suffix == "svg":
        drawing = path.read_text()
        assert drawing.startswith("<?xml")
        assert drawing.count("<path") + drawing.count("<polyline") > 5
    else:
        assert QImage(str(path)).width() >= 1000


def test_bad_bands_are_named_in_a_line(window, qtbot):
    press(window, "Alt+B")
    qtbot.waitUntil(lambda: window.findChild(QWidget, "badBandsLine") is not None)
    line = window.findChild(QWidget, "badBandsLine")
    line.clear()
    QTest.keyClicks(line, "2-3, 7")
    QTest.keyClick(line, Qt.Key.Key_Return)
    bands = window.document.cube.bands
    qtbot.waitUntil(
        lambda: (
            np.flatnonzero(~window.document.cube.bands.good_mask).tolist() == [1, 2, 6]
        )
    )
    assert (
        f"3 of {bands.count} bands are bad now" in window.statusBar().currentMessage()
    )
