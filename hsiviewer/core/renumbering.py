"""Classes under other ids, with all that is stored by id: labels, maps, references."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import MAX_CLASS_ID, ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.edits import ClassEdit, LabelEdit
from hsiviewer.core.errors import ClassSchemeError
from hsiviewer.core.labels import LabelMap

Ids = npt.NDArray[np.uint16]


def renumbering(
    labels: LabelMap, scheme: ClassScheme, id_map: Mapping[int, int], *, text: str
) -> ClassEdit:
    """Give classes other ids; their labels move with them.

    Parameters
    ----------
    id_map : mapping of int to int
        New id of each class that gets one.
    text : str
        What the undo menu calls it.

    Raises
    ------
    ClassSchemeError
        If a class does not exist, or two would have one id.
    """
    moved = {old: new for old, new in id_map.items() if scheme[old].id and old != new}
    after = renumbered_scheme(scheme, moved)
    indices = np.flatnonzero(np.isin(labels.values, list(moved)))
    before = labels.at(indices)
    edit = LabelEdit(indices, before, renumbered_ids(before, moved), text)
    return ClassEdit(scheme, after, edit, text, tuple(sorted(moved.items())))


def swapping(
    labels: LabelMap, scheme: ClassScheme, class_id: int, new_id: int, *, text: str
) -> ClassEdit:
    """Give a class another id; a class that has it gets the id that is left.

    Raises
    ------
    ClassSchemeError
        If the class does not exist, or there can be no such id.
    """
    if not 1 <= new_id <= MAX_CLASS_ID:
        raise ClassSchemeError(
            f"class id {new_id} is outside 1..{MAX_CLASS_ID}; 0 is unlabelled"
        )
    id_map = {class_id: new_id}
    if new_id in scheme:
        id_map[new_id] = class_id
    return renumbering(labels, scheme, id_map, text=text)


def renumbered_scheme(scheme: ClassScheme, id_map: Mapping[int, int]) -> ClassScheme:
    """Return the classes under their new ids.

    Raises
    ------
    ClassSchemeError
        If two would have one id.
    """
    return ClassScheme(
        tuple(replace(cover, id=id_map.get(cover.id, cover.id)) for cover in scheme)
    )


def renumbered_ids(ids: Ids, id_map: Mapping[int, int]) -> Ids:
    """Return ids of any shape with the new ones in place of the old."""
    table = np.arange(MAX_CLASS_ID + 1, dtype=np.uint16)
    table[list(id_map.keys())] = list(id_map.values())
    moved: Ids = table[ids]
    return moved


def making_way(
    id_map: Mapping[int, int],
    *,
    present: Iterable[int] = (),
    taken: Collection[int] = (),
) -> dict[int, int]:
    """Return a map in which an id that another class gets is exchanged for that one's.

    A map or a reference may have ids that are no classes of the scene; these keep
    their pixels apart, and the inverse of `id_map` brings them back.

    Parameters
    ----------
    id_map : mapping of int to int
        New id of each class that gets one; no two get the same.
    present : iterable of int
        Ids of the map or the reference.
    taken : collection of int
        Ids that are given to nothing else, even if a class has left them.
    """
    complete = dict(id_map)
    used = {*present, *taken, *id_map, *id_map.values()}
    free = (number for number in range(1, MAX_CLASS_ID + 1) if number not in used)
    for left in sorted(id_map.keys() - set(id_map.values())):
        gained = id_map[left]
        while gained in id_map:
            gained = id_map[gained]
        complete[gained] = next(free) if left in taken else left
    return complete


def renumbered_result(
    result: ClassificationResult,
    id_map: Mapping[int, int],
    *,
    taken: Collection[int] = (),
) -> ClassificationResult:
    """Return a map whose classes have their new ids.

    A class that the scene has no longer, and whose id another one gets, keeps its
    pixels under another id; see `making_way`.
    """
    complete = making_way(id_map, present=result.scheme.ids, taken=taken)
    kept = result.probabilities
    return replace(
        result,
        probabilities=None if kept is None else kept.renumbered(complete),
        class_map=renumbered_ids(result.class_map, complete),
        scheme=renumbered_scheme(result.scheme, complete),
    )
