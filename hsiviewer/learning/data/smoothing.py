"""Means, edge-preserving filters and shapes of the components of a window."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from skimage.morphology import disk, reconstruction

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

_ROUNDS = 3  # of the domain transform, as published
_REACH = 4.0  # of a Gaussian, in deviations


def fill_gaps(planes: FloatArray, valid: BoolArray) -> FloatArray:
    """Give pixels without values those of the nearest pixel that has some.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
    valid : ndarray of bool, shape (rows, cols)
        At least one is true, or the planes stay as they are.
    """
    if valid.all() or not valid.any():
        return planes
    rows, cols = ndimage.distance_transform_edt(
        ~valid, return_distances=False, return_indices=True
    )
    filled: FloatArray = planes[:, rows, cols]
    return filled


def gaussian_means(
    planes: FloatArray, valid: BoolArray, sigma: float, *, reach: float = _REACH
) -> FloatArray:
    """Return means of the valid surroundings, weighed by a Gaussian.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
    valid : ndarray of bool, shape (rows, cols)
        Pixels that count.
    sigma : float
        In pixels.
    reach : float
        How far it reaches, in `sigma`.
    """
    options = {"mode": "nearest", "truncate": reach}
    share = ndimage.gaussian_filter(valid.astype(np.float32), sigma, **options)
    known = np.where(valid, planes, np.float32(0))
    means = ndimage.gaussian_filter(known, (0, sigma, sigma), **options)
    near = share > 1e-3
    found: FloatArray = np.where(near, means / np.where(near, share, 1), planes)
    return found


def domain_filter(
    planes: FloatArray, guide: FloatArray, *, sigma_s: float, sigma_r: float
) -> FloatArray:
    """Smooth planes but for the edges of a guide, by the recursive domain transform.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
    guide : ndarray of float32, shape (guides, rows, cols)
        Where it changes, nothing is smoothed across.
    sigma_s : float
        Reach in pixels.
    sigma_r : float
        Change of the guide that counts as an edge, in the guide's units.

    References
    ----------
    Gastal and Oliveira (2011), doi:10.1145/2010324.1964964; for classification Kang,
    Li and Benediktsson (2014), doi:10.1109/TGRS.2013.2275613.
    """
    ratio = sigma_s / sigma_r
    across = 1 + ratio * np.abs(np.diff(guide, axis=2)).sum(axis=0)
    down = 1 + ratio * np.abs(np.diff(guide, axis=1)).sum(axis=0)
    smoothed = np.ascontiguousarray(planes, np.float32)
    for number in range(_ROUNDS):
        reach = sigma_s * np.sqrt(3) * 2 ** (_ROUNDS - number - 1)
        sigma = reach / np.sqrt(4**_ROUNDS - 1)
        feedback = np.exp(-np.sqrt(2) / sigma)
        # Columns first along the leading axis, so that each step is contiguous.
        by_column = np.ascontiguousarray(smoothed.transpose(2, 0, 1))
        _recurse(by_column, (feedback**across).T[:, None, :])
        by_row = np.ascontiguousarray(by_column.transpose(2, 1, 0))
        _recurse(by_row, (feedback**down)[:, None, :])
        smoothed = np.ascontiguousarray(by_row.transpose(1, 0, 2))
    return smoothed


def alike_means(
    planes: FloatArray,
    guide: FloatArray,
    valid: BoolArray,
    *,
    reach: int,
    stride: int,
    unit: float,
) -> FloatArray:
    """Return means of the valid surroundings that look alike.

    A bilateral filter of finite reach: what it says of a pixel does not depend on the
    window that is read.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
    guide : ndarray of float32, shape (guides, rows, cols)
        What pixels look like.
    valid : ndarray of bool, shape (rows, cols)
        Pixels that count.
    reach : int
        Rows and columns to each side.
    stride : int
        Only every so many rows and columns are looked at, from the middle on.
    unit : float
        Squared difference of the guide at which a weight is 1/e.

    Returns
    -------
    ndarray of float32, shape (channels, rows - 2 reach, cols - 2 reach)

    References
    ----------
    Tomasi and Manduchi (1998), doi:10.1109/ICCV.1998.710815.
    """
    rows, cols = valid.shape[0] - 2 * reach, valid.shape[1] - 2 * reach
    middle = slice(reach, reach + rows), slice(reach, reach + cols)
    own = guide[:, *middle]
    total = np.zeros((len(planes), rows, cols), np.float32)
    weights = np.zeros((rows, cols), np.float32)
    for down in range(-reach, reach + 1, stride):
        for right in range(-reach, reach + 1, stride):
            near = (
                slice(reach + down, reach + down + rows),
                slice(reach + right, reach + right + cols),
            )
            apart = ((guide[:, *near] - own) ** 2).sum(axis=0)
            weight = np.exp(-apart / np.float32(unit)) * valid[near]
            total += weight * planes[:, *near]
            weights += weight
    known = weights > 0
    found: FloatArray = np.where(
        known, total / np.where(known, weights, 1), planes[:, *middle]
    )
    return found


def shape_profiles(planes: FloatArray, radii: Sequence[int]) -> FloatArray:
    """Return planes, and them without bright and dark shapes up to some sizes.

    Openings and closings by reconstruction keep the outlines of what remains.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
    radii : sequence of int
        Of the disks, in pixels.

    Returns
    -------
    ndarray of float32, shape (channels * (1 + 2 * len(radii)), rows, cols)

    References
    ----------
    Benediktsson, Palmason and Sveinsson (2005), doi:10.1109/TGRS.2004.842478.
    """
    profiles = list(planes)
    for radius in radii:
        footprint = disk(radius)
        for plane in planes:
            eroded = ndimage.grey_erosion(plane, footprint=footprint)
            dilated = ndimage.grey_dilation(plane, footprint=footprint)
            profiles.append(reconstruction(eroded, plane, method="dilation"))
            profiles.append(reconstruction(dilated, plane, method="erosion"))
    return np.stack(profiles).astype(np.float32)


def _recurse(values: FloatArray, weights: npt.NDArray[np.floating]) -> None:
    """Run forth and back along the first axis, in place."""
    factors = weights.astype(np.float32)
    for place in range(1, len(values)):
        values[place] += factors[place - 1] * (values[place - 1] - values[place])
    for place in range(len(values) - 2, -1, -1):
        values[place] += factors[place] * (values[place + 1] - values[place])
