"""Lines along which a field has a value, and round values for them."""

import math

import numpy as np
import numpy.typing as npt
from skimage.measure import find_contours

Floats = npt.NDArray[np.float64]


def contours(field: Floats, level: float) -> list[Floats]:
    """Return the lines along which a field has a value.

    Parameters
    ----------
    field : ndarray, shape (rows, cols)
        NaN where it is unknown.
    level : float

    Returns
    -------
    list of ndarray, shape (n, 2)
        Row and column of each corner, with fractions.
    """
    return list(find_contours(field, level))


def round_step(about: float) -> float:
    """Return 1, 2 or 5 times a power of ten, the next from a positive number up."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= about * 0.999)
