"""What the view state wants is shown: bands, or a picture computed from them."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import FileAccessError
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.layers import MapLayers
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.reading import values
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace

SIZE = QSize(140, 120)
EMPTY = "#123456"


class SlowSource(ArraySource):
    """Components are computed only when they may be, and can fail."""

    def __init__(self, numbers):
        super().__init__(numbers)
        self.waits = threading.Semaphore(0)
        self.may_answer = threading.Event()
        self.error = None

    def read(self, bands=None, window=None, *, step=1):
        if bands is not None and len(bands) > 3:
            self.waits.release()
            assert self.may_answer.wait(30)
            if self.error is not None:
                raise self.error
        return super().read(bands, window, step=step)


@pytest.fixture
def workspace(loop):
    return FakeWorkspace()


@pytest.fixture
def owner(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def layers(workspace, owner):
    layers = MapLayers(workspace, owner)
    workspace.session_changed.connect(layers.begin)
    yield layers
    workspace.session_changed.disconnect(layers.begin)


@pytest.fixture
def source():
    noise = np.random.default_rng(1).normal(0, 9, (5, 6, 7))
    source = SlowSource((make_values() + noise).astype(np.float32))
    yield source
    source.may_answer.set()


@pytest.fixture
def cube(source):
    return HsiCube(source, make_cube().bands)


def show_again(workspace, cube):
    """Open a scene that is shown as components, as it was last time."""

    def show_components(_old, new):
        new.view.show_derived("pca")

    workspace.session_changed.connect(show_components, priority=9)
    workspace.open_cube(cube)
    workspace.session_changed.disconnect(show_components)


def color(layers, qtbot, cube):
    """Return the colour of a pixel once everything is drawn."""
    fitting = Viewport.fitting(cube.grid_shape, SIZE)
    layers.request(fitting, SIZE)
    qtbot.waitUntil(lambda: not layers.is_busy)
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    picture.fill(0xFF123456)
    with QPainter(picture) as painter:
        layers.draw(painter, fitting, PixelWindow(0, 0, *cube.grid_shape))
    return picture.pixelColor(70, 60).name()


def wait_until_computing(source, qtbot):
    qtbot.waitUntil(lambda: source.waits.acquire(blocking=False))


def message(owner):
    found = owner.findChild(QLabel, "qt_msgbox_label")
    if found is None:
        return ""
    found.window().close()
    return found.text()


def test_bands_chosen_before_the_components_are_there_are_shown(
    layers, workspace, cube, source, qtbot
):
    show_again(workspace, cube)
    wait_until_computing(source, qtbot)
    workspace.view.show_bands((2,))
    source.may_answer.set()
    qtbot.waitUntil(lambda: not layers.is_busy)
    first = color(layers, qtbot, cube)
    assert first != EMPTY
    workspace.view.show_bands((4, 2, 0))
    assert color(layers, qtbot, cube) not in (EMPTY, first)


def test_components_come_after_the_bands_and_go_again(
    layers, workspace, cube, source, qtbot
):
    source.may_answer.set()
    workspace.open_cube(cube)
    bands = color(layers, qtbot, cube)
    with qtbot.waitSignal(layers.changed, timeout=10_000):
        workspace.view.show_derived("pca")
    components = color(layers, qtbot, cube)
    assert components not in (EMPTY, bands)
    workspace.view.show_bands(workspace.view.bands)
    assert color(layers, qtbot, cube) == bands


def test_the_bands_are_shown_where_components_cannot_be_computed(
    layers, workspace, owner, qtbot
):
    flat = make_cube(values=np.full((5, 6, 7), np.nan, np.float32))
    show_again(workspace, flat)
    qtbot.waitUntil(lambda: not layers.is_busy)
    assert "cannot be reduced to components" in message(owner)
    assert workspace.view.derived == ""
    assert layers.scene._cube is flat


def test_components_of_a_file_that_is_back_are_shown(
    layers, workspace, cube, source, owner, qtbot
):
    source.error = FileAccessError("the stick was pulled")
    source.may_answer.set()
    show_again(workspace, cube)
    qtbot.waitUntil(lambda: values.has_trouble)
    qtbot.waitUntil(lambda: not layers.is_busy)
    assert workspace.view.derived == "pca"
    assert color(layers, qtbot, cube) == EMPTY
    source.error = None
    with qtbot.waitSignal(layers.changed, timeout=30_000):
        values.restored.emit()
    assert color(layers, qtbot, cube) != EMPTY
    assert message(owner) == ""


def test_nobody_hears_of_components_of_a_scene_that_was_left(
    layers, workspace, owner, qtbot
):
    left = HsiCube(
        SlowSource(np.full((5, 6, 7), np.nan, np.float32)), make_cube().bands
    )
    show_again(workspace, left)
    wait_until_computing(left.source, qtbot)
    other = make_cube()
    workspace.open_cube(other)
    left.source.may_answer.set()
    assert color(layers, qtbot, other) != EMPTY
    assert message(owner) == ""
