"""How large a pixel is on the ground."""

import math

from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.crs import crs_of

# Of WGS 84; other ellipsoids differ by less than a thousandth.
_RADIUS_M, _SQUARED_ECCENTRICITY = 6_378_137.0, 0.00669437999


def pixel_area_m2(georeference: GeoReference, shape: tuple[int, int]) -> float | None:
    """Return the area of a pixel in square metres; ``None`` where it is unknown.

    Of a scene in degrees, that of the pixel in the middle. Projections that do not
    keep areas, such as Web Mercator, are taken as they are.

    Parameters
    ----------
    georeference : GeoReference
    shape : tuple of int
        Rows and columns.
    """
    crs = crs_of(georeference)
    if crs is None or not georeference.has_transform:
        return None
    a, b, _, d, e, _ = georeference.transform
    area = abs(a * e - b * d)
    if crs.is_geographic:
        _, latitude = georeference.map_xy((shape[0] - 1) / 2, (shape[1] - 1) / 2)
        return area * _square_degree_m2(latitude)
    if not crs.is_projected:
        return None
    factor = float(crs.linear_units_factor[1])
    return area * factor * factor


def _square_degree_m2(latitude: float) -> float:
    sine = math.sin(math.radians(latitude))
    root = 1 - _SQUARED_ECCENTRICITY * sine * sine
    along_meridian = _RADIUS_M * (1 - _SQUARED_ECCENTRICITY) / root**1.5
    along_parallel = _RADIUS_M / math.sqrt(root) * math.cos(math.radians(latitude))
    area: float = math.radians(1) ** 2 * along_meridian * along_parallel
    return area
