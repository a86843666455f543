"""The map widget: draws the layers, zooms and pans, and leads the mouse to tools."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.decorations import draw_scale_bar, draw_swipe
from hsiviewer.ui.map_view.gestures import Gesture
from hsiviewer.ui.map_view.graticule import draw_graticule
from hsiviewer.ui.map_view.layers import MapLayers
from hsiviewer.ui.map_view.marks import draw_doubts, draw_marks
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.tools import make_gestures
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.positions import Locator
from hsiviewer.workflows.viewing.reading import values

_WHEEL_STEP = 1.25
_SWIPE_REACH = 7  # points to each side of the line at which it can be taken
_GESTURE_KEYS: dict[int, Callable[[Gesture], None]] = {
    Qt.Key.Key_Escape: lambda gesture: gesture.cancel(),
    Qt.Key.Key_Return: lambda gesture: gesture.finish(),
    Qt.Key.Key_Enter: lambda gesture: gesture.finish(),
    Qt.Key.Key_Backspace: lambda gesture: gesture.step_back(),
}


class MapView(QWidget):
    """The scene with its labels and result.

    The wheel zooms at the cursor; the middle button, or the left one with the
    space bar, pans; the left button works with the current tool.

    Parameters
    ----------
    workspace : MapModel
        Its document and view state are what is drawn and changed.

    Attributes
    ----------
    viewport_changed : QPointF, float
        The user looks at another place (column and row of the middle) or at
        another scale.
    rendered : RenderedView
        Another picture of the scene has been drawn.
    """

    viewport_changed = Signal(QPointF, float)
    rendered = Signal(object)

    def __init__(self, workspace: MapModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapView")
        self.setWhatsThis(
            tr(
                "The scene. The wheel zooms, the middle button or space and drag "
                "moves. A click selects a pixel or labels it, as the tool in the "
                "toolbar says; Ctrl takes labels away while painting."
            )
        )
        self.setAccessibleName(tr("Map"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._document = workspace.document
        self._view = workspace.view
        self._doubts = workspace.doubts
        self._viewport = Viewport()
        self._fits = True
        self._pan_from: QPointF | None = None
        self._space_held = self._moves_swipe = False
        self._locator: Locator | None = None
        self._active: Gesture | None = None
        self._gestures = make_gestures(
            self._document, self._view, lambda work: run_async(self, work)
        )
        self._layers = MapLayers(workspace, self)
        self._connect()
        self._on_cube_changed()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """Return a size that leaves room for the panels."""
        return QSize(800, 600)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        """Return the least size that is of any use."""
        return QSize(240, 180)

    @property
    def viewport(self) -> Viewport:
        """Which part of the scene is shown, and how large."""
        return self._viewport

    @property
    def is_drawing(self) -> bool:
        """Whether a picture of the scene is still on its way."""
        return self._layers.is_busy

    def map_from_pixel(self, row: int, col: int) -> QPoint:
        """Return the widget position of a pixel's centre."""
        return self._viewport.point(row + 0.5, col + 0.5).toPoint()

    def zoom_full(self) -> None:
        """Show the whole scene."""
        self._fits = True
        self._look(Viewport.fitting(self._shape, self.size()))

    def zoom_native(self) -> None:
        """Show one pixel of the scene as one point of the screen."""
        self._zoom(1 / self._viewport.scale)

    def zoom_in(self) -> None:
        """Show less, larger."""
        self._zoom(_WHEEL_STEP**2)

    def zoom_out(self) -> None:
        """Show more, smaller."""
        self._zoom(_WHEEL_STEP**-2)

    @property
    def fits(self) -> bool:
        """Whether the whole scene is shown, whatever the size of the window."""
        return self._fits

    @property
    def centre(self) -> QPointF:
        """Column and row in the middle, in pixel corners."""
        seen = self._viewport
        return QPointF(
            seen.left + self.width() / 2 / seen.scale,
            seen.top + self.height() / 2 / seen.scale,
        )

    def follow(self, centre: QPointF, scale: float) -> None:
        """Show the same place at the same scale as another view."""
        self._fits = False
        left = centre.x() - self.width() / 2 / scale
        top = centre.y() - self.height() / 2 / scale
        self._show(Viewport(scale, left, top))

    def look_at(self, centre: QPointF, scale: float) -> None:
        """Go to a place, and take linked views along."""
        self.follow(centre, scale)
        self.viewport_changed.emit(centre, scale)

    def bring_into_view(self, pixel: tuple[int, int]) -> None:
        """Move the scene so that a pixel is seen well, if it is not yet."""
        point = self._viewport.point(pixel[0] + 0.5, pixel[1] + 0.5)
        margin = min(self.width(), self.height()) // 6
        if (
            self.rect()
            .adjusted(margin, margin, -margin, -margin)
            .contains(point.toPoint())
        ):
            return
        self._fits = False
        self._look(self._viewport.panned(QRectF(self.rect()).center() - point))

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers from bottom to top."""
        # The painter ends whatever happens: Qt does not survive one that is left.
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.canvas())
            if self._document.cube is not None:
                self._paint(painter)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole scene in view if it was, and ask for what is new."""
        super().resizeEvent(event)
        if self._fits:
            self._viewport = Viewport.fitting(self._shape, self.size())
        self._layers.request(self._viewport, self.size())

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if setting("wheel").value == "backward":
            notches = -notches
        if notches:
            self._zoom(_WHEEL_STEP**notches, event.position())
        event.accept()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan or to use the tool."""
        button = event.button()
        is_left = button == Qt.MouseButton.LeftButton
        if is_left and self._is_on_swipe(event.position()):
            self._moves_swipe = True
            return
        held = button == Qt.MouseButton.LeftButton and self._space_held
        if button == Qt.MouseButton.MiddleButton or held:
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button == Qt.MouseButton.LeftButton and self._document.cube is not None:
            self._active = self._gestures[self._view.tool]
            erases = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._active.press(self._viewport.pixel(event.position()), erases=erases)
            self.update()

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, go on with the tool, and tell where the mouse is."""
        if self._pan_from is not None:
            self._fits = False
            self._look(self._viewport.panned(event.position() - self._pan_from))
            self._pan_from = event.position()
            return
        if self._moves_swipe:
            self._view.set_swipe(event.position().x() / max(1, self.width()))
            return
        if self._active is None:
            self._show_cursor(is_on_swipe=self._is_on_swipe(event.position()))
        pixel = self._viewport.pixel(event.position())
        if self._active is not None:
            self._active.move(pixel)
            if self._active.outline:
                self.update()
        rows, cols = self._shape
        inside = 0 <= pixel[0] < rows and 0 <= pixel[1] < cols
        self._view.set_cursor(pixel if inside else None)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning or the use of the tool."""
        self._moves_swipe = False
        if self._pan_from is not None:
            self._pan_from = None
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._active is not None:
            self._active.release()
            self._end_gesture()

    @guarded(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Finish what waits for more clicks; otherwise a click like any other."""
        if self._active is not None and self._active.is_pending:
            self._active.finish()
            self._end_gesture()
        else:
            self.mousePressEvent(event)

    @guarded(None)
    def leaveEvent(self, _event: object) -> None:
        """Tell that the mouse is over no pixel."""
        self._view.set_cursor(None)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold the scene with the space bar; give a stroke up with Escape."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self._show_cursor()
        elif self._active is not None and event.key() in _GESTURE_KEYS:
            _GESTURE_KEYS[event.key()](self._active)
            self._end_gesture()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the scene go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    @property
    def _shape(self) -> tuple[int, int]:
        return self._document.labels.shape

    def _paint(self, painter: QPainter) -> None:
        window = self._viewport.visible(self.size(), self._shape)
        self._layers.draw(painter, self._viewport, window)
        gesture = self._active or self._gestures[self._view.tool]
        if self._view.layer("labels").visible:
            draw_doubts(painter, self._viewport, self._doubts.pixels)
        draw_marks(painter, self._viewport, self._document, self._view, gesture)
        if self._view.has_graticule and self._locator is not None:
            draw_graticule(painter, self._viewport, self._locator, self.size())
        if self._view.swipe is not None:
            draw_swipe(painter, self._swipe_x, self.height())
        if self._view.has_scale_bar and self._locator is not None:
            draw_scale_bar(painter, self._viewport, self._locator, self.size())

    def _connect(self) -> None:
        document, view = self._document, self._view
        document.cube_changed.connect(self._on_cube_changed)
        document.labels_changed.connect(self._on_labels_changed)
        document.classes_changed.connect(self._on_redraw)
        document.classification_changed.connect(self._on_redraw)
        document.selected_pixel_changed.connect(self._on_redraw)
        self._doubts.changed.connect(self._on_redraw)
        view.bands_changed.connect(self._on_picture_changed)
        view.stretch_changed.connect(self._on_picture_changed)
        view.colors_changed.connect(self._on_picture_changed)
        self._layers.changed.connect(self._on_picture_changed)
        values.restored.connect(self._on_picture_changed)
        view.layer_changed.connect(self._on_redraw)
        view.label_style_changed.connect(self._on_redraw)
        view.decoration_changed.connect(self._on_redraw)
        view.cursor_changed.connect(self._on_redraw)
        view.region_changed.connect(self._on_redraw)
        view.pins_changed.connect(self._on_redraw)
        view.brush_size_changed.connect(self._on_redraw)
        view.tool_changed.connect(self._on_tool_changed)
        self._layers.scene.ready.connect(self.update)
        self._layers.rasters.changed.connect(self.update)
        self._layers.scene.rendered.connect(self.rendered)

    def _on_cube_changed(self) -> None:
        self._active = self._pan_from = None
        for gesture in self._gestures.values():
            gesture.cancel()  # corners of an outline were on the scene before
        self._view.set_cursor(None)  # it was over the scene before
        cube = self._document.cube
        self._locator = None if cube is None else Locator(cube.georeference)
        self.zoom_full()
        self._show_cursor()

    def _on_picture_changed(self) -> None:
        self._layers.request(self._viewport, self.size())

    def _on_labels_changed(self, window: PixelWindow) -> None:
        # The dot or outline of a pixel reaches some points beyond it.
        area = self._viewport.rect(window).adjusted(-6, -6, 6, 6)
        self.update(area.toAlignedRect().intersected(self.rect()))

    def _on_redraw(self) -> None:
        self.update()

    def _on_tool_changed(self) -> None:
        if self._active is not None:
            self._active.cancel()
            self._active = None
        self._show_cursor()
        self.update()

    def _end_gesture(self) -> None:
        """Let the tool go, unless it waits for more."""
        if self._active is not None and not self._active.is_pending:
            self._active = None
        self.update()

    def _zoom(self, factor: float, at: QPointF | None = None) -> None:
        if self._document.cube is None:
            return
        centre = QRectF(self.rect()).center()
        self._fits = False
        self._look(self._viewport.zoomed(factor, at or centre, self._shape))

    def _look(self, viewport: Viewport) -> None:
        self._show(viewport)
        self.viewport_changed.emit(self.centre, viewport.scale)

    def _show(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._layers.request(viewport, self.size())
        self.update()

    @property
    def _swipe_x(self) -> float:
        return self.width() * (self._view.swipe or 0.0)

    def _is_on_swipe(self, point: QPointF) -> bool:
        is_shown = self._view.swipe is not None
        return is_shown and abs(point.x() - self._swipe_x) <= _SWIPE_REACH

    def _show_cursor(self, *, is_on_swipe: bool = False) -> None:
        if is_on_swipe:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._document.cube is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
