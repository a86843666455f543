"""Lines of latitude and longitude over the map, wherever north may be."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from hsiviewer.analysis.contours import contours, round_step
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.positions import Locator

_DARK, _LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255, 220)
_SUPPORTS = 24  # points along each side of the view at which places are computed
_LINES = 5
Line = tuple[str, npt.NDArray[np.float64]]


def draw_graticule(
    painter: QPainter, viewport: Viewport, locator: Locator, size: QSize
) -> None:
    """Draw lines of round degrees, named where they begin.

    A scene without a place on the earth gets lines of rows and columns.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lines = _lines(locator, viewport, size.width(), size.height())
    for color, width in ((_DARK, 2.4), (_LIGHT, 1.0)):
        painter.setPen(QPen(color, width))
        for _, points in lines:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    metrics = QFontMetricsF(painter.font())
    for text, points in lines:
        _draw_name(painter, metrics, text, points, size)


@lru_cache(maxsize=4)
def _lines(
    locator: Locator, viewport: Viewport, width: int, height: int
) -> tuple[Line, ...]:
    """Return the lines of a view in widget points, with their names."""
    xs = np.linspace(0, width, _SUPPORTS)
    ys = np.linspace(0, height, _SUPPORTS)
    rows = viewport.top + ys[:, None] / viewport.scale + 0 * xs
    cols = viewport.left + xs / viewport.scale + 0 * ys[:, None]
    places = locator.degrees(rows - 0.5, cols - 0.5)
    fields = (rows, cols) if places is None else places
    found: list[Line] = []
    for values, directions in zip(fields, ("NS", "EW"), strict=True):
        known = values[np.isfinite(values)]
        if known.size == 0 or known.max() <= known.min():
            continue
        step = round_step((known.max() - known.min()) / _LINES)
        levels = np.arange(math.ceil(known.min() / step), known.max() / step) * step
        for level in levels.tolist():
            name = f"{level:g}" if places is None else _name(level, step, directions)
            for line in contours(values, level):
                points = line[:, ::-1] * (width, height) / (_SUPPORTS - 1)
                found.append((name, points))
    return tuple(found)


def _name(degrees: float, step: float, directions: str) -> str:
    digits = max(0, -math.floor(math.log10(step)))
    side = directions[0] if degrees >= 0 else directions[1]
    return f"{abs(degrees):.{digits}f}° {side}"


def _draw_name(
    painter: QPainter,
    metrics: QFontMetricsF,
    text: str,
    points: npt.NDArray[np.float64],
    size: QSize,
) -> None:
    """Write a line's name where it leaves the view, at the top or on the right.

    The scale bar stands on the left.
    """
    ends = points[[0, -1]]
    is_upright = np.ptp(points[:, 1]) > np.ptp(points[:, 0])
    x, y = ends[np.argmin(ends[:, 1] if is_upright else -ends[:, 0])]
    width, height = metrics.horizontalAdvance(text) + 6, metrics.height()
    left = x - width / 2 if is_upright else x - width - 2
    top = y + 2 if is_upright else y - height / 2
    left = min(max(left, 0.0), size.width() - width)
    top = min(max(top, 0.0), size.height() - height)
    area = QRectF(left, top, width, height)
    painter.fillRect(area, QColor(255, 255, 255, 200))
    painter.setPen(QColor("black"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
