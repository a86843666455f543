"""Map coordinates to latitude and longitude, and back to pixels."""

import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.crs import crs_of
from hsiviewer.io.place_texts import (
    EarthPlace,
    MapPlace,
    PixelPlace,
    UtmPlace,
    parse_place,
)

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


def find_pixel(
    text: str, georeference: GeoReference, shape: tuple[int, int]
) -> tuple[float, float]:
    """Return row and column of a place that a text names.

    Two numbers without a word may be map coordinates, or latitude and longitude as
    maps on a phone copy them: they are what lies in the scene.

    Parameters
    ----------
    text : str
        As `hsiviewer.io.place_texts.parse_place`.
    shape : tuple of int
        Rows and columns of the scene.

    Raises
    ------
    HsiViewerError
        If the text names no place, or the scene has none on the earth.
    """
    place = parse_place(text)
    if place is None:
        raise HsiViewerError(
            f"{text!r} names no place; write 'r 120 c 45', '52.3917, 13.0576', "
            "'52.4 N 13.1 E', '33U 368000 5806000', or map coordinates as 'x y'"
        )
    if isinstance(place, PixelPlace):
        return place.row, place.col
    if isinstance(place, EarthPlace):
        xy = _to_map("EPSG:4326", place.longitude, place.latitude, georeference)
        return georeference.pixel(*xy)
    if isinstance(place, UtmPlace):
        return _in_scene(
            shape,
            (
                georeference.pixel(
                    *_to_map(
                        f"EPSG:{code}", place.easting, place.northing, georeference
                    )
                )
                for code in place.epsg_codes
            ),
        )
    return _in_scene(shape, _meanings(place, georeference))


def _meanings(
    place: MapPlace, georeference: GeoReference
) -> Iterator[tuple[float, float]]:
    """Yield the pixels that two numbers may mean, the likeliest first.

    Raises
    ------
    HsiViewerError
        If the scene has no map coordinates.
    """
    if not georeference.has_transform:
        raise HsiViewerError(
            "the scene has no map coordinates; write row and column as 'r 120 c 45'"
        )
    as_map = georeference.pixel(place.first, place.second)
    is_angle = not place.is_map and abs(place.first) <= 90 and abs(place.second) <= 180
    if not is_angle or not georeference.has_crs:
        yield as_map
        return
    try:
        xy = _to_map("EPSG:4326", place.second, place.first, georeference)
    except HsiViewerError:
        yield as_map
        return
    as_earth = georeference.pixel(*xy)
    yield as_earth
    yield as_map


def _in_scene(
    shape: tuple[int, int], pixels: Iterable[tuple[float, float]]
) -> tuple[float, float]:
    """Return the first pixel that lies in the scene, else the first."""
    found = list(pixels)
    rows, cols = shape
    for row, col in found:
        if -0.5 <= row < rows - 0.5 and -0.5 <= col < cols - 0.5:
            return row, col
    return found[0]


def _to_map(
    crs: str, x: float, y: float, georeference: GeoReference
) -> tuple[float, float]:
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    target = crs_of(georeference)
    if target is None:
        raise HsiViewerError(
            "the scene has no coordinate reference system, so only rows, columns and "
            "its own map coordinates can be found; set the system in Scene properties"
        )
    outside = f"{x:g}, {y:g} in {crs} lies outside the scene's projection"
    try:
        xs, ys = transform(crs, target, [x], [y])
    except (RasterioError, CPLE_BaseError) as error:
        raise HsiViewerError(outside) from error
    if not (math.isfinite(xs[0]) and math.isfinite(ys[0])):
        raise HsiViewerError(outside)
    return float(xs[0]), float(ys[0])
