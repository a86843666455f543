"""Which part of the scene the widget shows, and how large."""

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize

from hsiviewer.core.window import PixelWindow

_LARGEST_SCALE = 128.0
_SMALLEST_EXTENT_PX = 32.0  # the scene never shrinks below this


@dataclass(frozen=True)
class Viewport:
    """A map from pixels of the scene to points of the widget.

    Parameters
    ----------
    scale : float
        Widget points per pixel.
    left, top : float
        Column and row at the widget's upper left corner, in pixel corners.
    """

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    @classmethod
    def fitting(cls, shape: tuple[int, int], size: QSize) -> "Viewport":
        """Show a whole scene in the middle of a widget."""
        rows, cols = shape
        if not (rows and cols):
            return cls()
        scale = min(size.width() / cols, size.height() / rows) * 0.97
        scale = min(max(scale, 1e-6), _LARGEST_SCALE)
        left = (cols - size.width() / scale) / 2
        top = (rows - size.height() / scale) / 2
        return cls(scale, left, top)

    def point(self, row: float, col: float) -> QPointF:
        """Return where a pixel corner lies in the widget."""
        return QPointF((col - self.left) * self.scale, (row - self.top) * self.scale)

    def pixel(self, point: QPointF) -> tuple[int, int]:
        """Return row and column under a point, perhaps outside the scene."""
        return (
            math.floor(point.y() / self.scale + self.top),
            math.floor(point.x() / self.scale + self.left),
        )

    def rect(self, window: PixelWindow) -> QRectF:
        """Return where a window of the scene lies in the widget."""
        corner = self.point(window.row, window.col)
        return QRectF(
            corner.x(),
            corner.y(),
            window.width * self.scale,
            window.height * self.scale,
        )

    def zoomed(self, factor: float, at: QPointF, shape: tuple[int, int]) -> "Viewport":
        """Return a viewport with another scale and the same pixel at a point."""
        smallest = _SMALLEST_EXTENT_PX / max(1, *shape)
        scale = min(max(self.scale * factor, smallest), _LARGEST_SCALE)
        return Viewport(
            scale,
            self.left + at.x() / self.scale - at.x() / scale,
            self.top + at.y() / self.scale - at.y() / scale,
        )

    def panned(self, by: QPointF) -> "Viewport":
        """Return a viewport in which everything has moved by some points."""
        return replace(
            self,
            left=self.left - by.x() / self.scale,
            top=self.top - by.y() / self.scale,
        )

    def visible(self, size: QSize, shape: tuple[int, int]) -> PixelWindow:
        """Return the window of the scene that a widget shows."""
        top, left = math.floor(self.top), math.floor(self.left)
        bottom = math.ceil(self.top + size.height() / self.scale)
        right = math.ceil(self.left + size.width() / self.scale)
        wanted = PixelWindow(top, left, bottom - top, right - left)
        return wanted.intersection(PixelWindow.of_shape(shape))

    @property
    def step(self) -> int:
        """Rows and columns per drawn one: 1 unless pixels are below a point."""
        return max(1, math.floor(1 / self.scale))
