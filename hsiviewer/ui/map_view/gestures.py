"""What the mouse does on the map: one class per tool."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.view import ViewState

Pixel = tuple[int, int]
Indices = npt.NDArray[np.intp]


class Gesture(Protocol):
    """A tool between press and release of the left button."""

    def press(self, pixel: Pixel) -> None:
        """Begin at a pixel, perhaps outside the scene."""

    def move(self, pixel: Pixel) -> None:
        """Go on over a pixel."""

    def release(self) -> None:
        """End, and make what was done undoable."""

    def cancel(self) -> None:
        """End as if nothing had been done."""

    @property
    def diameter(self) -> int:
        """Size of the outline under the cursor in pixels; 0 for none."""


class SelectGesture:
    """Selects the pixel whose spectrum is shown."""

    diameter = 0

    def __init__(self, document: Document, _view: ViewState) -> None:
        self._document = document

    def press(self, pixel: Pixel) -> None:
        """Select the pixel, if it is one of the scene's."""
        if _inside(self._document, pixel):
            self._document.select_pixel(pixel)

    def move(self, pixel: Pixel) -> None:
        """Select along the way, so that spectra can be browsed by dragging."""
        self.press(pixel)

    def release(self) -> None:
        """Do nothing: the selection stands."""

    def cancel(self) -> None:
        """Do nothing: the selection stands."""


class StrokeGesture:
    """Paints while the button is held; the whole stroke is one edit.

    Labels change under the mouse at once. When the button is let go, what was
    painted piece by piece is taken together into a single step of the history.

    Parameters
    ----------
    document, view
        What is painted on; the view tells the size.
    erases : bool
        Whether labels are removed.
    is_point : bool
        Whether single pixels are set, whatever the brush size.
    """

    def __init__(
        self,
        document: Document,
        view: ViewState,
        *,
        erases: bool = False,
        is_point: bool = False,
    ) -> None:
        self._document = document
        self._view = view
        self._erases = erases
        self._is_point = is_point
        self._last: Pixel | None = None
        self._stroke: list[Indices] = []

    @property
    def diameter(self) -> int:
        """Size of the brush in pixels."""
        return 1 if self._is_point else self._view.brush_size

    def press(self, pixel: Pixel) -> None:
        """Begin a stroke with a dab; the pixel's spectrum is shown as well."""
        if _inside(self._document, pixel):
            self._document.select_pixel(pixel)
        self._last = pixel
        self._stroke = [self._dab([pixel])]
        self._preview()

    def move(self, pixel: Pixel) -> None:
        """Draw on to a pixel, without gaps however fast the mouse is."""
        if self._last is None or pixel == self._last:
            return
        self._stroke.append(self._dab(line_between(self._last, pixel)))
        self._last = pixel
        self._preview()

    def release(self) -> None:
        """Make the stroke one edit."""
        if self._last is None:
            return
        self._document.end_preview(text="Erase" if self._erases else "Paint")
        self._last = None

    def cancel(self) -> None:
        """Take the stroke back."""
        self._last = None
        self._document.cancel_preview()

    def _preview(self) -> None:
        class_id = 0 if self._erases else self._document.current_class
        if class_id or self._erases:
            self._document.preview(
                LabelEdit.painting(self._document.labels, self._stroke[-1], class_id)
            )

    def _dab(self, pixels: list[Pixel]) -> Indices:
        shape = self._document.labels.shape
        return dab_indices(pixels, diameter=self.diameter, shape=shape)


def make_gestures(document: Document, view: ViewState) -> dict[str, Gesture]:
    """Return the gesture of every tool that `ViewState` knows."""
    return {
        "select": SelectGesture(document, view),
        "point": StrokeGesture(document, view, is_point=True),
        "brush": StrokeGesture(document, view),
        "eraser": StrokeGesture(document, view, erases=True),
    }


def line_between(start: Pixel, stop: Pixel) -> list[Pixel]:
    """Return the pixels of a straight line, both ends included."""
    count = max(abs(stop[0] - start[0]), abs(stop[1] - start[1])) + 1
    rows = np.rint(np.linspace(start[0], stop[0], count)).astype(int)
    cols = np.rint(np.linspace(start[1], stop[1], count)).astype(int)
    return list(zip(rows.tolist(), cols.tolist(), strict=True))


def dab_indices(
    pixels: list[Pixel], *, diameter: int, shape: tuple[int, int]
) -> Indices:
    """Return the flat indices that a round brush covers along some pixels.

    Parameters
    ----------
    pixels : list of (row, col)
        Where the brush has been; may lie outside.
    diameter : int
        Size of the brush in pixels.
    shape : tuple of int
        Rows and columns of the scene; what lies outside is left out.
    """
    brush = _round_brush(diameter)
    centres = np.array(pixels, np.intp)
    rows = (centres[:, :1] + brush[None, :, 0]).reshape(-1)
    cols = (centres[:, 1:] + brush[None, :, 1]).reshape(-1)
    inside = (rows >= 0) & (rows < shape[0]) & (cols >= 0) & (cols < shape[1])
    return np.unique(rows[inside] * shape[1] + cols[inside])


def _round_brush(diameter: int) -> npt.NDArray[np.intp]:
    """Return row and column offsets of the pixels of a disc, shape (n, 2)."""
    half = (diameter - 1) / 2
    reach = np.arange(diameter) - diameter // 2
    # An even disc is centred on the corner of its middle pixel.
    away = reach + (0.5 if diameter % 2 == 0 else 0.0)
    disc = away[:, None] ** 2 + away[None, :] ** 2 <= (half + 0.3) ** 2
    rows, cols = np.nonzero(disc)
    return np.stack([reach[rows], reach[cols]], axis=1)


def _inside(document: Document, pixel: Pixel) -> bool:
    rows, cols = document.labels.shape
    return 0 <= pixel[0] < rows and 0 <= pixel[1] < cols
