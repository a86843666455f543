"""The ground truth of a scene, and how well its map agrees with it."""

from collections.abc import Mapping

import numpy as np
from psygnal import Signal

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.document import Document
from hsiviewer.core.labels import LabelArray, LabelMap
from hsiviewer.core.renumbering import making_way, renumbered_ids
from hsiviewer.evaluation.metrics import Accuracy, assess
from hsiviewer.io.label_references import moved_reference


class Assessment:
    """Compares each result of a scene with its reference.

    Parameters
    ----------
    document : Document
        Its result is compared.
    reference : LabelMap, optional
        Ground truth.
    file : str
        Where that lies; empty if there is none.
    accuracy : Accuracy, optional
        Of the result that the scene opens with.

    Attributes
    ----------
    changed
        Another reference, another result, or other figures.
    moved
        The reference followed classes that got other ids; so did the name of its file.
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self,
        document: Document,
        reference: LabelMap | None = None,
        *,
        file: str = "",
        accuracy: Accuracy | None = None,
    ) -> None:
        self._document = document
        self.reference = reference
        self.file = file
        self.accuracy = accuracy
        document.classes_moved.connect(self._follow_classes)
        document.classification_changed.connect(self._assess)

    @property
    def truth(self) -> LabelArray | None:
        """The reference without the pixels that have labels; none without one."""
        if self.reference is None:
            return None
        return without_labels(self.reference, self._document.labels.values)

    def set_reference(self, reference: LabelMap, file: str) -> None:
        """Compare with another ground truth."""
        self.reference, self.file = reference, file
        self._assess()

    def _follow_classes(self, id_map: Mapping[int, int]) -> None:
        """Keep what the reference says when classes get other ids."""
        complete = making_way(id_map)
        if self.reference is not None:
            if self.file:
                self.file = moved_reference(self.file, self.reference.counts, complete)
            self.reference = LabelMap(renumbered_ids(self.reference.values, complete))
        elif self.file:  # away, perhaps on a disk that comes back
            self.file = moved_reference(self.file, complete, complete)
        else:
            return
        self.moved.emit()

    def _assess(self) -> None:
        labels, result = self._document.labels.values, self._document.classification
        self.accuracy = assessed(labels, self.reference, result)
        self.changed.emit()


def assessed(
    labels: LabelArray,
    reference: LabelMap | None,
    result: ClassificationResult | None,
) -> Accuracy | None:
    """Return a result against a reference, labelled pixels left out."""
    if reference is None or result is None:
        return None
    return assess(without_labels(reference, labels), result.class_map)


def without_labels(reference: LabelMap, labels: LabelArray) -> LabelArray:
    """Return a reference with 0 where a pixel is labelled, and thus learned from."""
    truth: LabelArray = np.where(labels > 0, 0, reference.values).astype(np.uint16)
    return truth
