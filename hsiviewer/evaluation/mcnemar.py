"""Whether one of two maps is right more often than the other, by more than chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class MapTest:
    """Two maps against one reference.

    Parameters
    ----------
    first_only, second_only : int
        Reference pixels that only one of the maps has right.
    both, neither : int
        Those that both have right, and none of them.
    p_value : float
        Of the exact test of McNemar: how likely so unequal numbers are where both maps
        are equally good.
    """

    first_only: int
    second_only: int
    both: int
    neither: int
    p_value: float

    @property
    def n(self) -> int:
        """Number of reference pixels."""
        return self.first_only + self.second_only + self.both + self.neither

    @property
    def difference(self) -> float:
        """Overall accuracy of the first map minus that of the second."""
        if not self.n:
            return float("nan")
        return (self.first_only - self.second_only) / self.n


def mcnemar(reference: Ids, first: Ids, second: Ids) -> MapTest:
    """Compare two maps of one scene.

    McNemar (1947), doi:10.1007/BF02295996; for maps: Foody (2004),
    doi:10.14358/PERS.70.5.627.

    Parameters
    ----------
    reference, first, second : ndarray of int, shape (rows, cols)
        Class ids; 0 in the reference where unknown.
    """
    from scipy.stats import binomtest

    known = reference > 0
    one = first[known] == reference[known]
    other = second[known] == reference[known]
    ahead = int((one & ~other).sum())
    behind = int((other & ~one).sum())
    differing = ahead + behind
    return MapTest(
        first_only=ahead,
        second_only=behind,
        both=int((one & other).sum()),
        neither=int((~one & ~other).sum()),
        p_value=float(binomtest(ahead, differing).pvalue) if differing else 1.0,
    )
