"""Map coordinates to latitude and longitude."""

import math
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.crs import crs_of

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_PIXEL = re.compile(rf"\s*r\w*\s*{_NUMBER}[\s,;]+c\w*\s*{_NUMBER}\s*", re.IGNORECASE)
_DEGREES = re.compile(
    rf"\s*{_NUMBER}\s*°?\s*([NS])[\s,;]+{_NUMBER}\s*°?\s*([EWO])\s*", re.IGNORECASE
)
_MAP = re.compile(rf"\s*(?:x\s*)?{_NUMBER}[\s,;]+(?:y\s*)?{_NUMBER}\s*", re.IGNORECASE)
LatLon = tuple[float, float]
Floats = npt.NDArray[np.float64]


def geographic_transform(
    georeference: GeoReference,
) -> Callable[[float, float], LatLon] | None:
    """Return a function from map ``(x, y)`` to ``(lat, lon)`` in degrees.

    About 50 µs a call: quick enough for every move of the mouse. Points
    outside the domain of the projection give NaN.

    Returns
    -------
    callable, optional
        ``None`` without a coordinate reference system.
    """
    source = crs_of(georeference)
    if source is None:
        return None
    from rasterio._err import CPLE_BaseError  # what GDAL raises past RasterioError
    from rasterio.crs import CRS
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    degrees = CRS.from_epsg(4326)

    def to_degrees(x: float, y: float) -> LatLon:
        try:
            lon, lat = transform(source, degrees, [x], [y])
        except (RasterioError, CPLE_BaseError):
            return math.nan, math.nan
        if not (math.isfinite(lat[0]) and math.isfinite(lon[0])):
            return math.nan, math.nan
        return float(lat[0]), float(lon[0])

    return to_degrees


def degrees_of(
    x: Floats, y: Floats, georeference: GeoReference
) -> tuple[Floats, Floats]:
    """Return latitudes and longitudes of map coordinates of any shape.

    NaN outside the domain of the projection, and everywhere without a CRS.
    """
    source = crs_of(georeference)
    unknown = np.full(np.shape(x), np.nan), np.full(np.shape(x), np.nan)
    if source is None:
        return unknown
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    try:
        lon, lat = transform(source, "EPSG:4326", np.ravel(x), np.ravel(y))
    except (RasterioError, CPLE_BaseError):
        return unknown
    found = np.array([lat, lon], float).reshape(2, *np.shape(x))
    found[~np.isfinite(found)] = np.nan
    return found[0], found[1]


def find_pixel(text: str, georeference: GeoReference) -> tuple[float, float]:
    """Return row and column of a place that a text names.

    Parameters
    ----------
    text : str
        ``"r 120 c 45"`` (row and column), ``"52.4 N 13.1 E"`` (latitude and
        longitude), or ``"x y"`` in map coordinates.

    Raises
    ------
    HsiViewerError
        If the text is none of these, or the scene has no place on the earth.
    """
    if found := _PIXEL.fullmatch(text):
        return float(found[1]), float(found[2])
    if found := _DEGREES.fullmatch(text):
        lat = float(found[1]) * (-1 if found[2] in "sS" else 1)
        lon = float(found[3]) * (-1 if found[4] in "wW" else 1)
        return georeference.pixel(*_to_map(lat, lon, georeference))
    if found := _MAP.fullmatch(text):
        if not georeference.has_transform:
            raise HsiViewerError(
                "the scene has no map coordinates; write row and column as 'r 120 c 45'"
            )
        return georeference.pixel(float(found[1]), float(found[2]))
    raise HsiViewerError(
        f"{text!r} names no place; write 'r 120 c 45', '52.4 N 13.1 E', or map "
        "coordinates as 'x y'"
    )


def _to_map(lat: float, lon: float, georeference: GeoReference) -> tuple[float, float]:
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    target = crs_of(georeference)
    if target is None:
        raise HsiViewerError(
            "the scene has no coordinate reference system; latitude and longitude say "
            "nothing about it"
        )
    try:
        x, y = transform("EPSG:4326", target, [lon], [lat])
    except (RasterioError, CPLE_BaseError) as error:
        raise HsiViewerError(
            f"{lat} N {lon} E lies outside the scene's projection"
        ) from error
    return float(x[0]), float(y[0])
