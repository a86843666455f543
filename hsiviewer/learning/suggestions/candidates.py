"""Pixels that may be suggested: with values, unlabelled, unmasked, not too near."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.prediction.scores import scene_array
from hsiviewer.learning.suggestions.records import SuggestionOptions

BoolArray = npt.NDArray[np.bool_]

_TILE_SIDE = 512
_CANDIDATES_FILE = "candidates.npy"


def candidate_pixels(
    valid: BoolArray,
    labels: npt.NDArray[np.integer],
    options: SuggestionOptions,
    progress: Progress,
    *,
    scratch: Path | None = None,
) -> BoolArray:
    """Return which pixels may be suggested.

    Parameters
    ----------
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values.
    labels : ndarray of int, shape (rows, cols)
        Class ids, 0 where there is no label.
    progress : Progress
        Asked at every tile whether to go on.
    scratch : Path, optional
        Folder for the result, so that memory does not grow with the scene.

    Returns
    -------
    ndarray of bool, shape (rows, cols)

    Raises
    ------
    TrainingDataError
        If labels or mask have another size than the scene, or no pixel is left.
    """
    shape = (valid.shape[0], valid.shape[1])
    for values, name in ((labels, "labels have"), (options.mask, "mask has")):
        if values is not None and values.shape != shape:
            raise TrainingDataError(
                f"the {name} {values.shape[0]} x {values.shape[1]} pixels, the "
                f"scene {shape[0]} x {shape[1]}; give them on the scene's grid"
            )
    allowed = scene_array(shape, np.bool_, False, scratch, _CANDIDATES_FILE)
    is_near = _Nearness(labels, options.min_distance)
    for tile in PixelWindow.of_shape(shape).tiles(_TILE_SIDE):
        progress.checkpoint()
        free = valid[tile.slices] & (labels[tile.slices] == 0)
        if options.mask is not None:
            free &= ~options.mask[tile.slices]
        free[free] = ~is_near(np.argwhere(free) + np.array((tile.row, tile.col)))
        allowed[tile.slices] = free
    if not allowed.any():
        raise TrainingDataError(
            "no pixel is left to suggest: all are labelled, masked, too close to a "
            "label, or without values; change the mask or the distance"
        )
    return allowed


class _Nearness:
    """Tells which pixels are nearer to a label than is wanted."""

    def __init__(self, labels: npt.NDArray[np.integer], distance: float) -> None:
        positions = np.argwhere(labels) if distance > 0 else np.empty((0, 2), np.intp)
        self._tree = cKDTree(positions) if len(positions) else None
        self._distance = distance

    def __call__(self, pixels: npt.NDArray[np.intp]) -> BoolArray:
        if self._tree is None or not len(pixels):
            return np.zeros(len(pixels), bool)
        found, _ = self._tree.query(pixels, distance_upper_bound=self._distance)
        is_near: BoolArray = np.isfinite(found)
        return is_near
