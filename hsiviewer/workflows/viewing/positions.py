"""Places in a scene as people read them."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.coordinates import degrees_of, find_pixel, geographic_transform

Floats = npt.NDArray[np.float64]
_EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True)
class Place:
    """A pixel's centre in words; empty where it is unknown."""

    map_text: str
    geographic_text: str


class Locator:
    """Tells where pixels lie on the map and on the earth.

    Parameters
    ----------
    georeference : GeoReference
        The scene's.
    """

    def __init__(self, georeference: GeoReference) -> None:
        self._georeference = georeference
        self._geographic = geographic_transform(georeference)

    def describe(self, row: int, col: int) -> Place:
        """Return the place of a pixel's centre."""
        if not self._georeference.has_transform:
            return Place("", "")
        x, y = self._georeference.map_xy(row, col)
        digits = 6 if abs(x) <= 360 and abs(y) <= 90 else 1
        return Place(f"x {x:.{digits}f}, y {y:.{digits}f}", self._geographic_text(x, y))

    def metres(self, start: tuple[float, float], stop: tuple[float, float]) -> float:
        """Return the distance of two pixels in metres; NaN where it is unknown.

        Along a great circle of a sphere, which is right to half a percent.

        Parameters
        ----------
        start, stop : (row, col)
        """
        ends = self._degrees(start), self._degrees(stop)
        if ends[0] is None or ends[1] is None:
            return math.nan
        lat1, lon1 = (math.radians(end) for end in ends[0])
        lat2, lon2 = (math.radians(end) for end in ends[1])
        half = (
            math.sin((lat2 - lat1) / 2) ** 2
            + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        )
        return 2 * _EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))

    def north(self, pixel: tuple[float, float]) -> float:
        """Return where north is, in degrees clockwise from up; NaN if unknown."""
        here = self._degrees(pixel)
        up = self._degrees((pixel[0] - 1, pixel[1]))
        if here is None or up is None:
            return math.nan
        east = (up[1] - here[1]) * math.cos(math.radians(here[0]))
        return -math.degrees(math.atan2(east, up[0] - here[0]))

    def degrees(self, rows: Floats, cols: Floats) -> tuple[Floats, Floats] | None:
        """Return latitudes and longitudes of pixels, NaN outside the projection.

        ``None`` for a scene without a place on the earth.

        Parameters
        ----------
        rows, cols : ndarray of the same shape
            With fractions; whole numbers are centres of pixels.
        """
        if self._geographic is None or not self._georeference.has_transform:
            return None
        x, y = self._georeference.map_xy(rows, cols)
        return degrees_of(x, y, self._georeference)

    def find(self, text: str, shape: tuple[int, int]) -> tuple[float, float]:
        """Return the pixel that a text names, as `hsiviewer.io.coordinates.find_pixel`.

        Parameters
        ----------
        text : str
            ``"r 120 c 45"``, latitude and longitude, or map coordinates.
        shape : tuple of int
            Rows and columns of the scene.

        Raises
        ------
        HsiViewerError
            If it names no place that can be found.
        """
        return find_pixel(text, self._georeference, shape)

    def _degrees(self, pixel: tuple[float, float]) -> tuple[float, float] | None:
        if self._geographic is None or not self._georeference.has_transform:
            return None
        found = self._geographic(*self._georeference.map_xy(*pixel))
        return found if all(math.isfinite(number) for number in found) else None

    def _geographic_text(self, x: float, y: float) -> str:
        if self._geographic is None:
            return ""
        latitude, longitude = self._geographic(x, y)
        north = "N" if latitude >= 0 else "S"
        east = "E" if longitude >= 0 else "W"
        return f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"
