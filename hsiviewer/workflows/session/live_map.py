"""The map that follows the labels: classified anew after every stroke."""

import asyncio
import time
from collections.abc import Iterator

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.enough_classes import are_enough_classes
from hsiviewer.core.errors import HsiViewerError, SourceClosedError
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.session.live_answers import LiveAnswers, LivePicture

_MOST_AT_ONCE = 1_100_000  # pixels; of a larger view, a coarse picture comes first
_PATIENCE_S = 0.2  # a view that would take longer is shown coarsely first, too
_LEAST_AT_ONCE = 20_000


class LiveMap:
    """Classifies what is in view while it is on; of every question the newest counts.

    It is no run: nothing of it is kept. It ends when a trained map is shown, and with
    the session of the scene.

    Parameters
    ----------
    document : Document
        Its labels are learned from.
    answers : LiveAnswers
        Of the scene.

    Attributes
    ----------
    picture : LivePicture or None
        What is shown.
    trouble : str
        Why it went off by itself; empty if it did not.
    changed
        The picture, the switch, or what is told of it has changed.
    """

    changed = Signal()

    def __init__(self, document: Document, answers: LiveAnswers) -> None:
        self._document = document
        self._answers = answers
        self.picture: LivePicture | None = None
        self.trouble = ""
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._view: tuple[PixelWindow, int] | None = None
        self._shown: tuple[PixelWindow, int] | None = None  # asked for, of the picture
        self._generation = 0  # of labels and features
        self._is_outdated = True
        self._is_asking = False
        self._is_moving = False
        self._at_once = float(_MOST_AT_ONCE)  # pixels that this machine does in time
        document.history_changed.connect(self._on_labels_changed)
        document.bands_changed.connect(self._on_bands_changed)
        document.classes_moved.connect(self._on_classes_moved)
        document.classification_changed.connect(self._on_map_changed)
        answers.progressed.connect(self._on_progressed)

    @property
    def is_on(self) -> bool:
        """Whether the map follows the labels."""
        return self._task is not None

    @property
    def is_busy(self) -> bool:
        """Whether a picture of the labels and the view of now is on its way."""
        return self.is_on and (self._is_outdated or self._is_asking)

    @property
    def has_enough(self) -> bool:
        """Whether two classes have a label."""
        return are_enough_classes(self._document.labels.counts)

    @property
    def fraction(self) -> float:
        """Share of the features of the scene that is ready, 0..1."""
        return self._answers.fraction

    def switch(self, *, is_on: bool) -> None:
        """Begin to follow the labels, or stop."""
        if is_on == self.is_on or (is_on and self._document.cube is None):
            return
        self.trouble = ""
        if is_on:
            self._is_outdated = True
            self._task = asyncio.get_running_loop().create_task(self._run())
        elif self._task is not None:
            self._task.cancel()
            self._task = None
            self._show(None)
        self.changed.emit()

    def look_at(self, window: PixelWindow, step: int) -> None:
        """Tell which part of the scene is in view, and how many pixels of it count."""
        self._view = (window, step)
        if self.is_on and not self._covers(window, step):
            self._renew()

    def close(self) -> None:
        """Stop for good: the scene is left."""
        self._document.history_changed.disconnect(
            self._on_labels_changed, missing_ok=True
        )
        self.switch(is_on=False)

    async def _run(self) -> None:
        try:
            while True:
                await self._answers.open()
                if self._is_outdated:
                    self._is_asking = True
                    await self._classify()
                    self._is_asking = False
                elif not self._answers.is_complete:
                    await self._answers.advance()
                else:
                    self._wake.clear()
                    await self._wake.wait()
        except SourceClosedError:
            self._end("")
        except HsiViewerError as error:
            self._end(str(error))

    async def _classify(self) -> None:
        """Classify what is in view; what was overtaken meanwhile is dropped."""
        self._is_outdated = False
        view, generation = self._view, self._generation
        if view is None or not self.has_enough:
            self._show(None)
            return
        window, step = view
        for stride in _strides(window, step, self._at_once):
            picture = await self._timed(window, stride)
            if generation != self._generation:
                return  # another one is on its way
            self._shown = view
            self._show(picture)
            if self._view != view and not self._is_seen():
                return

    async def _timed(self, window: PixelWindow, step: int) -> LivePicture:
        """Classify a window, and learn how many pixels are done in time."""
        start = time.monotonic()
        picture = await self._answers.classify(window, step)
        seconds = max(1e-3, time.monotonic() - start)
        in_time = picture.class_ids.size * _PATIENCE_S / seconds
        if picture.class_ids.size > _LEAST_AT_ONCE:
            # Of a few pixels, most of the time is that of the question.
            known = 0.5 * (self._at_once + in_time)
            self._at_once = min(_MOST_AT_ONCE, max(_LEAST_AT_ONCE, known))
        return picture

    def _is_seen(self) -> bool:
        return self._view is not None and self._covers(*self._view)

    def _covers(self, window: PixelWindow, step: int) -> bool:
        if self._shown is None:
            return False
        known, known_step = self._shown
        return known_step == step and known.intersection(window) == window

    def _renew(self) -> None:
        self._is_outdated = True
        self._wake.set()

    def _show(self, picture: LivePicture | None) -> None:
        if picture is None:
            self._shown = None
        if picture is not self.picture:
            self.picture = picture
            self.changed.emit()

    def _end(self, trouble: str) -> None:
        self._task = None
        self._show(None)
        self.trouble = trouble
        self.changed.emit()

    def _on_labels_changed(self) -> None:
        self._generation += 1
        if self.is_on:
            self._renew()
            self.changed.emit()  # perhaps there are enough labels now, or too few

    def _on_bands_changed(self) -> None:
        self._on_labels_changed()

    def _on_progressed(self) -> None:
        if self.is_on:
            if self._answers.is_complete:
                self._generation += 1
                self._renew()
            self.changed.emit()

    def _on_classes_moved(self, id_map: dict[int, int]) -> None:
        # The shown map of a run gets other ids, too, and is told as another one.
        self._is_moving = self._document.classification is not None
        if self.picture is not None:
            self._show(self.picture.renumbered(id_map))

    def _on_map_changed(self) -> None:
        if self._is_moving:
            self._is_moving = False
        elif self._document.classification is not None:
            self.switch(is_on=False)


def _strides(window: PixelWindow, step: int, at_once: float) -> Iterator[int]:
    """Yield steps from coarse to fine; only the wanted one where that is quick."""
    coarse = step
    while (window.height // coarse) * (window.width // coarse) > at_once:
        coarse *= 2
    if coarse > step:
        yield coarse
    yield step
