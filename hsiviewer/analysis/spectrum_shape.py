"""Spectra reduced to their shape: continuum removed, derived, normalised."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Shape = Callable[[Floats, Floats], Floats]


def continuum_removed(positions: Floats, values: Floats) -> Floats:
    """Divide a spectrum by its continuum, the upper convex hull over its points.

    Clark and Roush (1984), doi 10.1029/JB089iB07p06329. Absorptions become dips
    below 1 whose depth can be compared.

    Parameters
    ----------
    positions : ndarray, shape (n,)
        Ascending; wavelengths or band numbers.
    values : ndarray, shape (n,)
        Finite. Where the continuum is not positive the result is NaN.

    Returns
    -------
    ndarray, shape (n,)
    """
    if values.size < 3:
        return np.ones_like(values)
    corners = [0]
    for point in range(1, values.size):
        # Drop corners that lie under the line to the new point (Andrew 1979).
        while len(corners) > 1 and not _turns_right(
            positions, values, corners[-2], corners[-1], point
        ):
            corners.pop()
        corners.append(point)
    continuum = np.interp(positions, positions[corners], values[corners])
    result = np.full(values.shape, np.nan)
    np.divide(values, continuum, out=result, where=continuum > 0)
    return result


def first_derivative(positions: Floats, values: Floats) -> Floats:
    """Return the slope per unit of position by central differences."""
    if values.size < 2:
        return np.zeros_like(values)
    slope: Floats = np.gradient(values, positions)
    return slope


def normalized(_positions: Floats, values: Floats) -> Floats:
    """Divide a spectrum by its root mean square: only its shape is left."""
    size = float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))
    return values / size if size > 0 else np.zeros_like(values)


def as_measured(_positions: Floats, values: Floats) -> Floats:
    """Leave a spectrum as it is."""
    return values


SHAPES: dict[str, Shape] = {
    "measured": as_measured,
    "continuum": continuum_removed,
    "derivative": first_derivative,
    "normalized": normalized,
}


def reshaped(shape: str, positions: Floats, values: Floats) -> Floats:
    """Apply one of `SHAPES` to a spectrum with gaps.

    Parameters
    ----------
    positions, values : ndarray, shape (n,)
        Points without a finite value stay gaps and do not count.
    """
    known = np.isfinite(values)
    result = np.full(values.shape, np.nan)
    if known.any():
        result[known] = SHAPES[shape](positions[known], values[known])
    return result


def _turns_right(x: Floats, y: Floats, first: int, second: int, third: int) -> bool:
    run = (x[second] - x[first]) * (y[third] - y[first])
    rise = (y[second] - y[first]) * (x[third] - x[first])
    return bool(run < rise)
