"""What the mouse does on the map: selecting, and strokes of a brush."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.view import ViewState

Pixel = tuple[int, int]
Indices = npt.NDArray[np.intp]


class Gesture(Protocol):
    """A tool between press and release of the left button, or until it is finished."""

    @property
    def diameter(self) -> int:
        """Size of the outline under the cursor in pixels; 0 for none."""

    @property
    def outline(self) -> Sequence[Pixel]:
        """Corners of the area that is being drawn; empty if none is."""

    @property
    def is_pending(self) -> bool:
        """Whether it goes on after the button was let go."""

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Begin at a pixel, perhaps outside the scene; or add a corner there."""

    def move(self, pixel: Pixel) -> None:
        """Go on over a pixel."""

    def release(self) -> None:
        """End, and make what was done undoable, unless `is_pending`."""

    def step_back(self) -> None:
        """Take the last corner back."""

    def finish(self) -> None:
        """End a pending gesture."""

    def cancel(self) -> None:
        """End as if nothing had been done."""


class PlainGesture:
    """What most gestures have in common: no area, nothing pending."""

    def __init__(self, document: Document, view: ViewState) -> None:
        self._document = document
        self._view = view

    @property
    def diameter(self) -> int:
        """No outline under the cursor."""
        return 0

    @property
    def outline(self) -> Sequence[Pixel]:
        """No area."""
        return ()

    @property
    def is_pending(self) -> bool:
        """Whether it goes on after the button was let go: never."""
        return False

    def step_back(self) -> None:
        """Do nothing: there are no corners."""

    def finish(self) -> None:
        """Do nothing: nothing is pending."""

    def _select(self, pixel: Pixel) -> bool:
        """Show the spectrum of a pixel; tell whether it lies in the scene."""
        rows, cols = self._document.labels.shape
        inside = 0 <= pixel[0] < rows and 0 <= pixel[1] < cols
        if inside:
            self._document.select_pixel(pixel)
        return inside

    def _class_to_paint(self, *, erases: bool) -> int:
        """Return the current class, made first if there is none; 0 to erase."""
        if not erases and not self._document.current_class:
            self._document.add_class()
        return 0 if erases else self._document.current_class


class SelectGesture(PlainGesture):
    """Selects the pixel whose spectrum is shown."""

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:  # noqa: ARG002
        """Select the pixel, if it is one of the scene's."""
        self._select(pixel)

    def move(self, pixel: Pixel) -> None:
        """Select along the way, so that spectra can be browsed by dragging."""
        self._select(pixel)

    def release(self) -> None:
        """Do nothing: the selection stands."""

    def cancel(self) -> None:
        """Do nothing: the selection stands."""


class StrokeGesture(PlainGesture):
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
        super().__init__(document, view)
        self._always_erases = self._erases = erases
        self._is_point = is_point
        self._last: Pixel | None = None
        self._stroke: list[Indices] = []

    @property
    def diameter(self) -> int:
        """Size of the brush in pixels."""
        return 1 if self._is_point else self._view.brush_size

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Begin a stroke with a dab; the pixel's spectrum is shown as well."""
        self._select(pixel)
        self._erases = self._always_erases or erases
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
        class_id = self._class_to_paint(erases=self._erases)
        self._document.preview(
            LabelEdit.painting(self._document.labels, self._stroke[-1], class_id)
        )

    def _dab(self, pixels: list[Pixel]) -> Indices:
        shape = self._document.labels.shape
        return dab_indices(pixels, diameter=self.diameter, shape=shape)


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
    disc = _disc(diameter)
    corners = np.array(pixels, np.intp) - diameter // 2
    (top, left), (bottom, right) = corners.min(axis=0), corners.max(axis=0) + diameter
    covered = np.zeros((bottom - top, right - left), bool)
    for row, col in corners - (top, left):
        covered[row : row + diameter, col : col + diameter] |= disc
    rows, cols = np.nonzero(covered)
    rows, cols = rows + top, cols + left
    inside = (rows >= 0) & (rows < shape[0]) & (cols >= 0) & (cols < shape[1])
    indices: Indices = rows[inside] * shape[1] + cols[inside]
    return indices


def _disc(diameter: int) -> npt.NDArray[np.bool_]:
    """Return which pixels of a square a round brush covers."""
    half = (diameter - 1) / 2
    reach = np.arange(diameter) - diameter // 2
    # An even disc is centred on the corner of its middle pixel.
    away = reach + (0.5 if diameter % 2 == 0 else 0.0)
    return np.asarray(away[:, None] ** 2 + away[None, :] ** 2 <= (half + 0.3) ** 2)
