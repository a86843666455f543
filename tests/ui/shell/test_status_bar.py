"""The status bar: place, value, label and map under the cursor, and what is kept."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.labels import LabelMap
from hsiviewer.ui.shell.status_bar import CursorBar
from hsiviewer.workflows.session.value_layers import ValueLayer, array_reader
from tests.builders import UTM33, make_cube, make_values
from tests.ui.fakes import FakeWorkspace

FIELDS = ("pixelField", "mapField", "geographicField", "valueField", "mappedField")


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(make_cube(values=make_values(), georeference=UTM33))
    return workspace


@pytest.fixture
def bar(workspace, qtbot):
    bar = CursorBar(workspace)
    qtbot.addWidget(bar)
    yield bar
    qtbot.waitUntil(lambda: not bar._value_read.is_running)


def text(bar, name):
    return bar.findChild(QLabel, name).text()


def test_nothing_is_told_while_the_mouse_is_elsewhere(bar):
    assert [text(bar, field) for field in FIELDS] == [""] * 5
    assert text(bar, "crsField") == "EPSG:32633"


def test_place_and_value_under_the_cursor_are_told(bar, workspace, qtbot):
    workspace.view.show_bands((4, 2, 0))
    workspace.view.set_cursor((2, 3))
    assert text(bar, "pixelField") == "row 2, col 3"
    assert "360105" in text(bar, "mapField")
    assert "N" in text(bar, "geographicField")
    qtbot.waitUntil(lambda: text(bar, "valueField") == "value 423, 223, 23")
    workspace.view.show_bands((1,))
    qtbot.waitUntil(lambda: text(bar, "valueField") == "value 123")
    workspace.view.set_cursor(None)
    assert [text(bar, field) for field in FIELDS] == [""] * 5


def test_a_pixel_without_a_value_is_called_so(bar, workspace, qtbot):
    values = make_values().astype(np.float32)
    values[0, 1, 1] = np.nan
    workspace.open_cube(make_cube(values=values))
    workspace.view.show_bands((0,))
    workspace.view.set_cursor((1, 1))
    qtbot.waitUntil(lambda: text(bar, "valueField") == "value nodata")
    assert text(bar, "crsField") == "no CRS"


def test_label_and_map_under_the_cursor_are_told(bar, workspace):
    shape = (6, 7)
    labels = np.zeros(shape, np.uint16)
    labels[2, 3] = 2
    scheme = ClassScheme(
        (LandCoverClass(2, "water", "#0000ff"), LandCoverClass(5, "roof", "#ff0000"))
    )
    workspace.document.load_labels(LabelMap(labels), scheme)
    workspace.view.set_cursor((2, 3))
    assert text(bar, "mappedField") == "label: water"
    class_map = np.full(shape, 5, np.uint16)
    class_map[0, 0] = 0
    result = ClassificationResult(class_map, np.full(shape, 0.75, np.float32), scheme)
    workspace.document.set_classification(result)
    assert text(bar, "mappedField") == "label: water   map: roof, 0.75"
    workspace.view.set_cursor((0, 0))
    assert text(bar, "mappedField") == ""


def test_where_labels_are_kept_and_that_they_are_not(bar, workspace):
    assert text(bar, "saveField") == ""
    workspace.projects.writing.tell("the disk is full")
    saved = bar.findChild(QLabel, "saveField")
    assert saved.text() == "not saved!"
    assert "the disk is full." in saved.toolTip()
    workspace.projects.writing.tell("")
    assert saved.text() == ""


def test_what_was_assumed_of_a_file_can_be_read(bar, workspace):
    button = bar.findChild(QPushButton, "noticesButton")
    assert button.isHidden()
    told = ("wavelengths are in nm", "no scale was named")
    cube = HsiCube(ArraySource(make_values()), BandAxis(5), notices=told)
    workspace.open_cube(cube)
    assert button.text() == "2 notices"
    button.click()
    box = bar.findChild(QMessageBox)
    assert all(notice in box.text().lower() for notice in told)
    box.close()
    workspace.open_cube()
    assert button.isHidden()


def test_what_was_said_of_a_scene_is_gone_with_it(bar, workspace):
    bar.showMessage("the map of a run is shown again")
    workspace.open_cube(make_cube())
    assert bar.currentMessage() == ""


def test_values_over_the_map_are_told_the_uppermost_first(bar, workspace, qtbot):
    for title in ("Entropy", "Margin"):
        workspace.layers.show(
            ValueLayer(
                key=title, title=title, cube=workspace.document.cube,
                read=array_reader(np.full((6, 7), 0.25)),
            )
        )  # fmt: skip
    workspace.view.set_cursor((2, 3))
    told = "Margin: 0.25   Entropy: 0.25"
    qtbot.waitUntil(lambda: text(bar, "layerField") == told)
    workspace.layers.remove_values("Margin")
    qtbot.waitUntil(lambda: text(bar, "layerField") == "Entropy: 0.25")
    workspace.view.set_cursor(None)
    assert text(bar, "layerField") == ""
