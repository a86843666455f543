"""Marks on the map: the selected pixel, the brush, an area being drawn."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.gestures import Gesture
from hsiviewer.ui.map_view.viewport import Viewport

_DARK, _LIGHT = QColor(0, 0, 0, 170), QColor("white")
_DOUBT_RADIUS = 5.0
_PIN_ARM = 6.0
_PLACE_RADIUS = 9.0


def draw_marks(
    painter: QPainter,
    viewport: Viewport,
    document: Document,
    view: ViewState,
    gesture: Gesture,
) -> None:
    """Draw what helps the hand, over all layers."""
    scale = viewport.scale
    if document.selected_pixel is not None:
        row, col = document.selected_pixel
        frame = viewport.rect(PixelWindow(row, col, 1, 1))
        grow = max(0.0, (7 - scale) / 2)
        _frame(painter, frame.adjusted(-grow, -grow, grow, grow), scale > 9)
    _draw_pins(painter, viewport, view.pins)
    if view.region is not None:
        _frame(painter, viewport.rect(view.region), is_square=True)
    cursor, size = view.cursor, gesture.diameter
    if cursor is not None and size:
        window = PixelWindow(cursor[0] - size // 2, cursor[1] - size // 2, size, size)
        _frame(painter, viewport.rect(window), size < 3)
    if gesture.outline:
        _draw_area(painter, viewport, gesture, document)


def draw_doubts(
    painter: QPainter, viewport: Viewport, pixels: Iterable[tuple[int, int]]
) -> None:
    """Ring the labels that are unlike their class."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = max(_DOUBT_RADIUS, viewport.scale * 0.9)
    for color, width in ((_DARK, 3.0), (QColor("#ffb000"), 1.6)):
        painter.setPen(QPen(color, width))
        for row, col in pixels:
            centre = viewport.point(row + 0.5, col + 0.5)
            painter.drawEllipse(centre, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_suggestions(
    painter: QPainter,
    viewport: Viewport,
    open_pixels: Iterable[tuple[int, int]],
    pixels: Sequence[tuple[int, int]],
) -> None:
    """Ring the pixels that are suggested for labelling, with their numbers.

    Parameters
    ----------
    open_pixels : iterable of (row, col)
        Those that have no answer yet; only these are drawn.
    pixels : sequence of (row, col)
        All of the round, which are numbered.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = max(_PLACE_RADIUS, viewport.scale * 0.9)
    for pixel in open_pixels:
        centre = viewport.point(pixel[0] + 0.5, pixel[1] + 0.5)
        beside = centre + QPointF(0.75 * radius + 2, -0.75 * radius - 1)
        number = str(pixels.index(pixel) + 1)
        for color, width in ((_DARK, 4.0), (_LIGHT, 1.8)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(centre, radius, radius)
        outline = QPainterPath()
        outline.addText(beside, painter.font(), number)
        painter.strokePath(outline, QPen(_DARK, 3.5))
        painter.fillPath(outline, _LIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_pins(
    painter: QPainter,
    viewport: Viewport,
    pins: Iterable[tuple[tuple[int, int], str]],
) -> None:
    """Draw a cross in the colour of its curve at each pixel with a kept spectrum."""
    for (row, col), color in pins:
        x, y = viewport.point(row + 0.5, col + 0.5).toTuple()
        arms = [
            QLineF(x - _PIN_ARM, y, x + _PIN_ARM, y),
            QLineF(x, y - _PIN_ARM, x, y + _PIN_ARM),
        ]
        for pen in (QPen(_LIGHT, 4.0), QPen(QColor(color), 2.0)):
            painter.setPen(pen)
            painter.drawLines(arms)


def _draw_area(
    painter: QPainter, viewport: Viewport, gesture: Gesture, document: Document
) -> None:
    corners = [viewport.point(row + 0.5, col + 0.5) for row, col in gesture.outline]
    area = QPolygonF([QPointF(corner) for corner in corners])
    current = document.current_class
    color = QColor(document.classes[current].color if current else "#ffffff")
    inside = QColor(color)
    inside.setAlpha(60)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_DARK, 3.0))
    painter.setBrush(inside)
    painter.drawPolygon(area)
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _frame(painter: QPainter, area: QRectF, is_square: bool) -> None:
    """Draw a frame that shows on bright and on dark ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_square)
    for color, width in ((_DARK, 3.0), (_LIGHT, 1.2)):
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_square:
            painter.drawRect(area)
        else:
            painter.drawEllipse(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
