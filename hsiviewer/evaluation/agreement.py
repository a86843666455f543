"""What several maps of one scene have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint16]
_ROWS = 256  # looked at together, so that memory does not grow with the scene


@dataclass(frozen=True, eq=False)
class Agreement:
    """The class that most maps give to each pixel, and how many do.

    Parameters
    ----------
    class_map : ndarray of uint16, shape (rows, cols)
        Ids; 0 where no map says anything. Of classes with equally many maps, that
        of the first map among them.
    share : ndarray of float32, shape (rows, cols)
        Of the maps that give that class, 0..1; NaN where no map says anything.
    """

    class_map: Ids
    share: npt.NDArray[np.float32]

    @property
    def unanimous(self) -> float:
        """Share of the mapped pixels that all maps give the same class."""
        mapped = self.class_map > 0
        return float((self.share[mapped] == 1).mean()) if mapped.any() else 0.0


def agreement(maps: Sequence[Ids]) -> Agreement:
    """Count for each pixel how many maps agree.

    Independent methods that agree are right more often than each says of itself;
    what they disagree on is where labels help most.

    Parameters
    ----------
    maps : sequence of ndarray of uint16, shape (rows, cols)
        Class ids, 0 where nothing was predicted.
    """
    shape = maps[0].shape
    winner = np.zeros(shape, np.uint16)
    share = np.full(shape, np.nan, np.float32)
    for top in range(0, shape[0], _ROWS):
        part = np.stack([class_map[top : top + _ROWS] for class_map in maps])
        # How many maps say what each of them says.
        votes = (part[:, None] == part[None]).sum(axis=1)
        votes[part == 0] = 0
        best = votes.argmax(axis=0)[None]
        most = np.take_along_axis(votes, best, 0)[0]
        winner[top : top + _ROWS] = np.take_along_axis(part, best, 0)[0]
        told = most > 0
        share[top : top + _ROWS][told] = most[told] / len(maps)
    return Agreement(winner, share)
