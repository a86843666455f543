"""The scene's file is cut while it is shown, and comes back."""

import os

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from hsiviewer.workflows.viewing import reading
from tests.e2e.hands import click, press


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Try again at once."""
    monkeypatch.setattr(reading, "_RETRY_S", 0.05)
    monkeypatch.setattr(reading, "_LONGEST_PAUSE_S", 0.1)


def boxes(window):
    return [each for each in window.findChildren(QMessageBox) if each.isVisible()]


def look_around(window, qtbot):
    """Zoom, hover, select, and show other bands: all panels read."""
    window.document.add_class("roof")
    press(window, "P")
    for number in range(5):
        window.map_view.zoom_in()
        QTest.mouseMove(window.map_view, QPoint(200 + 30 * number, 200))
        click(window, 15 + number, 20)
        window.workspace.view.show_bands((number,))
        qtbot.waitUntil(lambda: not window.map_view.is_drawing)
    window.map_view.zoom_full()
    qtbot.waitUntil(lambda: not window.map_view.is_drawing)


def test_a_cut_file_is_told_of_once_and_recovers(window, qtbot, files):
    window.action("view.second").trigger()
    window.action("spectrum.means").trigger()
    image = files.scene.with_suffix(".img")
    content = image.read_bytes()
    os.truncate(image, 100)
    look_around(window, qtbot)
    qtbot.waitUntil(lambda: len(boxes(window)) == 1)
    told = boxes(window)[0]
    assert "has become shorter" in told.text()
    assert "tried again" in told.text()
    told.close()
    look_around(window, qtbot)
    assert boxes(window) == []
    with image.open("r+b") as file:
        file.write(content)
    with qtbot.waitSignal(window.map_view.rendered, timeout=10_000):
        qtbot.waitUntil(lambda: not reading.values.has_trouble, timeout=10_000)
    assert window.statusBar().currentMessage() == "The file can be read again"
    look_around(window, qtbot)
    assert boxes(window) == []


def test_what_is_read_of_a_scene_that_was_closed_is_told_by_nobody(window, qtbot):
    cube = window.document.cube
    cube.close()
    look_around(window, qtbot)
    assert boxes(window) == []
    assert not reading.values.has_trouble
