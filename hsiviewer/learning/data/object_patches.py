"""Whole objects in small cubes: where the object is, patches inside it, the vote."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.learning.data.scene import open_raster

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
_MOST_CANDIDATES = 4000


@dataclass(frozen=True, eq=False)
class ObjectImage:
    """One object in memory.

    Parameters
    ----------
    name : str
        Of its file.
    values : ndarray of float32, shape (bands, rows, cols)
        Finite.
    mask : ndarray of bool, shape (rows, cols)
        Where the object is: any band differs from zero and from nodata.
    """

    name: str
    values: FloatArray
    mask: BoolArray

    @property
    def mean_spectrum(self) -> FloatArray:
        """Mean over the object, shape (bands,)."""
        mean: FloatArray = self.values[:, self.mask].mean(axis=1)
        return mean


def read_object(cube: HsiCube) -> ObjectImage:
    """Read a small cube; bands without use are zero.

    Raises
    ------
    TrainingDataError
        If nothing in it differs from zero.
    """
    raster = open_raster(cube)
    values, valid = raster.read(cube.window)
    full = np.zeros((cube.bands.count, *cube.grid_shape), np.float32)
    full[list(raster.bands)] = values
    mask = valid & (values != 0).any(axis=0)
    if not mask.any():
        raise TrainingDataError(
            f"{cube.path.name} shows no object: all its values are zero or missing"
        )
    return ObjectImage(cube.path.name, full, mask)


def patch_corners(
    mask: BoolArray, side: int, count: int, generator: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Choose squares that lie inside an object, at first without overlap.

    Parameters
    ----------
    mask : ndarray of bool, shape (rows, cols)
        Where the object is.
    side : int
        Of a square in pixels.
    count : int
        How many at most.
    generator : numpy.random.Generator
        Source of the choice.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Upper left corners; none if the object is smaller than a square.
    """
    if min(mask.shape) < side:
        return np.empty((0, 2), np.intp)
    # The least of a square of the mask: 1 where it lies inside as a whole.
    inside = ndimage.minimum_filter(mask.astype(np.uint8), side, origin=-(side // 2))
    rows, cols = mask.shape[0] - side + 1, mask.shape[1] - side + 1
    candidates = np.argwhere(inside[:rows, :cols])
    order = generator.permutation(len(candidates))[:_MOST_CANDIDATES]
    candidates = candidates[order]
    chosen: list[npt.NDArray[np.intp]] = []
    rest: list[npt.NDArray[np.intp]] = []
    for corner in candidates:
        if len(chosen) == count:
            break
        is_apart = all(np.abs(corner - other).max() >= side for other in chosen)
        (chosen if is_apart else rest).append(corner)
    chosen += rest[: count - len(chosen)]
    return np.array(chosen, np.intp).reshape(-1, 2)


def cut_patches(
    image: ObjectImage, corners: npt.NDArray[np.intp], side: int
) -> FloatArray:
    """Return squares of an object, shape (n, bands, side, side)."""
    cut = [image.values[:, row : row + side, col : col + side] for row, col in corners]
    return np.stack(cut) if cut else np.empty((0, len(image.values), side, side), "f4")


def object_vote(
    probabilities: npt.NDArray[np.floating], rule: str
) -> tuple[int, npt.NDArray[np.float64]]:
    """Decide on an object by its patches.

    Parameters
    ----------
    probabilities : ndarray, shape (n, K)
        Of each patch.
    rule : str
        ``"mean"`` of probabilities, or ``"hard"``: most votes, and the mean
        probability where votes are equal.

    Returns
    -------
    target : int
        0..K-1; of equal ones the first.
    shares : ndarray of float64, shape (K,)
        What each class got; they sum to 1.
    """
    mean = np.sort(probabilities.astype(np.float64), axis=0).mean(axis=0)
    if rule == "mean":
        return int(mean.argmax()), mean / mean.sum()
    votes = np.bincount(
        probabilities.argmax(axis=1), minlength=probabilities.shape[1]
    ).astype(np.float64)
    leaders = np.flatnonzero(votes == votes.max())
    return int(leaders[mean[leaders].argmax()]), votes / votes.sum()
