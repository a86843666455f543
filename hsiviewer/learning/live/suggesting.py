"""Pixels to label next: doubtful ones that differ, far from borders and labels."""

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.special import softmax

from hsiviewer.learning.live.classifier import LiveClassifier
from hsiviewer.learning.live.features import FeatureGrid
from hsiviewer.learning.suggestions.diversity import medoids
from hsiviewer.learning.suggestions.doubt import Doubts, MostDoubtful, shuffled

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

POOL = 6  # doubtful pixels for each that is suggested, apart from each other
_DENSE = 10  # pixels that are looked at for each of these: doubt comes in patches
CALM = 0.9  # share of the pixels, those least unlike their neighbours, that count
APART = 0.08  # of the scene's shorter side, between suggestions
NEAREST = 3.0  # cells between a suggestion and a label
_SAMPLE = 20_000  # pixels that tell how sure the classifier usually is
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
        pool, most = cells[order[:_SCENE_POOL]], _SCENE_POOL
    else:
        pool = _doubtful(grid, learned, cells, _DENSE * POOL * count, seed)
        most = POOL * count
    positions = np.stack(np.divmod(pool, cols), axis=1)
    apart = _apart(positions, count, APART * min(grid.shape))[:most]
    pool, positions = pool[apart], positions[apart]
    if not len(pool):
        return []
    chosen = medoids(
        grid.values.reshape(-1, grid.values.shape[-1])[pool].astype(np.float64),
        positions,
        min(count, len(pool)),
        seed=seed,
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
    scale = _usual_lead(learned, values[cells[:: max(1, len(cells) // _SAMPLE)]])
    kept = MostDoubtful(most, seed)
    for start in range(0, len(cells), _AT_ONCE):
        part = cells[start : start + _AT_ONCE]
        scores = learned.scores(values[part]).astype(np.float64)
        kept.add(Doubts.of(part, softmax(scores / scale, axis=1)))
    return kept.doubts.pixels


def _apart(positions: IntArray, count: int, distance: float) -> IntArray:
    """Return which pixels are kept so that all are apart, the first preferred.

    The distance is halved until there are as many as are wanted, if there can be.
    """
    chosen: list[int] = []
    while len(chosen) < min(count, len(positions)):
        chosen = []
        for place, position in enumerate(positions):
            offsets = positions[chosen] - position
            if (np.hypot(offsets[:, 0], offsets[:, 1]) >= distance).all():
                chosen.append(place)
        distance /= 2
    return np.array(chosen, np.intp)


def _usual_lead(learned: LiveClassifier, features: npt.NDArray[np.float32]) -> float:
    """Return by how much the best score usually leads; 1 if it never does.

    A few labels beside each other make a discriminant far too sure: taken as they are,
    all its probabilities would be 0 or 1, and no pixel more doubtful than another.
    """
    best = np.sort(learned.scores(features).astype(np.float64), axis=1)[:, -2:]
    return float(np.median(best[:, 1] - best[:, 0])) or 1.0 if len(best) else 1.0
