"""The hand on the map: it pans, moves the line of the swipe, or uses a tool."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hsiviewer.core.view import ViewState
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.map_view.gestures import Gesture
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.tools import make_gestures

if TYPE_CHECKING:
    from hsiviewer.ui.map_view.view import MapView

_SWIPE_REACH = 7  # points to each side of the line at which it can be taken
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_GESTURE_KEYS: dict[int, Callable[[Gesture], None]] = {
    Qt.Key.Key_Escape: lambda gesture: gesture.cancel(),
    Qt.Key.Key_Return: lambda gesture: gesture.finish(),
    Qt.Key.Key_Enter: lambda gesture: gesture.finish(),
    Qt.Key.Key_Backspace: lambda gesture: gesture.step_back(),
}


class MapHand:
    """Takes the events of mouse and keys of a map, and leads them to tools.

    The middle button, or the left one with the space bar, pans; the left button works
    with the current tool, or takes the line of the swipe.

    Parameters
    ----------
    map_view : MapView
        What the hand is on.
    model : MapModel
        Its document and view state are what is changed.

    Attributes
    ----------
    gestures : dict
        What each tool does, by the tool's id.
    """

    def __init__(self, map_view: "MapView", model: MapModel) -> None:
        self._map_view = map_view
        self._model = model
        self._pan_from: QPointF | None = None
        self._space_held = self._moves_swipe = False
        self._active: Gesture | None = None
        self.gestures = self._make_gestures()

    @property
    def gesture(self) -> Gesture:
        """What the tool does that is in use, or would be used."""
        return self._active or self.gestures[self._view.tool]

    def begin(self) -> None:
        """Hold the tools of the scene that is open now."""
        for gesture in self.gestures.values():
            gesture.cancel()  # corners of an outline were on the scene before
        self.gestures = self._make_gestures()
        self._active = self._pan_from = None
        self.show_cursor()

    def change_tool(self) -> None:
        """Give up what the tool before has begun."""
        if self._active is not None:
            self._active.cancel()
            self._active = None
        self.show_cursor()

    def press(self, event: QMouseEvent) -> None:
        """Begin to pan or to use the tool."""
        button, viewport = event.button(), self._map_view.viewport
        if button == _LEFT and self._is_on_swipe(event.position()):
            self._moves_swipe = True
        elif button == _MIDDLE or (button == _LEFT and self._space_held):
            self._pan_from = event.position()
            self._map_view.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button == _LEFT and self._model.document.cube is not None:
            self._active = self.gestures[self._view.tool]
            erases = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._active.press(viewport.pixel(event.position()), erases=erases)
            self._map_view.update()

    def move(self, event: QMouseEvent) -> None:
        """Pan, go on with the tool, and tell where the mouse is."""
        place = event.position()
        if self._pan_from is not None:
            self._map_view.pan(place - self._pan_from)
            self._pan_from = place
            return
        if self._moves_swipe:
            self._view.set_swipe(place.x() / max(1, self._map_view.width()))
            return
        pixel = self._map_view.viewport.pixel(place)
        if self._active is None:
            self.show_cursor(is_on_swipe=self._is_on_swipe(place))
        else:
            self._active.move(pixel)
            if self._active.outline:
                self._map_view.update()
        rows, cols = self._model.document.labels.shape
        inside = 0 <= pixel[0] < rows and 0 <= pixel[1] < cols
        self._view.set_cursor(pixel if inside else None)

    def release(self, event: QMouseEvent) -> None:
        """End panning or the use of the tool."""
        self._moves_swipe = False
        if self._pan_from is not None:
            self._pan_from = None
            self.show_cursor()
        elif event.button() == _LEFT and self._active is not None:
            self._active.release()
            self._end_gesture()

    def double_click(self, event: QMouseEvent) -> None:
        """Finish what waits for more clicks; otherwise a click like any other."""
        if self._active is not None and self._active.is_pending:
            self._active.finish()
            self._end_gesture()
        else:
            self.press(event)

    def press_key(self, event: QKeyEvent) -> bool:
        """Hold the scene with the space bar; give a stroke up with Escape.

        Returns
        -------
        bool
            Whether the key was meant for the hand.
        """
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self.show_cursor()
            return True
        if self._active is not None and event.key() in _GESTURE_KEYS:
            _GESTURE_KEYS[event.key()](self._active)
            self._end_gesture()
            return True
        return False

    def release_key(self, event: QKeyEvent) -> bool:
        """Let the scene go; returns as `press_key`."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._space_held = False
        self.show_cursor()
        return True

    def show_cursor(self, *, is_on_swipe: bool = False) -> None:
        """Show by the cursor what a press would do."""
        if is_on_swipe:
            self._map_view.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._space_held:
            self._map_view.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._model.document.cube is None:
            self._map_view.unsetCursor()
        else:
            self._map_view.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def _view(self) -> ViewState:
        return self._model.view

    def _make_gestures(self) -> dict[str, Gesture]:
        session = self._model.session
        return make_gestures(
            session.document,
            session.view,
            lambda work: run_async(self._map_view, work),
        )

    def _is_on_swipe(self, point: QPointF) -> bool:
        is_shown = self._view.swipe is not None
        return is_shown and abs(point.x() - self._map_view.swipe_x) <= _SWIPE_REACH

    def _end_gesture(self) -> None:
        """Let the tool go, unless it waits for more."""
        if self._active is not None and not self._active.is_pending:
            self._active = None
        self._map_view.update()
