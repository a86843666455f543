"""From scores to a mask: the threshold of a false-alarm rate."""

import math

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import HsiViewerError

Floats = npt.NDArray[np.floating]


class UpperTail:
    """The largest scores of a scene, gathered block by block.

    Parameters
    ----------
    share : float
        Which part of the scores is kept, between 0 and 1.
    pixels : int
        At most so many scores will come.
    """

    def __init__(self, share: float, pixels: int) -> None:
        self._share = share
        self._most = min(pixels, math.ceil(share * pixels) + 1)
        self._kept = np.empty(0, np.float32)
        self._count = 0

    @property
    def count(self) -> int:
        """Number of scores so far."""
        return self._count

    def add(self, scores: Floats) -> None:
        """Take up scores of any shape; NaN does not count."""
        known = scores[np.isfinite(scores)].astype(np.float32)
        self._count += known.size
        kept = np.concatenate([self._kept, known])
        if kept.size > self._most:
            kept = np.partition(kept, kept.size - self._most)[-self._most :]
        self._kept = kept

    def threshold(self) -> float:
        """Return the score that the share of all scores exceeds.

        Raises
        ------
        HsiViewerError
            If there were no scores.
        """
        if not self._count:
            raise HsiViewerError(
                "no pixel has a score, so there is no threshold; mark the bands "
                "without values as bad bands"
            )
        ordered = np.sort(self._kept)[::-1]
        exceeding = math.floor(self._share * self._count)
        return float(ordered[min(exceeding, ordered.size - 1)])
