"""Points, lines and areas of a vector file onto the pixels of a scene."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.progress import Progress
from hsiviewer.io.crs import crs_of
from hsiviewer.io.vector_layers import BATCH, VectorLayer

Floats = npt.NDArray[np.float64]
Bounds = tuple[float, float, float, float]
Move = Callable[[Floats], Floats]

_SUPPORTS = 33  # places along each side of the scene by which its extent is known
_MARGIN = 0.1  # of the extent, in which its border may bend between these places
_FAR = 10**5  # pixels outside the scene: GDAL walks along lines pixel by pixel
_STEPS_AT_ONCE = 5e8  # corners times rows, about a second
_MOST_STEPS = 3e10


def burn(
    values: npt.NDArray[np.uint16],
    layer: VectorLayer,
    ids: npt.NDArray[np.int64],
    cube: HsiCube,
    *,
    file: str,
    progress: Progress,
) -> None:
    """Write the class ids of features into the pixels that they cover.

    Parameters
    ----------
    values : ndarray of uint16, shape (rows, cols)
        Changed in place; a feature without an id, 0, leaves it as it is.
    ids : ndarray of int, shape (features,)
    file : str
        Name of the file, for messages.

    Raises
    ------
    LabelFormatError
        If coordinates cannot be those of the layer's CRS.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    crs = _settled_crs(layer, cube, file)
    reach = _reach(cube, crs, layer.parts)
    to_pixels = _to_pixels(cube.georeference, crs)
    for first in range(0, len(layer.parts), BATCH):
        progress.checkpoint()
        parts = layer.parts[first : first + BATCH]
        parts_ids = ids[layer.owners[first : first + BATCH]]
        near = (parts_ids > 0) & _overlap(_bounds(parts), reach)
        moved = _moved(parts[near], to_pixels)
        _fill(values, moved, parts_ids[near], file=file, progress=progress)


def _settled_crs(layer: VectorLayer, cube: HsiCube, file: str) -> Any:
    """Return the CRS to transform from; ``None`` if coordinates are the scene's."""
    scene_crs = crs_of(cube.georeference)
    bounds = _all_bounds(layer.parts)
    if not np.isfinite(bounds).all():
        raise LabelFormatError(
            f"{file} has coordinates that are no numbers; correct or delete these "
            "features"
        )
    # GeoJSON without a place says WGS 84; beside a scene without one it means pixels.
    if scene_crs is None or layer.crs is None or layer.crs == scene_crs:
        return None
    west, south, east, north = bounds
    is_on_earth = west >= -360 and east <= 360 and south >= -90 and north <= 90
    if not len(layer.parts) or not layer.crs.is_geographic or is_on_earth:
        return layer.crs
    extent = _reach(cube, None, layer.parts)
    if layer.is_crs_assumed and _overlap(_bounds(layer.parts), extent).any():
        return None
    x, y = (west, south) if west < -360 or south < -90 else (east, north)
    raise LabelFormatError(
        f"{file} has coordinates such as {x:.10g}, {y:.10g}, which are no degrees of "
        "longitude and latitude, and names no other coordinate system; save it with "
        "its coordinate system, as GeoPackage (.gpkg)"
    )


def _corners(parts: npt.NDArray[Any]) -> tuple[Floats, npt.NDArray[np.intp]]:
    import shapely

    corners, owners = shapely.get_coordinates(parts, return_index=True)
    return corners, owners


def _all_bounds(parts: npt.NDArray[Any]) -> Bounds:
    found = _bounds(parts)
    if not len(found):
        return (0.0, 0.0, 0.0, 0.0)
    west, south = found[:, :2].min(axis=0).tolist()
    east, north = found[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _bounds(parts: npt.NDArray[Any]) -> Floats:
    """Return the least and largest x and y of each part; NaN where one has any."""
    corners, owners = _corners(parts)
    if not len(parts):
        return np.empty((0, 4))
    starts = np.searchsorted(owners, np.arange(len(parts)))
    lowest = np.minimum.reduceat(corners, starts)
    return np.hstack([lowest, np.maximum.reduceat(corners, starts)])


def _overlap(bounds: Floats, reach: Bounds | None) -> npt.NDArray[np.bool_]:
    if reach is None:
        return np.ones(len(bounds), bool)
    west, south, east, north = reach
    across = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    return np.asarray(across & (bounds[:, 1] <= north) & (bounds[:, 3] >= south))


def _reach(cube: HsiCube, crs: Any, parts: npt.NDArray[Any]) -> Bounds | None:
    """Return the extent of the scene in a CRS; ``None`` where it has no clear one."""
    rows, cols = (np.linspace(0, side, _SUPPORTS) - 0.5 for side in cube.grid_shape)
    row_grid, col_grid = np.meshgrid(rows, cols, indexing="ij")
    x, y = cube.georeference.map_xy(row_grid.ravel(), col_grid.ravel())
    points = np.stack([x, y], axis=1)
    if crs is not None:
        # Longitudes of 0 to 360 degrees are places, too.
        if crs.is_geographic and np.abs(_bounds(parts)[:, ::2]).max(initial=0) > 180:
            return None
        points = _transformed(points, crs_of(cube.georeference), crs)
    if not np.isfinite(points).all():
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    margin = _MARGIN * (high - low)
    (west, south), (east, north) = (low - margin).tolist(), (high + margin).tolist()
    return west, south, east, north


def _to_pixels(place: GeoReference, crs: Any) -> Move:
    """Return a function from coordinates to columns and rows, from the upper corner."""
    from rasterio import Affine

    a, b, c, d, e, f = tuple(~Affine(*place.transform))[:6]
    scene_crs = crs_of(place)

    def to_pixels(points: Floats) -> Floats:
        if crs is not None:
            points = _transformed(points, crs, scene_crs)
        x, y = points[:, 0], points[:, 1]
        with np.errstate(invalid="ignore", over="ignore"):  # places that are none
            return np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)

    return to_pixels


