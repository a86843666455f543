"""Areas of pixels: polygons, connected regions, and regions grown from a pixel."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.window import PixelWindow

Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

_FIRST_REACH = 64
_EIGHT = np.ones((3, 3), bool)


def polygon_indices(
    corners: Sequence[tuple[float, float]], shape: tuple[int, int]
) -> Indices:
    """Return the flat indices of the pixels whose centre lies in a polygon.

    Parameters
    ----------
    corners : sequence of (row, col)
        In pixels, where whole numbers are pixel centres; any order of turn,
        and may cross itself (inside is where a ray leaves an odd number of
        times).
    shape : tuple of int
        Rows and columns of the scene; what lies outside is left out.
    """
    from skimage.draw import polygon

    points = np.asarray(corners, float)
    rows, cols = polygon(points[:, 0], points[:, 1], shape)
    return np.unique(rows.astype(np.intp) * shape[1] + cols)


def connected_to(mask: Mask, seed: tuple[int, int], *, diagonal: bool = False) -> Mask:
    """Return the part of a mask that is connected to a pixel of it."""
    if not mask[seed]:
        return np.zeros_like(mask)
    numbered, _ = ndimage.label(mask, _EIGHT if diagonal else None)
    return np.asarray(numbered == numbered[seed])


def grow_region(
    accepts: Callable[[PixelWindow], Mask],
    seed: tuple[int, int],
    shape: tuple[int, int],
    *,
    reach: int,
) -> Indices:
    """Return the flat indices of the accepted pixels connected to a seed.

    Only a window around the seed is looked at; it grows until the region does
    not touch its border any more, so that the effort follows the region and
    not the scene.

    Parameters
    ----------
    accepts : callable
        Tells for the pixels of a window which may belong to the region.
    seed : tuple of int
        Row and column.
    shape : tuple of int
        Rows and columns of the scene.
    reach : int
        Farthest row and column from the seed that is looked at.

    Returns
    -------
    ndarray of intp
        Ascending; empty if the seed itself is not accepted.
    """
    whole = PixelWindow.of_shape(shape)
    size = min(_FIRST_REACH, reach)
    while True:
        window = PixelWindow(*seed, 1, 1).grown(size).intersection(whole)
        inside = (seed[0] - window.row, seed[1] - window.col)
        region = connected_to(accepts(window), inside)
        if size >= reach or window == whole or not _touches(region, window, whole):
            break
        size = min(reach, 2 * size)
    rows, cols = np.nonzero(region)
    return (rows + window.row) * shape[1] + cols + window.col


def first_pixels(mask: Mask) -> list[tuple[int, int]]:
    """Return the first pixel of each connected region, in row-major order.

    Pixels that touch at a corner belong together, as one stroke does.
    """
    rows, cols = np.nonzero(mask)
    if rows.size == 0:
        return []
    top, left = int(rows.min()), int(cols.min())
    part = mask[top : int(rows.max()) + 1, left : int(cols.max()) + 1]
    numbered, _ = ndimage.label(part, _EIGHT)
    _, first = np.unique(numbered[numbered > 0], return_index=True)
    order = np.flatnonzero(numbered.reshape(-1))[np.sort(first)]
    found_rows, found_cols = np.divmod(order, part.shape[1])
    return [
        (row + top, col + left)
        for row, col in zip(found_rows.tolist(), found_cols.tolist(), strict=True)
    ]


def _touches(region: Mask, window: PixelWindow, whole: PixelWindow) -> bool:
    """Tell whether a region reaches a border that is not the scene's."""
    return bool(
        (window.row > 0 and region[0].any())
        or (window.col > 0 and region[:, 0].any())
        or (window.row + window.height < whole.height and region[-1].any())
        or (window.col + window.width < whole.width and region[:, -1].any())
    )
