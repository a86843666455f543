"""The shown map with its refinement, which can be changed and taken away."""

from collections.abc import Mapping

from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import Progress
from hsiviewer.core.refinement import Refinement
from hsiviewer.core.renumbering import renumbered_result
from hsiviewer.workflows.tasks.threads import until_stopped


class MapRefining:
    """Lays a refinement over the map of a run; the run stays as it is.

    Parameters
    ----------
    document : Document
        Its result is refined. Another result than that has no refinement at first.

    Attributes
    ----------
    changed
        Another refinement is shown, or none.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        self._document = document
        self._base: ClassificationResult | None = document.classification
        self.shown = Refinement()
        document.classes_moved.connect(self._follow_classes)
        document.classification_changed.connect(self._follow)

    @property
    def base(self) -> ClassificationResult | None:
        """The map as its run has left it."""
        return self._base

    async def refine(self, refinement: Refinement) -> None:
        """Show the map with other steps, in place of those that are shown.

        Raises
        ------
        HsiViewerError
            If there is no map, or a step cannot be done.
        CancelledError
            If the user has stopped it.
        """
        base, cube = self._base, self._document.cube
        if base is None:
            raise HsiViewerError("there is no map to refine yet: train a method first")
        found = await until_stopped(_refined, base, refinement, cube)
        if base is self._base and not self._document.is_closed:
            self.shown = refinement
            self._document.set_classification(found)
            self.changed.emit()

    def remove(self) -> None:
        """Show the map as its run has left it."""
        if not self.shown.is_empty:
            self.shown = Refinement()
            self._document.set_classification(self._base)
            self.changed.emit()

    def _follow(self) -> None:
        result = self._document.classification
        told = {} if result is None else result.provenance.get("refinement", {})
        if self.shown.is_empty or told != self.shown.record():
            self._base = result
            if not self.shown.is_empty:
                self.shown = Refinement()
                self.changed.emit()

    def _follow_classes(self, id_map: Mapping[int, int]) -> None:
        """Keep the map of the run with the ids that the classes have now."""
        if self._base is not None and not self.shown.is_empty:
            self._base = renumbered_result(self._base, id_map)


def _refined(
    progress: Progress,
    base: ClassificationResult,
    refinement: Refinement,
    cube: HsiCube | None,
) -> ClassificationResult:
    # It needs scipy, which the start of the window does without.
    from hsiviewer.workflows.tasks.refining import refined_result

    return refined_result(base, refinement, progress, cube)
