"""Measure spectral facts on the bands of a sensor."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.facts import (
    DEPTH,
    DIFFERENCE,
    EDGE,
    FACTS,
    LEVEL,
    REFLECTANCE_NOISE,
    Fact,
    Window,
)

Floats = npt.NDArray[np.float32]
_MOST_BANDS = {LEVEL: 5, DEPTH: 3}  # averaged in a window; a few stand for all
# How far from a window a band may lie that stands for it, where none lies inside.
_TOLERANCE_NM = {EDGE: 8.0, DEPTH: 5.0}
_USUAL_TOLERANCE_NM = 25.0
_DARKEST = 1e-3  # reflectance below this is noise
_NO_EDGE = 0.02  # rise from 700 to 740 nm below which there is no red edge
_EDGE_RANGE_NM = (690.0, 760.0)


class FactMeter:
    """Measures facts of spectra that were taken on one band axis.

    Parameters
    ----------
    bands : BandAxis
        Of the sensor.
    facts : sequence of Fact
        What to measure.

    Attributes
    ----------
    facts : tuple of Fact
        Those of them that this sensor can measure.
    unknown : tuple of Fact
        The others.
    bands : list of int
        The bands that `measure` needs, ascending, counted from 0.
    """

    def __init__(self, bands: BandAxis, facts: Sequence[Fact] = FACTS) -> None:
        placed = {fact: _placed(fact, bands) for fact in facts}
        self.facts = tuple(fact for fact, windows in placed.items() if windows)
        self.unknown = tuple(fact for fact, windows in placed.items() if not windows)
        self.bands: list[int] = sorted(
            {
                band
                for windows in placed.values()
                for window in windows
                for band in window
            }
        )
        place = {band: number for number, band in enumerate(self.bands)}
        self._windows = [
            [tuple(place[band] for band in window) for window in placed[fact]]
            for fact in self.facts
        ]

    def measure(self, values: Floats) -> Floats:
        """Measure the facts of pixels.

        Parameters
        ----------
        values : ndarray, shape (len(self.bands), ...)
            Reflectance of the bands in `bands`, NaN where there is no value.

        Returns
        -------
        ndarray of float32, shape (len(self.facts), ...)
            NaN where a fact is unknown.
        """
        measured = np.empty((len(self.facts), *values.shape[1:]), np.float32)
        means = self._means(values)
        for number, (fact, windows) in enumerate(
            zip(self.facts, self._windows, strict=True)
        ):
            parts = [means[window] for window in windows]
            measured[number] = _formula(fact, parts)
        return measured

    def noise(self, values: Floats) -> Floats:
        """Return the standard deviation of each fact by noise of the reflectance.

        Each window is disturbed by `REFLECTANCE_NOISE` in turn; arguments and shape
        as of `measure`.
        """
        means = self._means(values)
        spread = np.zeros((len(self.facts), *values.shape[1:]), np.float32)
        for number, (fact, windows) in enumerate(
            zip(self.facts, self._windows, strict=True)
        ):
            parts = [means[window] for window in windows]
            usual = _formula(fact, parts)
            for disturbed in range(len(parts)):
                moved = [
                    part + REFLECTANCE_NOISE * (place == disturbed)
                    for place, part in enumerate(parts)
                ]
                spread[number] += (_formula(fact, moved) - usual) ** 2
        return np.asarray(np.sqrt(spread), np.float32)

    def _means(self, values: Floats) -> dict[tuple[int, ...], Floats]:
        windows = {window for fact in self._windows for window in fact}
        return {
            window: np.maximum(_mean(values, window), np.float32(_DARKEST))
            for window in windows
        }


def _mean(values: Floats, bands: tuple[int, ...]) -> Floats:
    total = values[bands[0]].astype(np.float32)
    for band in bands[1:]:
        total = total + values[band]
    return np.asarray(total / np.float32(len(bands)), np.float32)


def _formula(fact: Fact, means: list[Floats]) -> Floats:
    """Return the value of a fact from the means of its windows."""
    if fact.kind == LEVEL:
        return means[0]
    if fact.kind == DIFFERENCE:
        first, second = means
        return np.asarray((first - second) / (first + second), np.float32)
    if fact.kind == EDGE:
        return _red_edge(*means)
    if fact.kind == DEPTH:
        before, inside, after = fact.centres_nm
        share = (inside - before) / (after - before)
        line = means[0] * np.float32(1 - share) + means[2] * np.float32(share)
        return np.asarray(1 - means[1] / line, np.float32)
    return np.asarray(means[0] / means[1], np.float32)


def _red_edge(red: Floats, foot: Floats, top: Floats, plateau: Floats) -> Floats:
    rise = top - foot
    with np.errstate(invalid="ignore", divide="ignore"):
        place = 700 + 40 * ((red + plateau) / 2 - foot) / rise
        is_edge = (rise > _NO_EDGE) & (foot >= red * 0.9)
    place = np.clip(place, *_EDGE_RANGE_NM)
    return np.asarray(np.where(is_edge, place, np.nan), np.float32)


def _placed(fact: Fact, bands: BandAxis) -> list[tuple[int, ...]]:
    """Return the bands of each window; empty where one has none."""
    most = _MOST_BANDS.get(fact.kind, 2)
    tolerance = _TOLERANCE_NM.get(fact.kind, _USUAL_TOLERANCE_NM)
    windows = [
        _bands_of(window, bands, most=most, tolerance_nm=tolerance)
        for window in fact.windows_nm
    ]
    is_known = all(windows) and len(set(windows)) == len(windows)
    return windows if is_known else []


def _bands_of(
    window: Window, bands: BandAxis, *, most: int, tolerance_nm: float
) -> tuple[int, ...]:
    if bands.wavelength_nm is None:
        return ()
    start, stop = window
    good = bands.good_bands
    centres = bands.wavelength_nm[good]
    inside = good[(centres >= start) & (centres <= stop)]
    if inside.size:
        # The same few bands, spread over the window, for every pixel.
        chosen = np.linspace(0, inside.size - 1, min(most, inside.size))
        ordered = inside[np.argsort(bands.wavelength_nm[inside])]
        return tuple(int(band) for band in ordered[np.round(chosen).astype(int)])
    away = np.maximum(start - centres, centres - stop)
    if not away.size or away.min() > tolerance_nm:
        return ()
    return (int(good[np.argmin(away)]),)
