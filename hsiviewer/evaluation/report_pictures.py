"""Pictures for a report that stands alone: spectra of the classes as a drawing."""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 12, 40
_TICKS = 6

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class LegendEntry:
    """A class in the legend of a report."""

    name: str
    color: str
    description: str = ""


@dataclass(frozen=True)
class ReportPictures:
    """What a page shows beside the figures.

    Parameters
    ----------
    map_png : bytes
        The map in its class colours; empty for none.
    legend : tuple of LegendEntry
        Its classes.
    spectra_svg : str
        Mean spectra of the labels; empty for none.
    doubts : tuple of str
        Sentences on what makes the map less reliable.
    """

    map_png: bytes = b""
    legend: tuple[LegendEntry, ...] = ()
    spectra_svg: str = ""
    doubts: tuple[str, ...] = field(default=())

    @property
    def map_uri(self) -> str:
        """The map as the address of a picture in a page."""
        coded = base64.b64encode(self.map_png).decode()
        return f"data:image/png;base64,{coded}"


def spectra_svg(
    places: FloatArray,
    spectra: Sequence[FloatArray],
    colors: Sequence[str],
    *,
    axis: str,
    values: str,
) -> str:
    """Return curves with their axes as SVG; empty if no curve has a value.

    Parameters
    ----------
    places : ndarray, shape (bands,)
        Wavelengths or numbers of the bands.
    spectra : sequence of ndarray, shape (bands,)
        NaN leaves a gap.
    colors : sequence of str
        ``#rrggbb`` of each curve.
    axis, values : str
        Titles of the axes; texts of the program.
    """
    known = [spectrum for spectrum in spectra if np.isfinite(spectrum).any()]
    if not known or len(places) < 2:
        return ""
    low = min(float(np.nanmin(spectrum)) for spectrum in known)
    high = max(float(np.nanmax(spectrum)) for spectrum in known)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    first, last = float(np.min(places)), float(np.max(places))

    def x(place: float) -> float:
        return _LEFT + (place - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        room = _HEIGHT - _TOP - _BOTTOM
        return _TOP + (high - value) / (high - low) * room

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'xmlns="http://www.w3.org/2000/svg" font-size="11" fill="currentColor">'
    ]
    parts += [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(tick):.1f}" '
        f'y2="{y(tick):.1f}" stroke="#8884"/>'
        f'<text x="{_LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">'
        f"{tick:g}</text>"
        for tick in _ticks(low, high)
    ]
    parts += [
        f'<text x="{x(tick):.1f}" y="{_HEIGHT - _BOTTOM + 16}" '
        f'text-anchor="middle">{tick:g}</text>'
        for tick in _ticks(first, last)
    ]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">{axis}</text>'
        f'<text x="12" y="{_HEIGHT / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 12 {_HEIGHT / 2:.0f})">{values}</text>'
    )
    for spectrum, color in zip(spectra, colors, strict=True):
        for run in _runs(np.isfinite(spectrum)):
            points = " ".join(
                f"{x(float(places[band])):.1f},{y(float(spectrum[band])):.1f}"
                for band in run
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{color}" '
                'stroke-width="1.6"/>'
            )
    return "".join([*parts, "</svg>"])


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two others."""
    step = 10.0 ** math.floor(math.log10((high - low) / _TICKS))
    rough = (high - low) / _TICKS
    step *= next(factor for factor in (1, 2, 5, 10) if factor * step >= rough)
    first = math.ceil(low / step)
    last = math.floor(high / step)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _runs(known: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Return the bands that follow each other without a gap, two at least."""
    runs: list[list[int]] = [[]]
    for band, is_known in enumerate(known.tolist()):
        if is_known:
            runs[-1].append(band)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]
