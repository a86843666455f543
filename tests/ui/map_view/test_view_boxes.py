"""The boxes of the toolbar follow the view, and the view follows them."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.stretch import STRETCHES
from hsiviewer.ui.map_view.second_view import SecondView
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.map_view.view_boxes import CompositeBox, StretchBox
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(make_cube(bands=12))
    return workspace


@pytest.fixture
def composites(workspace, qtbot):
    box = CompositeBox(workspace)
    qtbot.addWidget(box)
    return box


@pytest.fixture
def stretches(workspace, qtbot):
    box = StretchBox(workspace)
    qtbot.addWidget(box)
    return box


def choose(box, text):
    row = box.findText(text)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def texts(box):
    return [box.itemText(row) for row in range(box.count()) if box.itemText(row)]


def test_without_a_scene_there_is_nothing_to_choose(qtbot, loop):
    box = CompositeBox(FakeWorkspace())
    qtbot.addWidget(box)
    assert not box.isEnabled()


def test_what_the_wavelengths_allow_is_offered(composites):
    assert {"True colour", "Single band", "Principal components"} <= set(
        texts(composites)
    )
    assert composites.currentText() == "True colour"


def test_a_composite_a_band_and_components_are_chosen(composites, workspace):
    choose(composites, "Single band")
    assert len(workspace.view.bands) == 1
    choose(composites, "True colour")
    assert len(workspace.view.bands) == 3
    assert workspace.view.composite
    choose(composites, "Principal components")
    assert workspace.view.derived == "pca"


def test_bands_of_the_users_choice_are_called_so(composites, workspace):
    workspace.view.show_bands((0, 5, 9))
    assert composites.currentText() == "Own choice"
    choose(composites, "Own choice")
    assert workspace.view.bands == (0, 5, 9)
    workspace.view.show_bands((3,))
    assert composites.currentText() == "Single band"


def test_a_scene_without_wavelengths_has_other_choices(composites, workspace):
    workspace.open_cube(HsiCube(ArraySource(make_values()), BandAxis(5)))
    assert "True colour" not in texts(composites)
    choose(composites, "Last, middle, first band")
    assert workspace.view.bands == (4, 2, 0)


def test_stretches_are_chosen_and_followed(stretches, workspace):
    workspace.view.set_stretch(Stretch(gamma=2.0, scope="view"))
    _, wanted = STRETCHES[-1]
    choose(stretches, stretches.itemText(len(STRETCHES) - 1))
    stretch = workspace.view.stretch
    assert (stretch.method, stretch.gamma, stretch.scope) == (
        wanted.method,
        2.0,
        "view",
    )
    workspace.view.set_stretch(STRETCHES[0][1])
    assert stretches.currentIndex() == 0


def test_limits_of_the_user_are_called_so_while_they_last(stretches, workspace):
    workspace.view.set_stretch(Stretch(method="limits", limits=((0.0, 9.0),)))
    assert stretches.currentText() == "Own limits"
    choose(stretches, "Own limits")
    assert workspace.view.stretch.limits == ((0.0, 9.0),)
    workspace.view.set_stretch(Stretch())
    assert stretches.findText("Own limits") < 0


@pytest.fixture
def views(workspace, qtbot):
    first = MapView(workspace)
    second = SecondView(workspace, first)
    for view in (first, second):
        qtbot.addWidget(view)
        view.resize(400, 300)
        view.show()
    yield first, second
    qtbot.waitUntil(lambda: not (first.is_drawing or second.map_view.is_drawing))


def test_both_maps_show_the_same_place(views):
    first, second = views
    first.zoom_in()
    assert second.map_view.viewport.scale == first.viewport.scale
    assert second.map_view.centre == first.centre
    second.map_view.zoom_out()
    assert first.viewport.scale == second.map_view.viewport.scale
    second.hide()
    scale = first.viewport.scale
    second.map_view.zoom_in()
    assert first.viewport.scale == scale, "nobody sees the other one"
    second.show()
    second.catch_up()
    assert second.map_view.viewport.scale == scale


def test_the_second_map_has_bands_of_its_own_and_tools_of_the_first(views, workspace):
    _, second = views
    composites = second.findChild(CompositeBox)
    choose(composites, "Single band")
    assert len(second._model.view.bands) == 1
    assert len(workspace.view.bands) == 3
    workspace.view.set_tool("brush")
    second._model.view.set_brush_size(7)
    assert second._model.view.tool == "brush"
    assert workspace.view.brush_size == 7
    workspace.view.set_cursor((1, 2))
    assert second._model.view.cursor == (1, 2)


def test_the_second_map_shows_the_result_on_demand(views, workspace):
    _, second = views
    result = second._result
    assert not second._model.view.layer("map").visible
    result.setChecked(True)
    assert second._model.view.layer("map").visible
    workspace.open_cube(make_cube(values=np.ones((4, 9, 9), np.int16)))
    assert second._model.view.layer("map").visible
    assert second._model.document is workspace.document
