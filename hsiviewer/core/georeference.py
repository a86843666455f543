"""Where the pixels of a raster lie on the ground."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Places = TypeVar("Places", float, npt.NDArray[np.float64])


@dataclass(frozen=True)
class GeoReference:
    """Coordinate reference system and affine transform of a raster.

    Parameters
    ----------
    crs_wkt : str
        Coordinate reference system as well-known text; empty if unknown.
    transform : tuple of 6 float
        ``(a, b, c, d, e, f)`` with ``x = a * col + b * row + c`` and
        ``y = d * col + e * row + f``, where whole numbers are pixel *corners*.
    crs_name : str
        Short name for the status bar, such as ``"EPSG:32633"``.
    """

    crs_wkt: str = ""
    transform: tuple[float, float, float, float, float, float] = (1, 0, 0, 0, 1, 0)
    crs_name: str = ""

    @property
    def has_crs(self) -> bool:
        """Whether the coordinate reference system is known."""
        return bool(self.crs_wkt)

    @property
    def has_transform(self) -> bool:
        """Whether pixels have map coordinates at all."""
        return self.transform != (1, 0, 0, 0, 1, 0)

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the map."""
        a, b, _, d, e, _ = self.transform
        return (a * a + d * d) ** 0.5, (b * b + e * e) ** 0.5

    def map_xy(self, row: Places, col: Places) -> tuple[Places, Places]:
        """Return map coordinates of the centre of a pixel, or of each of many."""
        a, b, c, d, e, f = self.transform
        x, y = col + 0.5, row + 0.5
        return a * x + b * y + c, d * x + e * y + f

    def pixel(self, x: Places, y: Places) -> tuple[Places, Places]:
        """Return the row and column whose pixel centre is at ``(x, y)``.

        Raises
        ------
        ValueError
            If the transform cannot be inverted.
        """
        a, b, c, d, e, f = self.transform
        determinant = a * e - b * d
        if determinant == 0:
            raise ValueError(f"the transform {self.transform} cannot be inverted")
        dx, dy = x - c, y - f
        col = (e * dx - b * dy) / determinant
        row = (a * dy - d * dx) / determinant
        return row - 0.5, col - 0.5
