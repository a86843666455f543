"""Rasters over the scene: drawn where they lie, and never those of another scene."""

import itertools
import threading

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.imaging.value_colors import ColorRamp
from hsiviewer.io.alignment import Alignment
from hsiviewer.ui.map_view.raster_pictures import RasterPictures
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.session.raster_layers import RasterLayer
from hsiviewer.workflows.session.value_layers import ValueLayer, array_reader
from tests.builders import make_cube
from tests.ui.fakes import FakeWorkspace

SIZE = QSize(140, 120)
EMPTY = "#123456"
WHITE, BLACK = "#ffffff", "#000000"

numbers = itertools.count(1000)


class SlowSource(ArraySource):
    """One value everywhere; it answers when it may."""

    def __init__(self, value):
        super().__init__(np.full((1, 6, 7), value, np.float32))
        self.asked = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def read(self, bands=None, window=None, *, step=1):
        self.asked += 1
        assert self.may_answer.wait(30)
        return super().read(bands, window, step=step)


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube()
    return workspace


@pytest.fixture
def pictures(workspace, qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    pictures = RasterPictures(workspace, owner)
    workspace.session_changed.connect(pictures.begin)
    yield pictures
    workspace.session_changed.disconnect(pictures.begin)


def lay(workspace, value, **fields):
    """Lay a raster of one value over the scene; 0 is black, 1 is white."""
    cube = HsiCube(SlowSource(value), make_cube(bands=1).bands)
    layer = RasterLayer(
        next(numbers), cube, (0,), np.array([[0.0, 1.0]]),
        Alignment(cube, workspace.document.cube), **fields,
    )  # fmt: skip
    workspace.layers._layers[layer.id] = layer
    workspace.layers.changed.emit()
    return layer


def fitting(workspace):
    return Viewport.fitting(workspace.document.cube.grid_shape, SIZE)


def color(pictures, workspace):
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    picture.fill(0xFF123456)
    with QPainter(picture) as painter:
        pictures.draw(painter, fitting(workspace))
    return picture.pixelColor(70, 60).name()


def drawn(pictures, workspace, qtbot):
    """Return the colour of a pixel once all that is visible is there."""
    pictures.request(fitting(workspace), SIZE)
    qtbot.waitUntil(lambda: not pictures.is_busy)
    return color(pictures, workspace)


def test_the_uppermost_raster_covers_the_others(pictures, workspace, qtbot):
    lay(workspace, 0.0)
    assert drawn(pictures, workspace, qtbot) == BLACK
    above = lay(workspace, 1.0)
    qtbot.waitUntil(lambda: not pictures.is_busy)
    assert color(pictures, workspace) == WHITE
    workspace.layers.set_layer(above.id, visible=False)
    assert color(pictures, workspace) == BLACK
    workspace.layers.set_layer(above.id, visible=True, opacity=0.5)
    assert color(pictures, workspace) not in (BLACK, WHITE)
    workspace.layers.remove(above.id)
    assert color(pictures, workspace) == BLACK


def test_a_picture_is_asked_for_once_and_again_for_another_place(
    pictures, workspace, qtbot
):
    layer = lay(workspace, 1.0)
    drawn(pictures, workspace, qtbot)
    drawn(pictures, workspace, qtbot)
    assert layer.cube.source.asked == 1
    pictures.request(fitting(workspace).panned(fitting(workspace).point(1, 1)), SIZE)
    qtbot.waitUntil(lambda: not pictures.is_busy)
    assert layer.cube.source.asked == 2


def test_what_nobody_sees_is_not_asked_for(pictures, workspace):
    hidden = lay(workspace, 1.0, visible=False)
    pictures.request(fitting(workspace), SIZE)
    lay(workspace, 1.0)
    pictures.request(fitting(workspace), QSize(0, 0))
    assert hidden.cube.source.asked == 0


def test_rasters_of_a_scene_that_was_left_are_read_no_further(
    pictures, workspace, qtbot
):
    left = [lay(workspace, 0.0) for _ in range(3)]
    left[0].cube.source.may_answer.clear()
    pictures.request(fitting(workspace), SIZE)
    qtbot.waitUntil(lambda: left[0].cube.source.asked == 1)
    workspace.open_cube()
    assert color(pictures, workspace) == EMPTY
    layer = lay(workspace, 1.0)
    pictures.request(fitting(workspace), SIZE)
    left[0].cube.source.may_answer.set()
    qtbot.waitUntil(lambda: not pictures.is_busy)
    assert color(pictures, workspace) == WHITE
    assert [each.cube.source.asked for each in left] == [1, 0, 0]
    assert list(pictures._pictures) == [layer.id]


def test_values_are_drawn_over_the_map_and_anew_when_they_change(
    pictures, workspace, qtbot
):
    def shown(over_map):
        picture = QImage(SIZE, QImage.Format.Format_RGB32)
        picture.fill(0xFF123456)
        with QPainter(picture) as painter:
            pictures.draw(painter, fitting(workspace), over_map=over_map)
        return picture.pixelColor(70, 60).name()

    def show(value):
        workspace.layers.show(
            ValueLayer(
                key="k", title="t", cube=workspace.document.cube,
                read=array_reader(np.full((6, 7), value)), scale=ColorRamp("gray"),
            )
        )  # fmt: skip

    show(1.0)
    pictures.request(fitting(workspace), SIZE)
    qtbot.waitUntil(lambda: shown(over_map=True) == WHITE)
    assert shown(over_map=False) == EMPTY
    show(0.0)
    qtbot.waitUntil(lambda: shown(over_map=True) == BLACK)
