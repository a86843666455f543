"""Areas drawn with the mouse: rectangle, polygon and freehand."""

from collections.abc import Sequence

import numpy as np

from hsiviewer.analysis.regions import polygon_indices
from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.view import ViewState
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.gestures import Indices, Pixel, PlainGesture, line_between


class AreaGesture(PlainGesture):
    """Draws an outline; the pixels in it and on it get the class at the end."""

    text = "Area"

    def __init__(self, document: Document, view: ViewState) -> None:
        super().__init__(document, view)
        self._corners: list[Pixel] = []
        self._cursor: Pixel | None = None
        self._erases = False

    @property
    def outline(self) -> Sequence[Pixel]:
        """Corners so far, and the cursor."""
        return (*self._corners, *([self._cursor] if self._cursor else []))

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Begin the outline."""
        self._select(pixel)
        self._erases = erases
        self._corners, self._cursor = [pixel], pixel

    def release(self) -> None:
        """Give the area its class."""
        self._paint()

    def cancel(self) -> None:
        """Forget the outline."""
        self._corners, self._cursor = [], None

    def _paint(self) -> None:
        corners = list(self.outline)
        self.cancel()
        if corners:
            class_id = self._class_to_paint(erases=self._erases)
            labels = self._document.labels
            text = f"{self.text} erased" if self._erases else self.text
            indices = _area(corners, labels.shape)
            self._document.apply(
                LabelEdit.painting(labels, indices, class_id, text=text)
            )


class RectangleGesture(AreaGesture):
    """A rectangle from one corner to the other."""

    text = "Rectangle"

    @property
    def outline(self) -> Sequence[Pixel]:
        """The four corners."""
        if not self._corners or self._cursor is None:
            return ()
        (top, left), (bottom, right) = self._corners[0], self._cursor
        return (top, left), (top, right), (bottom, right), (bottom, left)

    def move(self, pixel: Pixel) -> None:
        """Take the opposite corner along."""
        self._cursor = pixel


class RegionGesture(RectangleGesture):
    """A rectangle whose pixels are averaged, not labelled."""

    def _paint(self) -> None:
        corners = list(self.outline)
        self.cancel()
        if not corners:
            return
        (top, left), (bottom, right) = corners[0], corners[2]
        top, bottom = sorted((top, bottom))
        left, right = sorted((left, right))
        drawn = PixelWindow(top, left, bottom - top + 1, right - left + 1)
        region = drawn.intersection(PixelWindow.of_shape(self._document.labels.shape))
        self._view.set_region(None if region.is_empty else region)


class FreehandGesture(AreaGesture):
    """An outline that follows the mouse."""

    text = "Freehand"

    def move(self, pixel: Pixel) -> None:
        """Draw the outline on."""
        if self._corners and pixel != self._corners[-1]:
            self._corners.append(pixel)
            self._cursor = pixel


class PolygonGesture(AreaGesture):
    """An outline of clicked corners; a double click or Enter closes it."""

    text = "Polygon"

    @property
    def is_pending(self) -> bool:
        """Whether corners wait for more."""
        return bool(self._corners)

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Add a corner."""
        if not self._corners:
            super().press(pixel, erases=erases)
        elif pixel != self._corners[-1]:
            self._corners.append(pixel)

    def move(self, pixel: Pixel) -> None:
        """Take the line to the next corner along."""
        self._cursor = pixel

    def release(self) -> None:
        """Wait for the next corner."""

    def step_back(self) -> None:
        """Take the last corner back."""
        if self._corners:
            self._corners.pop()
        if not self._corners:
            self.cancel()

    def finish(self) -> None:
        """Close the outline at the last clicked corner."""
        self._cursor = None
        self._paint()


def _area(corners: list[Pixel], shape: tuple[int, int]) -> Indices:
    """Return the pixels inside an outline and under it."""
    border: list[Pixel] = []
    for start, stop in zip(corners, corners[1:] + corners[:1], strict=True):
        border += line_between(start, stop)
    points = np.array(border, np.intp)
    inside = ((points >= 0) & (points < shape)).all(axis=1)
    under = points[inside, 0] * shape[1] + points[inside, 1]
    return np.union1d(polygon_indices(corners, shape), under)
