"""Labels that look unlike their class, found again when labels or bands change."""

import asyncio
import logging

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.regions import doubtful_labels

_log = logging.getLogger(__name__)

_DELAY_S = 0.5  # after the last edit; a hand at work is not interrupted
Pixel = tuple[int, int]


class DoubtfulLabels:
    """Watches the document of a scene for labels that are far from their class.

    Parameters
    ----------
    document : Document
        Its spectra are read in I/O threads, some time after each edit.

    Attributes
    ----------
    changed
        Other labels are doubtful now.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[int, list[Pixel]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._looks_again = False  # something changed while spectra were read
        self._is_closed = False
        document.labels_changed.connect(self._on_labels_changed)
        document.bands_changed.connect(self.look_soon)

    @property
    def pixels(self) -> list[Pixel]:
        """All doubtful labels in row-major order."""
        return sorted(pixel for pixels in self._found.values() for pixel in pixels)

    def count(self, class_id: int) -> int:
        """Return how many labels of a class are doubtful."""
        return len(self._found.get(class_id, ()))

    def pixels_of(self, class_id: int) -> list[Pixel]:
        """Return the doubtful labels of a class."""
        return list(self._found.get(class_id, ()))

    def look_soon(self) -> None:
        """Look in a moment, when nobody has painted for a while."""
        if self._is_closed:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # a script without an event loop looks for itself
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(_DELAY_S, self._start)

    def close(self) -> None:
        """Stop watching, for good."""
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _on_labels_changed(self, _window: PixelWindow) -> None:
        self.look_soon()

    def _start(self) -> None:
        self._timer = None
        if self._task is not None:
            self._looks_again = True
        else:
            self._task = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        cube, labels = self._document.cube, self._document.labels
        try:
            if cube is not None:
                found = await in_io_thread(doubtful_labels, cube, labels.values)
                if not self._document.is_closed:
                    self._show(found)
        except HsiViewerError as error:
            _log.info("doubtful labels were not looked for: %s", error)
        finally:
            self._task = None
            if self._looks_again:
                self._looks_again = False
                self.look_soon()

    def _show(self, found: dict[int, list[Pixel]]) -> None:
        # Some may have been erased while the spectra were read.
        values = self._document.labels.values
        current = {
            each: [pixel for pixel in pixels if values[pixel] == each]
            for each, pixels in found.items()
        }
        if current != self._found:
            self._found = current
            self.changed.emit()
