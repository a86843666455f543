"""How many pixels to visit in each class of a map, and which.

Olofsson and others (2014), doi:10.1016/j.rse.2014.02.015, sections 3 and 5: the total
follows from the standard error that the overall accuracy may have, and no class gets
too few pixels to tell its accuracy.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ConfigurationError

USUAL_ERROR = 0.01
USUAL_LEAST = 50
_GUESSED_ACCURACY = 0.8


@dataclass(frozen=True)
class SampleDesign:
    """Numbers of pixels to visit.

    Parameters
    ----------
    counts : mapping of int to int
        Pixels of each stratum.
    sizes : mapping of int to int
        Pixels that each stratum has.
    """

    counts: Mapping[int, int]
    sizes: Mapping[int, int]

    @property
    def total(self) -> int:
        """All pixels to visit."""
        return sum(self.counts.values())


def sample_size(
    sizes: Mapping[int, int],
    *,
    error: float = USUAL_ERROR,
    accuracies: Mapping[int, float] | None = None,
) -> int:
    """Return how many pixels the overall accuracy needs for a standard error.

    Equation (13) of the paper, after Cochran (1977), equation (5.25).

    Parameters
    ----------
    sizes : mapping of int to int
        Pixels of each class of the map.
    error : float
        Standard error that is wanted, such as 0.01.
    accuracies : mapping of int to float, optional
        What users' accuracies are guessed to be; 0.8 for those that are not given.

    Raises
    ------
    ConfigurationError
        If the error is no fraction above 0.
    """
    if not 0 < error < 1:
        raise ConfigurationError(
            f"a standard error of {error} cannot be reached; give one such as 0.01"
        )
    guessed = accuracies or {}
    total = sum(sizes.values())
    spread = sum(
        size / total * math.sqrt(share * (1 - share))
        for class_id, size in sizes.items()
        for share in [guessed.get(class_id, _GUESSED_ACCURACY)]
    )
    return max(1, round((spread / error) ** 2))


def allocated(
    sizes: Mapping[int, int], total: int, *, least: int = USUAL_LEAST
) -> SampleDesign:
    """Share a number of pixels out to the classes of a map.

    Classes that would get fewer than `least` pixels by their area get that many, and
    the others share the rest by their area. No class gets more than it has.
    """
    counts: dict[int, int] = {}
    left, free = dict(sizes), total
    while left:
        area = sum(left.values())
        rare = [
            class_id for class_id, size in left.items() if free * size / area < least
        ]
        if not rare:
            break
        for class_id in rare:
            counts[class_id] = least
            free -= least
            del left[class_id]
        free = max(free, 0)
    counts |= _by_area(left, free)
    counts = {each: min(counts[each], sizes[each]) for each in sorted(sizes)}
    return SampleDesign(counts, dict(sizes))


def _by_area(sizes: Mapping[int, int], total: int) -> dict[int, int]:
    """Share a number out by area; what is left over goes to the largest fractions."""
    area = sum(sizes.values())
    exact = {class_id: total * size / area for class_id, size in sizes.items()}
    counts = {class_id: int(number) for class_id, number in exact.items()}
    missing = total - sum(counts.values()) if counts else 0
    by_fraction = sorted(exact, key=lambda each: counts[each] - exact[each])
    for class_id in by_fraction[:missing]:
        counts[class_id] += 1
    return counts


def drawn_pixels(
    strata: npt.NDArray[np.integer[Any]],
    design: SampleDesign,
    *,
    seed: int,
    taken: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.intp]:
    """Draw pixels of each stratum at random.

    Parameters
    ----------
    strata : ndarray of int, shape (rows, cols)
        Stratum of each pixel.
    taken : ndarray of bool, shape (rows, cols), optional
        Pixels that must not be drawn, such as those that were learned from.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Row and column, in random order: whoever stops early has visited a sample of
        the same design.
    """
    generator = np.random.default_rng([seed, 83])
    flat = strata.reshape(-1)
    parts = []
    for stratum, count in design.counts.items():
        own = np.flatnonzero(flat == stratum)
        if taken is not None:
            own = own[~taken.reshape(-1)[own]]
        parts.append(generator.choice(own, min(count, len(own)), replace=False))
    found = generator.permutation(np.concatenate(parts)) if parts else np.empty(0, int)
    return np.stack(np.divmod(found, strata.shape[1]), axis=1).astype(np.intp)
