"""The most doubtful pixels of a scene, kept while it is read tile by tile.

Doubt is the margin between the two most probable classes: Scheffer, Decomain and Wrobel
(2001), doi:10.1007/3-540-44816-0_31.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.intp]

# Constants of splitmix64, Steele, Lea and Flood (2014), doi:10.1145/2714064.2660195.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FACTORS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


@dataclass(frozen=True, eq=False)
class Doubts:
    """Pixels with the two classes that are most probable there.

    Parameters
    ----------
    pixels : ndarray of int, shape (n,)
        Flat row-major indices.
    margins : ndarray of float, shape (n,)
        Probability of the best class minus that of the second, 0..1.
    best, second : ndarray of int, shape (n,)
        Targets, 0..K-1.
    """

    pixels: IntArray
    margins: npt.NDArray[np.floating]
    best: IntArray
    second: IntArray

    @classmethod
    def of(cls, pixels: IntArray, probabilities: npt.NDArray[np.floating]) -> "Doubts":
        """Return the doubts of pixels with probabilities (n, K), K at least 2."""
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]
        likely = np.take_along_axis(probabilities, order, axis=1).astype(np.float64)
        return cls(pixels, likely[:, 0] - likely[:, 1], order[:, 0], order[:, 1])

    def at(self, chosen: IntArray) -> "Doubts":
        """Return some of them, by index."""
        return Doubts(
            self.pixels[chosen],
            self.margins[chosen],
            self.best[chosen],
            self.second[chosen],
        )


class MostDoubtful:
    """Keeps the pixels with the smallest margins, in any order of tiles.

    Of equal margins, which trees often have, a fixed shuffle of the scene decides, so
    that neither the first rows nor the tiles do.

    Parameters
    ----------
    most : int
        How many are kept.
    seed : int
        Of the shuffle.
    """

    def __init__(self, most: int, seed: int) -> None:
        self._most = most
        self._seed = seed
        nothing = np.empty(0, np.intp)
        self._kept = Doubts(nothing, np.empty(0), nothing, nothing)

    def add(self, doubts: Doubts) -> None:
        """Look at more pixels, each of them once."""
        kept = self._kept
        joined = Doubts(
            *(
                np.concatenate([getattr(kept, name), getattr(doubts, name)])
                for name in ("pixels", "margins", "best", "second")
            )
        )
        order = np.lexsort((shuffled(joined.pixels, self._seed), joined.margins))
        self._kept = joined.at(order[: self._most])

    @property
    def doubts(self) -> Doubts:
        """Those that were kept, the most doubtful first."""
        return self._kept


def shuffled(pixels: IntArray, seed: int) -> npt.NDArray[np.uint64]:
    """Return a random number for each pixel, the same whoever else is asked about."""
    state = np.full(len(pixels), seed, np.uint64)
    for words in (np.zeros_like(state), pixels.astype(np.uint64)):
        state = (state ^ words) + _STEP
        for shift, factor in zip(_SHIFTS[:2], _FACTORS, strict=True):
            state = (state ^ (state >> shift)) * factor
        state ^= state >> _SHIFTS[2]
    return state
