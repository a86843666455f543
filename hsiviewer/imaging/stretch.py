"""Stored values to brightness."""

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.view_settings import Stretch

Values = npt.NDArray[np.generic]
Limits = npt.NDArray[np.float64]
ArgbPicture = npt.NDArray[np.uint32]

STRETCHES: tuple[tuple[str, Stretch], ...] = (
    ("2 - 98 %", Stretch("percentile", 2.0)),
    ("0.5 - 99.5 %", Stretch("percentile", 0.5)),
    ("5 - 95 %", Stretch("percentile", 5.0)),
    ("Minimum - maximum", Stretch("min-max", 0.0)),
    ("2 standard deviations", Stretch("standard-deviation", 2.0)),
)

_OPAQUE = np.uint32(0xFF000000)
_SHIFTS = {1: ((16, 8, 0),), 3: ((16,), (8,), (0,))}  # bits of red, green and blue


def stretch_limits(
    values: Values, missing: npt.NDArray[np.bool_], how: Stretch
) -> Limits:
    """Find the stored values that become black and full brightness.

    Parameters
    ----------
    values : ndarray, shape (bands, ...)
        A sample of stored values; every 16th pixel of a picture is plenty.
    missing : ndarray of bool, same shape
        True where there is no value.
    how : Stretch

    Returns
    -------
    ndarray of float64, shape (bands, 2)
        Low and high of each band, low < high always; ``(0, 1)`` for a band
        without any value.

    Raises
    ------
    ValueError
        If the method of the stretch is unknown.
    """
    limits = np.empty((values.shape[0], 2))
    for band in range(values.shape[0]):
        present = values[band][~missing[band]].astype(np.float64)
        limits[band] = _limits_of(present, how)
    return limits


def render_argb(
    stored: Values,
    limits: Limits,
    cube: HsiCube,
    *,
    gamma: float = 1.0,
    colors: ArgbPicture | None = None,
) -> ArgbPicture:
    """Turn one band or three into a picture that Qt draws without conversion.

    Parameters
    ----------
    stored : ndarray, shape (1 or 3, rows, cols)
        Stored values; integers of 8 and 16 bits go through look-up tables.
    limits : ndarray of float64, shape (1 or 3, 2)
        From `stretch_limits`.
    cube : HsiCube
        Tells which stored values mean "no value".
    gamma : float
        Above 1, dark parts become brighter.
    colors : ndarray of uint32, shape (256,), optional
        ``0x00RRGGBB`` of each brightness, for a single band.

    Returns
    -------
    ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``; transparent where no band has a value.
    """
    bands = stored.shape[0]
    by_table = stored.dtype.kind in "iu" and stored.dtype.itemsize <= 2
    picture = np.zeros(stored.shape[1:], np.uint32)
    bent = 255.0 * (np.arange(256) / 255.0) ** (1.0 / gamma)
    brightness = np.rint(bent).astype(np.uint32)
    for band, shifts in enumerate(_SHIFTS[bands]):
        low, high = limits[band]
        codes = np.zeros(256, np.uint32)
        for shift in shifts:
            codes |= brightness << np.uint32(shift)
        if bands == 1 and colors is not None:
            codes = colors[brightness]
        if by_table:
            every = _every_value(stored.dtype)
            table = _coded(every, (low, high), codes, cube)
            unsigned = stored[band].view(f"u{stored.dtype.itemsize}")
            picture |= table[unsigned]
        else:
            picture |= _coded(stored[band], (low, high), codes, cube)
    return picture


def rgba_of(picture: ArgbPicture) -> npt.NDArray[np.uint8]:
    """Return a picture as red, green, blue and alpha, shape (rows, cols, 4)."""
    parts = [(picture >> np.uint32(shift)) & np.uint32(255) for shift in (16, 8, 0, 24)]
    return np.stack(parts, axis=-1).astype(np.uint8)


def to_brightness(values: Values, low: float, high: float) -> npt.NDArray[np.uint8]:
    """Map ``low..high`` to 0..255 and clip; NaN becomes 0."""
    scaled = values.astype(np.float32)
    scaled -= np.float32(low)
    scaled *= np.float32(255.0 / (high - low))
    # fmax and fmin pass over NaN, which a plain clip would keep.
    np.fmax(scaled, np.float32(0), out=scaled)
    np.fmin(scaled, np.float32(255), out=scaled)
    return np.rint(scaled, out=scaled).astype(np.uint8)


def _limits_of(present: npt.NDArray[np.float64], how: Stretch) -> tuple[float, float]:
    if present.size == 0:
        return 0.0, 1.0
    if how.method == "percentile":
        low, high = np.percentile(present, [how.amount, 100.0 - how.amount])
    elif how.method == "min-max":
        low, high = present.min(), present.max()
    elif how.method == "standard-deviation":
        mean, spread = present.mean(), how.amount * present.std()
        low, high = max(mean - spread, present.min()), min(mean + spread, present.max())
    else:
        raise ValueError(f"there is no stretch {how.method!r}")
    if high <= low:  # a constant band, or one whose few values lie in the tails
        low, high = float(present.min()), float(present.max())
    if high <= low:
        low, high = low - 0.5, low + 0.5
    return float(low), float(high)


def _every_value(dtype: np.dtype[np.generic]) -> Values:
    """Return all values of an integer type in the order of their bit patterns."""
    unsigned = np.dtype(f"u{dtype.itemsize}")
    patterns = np.arange(1 << (8 * dtype.itemsize), dtype=unsigned)
    return patterns.view(dtype.newbyteorder("="))


def _coded(
    values: Values, limits: tuple[float, float], codes: ArgbPicture, cube: HsiCube
) -> ArgbPicture:
    """Return the code of each value's brightness, opaque where there is a value."""
    coded: ArgbPicture = _OPAQUE | codes[to_brightness(values, *limits)]
    coded[cube.is_nodata(values)] = 0
    return coded
