"""Changes of classes that take labels along: remove, merge, split off, import."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.edits import ClassEdit, LabelEdit
from hsiviewer.core.errors import ClassSchemeError
from hsiviewer.core.labels import LabelMap

Indices = npt.NDArray[np.intp]


def replacing_scheme(
    labels: LabelMap, before: ClassScheme, after: ClassScheme, *, text: str
) -> ClassEdit:
    """Replace the scheme; labels of classes that it lacks are removed."""
    known = set(after.ids)
    lost = [count for count in labels.counts if count not in known]
    removed = None
    if lost:
        indices = np.flatnonzero(np.isin(labels.values, lost))
        removed = LabelEdit.painting(labels, indices, 0)
    return ClassEdit(before, after, removed, text)


def merging(
    labels: LabelMap, scheme: ClassScheme, source: int, target: int
) -> ClassEdit:
    """Give all labels of one class to another and remove the first.

    Raises
    ------
    ClassSchemeError
        If one of them does not exist, or both are the same.
    """
    if source == target:
        raise ClassSchemeError("a class cannot be merged with itself")
    name, other = scheme[source].name, scheme[target].name
    indices = np.flatnonzero(labels.values == source)
    moved = LabelEdit.painting(labels, indices, target)
    return ClassEdit(
        scheme, scheme.without(source), moved, f"Merge {name} into {other}"
    )


def splitting(
    labels: LabelMap, scheme: ClassScheme, class_id: int, indices: Indices, name: str
) -> tuple[ClassEdit, int]:
    """Give some labels of a class to a new one.

    Parameters
    ----------
    indices : ndarray of intp
        Flat indices; pixels of other classes among them are left alone.
    name : str
        Of the new class.

    Returns
    -------
    edit : ClassEdit
    new_id : int
        The smallest free id.

    Raises
    ------
    ClassSchemeError
        If the class does not exist, or none of the pixels belongs to it.
    """
    old = scheme[class_id]
    own = indices[labels.at(indices) == class_id]
    if own.size == 0:
        raise ClassSchemeError(f"none of these pixels has a label of {old.name!r}")
    new_id = scheme.free_id
    color = scheme.color_for(new_id, name)
    added = LandCoverClass(new_id, name, color, old.description)
    moved = LabelEdit.painting(labels, own, new_id)
    edit = ClassEdit(scheme, scheme.with_class(added), moved, f"Split {old.name}")
    return edit, new_id


class Overlap(Enum):
    """Which labels stand where both the scene and a file have some."""

    REPLACE_ALL = "replace"
    FILE_WINS = "file"
    MINE_WIN = "mine"


class SameId(Enum):
    """What an id means that both use for different classes."""

    AS_IN_FILE = "file"
    AS_MINE = "mine"
    NEW_CLASSES = "new"


@dataclass(frozen=True)
class ImportConflicts:
    """Where the labels and classes of a file and of the scene disagree.

    Parameters
    ----------
    pixels : int
        Pixels that have different labels in both.
    labels : int
        Labels that the scene has.
    classes : tuple of (LandCoverClass, LandCoverClass)
        Classes of the same id with different names: mine, and the file's.
    """

    pixels: int
    labels: int
    classes: tuple[tuple[LandCoverClass, LandCoverClass], ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing needs to be asked."""
        return self.labels == 0 and not self.classes


def import_conflicts(
    labels: LabelMap, scheme: ClassScheme, file: LabelMap, file_scheme: ClassScheme
) -> ImportConflicts:
    """Compare what is there with what a file brings; both of one shape."""
    both = (labels.values > 0) & (file.values > 0)
    different = int((both & (labels.values != file.values)).sum())
    pairs = [
        (scheme[cover.id], cover)
        for cover in file_scheme
        if cover.id in scheme and scheme[cover.id].name != cover.name
    ]
    return ImportConflicts(different, labels.total, tuple(pairs))


def importing(
    labels: LabelMap,
    scheme: ClassScheme,
    file: LabelMap,
    file_scheme: ClassScheme,
    *,
    overlap: Overlap = Overlap.REPLACE_ALL,
    same_id: SameId = SameId.AS_IN_FILE,
) -> ClassEdit:
    """Take the labels and classes of a file, as one edit.

    Parameters
    ----------
    overlap : Overlap
        With `Overlap.REPLACE_ALL`, classes without labels go as well.
    same_id : SameId
        `SameId.NEW_CLASSES` gives the file's classes free ids.
    """
    file_scheme = file_scheme.restricted({*file_scheme.ids, *file.counts})
    values = file.values
    if overlap is Overlap.REPLACE_ALL:
        after, wanted = file_scheme, values
    else:
        if same_id is SameId.NEW_CLASSES:
            values, file_scheme = _renumbered(scheme, file, file_scheme)
        mine_first = same_id is SameId.AS_MINE
        after = _joined(scheme, file_scheme, mine_first=mine_first)
        mine = labels.values
        keep = mine > 0 if overlap is Overlap.MINE_WIN else values == 0
        wanted = np.where(keep, mine, values)
    indices = np.flatnonzero(wanted != labels.values)
    edit = LabelEdit(
        indices, labels.at(indices), wanted.reshape(-1)[indices], "Import labels"
    )
    return ClassEdit(scheme, after, edit, "Import labels")


def _joined(
    scheme: ClassScheme, file_scheme: ClassScheme, *, mine_first: bool
) -> ClassScheme:
    first, second = (file_scheme, scheme) if mine_first else (scheme, file_scheme)
    merged = {cover.id: cover for cover in first} | {
        cover.id: cover for cover in second
    }
    for cover in scheme:
        # A file without descriptions must not delete the user's sentences.
        if not merged[cover.id].description:
            merged[cover.id] = replace(merged[cover.id], description=cover.description)
    return ClassScheme(tuple(merged.values()))


def _renumbered(
    scheme: ClassScheme, file: LabelMap, file_scheme: ClassScheme
) -> tuple[npt.NDArray[np.uint16], ClassScheme]:
    """Give classes of a file whose id means something else here a free id."""
    taken = {*scheme.ids, *file_scheme.ids}
    free = (number for number in range(1, 65536) if number not in taken)
    table = np.arange(65536, dtype=np.uint16)
    classes = []
    for cover in file_scheme:
        new_id = cover.id
        if cover.id in scheme and scheme[cover.id].name != cover.name:
            new_id = next(free, 0)
            if not new_id:
                raise ClassSchemeError("no class id is free for the file's classes")
        table[cover.id] = new_id
        classes.append(replace(cover, id=new_id))
    return table[file.values], ClassScheme(tuple(classes))
