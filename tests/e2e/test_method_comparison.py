"""Methods are compared on the user's labels, and the winner's map is used."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDockWidget, QPushButton, QSpinBox, QTabWidget

from hsiviewer.core.classes import ClassScheme
from hsiviewer.io.labels import read_labels
from hsiviewer.ui.base.curve_legend import CurveLegend
from hsiviewer.ui.panels.comparison.figures import ClassFigures, MethodTable
from hsiviewer.ui.panels.comparison.maps import MethodMaps
from hsiviewer.ui.panels.comparison.panel import MethodComparisonPanel
from hsiviewer.workflows.tasks.comparison_records import AGREEMENT
from tests.e2e.hands import press

LONG = 90_000
PLAIN = ("svm", "random-forest", "spectral-angle")


@pytest.fixture
def dock(window, files, qtbot):
    labels, scheme = read_labels(files.labels, window.document.cube)
    window.document.load_labels(labels, scheme)
    press(window, "Ctrl+F6")
    found = window.findChild(QDockWidget, "methodsDock")
    qtbot.waitUntil(found.isVisible)
    return found


def choose(dock, *methods):
    for box in dock.findChildren(QCheckBox):
        name = box.objectName()
        if name.startswith("compare-") and box.isChecked() != (name[8:] in methods):
            tick(box)


def tick(box):
    # Beside the text a wide box does not answer.
    place = QPoint(8, box.height() // 2)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=place)


def start(dock):
    button = dock.findChild(QPushButton, "startComparisonButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_methods_are_compared_with_a_reference_and_the_best_is_used(
    window, dock, files, qtbot
):
    from hsiviewer.ui.base.slots import run_async

    workspace = window.workspace
    run_async(window, workspace.load_reference(files.reference))
    qtbot.waitUntil(lambda: workspace.reference is not None)
    choose(dock, *PLAIN)
    dock.findChild(QSpinBox, "comparisonRounds").setValue(2)
    start(dock)
    qtbot.waitUntil(lambda: workspace.comparisons.result is not None, timeout=LONG)
    found = workspace.comparisons.result
    assert found.has_reference
    assert {each.method for each in found.methods} == set(PLAIN)
    accuracies = [each.figures["overall_accuracy"]["mean"] for each in found.methods]
    assert accuracies == sorted(accuracies, reverse=True)
    table, maps = dock.findChild(MethodTable), dock.findChild(MethodMaps)
    assert table.rowCount() == 3
    assert table.item(0, 0).text() == found.winner.title
    assert "p = " in table.item(1, 4).text()
    assert table.item(0, 6).text().endswith(" MB")
    verdict = dock.findChild(MethodComparisonPanel).verdict
    assert f"of {found.tested:n} reference pixels right" in verdict
    labelled = workspace.document.labels.values > 0
    truth = workspace.reference.values > 0
    assert found.tested == (truth & ~labelled).sum()
    legend = dock.findChild(CurveLegend)
    assert legend.entries == ("water", "meadow", "roof")
    qtbot.waitUntil(lambda: not maps.item(3).icon().isNull())
    dock.findChild(QTabWidget, "comparisonTabs").setCurrentIndex(1)
    assert dock.findChild(ClassFigures).rowCount() == 3
    QTest.mouseClick(
        dock.findChild(QPushButton, "useMapButton"), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: window.document.classification is not None)
    shown = window.document.classification
    assert shown.provenance["method"] == found.winner.method
    assert workspace.training.shown_model.folder.is_dir(), "its model is at hand"
    titles = [job.title for job in workspace.jobs.jobs]
    assert f"{found.winner.title} (quick)" in titles
    assert workspace.accuracy is not None
    assert dock.findChild(QPushButton, "useMapButton").isEnabled()


@pytest.mark.slow
def test_agreement_is_a_map_with_the_share_of_methods_as_confidence(
    window, dock, tmp_path, qtbot
):
    workspace = window.workspace
    choose(dock, *PLAIN)
    dock.findChild(QSpinBox, "comparisonRounds").setValue(1)
    start(dock)
    qtbot.waitUntil(lambda: workspace.comparisons.result is not None, timeout=LONG)
    assert not workspace.comparisons.result.has_reference
    maps = dock.findChild(MethodMaps)
    maps.setFocus()
    QTest.keyClick(maps, Qt.Key.Key_End)
    assert maps.chosen == AGREEMENT
    button = dock.findChild(QPushButton, "useMapButton")
    assert button.text() == "Use the agreement"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.classification is not None)
    shown = window.document.classification
    assert workspace.training.shown_model is None
    known = shown.class_map > 0
    shares = np.unique(np.rint(6 * np.asarray(shown.confidence)[known])).tolist()
    assert set(shares) <= {2.0, 4.0, 6.0}, "thirds"
    from hsiviewer.workflows.tasks.results import write_results

    write_results(shown, map_path=tmp_path / "map.tif", confidence_path=None)
    assert (tmp_path / "map.tif").exists()
    pictures = [maps.item(row).icon().pixmap(99).toImage() for row in range(4)]
    box = dock.findChild(QCheckBox, "onlyDifferingBox")
    tick(box)
    qtbot.waitUntil(
        lambda: maps.item(0).icon().pixmap(99).toImage() != pictures[0], timeout=LONG
    )


def test_a_comparison_is_stopped(window, dock, qtbot):
    choose(dock, "diffclip", "s3fn")
    start(dock)
    comparisons = window.workspace.comparisons
    qtbot.waitUntil(lambda: comparisons.is_running)
    stop = dock.findChild(QPushButton, "stopComparisonButton")
    qtbot.waitUntil(stop.isVisible)
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not comparisons.is_running, timeout=LONG)
    assert comparisons.result is None
    assert dock.findChild(QPushButton, "startComparisonButton").isEnabled()


def test_what_stands_in_the_way_is_said(window, dock):
    button = dock.findChild(QPushButton, "startComparisonButton")
    choose(dock, "svm")
    assert not button.isEnabled()
    assert button.toolTip() == "Choose at least two methods."
    choose(dock, *PLAIN)
    assert button.isEnabled()
    window.document.set_classes(ClassScheme())
    assert not button.isEnabled()
    assert "at least two classes" in button.toolTip()


def test_docks_with_actions_survive_being_tabbed(window, dock, qtbot):
    """A dock behind another tab is not closed, and its action brings it back."""
    dock.setFloating(False)
    other = window.findChild(QDockWidget, "spectrumDock")
    window.tabifyDockWidget(dock, other)
    other.raise_()
    qtbot.waitUntil(lambda: not dock.isVisible() or dock.visibleRegion().isEmpty())
    assert dock.toggleViewAction().isChecked() or not dock.isHidden()
    press(window, "Ctrl+F6")
    qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty())
