"""Pixels to label next: doubtful ones that differ, far from borders and labels."""

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.learning.live.classifier import LiveClassifier
from hsiviewer.learning.live.features import FeatureGrid
from hsiviewer.learning.suggestions.diversity import medoids
from hsiviewer.learning.suggestions.doubt import Doubts, MostDoubtful, shuffled

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

POOL = 8  # doubtful pixels for each that is suggested
CALM = 0.6  # share of the pixels, those least unlike their neighbours, that count
APART = 0.04  # of the scene's shorter side, between suggestions
NEAREST = 3.0  # cells between a suggestion and a label
_SCENE_POOL = 5000  # pixels of a scene of which nothing is known
_AT_ONCE = 65_536


def next_cells(
    grid: FeatureGrid,
    learned: LiveClassifier | None,
    taken: BoolArray,
    count: int,
    *,
    seed: int = 0,
    allowed: BoolArray | None = None,
) -> list[tuple[int, int]]:
    """Suggest cells of a grid.

    Parameters
    ----------
    grid : FeatureGrid
        What its pixels look like.
    learned : LiveClassifier, optional
        Tells where two classes are almost equally probable; without it, cells that are
        typical of different parts of the scene are suggested.
    taken : ndarray of bool, shape (rows, cols)
        Cells that are labelled or were refused.
    count : int
        How many.
    seed : int
        Decides where the choice is free.
    allowed : ndarray of bool, shape (rows, cols), optional
        Nothing else is suggested.

    Returns
    -------
    list of (row, col)
        The most doubtful first; fewer than `count` where there are no more.
    """
    free = _candidates(grid, taken, allowed)
    cells = np.flatnonzero(free)
    cols = grid.shape[1]
    if learned is None:
        order = np.argsort(shuffled(cells, seed), kind="stable")
        pool = cells[order[:_SCENE_POOL]]
    else:
        pool = _doubtful(grid, learned, cells, POOL * count, seed)
    if not len(pool):
        return []
    positions = np.stack(np.divmod(pool, cols), axis=1)
    chosen = medoids(
        grid.values.reshape(-1, grid.values.shape[-1])[pool].astype(np.float64),
        positions,
        min(count, len(pool)),
        seed=seed,
        min_distance=APART * min(grid.shape),
    )
    # The pool is ordered by doubt.
    return [(row, col) for row, col in positions[np.sort(chosen)].tolist()]


def _candidates(
    grid: FeatureGrid, taken: BoolArray, allowed: BoolArray | None
) -> BoolArray:
    """Return the cells that may be suggested: inside areas, and not beside labels."""
    free = grid.valid.copy()
    if allowed is not None:
        free &= allowed
    if taken.any():
        free &= ndimage.distance_transform_edt(~taken) > NEAREST
        if not free.any():
            free = grid.valid & ~taken if allowed is None else allowed & ~taken
    if free.any():
        limit = np.quantile(grid.edges[free], CALM)
        free &= grid.edges <= limit
    return free


def _doubtful(
    grid: FeatureGrid, learned: LiveClassifier, cells: IntArray, most: int, seed: int
) -> IntArray:
    """Return the cells with the smallest margins, the smallest first."""
    values = grid.values.reshape(-1, grid.values.shape[-1])
    kept = MostDoubtful(most, seed)
    for start in range(0, len(cells), _AT_ONCE):
        part = cells[start : start + _AT_ONCE]
        kept.add(Doubts.of(part, learned.probabilities(values[part])))
    return kept.doubts.pixels
