"""Choose among the phrases of classes at every pixel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
GREY_MARGIN = 0.1  # of probability; below it the two best classes are not told apart


@dataclass(frozen=True, eq=False)
class Choice:
    """The phrase chosen at every pixel.

    Parameters
    ----------
    best : ndarray of int, shape (n,)
        Number of the phrase; -1 where nothing is known.
    probability : ndarray of float32, shape (n,)
        Of the best one among the phrases.
    margin : ndarray of float32, shape (n,)
        How much more probable the best one is than the second, 0 to 1.
    """

    best: npt.NDArray[np.int64]
    probability: Floats
    margin: Floats

    @property
    def is_grey(self) -> npt.NDArray[np.bool_]:
        """Where two phrases fit about as well."""
        return np.asarray((self.best >= 0) & (self.margin < GREY_MARGIN))

    def shares(self, count: int) -> npt.NDArray[np.float64]:
        """Return the share of the pixels of each of `count` phrases."""
        known = self.best[self.best >= 0]
        shares: npt.NDArray[np.float64] = np.bincount(known, minlength=count) / max(
            1, known.size
        )
        return shares


def choose(fits: Floats) -> Choice:
    """Choose the most probable phrase of every pixel, all being equally frequent.

    Shares of classes estimated from the scene were tried, and made maps of libraries
    with known classes worse.

    Parameters
    ----------
    fits : ndarray, shape (phrases, n)
        From `PhraseScorer.fits`.
    """
    known = np.isfinite(fits).all(axis=0)
    moved = np.where(known, fits, 0)
    probabilities = np.exp(moved - moved.max(axis=0))
    probabilities /= probabilities.sum(axis=0)
    best = probabilities.argmax(axis=0)
    most = probabilities.max(axis=0)
    second = (
        np.partition(probabilities, -2, axis=0)[-2]
        if len(fits) > 1
        else np.zeros_like(most)
    )
    return Choice(
        np.where(known, best, -1),
        np.where(known, most, np.nan).astype(np.float32),
        np.where(known, most - second, np.nan).astype(np.float32),
    )
