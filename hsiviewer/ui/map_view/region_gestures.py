"""Regions that grow from a clicked pixel: fill, relabel and wand."""

import math

from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.view import ViewState
from hsiviewer.ui.map_view.gestures import Indices, Pixel, PlainGesture
from hsiviewer.ui.map_view.label_tool import Run
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.reading import values
from hsiviewer.workflows.viewing.regions import WandRegion, same_label_region

_DEGREES_PER_PIXEL = 0.05  # of dragging, for a wand


class FillGesture(PlainGesture):
    """Gives the connected pixels of one label, or of none, the current class.

    Parameters
    ----------
    run : callable
        Runs a coroutine and shows its errors.
    only_labels : bool
        Whether unlabelled areas are left alone.
    """

    def __init__(
        self,
        document: Document,
        view: ViewState,
        run: Run,
        *,
        only_labels: bool = False,
    ) -> None:
        super().__init__(document, view)
        self._run = run
        self._only_labels = only_labels

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Fill the region of the pixel."""
        labels = self._document.labels
        if not self._select(pixel) or (self._only_labels and not labels.values[pixel]):
            return
        self._run(self._fill(pixel, self._class_to_paint(erases=erases)))

    def move(self, pixel: Pixel) -> None:
        """Do nothing: a fill is one click."""

    def release(self) -> None:
        """Do nothing: a fill is one click."""

    def cancel(self) -> None:
        """Do nothing: a fill is one click."""

    async def _fill(self, pixel: Pixel, class_id: int) -> None:
        labels = self._document.labels
        found = await in_io_thread(same_label_region, labels.values, pixel)
        if not self._document.is_closed:
            text = "Relabel" if self._only_labels else "Fill"
            edit = LabelEdit.painting(labels, found, class_id, text=text)
            self._document.apply(edit)


class WandGesture(PlainGesture):
    """Grows a region of like spectra; dragging sideways changes how like.

    The angle of a region that was just grown can still be changed in the
    toolbar: the last wand edit is then replaced.
    """

    def __init__(self, document: Document, view: ViewState, run: Run) -> None:
        super().__init__(document, view)
        self._run = run
        self._region: WandRegion | None = None
        self._seed: Pixel | None = None
        self._class_id = 0
        self._start_angle = 0.0
        self._is_growing = self._is_stale = self._is_held = self._has_edit = False
        view.wand_angle_changed.connect(self._on_angle_changed)
        document.history_changed.connect(self._on_history_changed)

    def press(self, pixel: Pixel, *, erases: bool = False) -> None:
        """Grow a region from the pixel."""
        self._settle()
        if self._select(pixel):
            self._class_id = self._class_to_paint(erases=erases)
            self._seed, self._region = pixel, None
            self._start_angle = self._view.wand_angle
            self._is_held = True
            self._grow()

    def move(self, pixel: Pixel) -> None:
        """Change the angle by the way to the right or to the left."""
        if self._seed is not None and self._is_held:
            way = pixel[1] - self._seed[1]
            self._view.set_wand_angle(self._start_angle + way * _DEGREES_PER_PIXEL)

    def release(self) -> None:
        """Make the region undoable when it has been grown."""
        self._is_held = False
        if not self._is_growing:
            self._settle()

    def cancel(self) -> None:
        """Take the region back."""
        self._seed = self._region = None
        self._is_held = False
        self._document.cancel_preview()

    def _settle(self) -> None:
        self._has_edit = self._document.end_preview(text="Wand")

    def _on_angle_changed(self, _degrees: float) -> None:
        if self._seed is None:
            return
        if not self._is_held and self._has_edit:
            # The region was let go already: replace it.
            seed, region = self._seed, self._region
            self._document.undo()
            self._seed, self._region = seed, region
            self._has_edit = False
        self._grow()

    def _on_history_changed(self) -> None:
        # After another edit, the toolbar's angle is for the next region.
        if not self._is_held and self._document.undo_text != "Wand":
            self._seed = self._region = None
            self._has_edit = False

    def _grow(self) -> None:
        self._is_stale = True
        if not self._is_growing:
            self._is_growing = True
            self._run(self._growing())

    async def _growing(self) -> None:
        try:
            while self._is_stale and self._seed is not None:
                self._is_stale = False
                await self._grow_once(self._seed)
        finally:
            self._is_growing = False
        if not self._is_held and self._seed is not None:
            self._settle()

    async def _grow_once(self, seed: Pixel) -> None:
        cube, labels = self._document.cube, self._document.labels
        if cube is None:
            return
        region = self._region
        if region is None:
            region = await values.read(cube, WandRegion, cube, seed)
            if seed != self._seed:
                return
            self._region = region
        radians = math.radians(self._view.wand_angle)
        found: Indices = await values.read(cube, region.indices, radians)
        if seed == self._seed and not self._document.is_closed:
            self._document.cancel_preview()
            self._document.preview(LabelEdit.painting(labels, found, self._class_id))
