"""The hand on the map, led by real events."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hsiviewer.ui.map_view.view import MapView
from tests.ui.fakes import FakeWorkspace

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(classes=("water",))
    return workspace


@pytest.fixture
def view(workspace, qtbot):
    view = MapView(workspace)
    qtbot.addWidget(view)
    view.resize(350, 300)
    view.show()
    qtbot.waitUntil(lambda: not view.is_drawing)
    return view


def drag(view, button, start, stop):
    QTest.mousePress(view, button, pos=start)
    QTest.mouseMove(view, stop)
    QTest.mouseRelease(view, button, pos=stop)


def test_the_middle_button_pans(view, workspace):
    before = view.viewport
    drag(view, MIDDLE, QPoint(100, 100), QPoint(140, 120))
    moved = (before.left - view.viewport.left, before.top - view.viewport.top)
    assert moved == pytest.approx((40 / before.scale, 20 / before.scale))
    assert not view.fits
    assert workspace.document.labels.total == 0


def test_space_pans_with_the_left_button_and_lets_go(view, workspace):
    workspace.view.set_tool("point")
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert view.cursor().shape() is Qt.CursorShape.OpenHandCursor
    before = view.viewport
    drag(view, LEFT, QPoint(100, 100), QPoint(140, 100))
    assert view.viewport != before
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.cursor().shape() is Qt.CursorShape.CrossCursor
    assert workspace.document.labels.total == 0


def test_the_left_button_works_with_the_tool(view, workspace):
    workspace.view.set_tool("point")
    QTest.mouseClick(view, LEFT, pos=view.map_from_pixel(2, 3))
    assert workspace.document.labels.values[2, 3] == 1
    QTest.mouseClick(
        view, LEFT, Qt.KeyboardModifier.ControlModifier, view.map_from_pixel(2, 3)
    )
    assert workspace.document.labels.total == 0


def test_the_line_of_the_swipe_is_taken_before_any_tool(view, workspace):
    workspace.view.set_tool("point")
    workspace.view.set_swipe(0.5)
    line = round(view.swipe_x)
    drag(view, LEFT, QPoint(line + 3, 100), QPoint(line + 70, 100))
    assert workspace.view.swipe == pytest.approx((line + 70) / view.width())
    assert workspace.document.labels.total == 0


def test_escape_gives_up_and_another_tool_too(view, workspace):
    for give_up in (
        lambda: QTest.keyClick(view, Qt.Key.Key_Escape),
        lambda: workspace.view.set_tool("select"),
    ):
        workspace.view.set_tool("rectangle")
        QTest.mousePress(view, LEFT, pos=view.map_from_pixel(1, 1))
        QTest.mouseMove(view, view.map_from_pixel(3, 3))
        give_up()
        QTest.mouseRelease(view, LEFT, pos=view.map_from_pixel(3, 3))
        assert workspace.document.labels.total == 0


def test_enter_closes_a_polygon_and_backspace_takes_a_corner_back(view, workspace):
    workspace.view.set_tool("polygon")
    for pixel in ((1, 1), (1, 3), (3, 3), (5, 6)):
        QTest.mouseClick(view, LEFT, pos=view.map_from_pixel(*pixel))
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.mouseClick(view, LEFT, pos=view.map_from_pixel(3, 1))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert workspace.document.labels.total == 9


def test_the_cursor_is_told_inside_the_scene_only(view, workspace):
    QTest.mouseMove(view, view.map_from_pixel(2, 3))
    assert workspace.view.cursor == (2, 3)
    QTest.mouseMove(view, QPoint(1, 1))
    assert workspace.view.cursor is None


def test_an_outline_does_not_follow_into_another_scene(view, workspace):
    workspace.view.set_tool("polygon")
    QTest.mouseClick(view, LEFT, pos=view.map_from_pixel(1, 1))
    assert view.hand.gesture.outline
    workspace.open_cube(classes=("water",))
    assert view.hand.gesture.outline == ()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert workspace.document.labels.total == 0
