"""The strip over the map says what is known, and what is missing."""

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.ui.map_view.scene_header import SceneHeader
from tests.builders import UTM33, make_cube, make_values
from tests.ui.fakes import FakeWorkspace


@pytest.fixture
def workspace(loop):
    return FakeWorkspace()


@pytest.fixture
def header(workspace, qtbot):
    action = QAction("Scene properties...")
    asked = []
    action.triggered.connect(lambda: asked.append("asked"))
    made = SceneHeader(workspace, action)
    made.asked, made.action = asked, action  # held, for the button does not
    qtbot.addWidget(made)
    made.resize(1200, 30)
    return made


def facts(header):
    return header.findChild(QLabel, "sceneFacts")


def test_without_a_scene_there_is_no_strip(header):
    assert header.isHidden()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"georeference": UTM33, "nodata": -9999.0, "scale": 1e4},
            ["400 - 1000 nm", "reflectance", "EPSG:32633", "nodata -9999"],
        ),
        (
            {"quantity": "radiance", "unit": "W", "scale": 10.0},
            ["400 - 1000 nm", "radiance (W)", "no CRS", "no nodata value"],
        ),
        ({}, ["400 - 1000 nm", "quantity unknown"]),
    ],
)
def test_the_strip_tells_what_is_known(header, workspace, fields, expected):
    workspace.open_cube(make_cube(**fields))
    told = facts(header).toolTip()
    assert "6 x 7 pixels" in told
    assert "5 bands" in told
    assert all(text in told for text in expected)


def test_marks_of_bands_are_followed(header, workspace):
    workspace.open_cube()
    workspace.document.set_good_bands(np.array([True, False, True, True, True]))
    assert "1 bad" in facts(header).toolTip()


@pytest.mark.parametrize(("count", "is_offered"), [(5, True), (3, False), (1, False)])
def test_wavelengths_are_asked_for_where_they_matter(
    header, workspace, count, is_offered
):
    workspace.open_cube(HsiCube(ArraySource(make_values(count)), BandAxis(count)))
    assert "wavelengths unknown" in facts(header).toolTip()
    banner = header.findChild(QPushButton, "wavelengthsBanner")
    assert banner.isHidden() is not is_offered
    banner.click()
    assert header.asked == ["asked"]


def test_a_narrow_strip_ends_in_dots_and_keeps_the_map_narrow(header, workspace, qtbot):
    workspace.open_cube()
    header.show()
    qtbot.waitExposed(header)
    header.resize(150, 30)
    assert facts(header).text().endswith("…")
    assert header.minimumSizeHint().width() < 150
    header.resize(1200, 30)
    assert not facts(header).text().endswith("…")
    header.close()
