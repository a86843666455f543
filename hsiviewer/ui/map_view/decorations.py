"""Scale bar, north arrow, legend and the line of the swipe."""

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QRegion,
)
from PySide6.QtWidgets import QWidget

from hsiviewer.core.classes import ClassScheme
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.positions import Locator

_DARK, _LIGHT = QColor(0, 0, 0, 170), QColor("white")
_MARGIN = 16.0
_LONGEST_PX = 160.0


def draw_swipe(painter: QPainter, x: float, height: float) -> None:
    """Draw the line between result and scene, with a handle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((_DARK, 4.0), (_LIGHT, 2.0)):
        painter.setPen(QPen(color, width))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
    painter.setBrush(_LIGHT)
    painter.setPen(QPen(_DARK, 1.0))
    painter.drawEllipse(QPointF(x, height / 2), 9, 9)
    painter.setPen(QPen(QColor("black"), 1.4))
    for side in (-1, 1):
        tip, middle = x + side * 6, height / 2
        painter.drawLine(QPointF(tip, middle), QPointF(tip - side * 3, middle - 3))
        painter.drawLine(QPointF(tip, middle), QPointF(tip - side * 3, middle + 3))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def round_length(longest: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten up to a length."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest * 1.0001)


def length_text(metres: float) -> str:
    """Return a length as people write it."""
    if metres >= 1000:
        return f"{metres / 1000:g} km"
    return f"{metres:g} m" if metres >= 1 else f"{metres * 100:g} cm"


def draw_scale_bar(
    painter: QPainter, viewport: Viewport, locator: Locator, size: QSize
) -> None:
    """Draw a bar of a round length and an arrow to the north, bottom left.

    A scene without a place on the earth gets a bar in pixels and no arrow.
    """
    row, col = viewport.pixel(QPointF(size.width() / 2, size.height() / 2))
    per_pixel = locator.metres((row, col), (row, col + 10)) / 10
    is_known = math.isfinite(per_pixel) and per_pixel > 0
    if not is_known:
        per_pixel = 1.0
    length = round_length(_LONGEST_PX / viewport.scale * per_pixel)
    width = length / per_pixel * viewport.scale
    text = length_text(length) if is_known else tr("{0:g} pixels").format(length)
    bottom = size.height() - _MARGIN
    bar = QRectF(_MARGIN, bottom - 6, width, 6)
    _plate(painter, QRectF(_MARGIN - 8, bottom - 30, max(width, 60) + 16, 38))
    painter.setPen(QPen(QColor("black"), 1))
    painter.setBrush(QColor("white"))
    painter.drawRect(bar)
    painter.setBrush(QColor("black"))
    painter.drawRect(QRectF(bar.left(), bar.top(), width / 2, 6))
    painter.drawText(QPointF(_MARGIN, bottom - 12), text)
    north = locator.north((row, col))
    if math.isfinite(north):
        _draw_arrow(painter, QPointF(_MARGIN + 12, bottom - 62), north)


def picture_with_legend(view: QWidget, classes: ClassScheme) -> QImage:
    """Return the map as it is shown, with its classes below.

    Parameters
    ----------
    view : QWidget
        The map view.
    classes : ClassScheme
        An empty one gives the map alone.
    """
    ratio = view.devicePixelRatioF()
    shown = QPixmap(view.size() * ratio)
    shown.setDevicePixelRatio(ratio)
    # Without what lies on the map for a while, such as hints.
    flags = QWidget.RenderFlag.DrawWindowBackground
    view.render(shown, QPoint(), QRegion(), flags)
    width = view.width()
    places, height = _legend_places(view, classes, width)
    image = QImage(
        round(width * ratio),
        round((view.height() + height) * ratio),
        QImage.Format.Format_RGB32,
    )
    image.setDevicePixelRatio(ratio)
    image.fill(view.palette().window().color())
    painter = QPainter(image)
    painter.setFont(view.font())
    painter.drawPixmap(0, 0, shown)
    painter.setPen(view.palette().windowText().color())
    for each, (x, y) in zip(classes, places, strict=True):
        top = view.height() + y
        painter.fillRect(QRectF(x, top + 3, 12, 12), QColor(each.color))
        painter.drawText(QPointF(x + 18, top + 14), each.name)
    painter.end()
    return image


def _legend_places(
    view: QWidget, classes: ClassScheme, width: int
) -> tuple[list[tuple[float, float]], int]:
    metrics = QFontMetricsF(view.font())
    x, y = float(theme.MARGIN), float(theme.MARGIN)
    places = []
    for cover in classes:
        needed = 18 + metrics.horizontalAdvance(cover.name) + 16
        if x + needed > width and x > theme.MARGIN:
            x, y = float(theme.MARGIN), y + 20
        places.append((x, y))
        x += needed
    return places, round(y + 20 + theme.MARGIN) if places else 0


def _plate(painter: QPainter, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 190))
    painter.drawRoundedRect(area, 3, 3)


def _draw_arrow(painter: QPainter, centre: QPointF, degrees: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _plate(painter, QRectF(centre.x() - 20, centre.y() - 22, 40, 44))
    painter.translate(centre)
    painter.rotate(degrees)
    painter.setPen(QPen(QColor("black"), 1))
    painter.setBrush(QColor("black"))
    painter.drawPolygon(QPolygonF([QPointF(0, -6), QPointF(5, 14), QPointF(0, 10)]))
    painter.setBrush(QColor("white"))
    painter.drawPolygon(QPolygonF([QPointF(0, -6), QPointF(-5, 14), QPointF(0, 10)]))
    painter.drawText(QRectF(-10, -21, 20, 14), Qt.AlignmentFlag.AlignCenter, "N")
    painter.restore()
