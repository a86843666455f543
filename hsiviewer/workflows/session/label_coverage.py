"""Whether the labels of the open scene lie close together, said before a training."""

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.learning.data.label_spread import LabelSpread, spread_before_training
from hsiviewer.workflows.session.label_watch import LabelWatch
from hsiviewer.workflows.tasks.threads import in_io_thread


class LabelCoverage:
    """Measures how the labels of a scene are spread, again after each edit.

    Parameters
    ----------
    document : Document
        Its labels are looked at in I/O threads.

    Attributes
    ----------
    spread : LabelSpread, optional
        As last measured; ``None`` with fewer than two labels.
    changed
        There is something else to say.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        self._document = document
        self.spread: LabelSpread | None = None
        self._watch = LabelWatch(document, self._look)

    @property
    def sentence(self) -> str:
        """What to tell the user; empty if the labels are spread well."""
        return "" if self.spread is None else self.spread.sentence

    def look_soon(self) -> None:
        """Measure in a moment, when nobody has painted for a while."""
        self._watch.look_soon()

    def close(self) -> None:
        """Stop watching, for good."""
        self._watch.close()

    async def _look(self) -> None:
        cube, labels = self._document.cube, self._document.labels
        if cube is None:
            return
        spread = await in_io_thread(spread_before_training, cube, labels.values)
        if self._document.is_closed:
            return
        before = self.sentence
        self.spread = spread
        if self.sentence != before:
            self.changed.emit()
