"""Small pictures of maps, to lie beside each other."""

import numpy as np
import numpy.typing as npt

from hsiviewer.imaging.overlay import ColorTable, paint_classes, paint_confidence
from hsiviewer.imaging.stretch import ArgbPicture

_FADED = np.uint32(0x22808080)  # grey that lets any background through


def map_thumbnail(
    class_map: npt.NDArray[np.uint16],
    table: ColorTable,
    *,
    side: int,
    faded: npt.NDArray[np.bool_] | None = None,
) -> ArgbPicture:
    """Return a class map in at most `side` pixels along either side.

    Parameters
    ----------
    class_map : ndarray of uint16, shape (rows, cols)
        Class ids.
    table : ndarray of uint32
        Of `hsiviewer.imaging.overlay.class_table`.
    side : int
        Pixels.
    faded : ndarray of bool, shape (rows, cols), optional
        Pixels that are shown in grey.
    """
    step = thinning(class_map.shape, side)
    picture = paint_classes(np.ascontiguousarray(class_map[::step, ::step]), table)
    if faded is not None:
        hidden = faded[::step, ::step] & (picture != 0)
        picture[hidden] = _FADED
    return picture


def share_thumbnail(share: npt.NDArray[np.float32], *, side: int) -> ArgbPicture:
    """Return shares 0..1 from dark to bright, thinned as `map_thumbnail` does."""
    step = thinning(share.shape, side)
    return paint_confidence(np.ascontiguousarray(share[::step, ::step]))


def thinning(shape: tuple[int, ...], side: int) -> int:
    """Return which share of the rows and columns is shown: every n-th."""
    return max(1, -(-max(shape) // side))
