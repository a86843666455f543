"""The sides of a cube: spectra of the pixels along its edges as pictures."""

import numpy as np
import numpy.typing as npt

from hsiviewer.imaging.stretch import ArgbPicture

_PERCENT = 2.0
_OPAQUE, _MISSING = np.uint32(0xFF000000), np.uint32(0)


def side_picture(
    spectra: npt.NDArray[np.floating],
    limits: npt.NDArray[np.floating],
    colors: ArgbPicture,
) -> ArgbPicture:
    """Return spectra along an edge as a picture with the first band on top.

    Parameters
    ----------
    spectra : ndarray, shape (n, bands)
        NaN for nodata, which becomes transparent.
    limits : ndarray, shape (bands, 2)
        Values of the first and the last colour of each band.
    colors : ndarray of uint32, shape (256,)
        ``0x00RRGGBB``.

    Returns
    -------
    ndarray of uint32, shape (bands, n)
    """
    low, high = limits.T
    share = (spectra - low) / np.where(high > low, high - low, 1.0)
    missing = ~np.isfinite(share)
    steps = np.clip(np.where(missing, 0.0, share), 0.0, 1.0) * 255.0
    picture: ArgbPicture = colors[np.rint(steps).astype(np.uint8)] | np.uint32(
        0xFF000000
    )
    picture[missing] = _MISSING
    return picture.T.copy()


def edge_limits(spectra: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return for each band the values between which most of it lies.

    Parameters
    ----------
    spectra : ndarray, shape (n, bands)

    Returns
    -------
    ndarray, shape (bands, 2)
        ``(0, 1)`` for a band without values.
    """
    limits = np.tile([0.0, 1.0], (spectra.shape[1], 1))
    known = np.isfinite(spectra).any(axis=0)
    if known.any():
        ends = [_PERCENT, 100.0 - _PERCENT]
        limits[known] = np.nanpercentile(spectra[:, known], ends, axis=0).T
    return limits
