"""Abundances: fully constrained least squares, for many pixels at once.

SPy unmixes without constraints. Here abundances are not negative and sum to 1 (Heinz
and Chang 2001, doi 10.1109/36.911111); the least squares are solved exactly, by an
active set as in Lawson and Hanson (1974), for all pixels with the same set at once
(Van Benthem and Keenan 2004, doi 10.1002/cem.889).
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_TOLERANCE = 1e-10


class Unmixing:
    """Fully constrained unmixing with known endmembers.

    Parameters
    ----------
    endmembers : ndarray, shape (endmembers, bands)
    """

    def __init__(self, endmembers: Floats) -> None:
        self._endmembers = np.asarray(endmembers, np.float64)
        # One scale for all, so that tolerances mean the same for any unit.
        self._scale = float(np.sqrt(np.mean(self._endmembers**2))) or 1.0
        unit = self._endmembers / self._scale
        self._gram = unit @ unit.T / unit.shape[1]
        self._unit = unit / unit.shape[1]

    def abundances(self, spectra: Floats) -> FloatArray:
        """Return the abundances of spectra (bands, n), shape (endmembers, n).

        NaN where a spectrum is not whole.
        """
        products = self._unit @ (spectra.astype(np.float64) / self._scale)
        result = np.full(products.shape, np.nan)
        known = np.isfinite(products).all(axis=0)
        result[:, known] = _constrained(self._gram, products[:, known])
        return result

    def residuals(self, spectra: Floats, abundances: FloatArray) -> FloatArray:
        """Return the root mean square of what the mixture does not explain."""
        rest = spectra - self._endmembers.T @ abundances
        return np.asarray(np.sqrt(np.mean(rest**2, axis=0)))


def _constrained(gram: FloatArray, products: FloatArray) -> FloatArray:
    """Minimise ``a G a / 2 - p a`` for each column, with a >= 0 and sum(a) = 1."""
    members, count = products.shape
    result = np.zeros((members, count))
    if not count:
        return result
    # The best single endmember is feasible.
    cost = np.diag(gram)[:, None] / 2 - products
    best = np.argmin(cost, axis=0)
    active = np.zeros((members, count), bool)
    pixels = np.arange(count)
    result[best, pixels] = 1.0
    active[best, pixels] = True
    for _ in range(10 * members + 10):
        # In the optimum the slope is equal over the set, and smaller beyond it.
        slope = products[:, pixels] - gram @ result[:, pixels]
        inside = active[:, pixels]
        level = np.where(inside, slope, 0.0).sum(axis=0) / inside.sum(axis=0)
        gain = np.where(inside, -np.inf, slope - level)
        entering = np.argmax(gain, axis=0)
        is_better = gain[entering, np.arange(pixels.size)] > _TOLERANCE
        pixels, entering = pixels[is_better], entering[is_better]
        if not pixels.size:
            break
        active[entering, pixels] = True
        _settle(gram, products, result, active, pixels)
    return result


def _settle(
    gram: FloatArray,
    products: FloatArray,
    result: FloatArray,
    active: npt.NDArray[np.bool_],
    pixels: npt.NDArray[np.intp],
) -> None:
    """Move pixels to the optimum of their sets, leaving members that would be < 0."""
    members = len(gram)
    for _ in range(members + 1):
        solved = _on_sets(gram, products[:, pixels], active[:, pixels])
        now = result[:, pixels]
        is_negative = active[:, pixels] & (solved < 0)
        is_done = ~is_negative.any(axis=0)
        result[:, pixels[is_done]] = solved[:, is_done]
        if is_done.all():
            return
        pixels, solved, now = pixels[~is_done], solved[:, ~is_done], now[:, ~is_done]
        is_negative = is_negative[:, ~is_done]
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = np.where(is_negative, now / (now - solved), np.inf)
        step = np.clip(steps.min(axis=0), 0.0, 1.0)
        moved = now + step * (solved - now)
        leaves = is_negative & (steps <= step)
        moved[leaves] = 0.0
        result[:, pixels] = np.maximum(moved, 0.0)
        active[:, pixels] &= ~leaves


def _on_sets(
    gram: FloatArray, products: FloatArray, active: npt.NDArray[np.bool_]
) -> FloatArray:
    """Solve with the sum alone as constraint, each pixel on its own set."""
    result = np.zeros(products.shape)
    packed = np.packbits(active, axis=0)
    _, first, group = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    for number, pixel in enumerate(first):
        members = np.flatnonzero(active[:, pixel])
        own = np.flatnonzero(np.ravel(group) == number)
        size = members.size
        system = np.ones((size + 1, size + 1))
        system[:size, :size] = gram[np.ix_(members, members)]
        system[size, size] = 0.0
        right = np.ones((size + 1, own.size))
        right[:size] = products[np.ix_(members, own)]
        # Equal endmembers have no single answer; the shortest is as good as any.
        solved = np.linalg.pinv(system, rcond=1e-13) @ right
        result[np.ix_(members, own)] = solved[:size]
    return result
