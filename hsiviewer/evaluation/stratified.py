"""Accuracy and areas from a stratified random sample, with their standard errors.

Olofsson and others (2014), doi:10.1016/j.rse.2014.02.015, where the strata are the
classes of the map; Stehman (2014), doi:10.1080/01431161.2014.930207, for any strata.
The second includes the first: both are one estimator here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_SMALL_SHARE = 0.05

FloatArray = npt.NDArray[np.float64]
Ids = npt.NDArray[np.integer[Any]]


class Estimate(NamedTuple):
    """A figure with its standard error; NaN where it cannot be known.

    Parameters
    ----------
    value : float
    error : float
        Standard error; 1.96 times it is half of the 95 % interval.
    """

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class StratifiedSample:
    """Reference pixels that were drawn at random within strata.

    Parameters
    ----------
    strata, reference, mapped : ndarray of int, shape (n,)
        Stratum, class in the reference and class in the map of each pixel.
    sizes : mapping of int to int
        Pixels of each stratum in the whole map.

    Raises
    ------
    ValueError
        If a pixel lies in a stratum without a size.
    """

    strata: Ids
    reference: Ids
    mapped: Ids
    sizes: Mapping[int, int]

    def __post_init__(self) -> None:
        lost = set(np.unique(self.strata).tolist()) - set(self.sizes)
        if lost:
            raise ValueError(f"the strata {sorted(lost)} have no size")

    @classmethod
    def of_map(
        cls, reference: Ids, class_map: Ids, strata: Ids | None = None
    ) -> "StratifiedSample":
        """Return the sample of a map and its reference, both of shape (rows, cols).

        Parameters
        ----------
        reference, class_map : ndarray of int
            0 where unknown, and where nothing is mapped; such pixels count nowhere.
        strata : ndarray of int, optional
            What the reference was drawn from; the classes of the map without it.
        """
        drawn_from = class_map if strata is None else strata
        inside = (class_map > 0) & (drawn_from > 0)
        ids, counts = np.unique(drawn_from[inside], return_counts=True)
        known = inside & (reference > 0)
        return cls(
            drawn_from[known],
            reference[known],
            class_map[known],
            dict(zip(ids.tolist(), counts.tolist(), strict=True)),
        )

    @cached_property
    def class_ids(self) -> tuple[int, ...]:
        """Classes of reference and map, in order."""
        found = np.union1d(np.unique(self.reference), np.unique(self.mapped))
        return tuple(found.tolist())

    @cached_property
    def unsampled(self) -> tuple[int, ...]:
        """Strata without a reference pixel: the figures say nothing about them."""
        sampled = set(np.unique(self.strata).tolist())
        return tuple(
            sorted(
                stratum
                for stratum, size in self.sizes.items()
                if size and stratum not in sampled
            )
        )

    @property
    def thin(self) -> tuple[int, ...]:
        """Strata with a single reference pixel: no error can be told for them."""
        return tuple(
            stratum
            for stratum, number in zip(self._known, self._numbers, strict=True)
            if number == 1 and self.sizes[stratum] > 1
        )

    @property
    def total(self) -> int:
        """Pixels of the strata that were sampled."""
        return int(self._sizes.sum())

    def overall_accuracy(self) -> Estimate:
        """Return the share of the map that is right."""
        return self._mean(self._cells[:, 1] == self._cells[:, 2])

    def users_accuracy(self, class_id: int) -> Estimate:
        """Return the share of the pixels mapped as a class that are it."""
        mapped = self._cells[:, 2] == class_id
        return self._ratio(mapped & (self._cells[:, 1] == class_id), mapped)

    def producers_accuracy(self, class_id: int) -> Estimate:
        """Return the share of the pixels of a class that are mapped as it."""
        true = self._cells[:, 1] == class_id
        return self._ratio(true & (self._cells[:, 2] == class_id), true)

    def area(self, class_id: int) -> Estimate:
        """Return the share of the map's area that is a class, by the reference."""
        return self._mean(self._cells[:, 1] == class_id)

    def cell(self, mapped: int, reference: int) -> Estimate:
        """Return the share of the area in a cell of the error matrix."""
        hit = (self._cells[:, 2] == mapped) & (self._cells[:, 1] == reference)
        return self._mean(hit)

    @cached_property
    def _counted(self) -> tuple[npt.NDArray[Any], FloatArray]:
        triples = np.stack([self.strata, self.reference, self.mapped], axis=1)
        if not len(triples):
            return np.empty((0, 3), np.int64), np.empty(0)
        cells, counts = np.unique(triples, axis=0, return_counts=True)
        return cells, counts.astype(np.float64)

    @property
    def _cells(self) -> npt.NDArray[Any]:
        return self._counted[0]

    @cached_property
    def _known(self) -> tuple[int, ...]:
        return tuple(np.unique(self.strata).tolist())

    @cached_property
    def _sizes(self) -> FloatArray:
        return np.array([self.sizes[stratum] for stratum in self._known], np.float64)

    @cached_property
    def _numbers(self) -> FloatArray:
        return self._sums(np.ones(len(self._cells), bool))

    def _sums(self, hit: npt.NDArray[np.bool_]) -> FloatArray:
        """Count the sampled pixels of each stratum of which something holds."""
        place = np.searchsorted(self._known, self._cells[:, 0])
        found: FloatArray = np.bincount(
            place, weights=self._counted[1] * hit, minlength=len(self._known)
        ).astype(np.float64)
        return found

    def _variance(self, products: FloatArray) -> float:
        """Return the variance of a total, from sample variances within strata."""
        # Of a stratum that was sampled whole, everything is known. Of a small share
        # nothing is taken off, as Olofsson and others do (Cochran 1977, section 2.6).
        share = self._numbers / self._sizes
        left = np.where(share > _SMALL_SHARE, 1 - share, 1.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            parts = self._sizes**2 * left * products / self._numbers
        return float(np.where(left <= 0, 0, parts).sum())

    def _spread(
        self, first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_]
    ) -> FloatArray:
        """Return the sample covariance within strata; NaN for a single pixel."""
        number = self._numbers
        means = self._sums(first) / number, self._sums(second) / number
        with np.errstate(invalid="ignore", divide="ignore"):
            both = self._sums(first & second) / number - means[0] * means[1]
            spread: FloatArray = both * number / (number - 1)
        return spread

    def _mean(self, hit: npt.NDArray[np.bool_]) -> Estimate:
        if not len(self._cells):
            return Estimate(math.nan, math.nan)
        value = float((self._sizes * self._sums(hit) / self._numbers).sum())
        variance = self._variance(self._spread(hit, hit))
        return Estimate(value / self.total, _root(variance) / self.total)

    def _ratio(
        self, hit: npt.NDArray[np.bool_], base: npt.NDArray[np.bool_]
    ) -> Estimate:
        weights = self._sizes / np.maximum(self._numbers, 1)
        below = float((weights * self._sums(base)).sum())
        if not below:
            return Estimate(math.nan, math.nan)
        value = float((weights * self._sums(hit)).sum()) / below
        products = self._spread(hit, hit) + value**2 * self._spread(base, base)
        products -= 2 * value * self._spread(hit, base)
        return Estimate(value, _root(self._variance(products)) / below)


def _root(variance: float) -> float:
    return math.sqrt(max(0.0, variance)) if math.isfinite(variance) else math.nan
