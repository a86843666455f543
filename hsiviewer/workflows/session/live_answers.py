"""Questions to a worker that knows what every pixel of the open scene looks like."""

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, SourceClosedError
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.session.class_texts import Ask
from hsiviewer.workflows.tasks.live import (
    LiveMapAnswer,
    LiveMapTask,
    LiveOpenTask,
    LiveSceneTask,
    LiveSuggestTask,
    labels_of,
    packed,
)
from hsiviewer.workflows.tasks.threads import in_io_thread

Pixel = tuple[int, int]
IdArray = npt.NDArray[np.uint16]

_keys = itertools.count(1)  # of all scenes: a late answer is never taken for another's


@dataclass(frozen=True, eq=False)
class LivePicture:
    """Classes of a part of the scene.

    Parameters
    ----------
    class_ids : ndarray of uint16, shape (rows, cols)
        0 where the scene has no values.
    window : PixelWindow
        What they show.
    step : int
        Rows and columns of the scene per one of them.
    """

    class_ids: IdArray
    window: PixelWindow
    step: int

    def renumbered(self, id_map: dict[int, int]) -> "LivePicture":
        """Return the same classes with other ids, old to new."""
        table = np.arange(1 + max(int(self.class_ids.max(initial=0)), *id_map))
        for old, new in id_map.items():
            table[old] = new
        return replace(self, class_ids=table.astype(np.uint16)[self.class_ids])

    def class_at(self, row: int, col: int) -> int:
        """Return the class of a pixel; 0 where none is shown."""
        place = (
            (row - self.window.row) // self.step,
            (col - self.window.col) // (self.step),
        )
        rows, cols = self.class_ids.shape
        inside = 0 <= place[0] < rows and 0 <= place[1] < cols
        return int(self.class_ids[place]) if inside else 0


class LiveAnswers:
    """Asks a worker about the scene of a document.

    Parameters
    ----------
    document : Document
        Its labels are learned from.
    ask : coroutine function
        Of a worker that nobody lets wait.

    Attributes
    ----------
    progressed
        More of the features is ready; see `fraction`.
    """

    progressed = Signal()

    def __init__(self, document: Document, ask: Ask) -> None:
        self._document = document
        self._ask = ask
        self._key = 0  # of the scene in the worker; 0 for none
        self._asked_key = 0
        self._opening = asyncio.Lock()
        self.fraction = 0.0
        document.bands_changed.connect(self.forget)

    @property
    def is_open(self) -> bool:
        """Whether the worker has an overview of the scene."""
        return self._key > 0

    @property
    def is_complete(self) -> bool:
        """Whether all features are ready."""
        return self.is_open and self.fraction >= 1.0

    def forget(self) -> None:
        """Open the scene anew when it is asked for again: its bands have changed."""
        self._key, self.fraction = 0, 0.0

    async def open(self) -> None:
        """Let the worker look at the scene as a whole, unless it has.

        Raises
        ------
        HsiViewerError
            If the scene cannot be read, or has no values; also of all other questions.
        """
        async with self._opening:
            while not self.is_open:
                await self._open()

    async def advance(self) -> None:
        """Open the scene if need be, and go on with the features for a moment."""
        await self.open()
        if not self.is_complete:
            key = self._key
            fraction = await self._question("live-advance", LiveSceneTask(key=key))
            if key == self._key:
                self._show(fraction)

    async def classify(self, window: PixelWindow, step: int) -> LivePicture:
        """Classify every `step`-th pixel of a window from the labels of this moment."""
        await self.open()
        labels = await in_io_thread(labels_of, self._document.labels.values)
        task = LiveMapTask(
            key=self._key,
            labels=labels,
            window=(window.row, window.col, window.height, window.width),
            step=step,
        )
        found = await self._question("live-map", task)
        answer = msgspec.convert(found, LiveMapAnswer)
        return LivePicture(answer.array, PixelWindow(*answer.window), answer.step)

    async def suggest(self, skipped: set[Pixel], count: int) -> list[Pixel]:
        """Return the pixels whose label would help most."""
        await self.open()
        labels = await in_io_thread(labels_of, self._document.labels.values)
        flat = [row * labels.cols + col for row, col in sorted(skipped)]
        task = LiveSuggestTask(
            key=self._key,
            labels=labels,
            skipped=packed(np.array(flat, np.intp)),
            count=count,
        )
        answer = await self._question("live-suggest", task)
        return [(row, col) for row, col in answer]

    async def close(self) -> None:
        """Let the worker forget the scene."""
        self.forget()
        if key := self._asked_key:
            with contextlib.suppress(HsiViewerError):
                await self._ask("live-close", LiveSceneTask(key=key))

    async def _open(self) -> None:
        cube = self._document.cube
        if cube is None or self._document.is_closed:
            raise SourceClosedError("the scene has been left")
        self._asked_key = key = next(_keys)
        bands = cube.bands
        task = LiveOpenTask(
            key=key,
            scene=cube.reference,
            good_bands=bands.good_mask.tolist(),
            metadata=cube.metadata,
        )
        fraction = await self._ask("live-open", task)
        now = self._document.cube
        if now is not None and now.bands is bands:  # else they have changed meanwhile
            self._key = key
            self._show(fraction)

    async def _question(self, kind: str, task: msgspec.Struct) -> Any:
        try:
            return await self._ask(kind, task)
        except HsiViewerError:
            self.forget()  # the worker may be another one the next time
            raise

    def _show(self, fraction: float) -> None:
        self.fraction = fraction
        self.progressed.emit()
