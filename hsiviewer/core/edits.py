"""Reversible changes of labels, classes and of what is said about the scene."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.labels import LabelArray, LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.window import PixelWindow


@dataclass(frozen=True, eq=False)
class LabelEdit:
    """A change of some pixels' labels: one stroke, fill or clearing.

    Holds the changed pixels only, so its size follows the stroke and not the
    scene.

    Parameters
    ----------
    indices : ndarray of intp, shape (n,)
        Flat row-major indices of the pixels that change, ascending.
    before, after : ndarray of uint16, shape (n,)
        Class ids before and after.
    text : str
        What the undo menu calls the edit.
    """

    indices: npt.NDArray[np.intp]
    before: LabelArray
    after: LabelArray
    text: str = "Paint"

    @classmethod
    def painting(
        cls,
        labels: LabelMap,
        indices: npt.NDArray[np.intp],
        class_id: int,
        *,
        text: str = "Paint",
    ) -> "LabelEdit":
        """Make the edit that gives pixels a class, or 0 to erase them.

        Pixels that already have it, and repeated indices, are left out.
        """
        distinct = np.unique(indices)
        before = labels.at(distinct)
        changing = before != class_id
        after = np.full(int(changing.sum()), class_id, np.uint16)
        return cls(distinct[changing], before[changing], after, text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.indices.size == 0

    def window(self, shape: tuple[int, int]) -> PixelWindow:
        """Return the smallest window of a map of `shape` that holds the edit."""
        if self.is_empty:
            return PixelWindow(0, 0, 0, 0)
        rows, cols = np.divmod(self.indices, shape[1])
        top, left = int(rows.min()), int(cols.min())
        return PixelWindow(
            top, left, int(rows.max()) - top + 1, int(cols.max()) - left + 1
        )

    def inverse(self) -> "LabelEdit":
        """Return the edit that takes this one back."""
        return LabelEdit(self.indices, self.after, self.before, self.text)

    @classmethod
    def combined(cls, parts: Sequence["LabelEdit"], *, text: str) -> "LabelEdit":
        """Make one edit with the effect of several, one after the other.

        Pixels that end as they began are left out.
        """
        indices = np.concatenate([part.indices for part in parts])
        before = np.concatenate([part.before for part in parts])
        after = np.concatenate([part.after for part in parts])
        # Stable, so that the changes of one pixel stay in their order; and quick,
        # because every part is sorted already.
        order = np.argsort(indices, kind="stable")
        ordered = indices[order]
        begins = np.ones(ordered.size, bool)
        begins[1:] = ordered[1:] != ordered[:-1]
        ends = np.roll(begins, -1)
        distinct, start, end = (
            ordered[begins],
            before[order[begins]],
            after[order[ends]],
        )
        changed = start != end
        return cls(distinct[changed], start[changed], end[changed], text)


@dataclass(frozen=True)
class ClassEdit:
    """A change of the class scheme, with the labels that go along.

    Parameters
    ----------
    before, after : ClassScheme
        Scheme before and after.
    labels : LabelEdit, optional
        Labels that change at the same time, as when a class is removed.
    text : str
        What the undo menu calls the edit.
    moved : tuple of (int, int)
        Old and new id of classes that get another one; what else is stored by id
        follows.
    """

    before: ClassScheme
    after: ClassScheme
    labels: LabelEdit | None = None
    text: str = "Edit class"
    moved: tuple[tuple[int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.before == self.after and (
            self.labels is None or self.labels.is_empty
        )

    def inverse(self) -> "ClassEdit":
        """Return the edit that takes this one back."""
        labels = self.labels.inverse() if self.labels else None
        moved = tuple(sorted((new, old) for old, new in self.moved))
        return ClassEdit(self.after, self.before, labels, self.text, moved)


@dataclass(frozen=True)
class MetadataEdit:
    """A change of what the user says about the scene.

    Parameters
    ----------
    before, after : SceneMetadata
        What is said before and after.
    text : str
        What the undo menu calls the edit.
    """

    before: SceneMetadata
    after: SceneMetadata
    text: str = "Scene properties"

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.before == self.after

    def inverse(self) -> "MetadataEdit":
        """Return the edit that takes this one back."""
        return MetadataEdit(self.after, self.before, self.text)


Edit = LabelEdit | ClassEdit | MetadataEdit


def apply_edit(edit: Edit, labels: LabelMap, classes: ClassScheme) -> ClassScheme:
    """Carry an edit out: change the labels, and return the classes as they are then."""
    if isinstance(edit, MetadataEdit):
        return classes
    changed = edit.labels if isinstance(edit, ClassEdit) else edit
    if changed is not None and not changed.is_empty:
        labels.put(changed.indices, changed.after)
    return edit.after if isinstance(edit, ClassEdit) else classes
