"""A user says what a file does not: wavelengths, bad bands, the order of the axes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.ui.dialogs.scene_properties import ScenePropertiesDialog
from tests.io.test_axis_order import town

TITLE = "scene.npy"


@pytest.fixture
def bare(window, qtbot, tmp_path):
    """Show an array of 12 rows, 30 columns and 20 bands in the window."""
    np.save(tmp_path / TITLE, town(20, 12, 30).transpose(1, 2, 0))
    window.open_paths([str(tmp_path / TITLE)])
    qtbot.waitUntil(lambda: window.document.cube.name == TITLE, timeout=10_000)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def opened(window, qtbot, way):
    """Open the dialog and return it when it shows its first preview."""
    way()
    qtbot.waitUntil(lambda: window.findChild(ScenePropertiesDialog) is not None)
    dialog = window.findChild(ScenePropertiesDialog)
    picture = dialog.findChild(QLabel, "propertyPicture")
    qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=10_000)
    return dialog


def ok_of(dialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


def text_of(dialog, name):
    return dialog.findChild(QLabel, name).text()


def test_the_banner_leads_to_wavelengths_and_undo_takes_them_back(window, bare, qtbot):
    banner = window.findChild(QPushButton, "wavelengthsBanner")
    facts = window.findChild(QLabel, "sceneFacts")
    assert banner.isVisible()
    assert facts.toolTip().splitlines()[:3] == [
        TITLE,
        "12 x 30 pixels",
        "20 bands, wavelengths unknown",
    ]
    dialog = opened(window, qtbot, banner.click)
    way = dialog.findChild(QComboBox, "wavelengthWay")
    way.setCurrentIndex(way.findData("list"))
    assert not ok_of(dialog).isEnabled()
    assert "no number" in text_of(dialog, "propertyProblem")
    listed = dialog.findChild(QPlainTextEdit, "wavelengthList")
    listed.setPlainText("400 500")
    qtbot.waitUntil(lambda: "20 bands" in text_of(dialog, "propertyProblem"))
    assert not ok_of(dialog).isEnabled()
    listed.setPlainText("\n".join(map(str, np.linspace(0.4, 1.0, 20))))
    dialog.findChild(QLineEdit, "bad_bandsLine").setText("1-2")
    qtbot.waitUntil(lambda: "400 - 1000 nm, 2 bad" in text_of(dialog, "propertyFacts"))
    assert ok_of(dialog).isEnabled()
    qtbot.mouseClick(ok_of(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.cube.bands.has_wavelengths, timeout=10_000)
    assert window.workspace.view.composite == "true-colour"
    assert not banner.isVisible()
    assert "400 - 1000 nm, 2 bad" in facts.toolTip()
    assert window.action("edit.undo").text() == "Undo: Scene properties"
    window.action("edit.undo").trigger()
    qtbot.waitUntil(banner.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def test_the_order_of_the_axes_is_chosen_with_the_rest(window, bare, qtbot):
    dialog = opened(window, qtbot, window.action("scene.properties").trigger)
    orders = dialog.findChild(QComboBox, "axisOrderBox")
    orders.setCurrentIndex(
        orders.findText("bands x rows", Qt.MatchFlag.MatchStartsWith)
    )
    dialog.findChild(QLineEdit, "crsLine").setText("EPSG:32633")
    dialog.findChild(QLineEdit, "nodataLine").setText("-1")
    qtbot.waitUntil(lambda: "EPSG:32633" in text_of(dialog, "propertyFacts"))
    assert "30 x 20 pixels" in text_of(dialog, "propertyFacts")
    qtbot.mouseClick(ok_of(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.cube.nodata == -1, timeout=10_000)
    assert window.document.cube.grid_shape == (30, 20)
    assert window.document.cube.georeference.crs_name == "EPSG:32633"
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def test_what_was_said_is_shown_again_and_cancel_changes_nothing(window, bare, qtbot):
    said = SceneMetadata(
        range_nm=(400.0, 1000.0), scale=100.0, quantity="radiance", unit="W"
    )
    task = window.document.set_metadata
    task(said)
    qtbot.waitUntil(lambda: window.document.cube.scale == 100, timeout=10_000)
    check = window.findChild(QCheckBox, "cubeCheck")
    (offered,) = check.actions()
    dialog = opened(window, qtbot, offered.trigger)
    assert dialog.findChild(QComboBox, "wavelengthWay").currentData() == "range"
    assert dialog.findChild(QLineEdit, "lastLine").text() == "1000.0"
    assert dialog.findChild(QLineEdit, "scaleLine").text() == "100"
    assert "radiance (W)" in text_of(dialog, "propertyFacts")
    assert dialog.wanted[1] == said
    dialog.findChild(QLineEdit, "scaleLine").setText("zero")
    assert "scale has 'zero'" in text_of(dialog, "propertyProblem").lower()
    dialog.reject()
    assert window.document.metadata == said
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def test_sensors_are_offered_by_their_number_of_bands(window, qtbot):
    dialog = opened(window, qtbot, window.action("scene.properties").trigger)
    sensors = dialog.findChild(QComboBox, "sensorBox")
    count = window.document.cube.bands.count
    dialog._fields.offer_sensors(103)
    assert sensors.itemData(0) == "rosis-103"
    assert "evenly spaced" in text_of(dialog, "sensorSource")
    dialog._fields.offer_sensors(count)
    assert [sensors.itemData(row) for row in range(sensors.count())] == [
        "sentinel-2-12"
    ]
    dialog.reject()
