"""Labels as dots, edges and outlines, so that they are seen on every ground."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hsiviewer.core.labels import LabelArray
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.viewport import Viewport

_OUTLINE_PX = 2.0
_DOT_PX = 5.0
_LIGHT, _DARK = QColor(255, 255, 255, 230), QColor(0, 0, 0, 130)
_UNKNOWN = "#ffffff"

Shapes = dict[int, list[Any]]


class LabelMarks:
    """Draws labels by their shapes, which are kept until labels or place change.

    Parameters
    ----------
    model : MapModel
        Labels of its document are drawn, in the colours of the classes.
    """

    def __init__(self, model: MapModel) -> None:
        self._model = model
        self._place: object = None
        self._shapes: Shapes = {}

    def forget(self) -> None:
        """Find the shapes anew: labels, or the way they are drawn, have changed."""
        self._place = None

    def draw_outlines(
        self, painter: QPainter, viewport: Viewport, window: PixelWindow
    ) -> None:
        """Draw a line in its colour on the inner side of each area of one class."""
        inset = _OUTLINE_PX / 2 / viewport.scale
        sides = self._kept(viewport, window, partial(_sides, inset=inset))
        for class_id, lines in sides.items():
            painter.setPen(QPen(self._color(class_id), _OUTLINE_PX))
            painter.drawLines(lines)

    def draw_edges(
        self, painter: QPainter, viewport: Viewport, window: PixelWindow
    ) -> None:
        """Draw a light line on dark ground around each area of one class."""
        sides = self._kept(viewport, window, partial(_sides, inset=0.0))
        for color, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
            painter.setPen(QPen(color, width))
            for lines in sides.values():
                painter.drawLines(lines)

    def draw_dots(
        self, painter: QPainter, viewport: Viewport, window: PixelWindow
    ) -> None:
        """Draw a dot with a light edge on each label, however small its pixel is."""
        dots = self._kept(viewport, window, _dots)
        painter.setPen(Qt.PenStyle.NoPen)
        # All edges first: none lies over the dot beside it.
        painter.setBrush(_LIGHT)
        for squares in dots.values():
            painter.drawRects([square.adjusted(-1, -1, 1, 1) for square in squares])
        for class_id, squares in dots.items():
            painter.setBrush(self._color(class_id))
            painter.drawRects(squares)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _kept(
        self,
        viewport: Viewport,
        window: PixelWindow,
        find: Callable[[Viewport, PixelWindow, LabelArray], Shapes],
    ) -> Shapes:
        place = (viewport, window)
        if place != self._place:
            labels = self._model.document.labels.values
            self._place, self._shapes = place, find(viewport, window, labels)
        return self._shapes

    def _color(self, class_id: int) -> QColor:
        classes = self._model.document.classes
        known = class_id in classes
        return QColor(classes[class_id].color if known else _UNKNOWN)


def _sides(
    viewport: Viewport, window: PixelWindow, labels: LabelArray, inset: float
) -> Shapes:
    """Return for each class the sides of its pixels where another label begins."""
    seen = window.grown(1).intersection(PixelWindow.of_shape(labels.shape))
    padded = np.pad(labels[seen.slices], 1)
    inner = padded[1:-1, 1:-1]
    near, far = inset, 1 - inset
    found: Shapes = {}
    # For each side: its neighbour, and the two corners of the line along it.
    for neighbour, (r0, c0), (r1, c1) in (
        (padded[:-2, 1:-1], (near, near), (near, far)),
        (padded[2:, 1:-1], (far, near), (far, far)),
        (padded[1:-1, :-2], (near, near), (far, near)),
        (padded[1:-1, 2:], (near, far), (far, far)),
    ):
        rows, cols = np.nonzero((inner > 0) & (inner != neighbour))
        ids = inner[rows, cols].tolist()
        top, left = rows + seen.row - viewport.top, cols + seen.col - viewport.left
        corners = np.stack([left + c0, top + r0, left + c1, top + r1], axis=1)
        for class_id, line in zip(ids, _scaled(corners, viewport), strict=True):
            found.setdefault(class_id, []).append(QLineF(*line))
    return found


def _dots(viewport: Viewport, window: PixelWindow, labels: LabelArray) -> Shapes:
    """Return for each class a square of the least size around each of its pixels."""
    rows, cols = np.nonzero(labels[window.slices])
    ids = labels[window.slices][rows, cols].tolist()
    middle = np.stack(
        [
            cols + window.col + 0.5 - viewport.left,
            rows + window.row + 0.5 - viewport.top,
        ],
        axis=1,
    )
    found: Shapes = {}
    for class_id, (x, y) in zip(ids, _scaled(middle, viewport), strict=True):
        square = QRectF(x - _DOT_PX / 2, y - _DOT_PX / 2, _DOT_PX, _DOT_PX)
        found.setdefault(class_id, []).append(square)
    return found


def _scaled(places: npt.NDArray[np.floating], viewport: Viewport) -> list[list[float]]:
    found: list[list[float]] = (places * viewport.scale).tolist()
    return found
