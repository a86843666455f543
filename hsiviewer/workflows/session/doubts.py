"""Labels that look unlike their class, found again when labels or bands change."""

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.workflows.session.label_watch import LabelWatch
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.regions import doubtful_labels

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
        self._watch = LabelWatch(document, self._look)

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
        self._watch.look_soon()

    def close(self) -> None:
        """Stop watching, for good."""
        self._watch.close()

    async def _look(self) -> None:
        cube, labels = self._document.cube, self._document.labels
        if cube is None:
            return
        found = await in_io_thread(doubtful_labels, cube, labels.values)
        if not self._document.is_closed:
            self._show(found)

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