def _transformed(points: Floats, source: Any, target: Any) -> Floats:
    """Transform points; NaN for all if one of them has no place in the target."""
    from rasterio._err import CPLE_BaseError  # what GDAL raises past RasterioError
    from rasterio.errors import RasterioError
    from rasterio.warp import transform

    try:
        xs, ys = transform(source, target, points[:, 0], points[:, 1])
    except (RasterioError, CPLE_BaseError):
        return np.full(points.shape, np.nan)
    return np.stack([np.asarray(xs, float), np.asarray(ys, float)], axis=1)


def _moved(parts: npt.NDArray[Any], move: Move) -> npt.NDArray[Any]:
    """Return parts in pixels, ``None`` for those that have no place there."""
    import shapely

    corners = move(shapely.get_coordinates(parts))
    if np.isfinite(corners).all():
        return np.asarray(shapely.set_coordinates(parts.copy(), corners), object)
    if len(parts) == 1:
        return np.array([None], object)
    # One bad corner spoils all that are transformed along with it.
    halves = np.array_split(parts, 2)
    return np.concatenate([_moved(half, move) for half in halves])


def _fill(
    values: npt.NDArray[np.uint16],
    parts: npt.NDArray[Any],
    ids: npt.NDArray[np.int64],
    *,
    file: str,
    progress: Progress,
) -> None:
    import shapely
    from rasterio.features import rasterize

    parts = _cut(parts, values.shape)
    there = ~(shapely.is_missing(parts) | shapely.is_empty(parts))
    parts, ids = parts[there], ids[there]
    steps = _steps(parts, values.shape[0])
    if steps.sum() > _MOST_STEPS:
        raise LabelFormatError(
            f"{file} has areas with too many corners for a scene of this size; "
            "simplify them, or save only those in the scene to a new file"
        )
    for span in _spans(steps):
        progress.checkpoint()
        shapes = list(zip(_mappings(parts[span]), ids[span].tolist(), strict=True))
        rasterize(shapes, out=values)


def _cut(parts: npt.NDArray[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """Return parts without what reaches far beyond the scene, ``None`` if outside."""
    import shapely

    rows, cols = shape
    scene = (-1.0, -1.0, cols + 1.0, rows + 1.0)
    there = np.flatnonzero(~shapely.is_missing(parts))
    bounds = _bounds(parts[there])
    overlap = _overlap(bounds, scene)
    found = np.empty(len(parts), object)
    found[there[overlap]] = parts[there[overlap]]
    is_far = (bounds[:, :2] < -_FAR).any(axis=1)
    is_far |= (bounds[:, 2:] > (cols + _FAR, rows + _FAR)).any(axis=1)
    for number in there[is_far & overlap]:
        found[number] = shapely.clip_by_rect(parts[number], *scene)
    return found


def _steps(parts: npt.NDArray[Any], rows: int) -> Floats:
    """Estimate the work of filling each part: GDAL sees each corner for each row."""
    import shapely

    heights = np.nan_to_num(np.clip(shapely.bounds(parts)[:, (1, 3)], 0, rows))
    return np.asarray(
        shapely.get_num_coordinates(parts) * (1 + heights[:, 1] - heights[:, 0]), float
    )


def _spans(steps: Floats) -> Iterator[slice]:
    edges = np.floor(np.cumsum(steps) / _STEPS_AT_ONCE)
    starts = [0, *(np.flatnonzero(np.diff(edges)) + 1).tolist(), len(steps)]
    return (slice(start, stop) for start, stop in pairwise(starts) if stop > start)


def _mappings(parts: npt.NDArray[Any]) -> list[Any]:
    """Return geometries as rasterio wants them, which asks shapely one by one."""
    import shapely

    found: list[Any] = list(parts)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    areas = np.flatnonzero(is_area & ~shapely.is_empty(parts))
    if not areas.size:
        return found
    _, corners, (rings_at, areas_at) = shapely.to_ragged_array(parts[areas])
    points = corners.tolist()
    rings = [points[start:stop] for start, stop in pairwise(rings_at.tolist())]
    for number, (start, stop) in zip(areas, pairwise(areas_at.tolist()), strict=True):
        found[number] = {"type": "Polygon", "coordinates": rings[start:stop]}
    return found
