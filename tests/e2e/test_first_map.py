"""From opening to the exported file, by mouse and keyboard."""

import multiprocessing
import os
import signal

import numpy as np
import rasterio
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSlider,
)

from hsiviewer.io.styles import read_pam_names
from hsiviewer.jobs.job import JobState
from tests.e2e.hands import LEFT, click, drag, press

MIDDLE = Qt.MouseButton.MiddleButton
STRIPES = {"water": 8, "meadow": 24, "roof": 40}  # a column inside each material


def add_classes(window, qtbot):
    for number, name in enumerate(STRIPES, start=1):
        window.action("class.add").trigger()
        assert window.document.current_class == number
        window.document.change_class(number, name=name)
    edit = window.findChild(QPlainTextEdit, "descriptionEdit")
    edit.setFocus()
    QTest.keyClicks(edit, "Bright flat roofs.")
    window.map_view.setFocus()
    qtbot.waitUntil(
        lambda: window.document.classes[3].description == "Bright flat roofs."
    )


def label_by_hand(window):
    press(window, "P")
    for number, col in enumerate(STRIPES.values(), start=1):
        press(window, str(number))
        for row in (6, 14, 22, 30):
            click(window, row, col)
    assert dict(window.document.labels.counts) == {1: 4, 2: 4, 3: 4}


def choose(window, name, data):
    box = window.findChild(QComboBox, name)
    index = box.findData(data)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def train(window, qtbot, method="svm"):
    choose(window, "methodBox", method)
    button = window.findChild(QPushButton, "startButton")
    qtbot.waitUntil(button.isEnabled)
    QTest.mouseClick(button, LEFT)
    return window.workspace.training_job


def test_the_first_map(window, qtbot, files, tmp_path):
    add_classes(window, qtbot)
    label_by_hand(window)
    job = train(window, qtbot)
    qtbot.waitUntil(
        lambda: window.document.classification is not None or not job.is_active,
        timeout=60_000,
    )
    assert job.error == ""
    qtbot.waitUntil(lambda: window.document.classification is not None)
    qtbot.waitUntil(lambda: window.action("file.export_map").isEnabled())

    out, confidence = tmp_path / "map.tif", tmp_path / "confidence.tif"
    task = window.workspace  # the coroutine runs on the window's own loop
    exported = qtbot_run(qtbot, task.export_map(out, confidence=confidence))
    assert exported == [out, confidence]
    with rasterio.open(files.scene.with_suffix(".img")) as scene:
        expected = scene.crs, scene.transform
    with rasterio.open(out) as written:
        assert written.crs.to_epsg() == 32633
        assert (written.crs, written.transform) == expected
        assert written.nodata == 0
        assert written.colormap(1)[1] == (*window.document.classes[1].rgb, 255)
        values = written.read(1)
    assert read_pam_names(out) == {1: "water", 2: "meadow", 3: "roof"}
    assert values[0, 0] == 0
    for number, col in enumerate(STRIPES.values(), start=1):
        assert np.mean(values[:, col - 4 : col + 4] == number) > 0.9
    with rasterio.open(confidence) as written:
        found = written.read(1)
    assert np.isnan(found[0, 0])
    assert np.nanmin(found) > 0


def qtbot_run(qtbot, coroutine):
    """Run a coroutine on the loop that the window lives in."""
    import asyncio

    task = asyncio.get_event_loop().create_task(coroutine)
    qtbot.waitUntil(task.done, timeout=20_000)
    return task.result()


def test_the_result_lies_over_the_scene_and_can_be_hidden(window, qtbot):
    add_classes(window, qtbot)
    label_by_hand(window)
    train(window, qtbot)
    qtbot.waitUntil(lambda: window.document.classification is not None, timeout=60_000)
    window.findChild(QSlider, "opacitySlider").setValue(100)
    spot = window.map_view.map_from_pixel(10, STRIPES["roof"] + 3)

    def color():
        return window.map_view.grab().toImage().pixelColor(spot).name()

    wanted = window.document.classes[3].color
    qtbot.waitUntil(lambda: color() == wanted)
    press(window, "M")
    qtbot.waitUntil(lambda: color() != wanted)


