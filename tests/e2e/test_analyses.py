"""Analyses without training, driven by hand: menu, panel, layer, value, cancel."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QLineEdit, QPushButton, QWidget

from hsiviewer.ui.panels.layers.value_legend import shown_title, value_text
from tests.e2e.hands import LEFT
from tests.in_process import run_jobs_here


@pytest.fixture
def dock(window):
    return window.findChild(QDockWidget, "analysisDock")


def test_an_index_lies_over_the_map_and_says_its_value(
    window, dock, qtbot, monkeypatch
):
    run_jobs_here(monkeypatch)
    assert not dock.isVisible()
    window.action("analyse.compute").trigger()
    qtbot.waitUntil(dock.isVisible)
    assert window.action("analyse.open").isChecked()
    line = dock.findChild(QLineEdit, "formulaEdit")
    line.setFocus()
    QTest.keyClicks(line, "NDVI")
    button = dock.findChild(QPushButton, "analyseButton")
    QTest.mouseClick(button, LEFT, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: bool(window.workspace.layers.values))
    layer = window.workspace.layers.values[0]
    assert shown_title(layer) == "Formula: NDVI"
    assert window.findChild(QWidget, f"valueLegend{layer.id}") is not None
    cube = window.document.cube
    spectrum = cube.read_spectrum(20, 24)
    near, red = (spectrum[cube.bands.nearest(nm)] for nm in (842, 665))
    shown = float(value_text(layer, (20, 24)).rpartition(" ")[2])
    assert shown == pytest.approx((near - red) / (near + red), abs=1e-3)
    dock.hide()
    qtbot.waitUntil(lambda: not window.action("analyse.open").isChecked())


@pytest.mark.slow  # starts a worker process
def test_a_worker_finds_anomalies_and_can_be_stopped(window, dock, qtbot):
    window.action("analyse.anomalies").trigger()
    qtbot.waitUntil(dock.isVisible)
    dock.findChild(QPushButton, "analyseButton").click()
    cancel = dock.findChild(QPushButton, "cancelAnalysisButton")
    qtbot.waitUntil(cancel.isEnabled)
    cancel.click()
    state = dock.findChild(QLabel, "analysisState")
    qtbot.waitUntil(lambda: "cancelled" in state.text())
    dock.findChild(QPushButton, "analyseButton").click()
    qtbot.waitUntil(lambda: bool(window.workspace.layers.values), timeout=60_000)
    assert "done" in state.text()
