"""Statistics of a map and a cube for each zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.integer[Any]]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ZoneClasses:
    """The classes of a map in each zone.

    Parameters
    ----------
    class_ids : tuple of int
        Of the columns.
    pixels : ndarray of int64, shape (zones, classes)
        Pixels of each class in each zone.
    unclassified : ndarray of int64, shape (zones,)
        Pixels without a class.
    """

    class_ids: tuple[int, ...]
    pixels: npt.NDArray[np.int64]
    unclassified: npt.NDArray[np.int64]

    @property
    def shares(self) -> FloatArray:
        """Share of each class in the classified pixels; NaN without any."""
        total = self.pixels.sum(axis=1, keepdims=True).astype(np.float64)
        total[total == 0] = np.nan
        shares: FloatArray = self.pixels / total
        return shares

    @property
    def majority(self) -> npt.NDArray[np.int64]:
        """Most frequent class of each zone; 0 where there is none."""
        if not self.class_ids:
            return np.zeros(len(self.pixels), np.int64)
        winner = np.array(self.class_ids)[self.pixels.argmax(axis=1)]
        return np.where(self.pixels.sum(axis=1) > 0, winner, 0)


def zone_classes(zones: Ids, class_map: Ids, count: int) -> ZoneClasses:
    """Count the classes of a map in zones.

    Parameters
    ----------
    zones : ndarray of int, shape (rows, cols)
        Number of the zone, from 1; 0 outside.
    class_map : ndarray of int, shape (rows, cols)
        0 where there is no class.
    count : int
        Number of zones.
    """
    inside = zones > 0
    zone = zones[inside].astype(np.int64) - 1
    ids, place = np.unique(class_map[inside], return_inverse=True)
    counts = np.bincount(zone * len(ids) + place, minlength=count * len(ids))
    table = counts.reshape(count, len(ids)).astype(np.int64)
    known = ids > 0
    lost = table[:, ~known].sum(axis=1) if len(ids) else np.zeros(count, np.int64)
    return ZoneClasses(tuple(ids[known].tolist()), table[:, known], lost)


class ZoneValues:
    """Mean and standard deviation of bands in zones, gathered part by part.

    Parameters
    ----------
    count, bands : int
        Numbers of zones and of bands.
    """

    def __init__(self, count: int, bands: int) -> None:
        self._number = np.zeros((count, bands))
        self._mean = np.zeros((count, bands))
        self._squares = np.zeros((count, bands))

    def add(self, zones: Ids, values: npt.NDArray[np.floating[Any]]) -> None:
        """Add a part of the scene.

        Parameters
        ----------
        zones : ndarray of int, shape (rows, cols)
        values : ndarray, shape (bands, rows, cols)
            NaN where there is no value.
        """
        inside = zones > 0
        zone = zones[inside].astype(np.int64) - 1
        count = len(self._number)
        for band, plane in enumerate(values):
            found = plane[inside].astype(np.float64)
            known = np.isfinite(found)
            number = np.bincount(zone[known], minlength=count)
            total = np.bincount(zone[known], found[known], minlength=count)
            mean = total / np.maximum(number, 1)
            spread = found[known] - mean[zone[known]]
            squares = np.bincount(zone[known], spread**2, minlength=count).astype(
                np.float64
            )
            self._join(band, number.astype(np.float64), mean, squares)

    def _join(
        self, band: int, number: FloatArray, mean: FloatArray, squares: FloatArray
    ) -> None:
        """Join the figures of two parts; Chan, Golub and LeVeque (1983)."""
        before = self._number[:, band]
        total = before + number
        shift = mean - self._mean[:, band]
        weight = number / np.maximum(total, 1)
        self._mean[:, band] += shift * weight
        self._squares[:, band] += squares + shift**2 * before * weight
        self._number[:, band] = total

    @property
    def means(self) -> FloatArray:
        """Mean of each band in each zone; NaN without values."""
        return np.where(self._number > 0, self._mean, np.nan)

    @property
    def deviations(self) -> FloatArray:
        """Standard deviation of the sample; NaN for fewer than two values."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.sqrt(self._squares / (self._number - 1))
        return np.where(self._number > 1, found, np.nan)


def zonal_rows(
    fields: dict[str, list[Any]],
    classes: ZoneClasses,
    names: dict[int, str],
    *,
    hectares: float | None,
    bands: Sequence[str] = (),
    values: ZoneValues | None = None,
) -> Iterator[list[object]]:
    """Yield a table of zones, its titles first.

    Parameters
    ----------
    fields : dict
        What is known of each zone.
    names : dict
        Of classes.
    hectares : float, optional
        Of a pixel.
    bands : sequence of str
        Titles of the bands of `values`.
    """
    titles: list[object] = [*fields, "pixels", "unclassified", "majority"]
    if hectares is not None:
        titles.append("hectares")
    titles += [f"share {names.get(each, each)}" for each in classes.class_ids]
    titles += [f"{what} {band}" for what in ("mean", "std") for band in bands]
    yield titles
    pixels = classes.pixels.sum(axis=1) + classes.unclassified
    columns = list(fields.values())
    for zone in range(len(classes.pixels)):
        majority = int(classes.majority[zone])
        row: list[object] = [
            *(column[zone] for column in columns),
            int(pixels[zone]),
            int(classes.unclassified[zone]),
            names.get(majority, majority) if majority else "",
        ]
        if hectares is not None:
            row.append(f"{pixels[zone] * hectares:.4f}")
        row += [_text(share, 4) for share in classes.shares[zone]]
        if values is not None:
            row += [_text(mean, 6) for mean in values.means[zone]]
            row += [_text(spread, 6) for spread in values.deviations[zone]]
        yield row


def _text(value: float, digits: int) -> str:
    return f"{value:.{digits}g}" if np.isfinite(value) else ""