def test_strokes_are_single_steps_of_undo(window, qtbot):
    add_classes(window, qtbot)
    press(window, "B")
    press(window, "2")
    drag(window, (5, 5), (25, 30))
    painted = window.document.labels.total
    assert painted > 40
    press(window, "E")
    drag(window, (5, 5), (10, 11))
    assert 0 < window.document.labels.total < painted
    press(window, "Ctrl+Z")
    assert window.document.labels.total == painted
    press(window, "Ctrl+Z")
    assert window.document.labels.total == 0
    press(window, "Ctrl+Shift+Z")
    assert window.document.labels.total == painted


def test_escape_gives_a_stroke_up(window, qtbot):
    add_classes(window, qtbot)
    press(window, "B")
    view = window.map_view
    QTest.mousePress(view, LEFT, pos=view.map_from_pixel(5, 5))
    QTest.mouseMove(view, view.map_from_pixel(20, 20))
    assert window.document.labels.total > 0
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.document.labels.total == 0
    QTest.mouseRelease(view, LEFT, pos=view.map_from_pixel(20, 20))
    assert window.document.labels.total == 0


def test_the_status_bar_tells_place_and_value_under_the_cursor(window, qtbot):
    QTest.mouseMove(window.map_view, window.map_view.map_from_pixel(3, 7))
    pixel = window.findChild(QLabel, "pixelField")
    value = window.findChild(QLabel, "valueField")
    qtbot.waitUntil(lambda: pixel.text() == "row 3, col 7")
    x, y = window.document.cube.georeference.map_xy(3, 7)
    assert f"x {x:.1f}, y {y:.1f}" == window.findChild(QLabel, "mapField").text()
    assert "N" in window.findChild(QLabel, "geographicField").text()
    qtbot.waitUntil(lambda: value.text().startswith("value "))
    assert window.findChild(QLabel, "crsField").text() == "EPSG:32633"


def test_wheel_zooms_at_the_cursor_and_the_middle_button_pans(window, qtbot):
    view = window.map_view
    spot = view.map_from_pixel(10, 12)
    event = QWheelEvent(
        QPointF(spot),
        view.mapToGlobal(QPointF(spot)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = view.viewport.scale
    QApplication.sendEvent(view, event)
    assert view.viewport.scale > 1.5 * before
    assert (view.map_from_pixel(10, 12) - spot).manhattanLength() <= 2
    moved = view.map_from_pixel(10, 12)
    drag(window, (10, 12), (12, 14), button=MIDDLE)
    shift = view.map_from_pixel(10, 12) - moved
    assert shift.x() > 0
    assert shift.y() > 0
    press(window, "Ctrl+0")
    assert view.viewport.scale == before


def test_composite_band_and_stretch_change_the_picture(window, qtbot):
    view = window.map_view

    def picture():
        return view.grab().toImage()

    first = picture()
    choose(window, "compositeBox", "colour-infrared")
    assert window.workspace.view.composite == "colour-infrared"
    qtbot.waitUntil(lambda: picture() != first)
    second = picture()
    window.findChild(QSlider, "bandSlider").setValue(9)
    assert window.workspace.view.bands == (9,)
    qtbot.waitUntil(lambda: picture() != second)


def test_a_killed_worker_leaves_window_and_labels(window, qtbot):
    add_classes(window, qtbot)
    label_by_hand(window)
    labels = window.document.labels.snapshot()
    job = train(window, qtbot, "diffclip")
    qtbot.waitUntil(lambda: job.fraction > 0, timeout=60_000)
    for child in multiprocessing.active_children():
        os.kill(child.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not job.is_active, timeout=20_000)
    assert job.state is JobState.FAILED
    assert "signal 9" in job.error
    np.testing.assert_array_equal(window.document.labels.values, labels)
    press(window, "E")
    drag(window, (6, 8), (6, 9))
    assert window.document.labels.total == labels.astype(bool).sum() - 1
