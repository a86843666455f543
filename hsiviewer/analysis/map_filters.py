"""Filters of class maps: the majority of a window, and areas that are too small."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.progress import Progress

Ids = npt.NDArray[np.uint16]
_ROWS = 512
_MOST_PASSES = 64


def majority_filtered(class_map: Ids, side: int, progress: Progress) -> Ids:
    """Return a map whose pixels have the most frequent class around them.

    Pixels without a class have no say, and stay as they are. Of classes that are
    equally frequent, the pixel's own wins, else that of the smallest id.

    Parameters
    ----------
    class_map : ndarray of uint16, shape (rows, cols)
        0 where there is no class.
    side : int
        Of the square window, odd.
    """
    found = np.array(class_map)
    reach = side // 2
    for top in range(0, len(class_map), _ROWS):
        progress.checkpoint()
        bottom = min(top + _ROWS, len(class_map))
        first, last = max(0, top - reach), min(len(class_map), bottom + reach)
        part = np.asarray(class_map[first:last])
        inner = slice(top - first, bottom - first)
        found[top:bottom] = _majority(part, side)[inner]
    return found


def sieved(class_map: Ids, least: int, progress: Progress) -> Ids:
    """Return a map without areas of fewer pixels than `least`.

    Areas are joined by their sides. A small one gets the class of the area with which
    it shares the longest border, the smallest areas first; one that only borders on
    pixels without a class stays.

    Parameters
    ----------
    class_map : ndarray of uint16, shape (rows, cols)
        0 where there is no class; such pixels belong to no area.
    """
    found = np.array(class_map)
    for _ in range(_MOST_PASSES):
        progress.checkpoint()
        areas, sizes, classes = _areas(found)
        if not _merge(areas, sizes, classes, least):
            break
        found = classes[areas]
    return found


def _majority(part: Ids, side: int) -> Ids:
    """Return the most frequent class of the window around each pixel."""
    ids = np.unique(part[part > 0])
    most = np.zeros(part.shape, np.int32)
    winner = np.zeros(part.shape, np.uint16)
    own = np.zeros(part.shape, np.int32)
    for class_id in ids:
        is_class = part == class_id
        votes = _box_sum(is_class, side)
        better = votes > most
        winner[better] = class_id
        most[better] = votes[better]
        own[is_class] = votes[is_class]
    keeps = (own == most) | (part == 0)
    return np.where(keeps, part, winner)


def _box_sum(hit: npt.NDArray[np.bool_], side: int) -> npt.NDArray[np.int32]:
    reach = side // 2
    padded = np.pad(hit, ((reach + 1, reach), (reach + 1, reach))).astype(np.int32)
    total = padded.cumsum(axis=0).cumsum(axis=1)
    found: npt.NDArray[np.int32] = (
        total[side:, side:] - total[:-side, side:] - total[side:, :-side]
    )
    found += total[:-side, :-side]
    return found


def _areas(
    class_map: Ids,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any], npt.NDArray[np.uint16]]:
    """Return the number of each pixel's area, and size and class of each area.

    Area 0 holds the pixels without a class.
    """
    areas = np.zeros(class_map.shape, np.int32)
    classes: list[int] = [0]
    for class_id in np.unique(class_map[class_map > 0]).tolist():
        labelled, count = ndimage.label(class_map == class_id)
        inside = labelled > 0
        areas[inside] = labelled[inside] + (len(classes) - 1)
        classes += [class_id] * count
    sizes = np.bincount(areas.reshape(-1), minlength=len(classes))
    return areas, sizes, np.array(classes, np.uint16)


def _merge(
    areas: npt.NDArray[np.int32],
    sizes: npt.NDArray[Any],
    classes: npt.NDArray[np.uint16],
    least: int,
) -> bool:
    """Give small areas the class of a neighbour; return whether any has changed."""
    small = sizes < least
    small[0] = False
    if not small.any():
        return False
    pairs = [
        np.stack([one.reshape(-1), other.reshape(-1)], axis=1)
        for one, other in (
            (areas[:, :-1], areas[:, 1:]),
            (areas[:-1], areas[1:]),
        )
    ]
    borders = np.concatenate([*pairs, *(pair[:, ::-1] for pair in pairs)])
    borders = borders[(borders[:, 0] != borders[:, 1]) & (borders > 0).all(axis=1)]
    borders = borders[small[borders[:, 0]]]
    if not len(borders):
        return False
    edges, lengths = np.unique(borders, axis=0, return_counts=True)
    # Of a small area's neighbours: the longest border, then the largest area.
    order = np.lexsort((-edges[:, 1], sizes[edges[:, 1]], lengths, edges[:, 0]))
    edges = edges[order]
    last = np.append(edges[1:, 0] != edges[:-1, 0], True)
    changed = False
    is_taken = np.zeros(len(sizes), bool)
    chosen = edges[last]
    for area, neighbour in chosen[np.argsort(sizes[chosen[:, 0]], kind="stable")]:
        # Two that would exchange their classes wait for the next pass.
        if not is_taken[area] and not is_taken[neighbour]:
            classes[area] = classes[neighbour]
            is_taken[area] = True
            is_taken[neighbour] |= small[neighbour]
            changed = True
    return changed
