"""Agreement of neighbouring pixels that look alike: a quadratic field on a grid.

Grady (2006), doi:10.1109/TPAMI.2006.233, with class probabilities as priors.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

FloatArray = npt.NDArray[np.float32]

_STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))  # half of the eight neighbours
_LEAST_WEIGHT = 1e-6
_TOLERANCE = 1e-2
_MOST_ITERATIONS = 200


class PixelGraph:
    """The valid pixels of a window, joined to neighbours as far as these look alike.

    Parameters
    ----------
    guide : ndarray of float32, shape (guides, rows, cols)
        What pixels look like.
    valid : ndarray of bool, shape (rows, cols)
        Pixels without values are no part of it.
    unit : float
        Squared difference at which the weight of an edge is 1/e.
    """

    def __init__(
        self, guide: FloatArray, valid: npt.NDArray[np.bool_], unit: float
    ) -> None:
        starts, ends, squares = _edges(guide, valid)
        weight = (np.exp(-squares / unit) + _LEAST_WEIGHT).astype(np.float32)
        count = int(valid.sum())
        joined = sparse.coo_matrix((weight, (starts, ends)), shape=(count, count))
        self._adjacency = (joined + joined.T).tocsr()
        self._degree = np.asarray(self._adjacency.sum(axis=1), np.float32).reshape(
            -1, 1
        )

    def agree(
        self, priors: FloatArray, strength: float, start: FloatArray | None = None
    ) -> FloatArray:
        """Minimise ``|x - prior|^2 + strength * sum of w |x_i - x_j|^2``.

        Parameters
        ----------
        priors : ndarray of float32, shape (pixels, columns)
            Class probabilities; each column is solved by itself.
        strength : float
            0 returns the priors.
        start : ndarray, optional
            Where to begin; the priors without it.
        """
        if not strength:
            return priors
        diagonal = 1 + np.float32(strength) * self._degree
        solution = (priors if start is None else start).copy()

        def applied(columns: FloatArray) -> FloatArray:
            found: FloatArray = diagonal * columns
            found -= np.float32(strength) * (self._adjacency @ columns)
            return found

        residual = priors - applied(solution)
        direction = residual / diagonal
        energy = (residual * direction).sum(axis=0)
        limit = _TOLERANCE**2 * np.maximum((priors**2 / diagonal).sum(axis=0), 1e-20)
        for _ in range(_MOST_ITERATIONS):
            if (energy <= limit).all():
                break
            image = applied(direction)
            step = energy / np.maximum((direction * image).sum(axis=0), 1e-30)
            solution += step * direction
            residual -= step * image
            scaled = residual / diagonal
            new = (residual * scaled).sum(axis=0)
            direction *= new / np.maximum(energy, 1e-30)
            direction += scaled
            energy = new
        return solution


def mean_difference(guide: FloatArray, valid: npt.NDArray[np.bool_]) -> float:
    """Return the mean squared difference of neighbours; 1 where there are none."""
    _, _, squares = _edges(guide, valid)
    return (float(squares.mean()) if squares.size else 1.0) or 1.0


def _edges(
    guide: FloatArray, valid: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], FloatArray]:
    """Return start, end and squared difference of all pairs of valid neighbours."""
    index = np.cumsum(valid.ravel()).reshape(valid.shape) - 1
    starts, ends, squares = [], [], []
    for down, right in _STEPS:
        first, second = _shifted(valid.shape, down, right)
        both = valid[first] & valid[second]
        change = guide[(slice(None), *first)] - guide[(slice(None), *second)]
        starts.append(index[first][both])
        ends.append(index[second][both])
        squares.append((change**2).sum(axis=0)[both])
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(squares)


def _shifted(
    shape: tuple[int, ...], down: int, right: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    rows, cols = shape
    if right >= 0:
        first, second = slice(0, cols - right), slice(right, cols)
    else:
        first, second = slice(-right, cols), slice(0, cols + right)
    return (slice(0, rows - down), first), (slice(down, rows), second)
