"""The map widget: draws the layers, zooms and pans, and leads the mouse to tools."""

from collections.abc import Callable

from psygnal import SignalInstance
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsiviewer.core.document import Document
from hsiviewer.core.view import Place, ViewState
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.decorations import draw_scale_bar, draw_swipe
from hsiviewer.ui.map_view.graticule import draw_graticule
from hsiviewer.ui.map_view.hand import MapHand
from hsiviewer.ui.map_view.layers import MapLayers
from hsiviewer.ui.map_view.marks import draw_doubts, draw_marks, draw_suggestions
from hsiviewer.ui.map_view.model import MapModel, MapSession
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.positions import Locator
from hsiviewer.workflows.viewing.reading import values

_WHEEL_STEP = 1.25

_Pick = Callable[[MapSession], SignalInstance]
_REDRAWN_BY: tuple[_Pick, ...] = (
    lambda session: session.document.classes_changed,
    lambda session: session.document.classification_changed,
    lambda session: session.document.selected_pixel_changed,
    lambda session: session.doubts.changed,
    lambda session: session.live.changed,
    lambda session: session.next_pixels.changed,
    lambda session: session.view.layer_changed,
    lambda session: session.view.label_style_changed,
    lambda session: session.view.decoration_changed,
    lambda session: session.view.cursor_changed,
    lambda session: session.view.region_changed,
    lambda session: session.view.pins_changed,
    lambda session: session.view.brush_size_changed,
)
_RENDERED_BY: tuple[_Pick, ...] = (
    lambda session: session.view.bands_changed,
    lambda session: session.view.stretch_changed,
    lambda session: session.view.colors_changed,
    lambda session: session.view.layer_changed,
)


class MapView(QWidget):
    """The scene with its labels and result; the wheel zooms at the cursor.

    Parameters
    ----------
    model : MapModel
        Its document and view state are what is drawn and changed.

    Attributes
    ----------
    hand : MapHand
        What mouse and keys do on it.
    viewport_changed : QPointF, float
        The user looks at another place (column and row of the middle) or at
        another scale.
    rendered : RenderedView
        Another picture of the scene has been drawn.
    """

    viewport_changed = Signal(QPointF, float)
    rendered = Signal(object)

    def __init__(self, model: MapModel, parent: QWidget | None = None) -> None:
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
        self._model = model
        self._viewport = Viewport()
        self._fits = True
        self._locator: Locator | None = None
        self._begins_at: Place | None = None
        self.hand = MapHand(self, model)
        self._layers = MapLayers(model, self)
        self._connect()
        self._begin()
        self.hand.show_cursor()

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

    def pan(self, way: QPointF) -> None:
        """Move the scene by points of the screen."""
        self._fits = False
        self._look(self._viewport.panned(way))

    @property
    def swipe_x(self) -> float:
        """Where the line of the swipe is, in points from the left."""
        return self.width() * (self._view.swipe or 0.0)

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
        self.pan(QRectF(self.rect()).center() - point)

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers from bottom to top."""
        self._begins_at = None
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
        elif self._begins_at is not None:
            self._go_to(self._begins_at)  # its size was not known yet
        self._request()

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what was not drawn while nobody could see it."""
        super().showEvent(event)
        self._request()

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
        """Lead to the hand."""
        self.hand.press(event)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead to the hand."""
        self.hand.move(event)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead to the hand."""
        self.hand.release(event)

    @guarded(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Lead to the hand."""
        self.hand.double_click(event)

    @guarded(None)
    def leaveEvent(self, _event: object) -> None:
        """Tell that the mouse is over no pixel."""
        self._view.set_cursor(None)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to the hand; keys that it does not know are the window's."""
        if not self.hand.press_key(event):
            super().keyPressEvent(event)

    @guarded(None)
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Lead to the hand, as in `keyPressEvent`."""
        if not self.hand.release_key(event):
            super().keyReleaseEvent(event)

    @property
    def _document(self) -> Document:
        return self._model.document

    @property
    def _view(self) -> ViewState:
        return self._model.view

    @property
    def _shape(self) -> tuple[int, int]:
        return self._document.labels.shape

    def _paint(self, painter: QPainter) -> None:
        window = self._viewport.visible(self.size(), self._shape)
        self._layers.draw(painter, self._viewport, window)
        if self._view.layer("labels").visible:
            draw_doubts(painter, self._viewport, self._model.session.doubts.pixels)
        suggested = self._model.session.next_pixels
        draw_suggestions(painter, self._viewport, suggested.open, suggested.pixels)
        draw_marks(
            painter, self._viewport, self._document, self._view, self.hand.gesture
        )
        if self._view.has_graticule and self._locator is not None:
            draw_graticule(painter, self._viewport, self._locator, self.size())
        if self._view.swipe is not None:
            draw_swipe(painter, self.swipe_x, self.height())
        if self._view.has_scale_bar and self._locator is not None:
            draw_scale_bar(painter, self._viewport, self._locator, self.size())

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._model, self)
        follow.connect(
            lambda session: session.document.labels_changed, self._on_labels_changed
        )
        follow.connect(lambda session: session.view.tool_changed, self._on_tool_changed)
        for pick in _REDRAWN_BY:
            follow.connect(pick, self._on_redraw)
        for pick in _RENDERED_BY:
            follow.connect(pick, self._on_picture_changed)
        self._model.session_changed.connect(self._on_session_changed)
        self._layers.changed.connect(self._on_picture_changed)
        values.restored.connect(self._on_picture_changed)
        self._layers.scene.ready.connect(self.update)
        self._layers.rasters.changed.connect(self.update)
        self._layers.scene.rendered.connect(self.rendered)

    def _on_session_changed(self) -> None:
        self.hand.begin()
        self._layers.begin()
        self._begin()

    def _begin(self) -> None:
        """Look at the scene that is open now, where it was looked at last."""
        cube, place = self._document.cube, self._view.place
        self._locator = None if cube is None else Locator(cube.georeference)
        self._fits = place is None
        self._begins_at = place
        if place is None:
            self._show(Viewport.fitting(self._shape, self.size()))
        else:
            self._go_to(place)

    def _go_to(self, place: Place) -> None:
        row, col, scale = place
        self.follow(QPointF(col, row), scale)

    def _request(self) -> None:
        """Ask for pictures of what is visible; a hidden map needs none."""
        if self.isVisible():
            self._layers.request(self._viewport, self.size())

    def _on_picture_changed(self) -> None:
        self._request()

    def _on_labels_changed(self, window: PixelWindow) -> None:
        # The dot or outline of a pixel reaches some points beyond it.
        area = self._viewport.rect(window).adjusted(-6, -6, 6, 6)
        self.update(area.toAlignedRect().intersected(self.rect()))

    def _on_redraw(self) -> None:
        self.update()

    def _on_tool_changed(self) -> None:
        self.hand.change_tool()
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
        self._request()
        self.update()
