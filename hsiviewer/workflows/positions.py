"""Places in a scene as people read them."""

from dataclasses import dataclass

from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.coordinates import geographic_transform


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

    def _geographic_text(self, x: float, y: float) -> str:
        if self._geographic is None:
            return ""
        latitude, longitude = self._geographic(x, y)
        north = "N" if latitude >= 0 else "S"
        east = "E" if longitude >= 0 else "W"
        return f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"
