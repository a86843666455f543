"""Pictures that lie on the scene: the cube itself, labels, map and confidence."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui.map_view.viewport import Viewport

Ids = npt.NDArray[Any]


class Picture:
    """An ARGB picture of a window of the scene, every `step`-th pixel of it.

    Parameters
    ----------
    argb : ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``, not premultiplied.
    window : PixelWindow
        What it shows.
    step : int
        Rows and columns of the scene per pixel of the picture.
    """

    def __init__(self, argb: ArgbPicture, window: PixelWindow, step: int) -> None:
        self.argb = np.ascontiguousarray(argb)
        self.window = window
        self.step = step
        rows, cols = self.argb.shape
        # The image shares the array: a changed array is drawn without a copy.
        self._image = QImage(
            self.argb.data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32
        )

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the picture where it lies, each pixel a sharp square."""
        rows, cols = self.argb.shape
        covered = PixelWindow(
            self.window.row, self.window.col, rows * self.step, cols * self.step
        )
        painter.drawImage(viewport.rect(covered), self._image, QRectF(0, 0, cols, rows))


class IdsLayer:
    """A layer that is painted from an array in memory, only where it is seen.

    Parameters
    ----------
    paint : callable
        Turns a part of the array into an ARGB picture.
    """

    def __init__(self, paint: Callable[[Ids], ArgbPicture]) -> None:
        self.paint = paint
        self._values: Ids | None = None
        self._picture: Picture | None = None

    def show(self, values: Ids | None) -> None:
        """Show another array of the scene's shape, or none."""
        self._values = values
        self._picture = None

    def refresh(self) -> None:
        """Paint all again, after colours have changed."""
        self._picture = None

    def update(self, changed: PixelWindow) -> None:
        """Paint a changed part again, and nothing else."""
        picture, values = self._picture, self._values
        if picture is None or values is None:
            return
        part = changed.intersection(picture.window)
        if part.is_empty:
            return
        step = picture.step
        # The drawn rows and columns that lie inside the change.
        top = -(-(part.row - picture.window.row) // step)
        left = -(-(part.col - picture.window.col) // step)
        rows = slice(picture.window.row + top * step, part.row + part.height, step)
        cols = slice(picture.window.col + left * step, part.col + part.width, step)
        fresh = self.paint(values[rows, cols])
        height, width = fresh.shape
        picture.argb[top : top + height, left : left + width] = fresh

    def draw(self, painter: QPainter, viewport: Viewport, window: PixelWindow) -> None:
        """Draw the visible window, painting it first if need be."""
        if self._values is None or window.is_empty:
            return
        picture = self._picture
        if picture is None or (picture.window, picture.step) != (window, viewport.step):
            rows, cols = window.slices
            step = viewport.step
            part = self._values[
                rows.start : rows.stop : step, cols.start : cols.stop : step
            ]
            picture = Picture(self.paint(part), window, step)
            self._picture = picture
        picture.draw(painter, viewport)
