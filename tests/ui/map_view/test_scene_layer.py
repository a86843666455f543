"""The picture of the bands: asked for once, and never that of another scene."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.view_settings import Stretch
from hsiviewer.ui.map_view.scene_layer import SceneLayer
from hsiviewer.ui.map_view.viewport import Viewport
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace

SIZE = QSize(140, 120)


class CountingSource(ArraySource):
    """Notes which bands are read, and waits until it may answer."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def read(self, bands=None, window=None, *, step=1):
        self.asked.append(tuple(bands))
        assert self.may_answer.wait(30)
        return super().read(bands, window, step=step)


def counting_cube(first=0):
    source = CountingSource(make_values() + first)
    return HsiCube(source, BandAxis(5, np.linspace(400, 1000, 5))), source


@pytest.fixture
def workspace(loop):
    return FakeWorkspace()


@pytest.fixture
def layer(workspace):
    return SceneLayer(workspace)


def fitting(cube):
    return Viewport.fitting(cube.grid_shape, SIZE)


def shown(layer, cube):
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    picture.fill(0xFF123456)
    with QPainter(picture) as painter:
        layer.draw(painter, fitting(cube))
    return picture.pixelColor(70, 60).name()


def test_a_picture_is_asked_for_once_and_drawn_when_it_is_there(
    layer, workspace, qtbot
):
    cube, source = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    assert shown(layer, cube) == "#123456"
    with qtbot.waitSignal(layer.ready, timeout=10_000):
        layer.request(fitting(cube), SIZE)
        assert layer.is_busy
    qtbot.waitUntil(lambda: not layer.is_busy)
    assert shown(layer, cube) != "#123456"
    before = len(source.asked)
    layer.request(fitting(cube), SIZE)
    assert not layer.is_busy
    assert len(source.asked) == before


def test_other_bands_and_another_stretch_are_asked_for(layer, workspace, qtbot):
    cube, source = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    for change in (
        lambda: None,
        lambda: workspace.view.show_bands((2,)),
        lambda: workspace.view.set_stretch(Stretch(gamma=2.0)),
        lambda: workspace.view.set_colors("viridis"),
    ):
        change()
        with qtbot.waitSignal(layer.ready, timeout=10_000):
            layer.request(fitting(cube), SIZE)
        qtbot.waitUntil(lambda: not layer.is_busy)
    assert source.asked[-1] == (2,)


def test_of_many_wishes_the_last_one_counts(layer, workspace, qtbot):
    cube, source = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    source.may_answer.clear()
    rendered = []
    layer.rendered.connect(rendered.append)
    for band in range(5):
        workspace.view.show_bands((band,))
        layer.request(fitting(cube), SIZE)
        qtbot.waitUntil(lambda: bool(source.asked))
    source.may_answer.set()
    qtbot.waitUntil(lambda: not layer.is_busy)
    assert [view.request.bands for view in rendered] == [(0,), (4,)]


def test_the_answer_for_a_scene_that_was_left_is_not_drawn(layer, workspace, qtbot):
    cube, source = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    source.may_answer.clear()
    layer.request(fitting(cube), SIZE)
    rendered = []
    layer.rendered.connect(rendered.append)
    other = make_cube()
    layer.show(other)
    source.may_answer.set()
    qtbot.waitUntil(lambda: not layer.is_busy)
    assert rendered == []
    assert shown(layer, other) == "#123456"


def test_limits_of_a_scene_are_found_once(layer, workspace, qtbot):
    cube, _ = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    rendered = []
    layer.rendered.connect(rendered.append)
    layer.request(fitting(cube), SIZE)
    qtbot.waitUntil(lambda: len(rendered) == 1 and not layer.is_busy)
    workspace.view.set_stretch(Stretch(gamma=2.0))
    layer.request(fitting(cube), SIZE)
    qtbot.waitUntil(lambda: len(rendered) == 2 and not layer.is_busy)
    assert rendered[0].request.limits is None
    np.testing.assert_array_equal(rendered[1].request.limits, rendered[0].limits)


def test_nothing_is_asked_for_without_scene_size_or_bands(layer, workspace):
    layer.request(Viewport(), SIZE)
    cube, source = counting_cube()
    workspace.open_cube(cube)
    layer.show(cube)
    layer.request(fitting(cube), QSize(0, 0))
    layer.show(cube, bands=(99,))
    layer.request(fitting(cube), SIZE)
    assert not layer.is_busy
    assert source.asked == []
