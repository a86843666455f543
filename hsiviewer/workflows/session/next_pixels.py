"""The pixels to label next: a round of ten, then the next ten."""

import asyncio

import numpy as np
from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, SourceClosedError
from hsiviewer.workflows.session.live_answers import LiveAnswers, Pixel

COUNT = 10


class NextPixels:
    """Suggests pixels, leads from one to the next, and takes their labels.

    Parameters
    ----------
    document : Document
        Is labelled.
    answers : LiveAnswers
        Of the scene.

    Attributes
    ----------
    pixels : tuple of Pixel
        Of this round, the most useful first.
    trouble : str
        Why there are none; empty if nothing is wrong.
    changed
        Others are suggested, or fewer are open.
    reached : Pixel
        The next pixel is at hand: it is selected now.
    """

    changed = Signal()
    reached = Signal(object)

    def __init__(self, document: Document, answers: LiveAnswers) -> None:
        self._document = document
        self._answers = answers
        self.pixels: tuple[Pixel, ...] = ()
        self.trouble = ""
        self._skipped: set[Pixel] = set()
        self._is_on = False
        self._task: asyncio.Task[None] | None = None
        document.history_changed.connect(self._on_labels_changed)
        document.selected_pixel_changed.connect(self._on_selected)
        answers.progressed.connect(self._on_progressed)

    @property
    def is_on(self) -> bool:
        """Whether pixels are suggested, or on their way."""
        return self._is_on

    @property
    def is_looking(self) -> bool:
        """Whether pixels are on their way."""
        return self._task is not None

    @property
    def fraction(self) -> float:
        """Share of what has to be known of the scene first, 0..1."""
        return self._answers.fraction

    @property
    def open(self) -> tuple[Pixel, ...]:
        """Pixels of this round that have no label yet and were not skipped."""
        labels = self._document.labels.values
        return tuple(
            pixel
            for pixel in self.pixels
            if pixel not in self._skipped and not labels[pixel]
        )

    @property
    def current(self) -> Pixel | None:
        """The open pixel that is at hand: the selected one."""
        selected = self._document.selected_pixel
        return selected if selected in self.open else None

    @property
    def number(self) -> int:
        """Place of the pixel at hand in the round, from 1 on; 0 if none is."""
        current = self.current
        return 0 if current is None else self.pixels.index(current) + 1

    def switch(self, *, is_on: bool) -> None:
        """Begin to suggest pixels, or stop."""
        if is_on == self._is_on or (is_on and self._document.cube is None):
            return
        self._is_on = is_on
        self.trouble = ""
        if is_on:
            self._look()
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.pixels = ()
        self.changed.emit()

    def step(self, *, forwards: bool) -> None:
        """Go to the next open pixel, or to the one before."""
        selected, found = self._document.selected_pixel, self.open
        if not found:
            return
        at = self.pixels.index(selected) if selected in self.pixels else None
        places = [self.pixels.index(pixel) for pixel in found]
        if at is None:
            place = places[0] if forwards else places[-1]
        elif forwards:
            place = next((place for place in places if place > at), places[0])
        else:
            earlier = [place for place in places if place < at]
            place = earlier[-1] if earlier else places[-1]
        self._go_to(self.pixels[place])

    def label(self, class_id: int) -> bool:
        """Give the pixel at hand a class, and go on; tells whether there was one."""
        current = self.current
        if current is None:
            return False
        row, col = (np.array([place], np.intp) for place in current)
        self._document.paint(row, col, class_id, text="Label suggestion")
        self._go_on()
        return True

    def skip(self) -> None:
        """Leave the pixel at hand without a label, and go on."""
        current = self.current
        if current is not None:
            self._skipped.add(current)
            self._go_on()
            self.changed.emit()

    def close(self) -> None:
        """Stop for good: the scene is left."""
        self._document.history_changed.disconnect(
            self._on_labels_changed, missing_ok=True
        )
        self._document.selected_pixel_changed.disconnect(
            self._on_selected, missing_ok=True
        )
        self.switch(is_on=False)

    def _go_on(self) -> None:
        if self.open:
            self.step(forwards=True)
        elif not self.is_looking:
            self._look()

    def _go_to(self, pixel: Pixel) -> None:
        self._document.select_pixel(pixel)
        self.reached.emit(pixel)

    def _look(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())
        self.changed.emit()

    async def _run(self) -> None:
        found: list[Pixel] = []
        trouble = ""
        try:
            while not self._answers.is_complete:
                await self._answers.advance()
            found = await self._answers.suggest(self._skipped, COUNT)
            if not found:
                trouble = "no pixel is left to suggest"
        except SourceClosedError:
            pass
        except HsiViewerError as error:
            trouble = str(error)
        self._task = None
        self.pixels, self.trouble = tuple(found), trouble
        self._is_on = bool(found)
        self.changed.emit()
        self.step(forwards=True)

    def _on_labels_changed(self) -> None:
        if self._is_on:
            if self.pixels and not self.open and not self.is_looking:
                self._look()
            self.changed.emit()

    def _on_selected(self) -> None:
        if self._is_on:
            self.changed.emit()

    def _on_progressed(self) -> None:
        if self.is_looking:
            self.changed.emit()
