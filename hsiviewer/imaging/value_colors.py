"""Colours of values that lie over the map: a ramp from low to high, or named values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.imaging.stretch import ArgbPicture

Values = npt.NDArray[np.floating[Any]]
ColorTable = npt.NDArray[np.uint32]

# Brightness grows at an even pace, for readers of every kind of colour vision; the
# last one parts in the middle, for values that run from -1 to 1.
_ANCHORS: dict[str, tuple[str, ...]] = {
    "gray": ("#000000", "#ffffff"),
    "ember": ("#1b0c41", "#5b2a6e", "#b1435f", "#ee8a45", "#f8f29c"),
    "viridis": (
        "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962",
        "#addc30", "#fde725",
    ),
    "magma": (
        "#000004", "#1d1147", "#51127c", "#832681", "#b73779", "#e75263", "#fc8961",
        "#fec488", "#fcfdbf",
    ),
    "diverging": ("#2151db", "#8a9fe6", "#f0f0f0", "#d78683", "#b2001d"),
}  # fmt: skip
RAMPS = tuple(_ANCHORS)


@dataclass(frozen=True)
class ColorRamp:
    """Colours from a low value to a high one; what lies beyond takes the end's.

    Parameters
    ----------
    name : str
        One of `RAMPS`.
    low, high : float
        Values of the first and the last colour, low < high.

    Raises
    ------
    ValueError
        If there is no such ramp, or the range is empty.
    """

    name: str = "viridis"
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if self.name not in _ANCHORS:
            raise ValueError(f"there is no colour ramp {self.name!r}; choose {RAMPS}")
        if not self.low < self.high:
            raise ValueError(f"values from {self.low} to {self.high} are no range")

    def paint(self, values: Values) -> ArgbPicture:
        """Return values as a picture ``0xAARRGGBB``; NaN is transparent."""
        missing = np.isnan(values)
        share = (np.where(missing, self.low, values) - self.low) / (
            self.high - self.low
        )
        picture = _table(self.name)[
            np.rint(255 * np.clip(share, 0, 1)).astype(np.uint8)
        ]
        picture[missing] = 0
        return picture

    def color(self, value: float) -> str:
        """Return the colour of one value as ``#rrggbb``, for legends."""
        return f"#{int(self.paint(np.array([value]))[0]) & 0xFFFFFF:06x}"

    def text(self, value: float) -> str:
        """Return a value as people read it."""
        return f"{value:.4g}"


@dataclass(frozen=True)
class NamedValue:
    """A whole number with a name and a colour, ``#rrggbb``."""

    value: int
    name: str
    color: str


@dataclass(frozen=True)
class NamedValues:
    """Whole numbers that have names, such as classes; others are transparent.

    Parameters
    ----------
    entries : tuple of NamedValue
        In the order of the legend.
    """

    entries: tuple[NamedValue, ...]

    def paint(self, values: Values) -> ArgbPicture:
        """Return values as a picture ``0xAARRGGBB``; NaN is transparent."""
        largest = max([0, *(entry.value for entry in self.entries)])
        table = np.zeros(largest + 2, np.uint32)
        for entry in self.entries:
            table[entry.value] = 0xFF000000 | int(entry.color[1:], 16)
        known = (values >= 0) & (values <= largest)
        return table[np.where(known, values, largest + 1).astype(np.intp)]

    def text(self, value: float) -> str:
        """Return the name of a value; the number where it has none."""
        names = {entry.value: entry.name for entry in self.entries}
        return names.get(int(value), f"{value:g}")


ValueScale = ColorRamp | NamedValues


def ramp_colors(name: str, count: int) -> Sequence[str]:
    """Return evenly spaced colours of a ramp as ``#rrggbb``, from low to high."""
    ramp = ColorRamp(name)
    return [ramp.color(step / (count - 1)) for step in range(count)]


@cache
def _table(name: str) -> ColorTable:
    anchors = [int(color[1:], 16) for color in _ANCHORS[name]]
    places = np.linspace(0.0, 1.0, len(anchors))
    steps = np.linspace(0.0, 1.0, 256)
    table = np.full(256, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        parts = [color >> shift & 255 for color in anchors]
        channel = np.rint(np.interp(steps, places, parts)).astype(np.uint32)
        table |= channel << np.uint32(shift)
    return table
