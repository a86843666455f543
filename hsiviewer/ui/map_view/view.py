"""The map widget: draws the layers, zooms and pans, and leads the mouse to tools."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.overlay import class_table, paint_classes, paint_confidence
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui import theme
from hsiviewer.ui.map_view.gestures import Gesture, make_gestures
from hsiviewer.ui.map_view.pictures import Ids, IdsLayer
from hsiviewer.ui.map_view.scene_layer import SceneLayer
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.workspace import Workspace

_WHEEL_STEP = 1.25
_GRID_FROM_SCALE = 14.0  # points per pixel from which pixel borders are drawn


class MapView(QWidget):
    """The scene with its labels and result.

    The wheel zooms at the cursor; the middle button, or the left one with the
    space bar, pans; the left button works with the current tool.

    Parameters
    ----------
    workspace : Workspace
        Its document and view state are what is drawn and changed.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapView")
        self.setAccessibleName("Map")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._document = workspace.document
        self._view = workspace.view
        self._viewport = Viewport()
        self._fits = True
        self._pan_from: QPointF | None = None
        self._space_held = False
        self._active: Gesture | None = None
        self._gestures = make_gestures(self._document, self._view)
        self._scene = SceneLayer(self._view, self)
        self._labels = IdsLayer(self._paint_labels)
        self._map = IdsLayer(self._paint_map)
        self._confidence = IdsLayer(paint_confidence)
        self._connect()
        self._on_cube_changed()

    def sizeHint(self) -> QSize:
        """Return a size that leaves room for the panels."""
        return QSize(800, 600)

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
        return self._scene.is_busy

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

    def show_window(self, window: PixelWindow) -> None:
        """Show a part of the scene in the middle."""
        whole = Viewport.fitting(window.size, self.size())
        self._fits = False
        self._look(
            Viewport(whole.scale, whole.left + window.col, whole.top + window.row)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers from bottom to top."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.canvas())
        if self._document.cube is None:
            painter.end()
            return
        self._draw_layers(painter)
        self._draw_marks(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole scene in view if it was, and ask for what is new."""
        super().resizeEvent(event)
        if self._fits:
            self._viewport = Viewport.fitting(self._shape, self.size())
        self._scene.request(self._viewport, self.size())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._zoom(_WHEEL_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan or to use the tool."""
        button = event.button()
        held = button == Qt.MouseButton.LeftButton and self._space_held
        if button == Qt.MouseButton.MiddleButton or held:
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button == Qt.MouseButton.LeftButton and self._document.cube is not None:
            self._active = self._gestures[self._view.tool]
            self._active.press(self._viewport.pixel(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, go on with the tool, and tell where the mouse is."""
        if self._pan_from is not None:
            self._fits = False
            self._look(self._viewport.panned(event.position() - self._pan_from))
            self._pan_from = event.position()
            return
        pixel = self._viewport.pixel(event.position())
        if self._active is not None:
            self._active.move(pixel)
        rows, cols = self._shape
        inside = 0 <= pixel[0] < rows and 0 <= pixel[1] < cols
        self._view.set_cursor(pixel if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning or the use of the tool."""
        if self._pan_from is not None:
            self._pan_from = None
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._active is not None:
            gesture, self._active = self._active, None
            gesture.release()

    def leaveEvent(self, _event: object) -> None:
        """Tell that the mouse is over no pixel."""
        self._view.set_cursor(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold the scene with the space bar; give a stroke up with Escape."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self._show_cursor()
        elif event.key() == Qt.Key.Key_Escape and self._active is not None:
            gesture, self._active = self._active, None
            gesture.cancel()
        else:
            super().keyPressEvent(event)

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

    def _connect(self) -> None:
        document, view = self._document, self._view
        document.cube_changed.connect(self._on_cube_changed)
        document.labels_changed.connect(self._on_labels_changed)
        document.classes_changed.connect(self._on_classes_changed)
        document.classification_changed.connect(self._on_classification_changed)
        document.selected_pixel_changed.connect(self._on_redraw)
        view.bands_changed.connect(self._on_picture_changed)
        view.stretch_changed.connect(self._on_picture_changed)
        view.layer_changed.connect(self._on_redraw)
        view.cursor_changed.connect(self._on_redraw)
        view.brush_size_changed.connect(self._on_redraw)
        view.tool_changed.connect(self._on_tool_changed)
        self._scene.ready.connect(self.update)

    def _on_cube_changed(self) -> None:
        self._active = self._pan_from = None
        self._scene.show(self._document.cube)
        self._labels.show(self._document.labels.values)
        self.zoom_full()
        self._show_cursor()

    def _on_picture_changed(self) -> None:
        self._scene.request(self._viewport, self.size())

    def _on_labels_changed(self, window: PixelWindow) -> None:
        self._labels.update(window)
        # The outline of a pixel reaches a point beyond it.
        area = self._viewport.rect(window).adjusted(-2, -2, 2, 2)
        self.update(area.toAlignedRect().intersected(self.rect()))

    def _on_classes_changed(self) -> None:
        self._labels.refresh()
        self._map.refresh()
        self.update()

    def _on_classification_changed(self) -> None:
        result = self._document.classification
        self._map.show(None if result is None else np.asarray(result.class_map))
        self._confidence.show(None if result is None else np.asarray(result.confidence))
        self.update()

    def _on_redraw(self) -> None:
        self.update()

    def _on_tool_changed(self) -> None:
        self._show_cursor()
        self.update()

    def _zoom(self, factor: float, at: QPointF | None = None) -> None:
        if self._document.cube is None:
            return
        centre = QRectF(self.rect()).center()
        self._fits = False
        self._look(self._viewport.zoomed(factor, at or centre, self._shape))

    def _look(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._scene.request(viewport, self.size())
        self.update()

    def _show_cursor(self) -> None:
        if self._space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._document.cube is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)

    def _draw_layers(self, painter: QPainter) -> None:
        window = self._viewport.visible(self.size(), self._shape)
        for name, layer in (
            ("cube", None),
            ("labels", self._labels),
            ("map", self._map),
            ("confidence", self._confidence),
        ):
            state = self._view.layer(name)
            if not state.visible:
                continue
            painter.setOpacity(state.opacity)
            if layer is None:
                self._scene.draw(painter, self._viewport)
            else:
                layer.draw(painter, self._viewport, window)
        painter.setOpacity(1.0)

    def _draw_marks(self, painter: QPainter) -> None:
        scale = self._viewport.scale
        if self._document.selected_pixel is not None:
            row, col = self._document.selected_pixel
            frame = self._viewport.rect(PixelWindow(row, col, 1, 1))
            grow = max(0.0, (7 - scale) / 2)
            self._outline(painter, frame.adjusted(-grow, -grow, grow, grow), scale > 9)
        cursor, size = self._view.cursor, self._gestures[self._view.tool].diameter
        if cursor is not None and size:
            window = PixelWindow(
                cursor[0] - size // 2, cursor[1] - size // 2, size, size
            )
            self._outline(painter, self._viewport.rect(window), size < 3)

    @staticmethod
    def _outline(painter: QPainter, area: QRectF, is_square: bool) -> None:
        """Draw a frame that shows on bright and on dark ground."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_square)
        for color, width in ((QColor(0, 0, 0, 170), 3.0), (QColor("white"), 1.2)):
            painter.setPen(QPen(color, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if is_square:
                painter.drawRect(area)
            else:
                painter.drawEllipse(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_labels(self, ids: Ids) -> ArgbPicture:
        return paint_classes(ids.astype(np.uint16), class_table(self._document.classes))

    def _paint_map(self, ids: Ids) -> ArgbPicture:
        result = self._document.classification
        scheme = self._document.classes
        if result is not None:
            # Colours follow the user's later choices; lost classes keep theirs.
            for each in result.scheme:
                if each.id not in scheme:
                    scheme = scheme.with_class(each)
        return paint_classes(ids.astype(np.uint16), class_table(scheme))
