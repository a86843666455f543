"""The scene as a cube: seen when it is looked at, turned and sized by the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.panels.cube.panel import CubePicture
from tests.builders import make_cube
from tests.ui.fakes import FakeWorkspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    values = np.random.default_rng(3).integers(0, 900, (5, 20, 30)).astype(np.int16)
    workspace.open_cube(make_cube(values=values))
    return workspace


@pytest.fixture
def cube(workspace, qtbot):
    cube = CubePicture(workspace)
    qtbot.addWidget(cube)
    cube.resize(cube.sizeHint())
    yield cube
    qtbot.waitUntil(lambda: not cube._read.is_running)


def colors(cube):
    """Return how many colours are seen."""
    picture = cube.grab().toImage()
    places = [
        (x, y)
        for x in range(0, picture.width(), 6)
        for y in range(0, picture.height(), 6)
    ]
    return {picture.pixel(*place) for place in places}


def turn_wheel(cube, notches):
    where = QPointF(cube.rect().center())
    event = QWheelEvent(
        where, where, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(cube, event)


def test_the_faces_are_read_when_somebody_looks(cube, workspace, qtbot):
    assert not cube.is_ready
    workspace.view.show_bands((2,))
    assert not cube._read.is_running
    cube.show()
    qtbot.waitUntil(lambda: cube.is_ready)
    assert len(colors(cube)) > 20


def test_other_bands_give_another_top(cube, workspace, qtbot):
    cube.show()
    qtbot.waitUntil(lambda: cube.is_ready)
    before = cube._images["top"].copy()
    workspace.view.show_bands((0,))
    qtbot.waitUntil(lambda: cube.is_ready and cube._images["top"] != before)


def test_the_mouse_turns_and_tilts_it_within_limits(cube, qtbot):
    cube.show()
    qtbot.waitUntil(lambda: cube.is_ready)
    before, seen = cube.direction, colors(cube)
    QTest.mouseMove(cube, QPoint(10, 10))
    assert cube.direction == before, "nobody holds it"
    QTest.mousePress(cube, LEFT, pos=QPoint(100, 100))
    QTest.mouseMove(cube, QPoint(160, 120))
    assert cube.direction == (before[0] + 30, before[1] + 10)
    QTest.mouseMove(cube, QPoint(160, 900))
    assert cube.direction[1] == 85
    QTest.mouseMove(cube, QPoint(160, -900))
    assert cube.direction[1] == 8
    QTest.mouseRelease(cube, LEFT, pos=QPoint(160, 100))
    assert cube.cursor().shape() is Qt.CursorShape.OpenHandCursor
    assert colors(cube) != seen


def test_all_four_sides_can_be_turned_to_the_eye(cube, qtbot):
    cube.show()
    qtbot.waitUntil(lambda: cube.is_ready)
    seen = set()
    for yaw in range(0, 360, 45):
        cube._yaw = float(yaw)
        sides = cube._visible_sides()
        assert 1 <= len(sides) <= 2
        seen.update(sides)
        assert len(colors(cube)) > 5
    assert seen == {"north", "east", "south", "west"}


def test_the_wheel_changes_its_size_within_limits(cube, qtbot):
    cube.show()
    qtbot.waitUntil(lambda: cube.is_ready)
    turn_wheel(cube, 3)
    assert cube._size == pytest.approx(1.1**3)
    turn_wheel(cube, 40)
    assert cube._size == 4.0
    turn_wheel(cube, -100)
    assert cube._size == 0.4


def test_without_a_scene_one_is_asked_for(qtbot, loop):
    cube = CubePicture(FakeWorkspace())
    qtbot.addWidget(cube)
    cube.resize(360, 300)
    cube.show()
    assert not cube.is_ready
    assert len(colors(cube)) > 1, "a sentence is written there"


def test_the_cube_of_a_scene_that_was_left_is_not_shown(cube, workspace, qtbot):
    cube.show()
    workspace.open_cube(make_cube(values=np.full((5, 8, 9), 7, np.int16)))
    qtbot.waitUntil(lambda: cube.is_ready)
    top = cube._images["top"]
    assert (top.height(), top.width()) == (8, 9)
