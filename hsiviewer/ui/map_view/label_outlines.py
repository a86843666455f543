"""Labels as lines around them, so that the scene shows through."""

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.labels import LabelArray
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.viewport import Viewport

_WIDTH = 2.0


def draw_outlines(
    painter: QPainter,
    viewport: Viewport,
    labels: LabelArray,
    classes: ClassScheme,
    window: PixelWindow,
) -> None:
    """Draw a line wherever the label changes, on the inner side of each label.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Of the whole scene.
    window : PixelWindow
        The part that is visible.
    """
    seen = window.grown(1).intersection(PixelWindow.of_shape(labels.shape))
    padded = np.pad(labels[seen.slices], 1)
    inner = padded[1:-1, 1:-1]
    inset = _WIDTH / 2 / viewport.scale
    lines: dict[int, list[QLineF]] = {}
    # For each side: its neighbour, and the two corners of the line along it.
    for neighbour, (r0, c0), (r1, c1) in (
        (padded[:-2, 1:-1], (inset, inset), (inset, 1 - inset)),
        (padded[2:, 1:-1], (1 - inset, inset), (1 - inset, 1 - inset)),
        (padded[1:-1, :-2], (inset, inset), (1 - inset, inset)),
        (padded[1:-1, 2:], (inset, 1 - inset), (1 - inset, 1 - inset)),
    ):
        rows, cols = np.nonzero((inner > 0) & (inner != neighbour))
        for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
            start = viewport.point(row + seen.row + r0, col + seen.col + c0)
            stop = viewport.point(row + seen.row + r1, col + seen.col + c1)
            lines.setdefault(int(inner[row, col]), []).append(QLineF(start, stop))
    known = {each.id: each.color for each in classes}
    for class_id, sides in lines.items():
        painter.setPen(QPen(QColor(known.get(class_id, "#ffffff")), _WIDTH))
        painter.drawLines(sides)
