"""Labels that look unlike their class or contradict its words, found after edits."""

from psygnal import Signal

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.labels import LabelArray
from hsiviewer.workflows.describing.contradictions import WordCheck, check_words
from hsiviewer.workflows.describing.word_scenes import WordScene, is_usable
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
        self._reasons: dict[Pixel, str] = {}
        self._wrong_texts: dict[int, str] = {}
        self._scene: tuple[HsiCube, WordScene | None] | None = None
        self._watch = LabelWatch(document, self._look)
        document.classes_changed.connect(self._watch.look_soon)

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

    def reason(self, pixel: Pixel) -> str:
        """Return what a doubtful label contradicts; empty if it looks odd only."""
        return self._reasons.get(pixel, "")

    def wrong_text(self, class_id: int) -> str:
        """Return why the description of a class is in doubt; empty if it is not."""
        return self._wrong_texts.get(class_id, "")

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
        scheme = self._document.classes
        check = await in_io_thread(self._checked, cube, labels.snapshot(), scheme)
        if self._document.is_closed:
            return
        self._reasons = {
            (contrary.row, contrary.col): contrary.reason
            for contrary in check.contradictions
        }
        for contrary in check.contradictions:
            own = found.setdefault(contrary.class_id, [])
            if (contrary.row, contrary.col) not in own:
                own.append((contrary.row, contrary.col))
        has_news = check.wrong_texts != self._wrong_texts
        self._wrong_texts = check.wrong_texts
        self._show(found, has_news=has_news)

    def _checked(
        self, cube: HsiCube, labels: LabelArray, scheme: ClassScheme
    ) -> WordCheck:
        """Compare labels with words, where words mean something; reads the scene."""
        if not labels.any():
            return WordCheck((), {})
        if self._scene is None or self._scene[0] is not cube:
            self._scene = (cube, WordScene(cube) if is_usable(cube) else None)
        scene = self._scene[1]
        if scene is None:
            return WordCheck((), {})
        return check_words(cube, labels, scheme, scene=scene)

    def _show(self, found: dict[int, list[Pixel]], *, has_news: bool) -> None:
        # Some may have been erased while the spectra were read.
        values = self._document.labels.values
        current = {
            each: sorted(pixel for pixel in pixels if values[pixel] == each)
            for each, pixels in found.items()
        }
        if current != self._found or has_news:
            self._found = current
            self.changed.emit()
