"""Rasters onto the grid of a cube."""

from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio import Affine
from rasterio._err import CPLE_BaseError  # what GDAL raises past RasterioError
from rasterio.errors import RasterioError
from rasterio.warp import Resampling, reproject, transform

from hsiviewer.core.axes import format_axes
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.axis_order import axis_sizes, order_for_grid
from hsiviewer.io.crs import crs_of

_HALF_PIXEL = 0.5


def on_grid_of(raster: HsiCube, cube: HsiCube) -> HsiCube:
    """Return a raster as it is if it lies on the cube's grid, else resampled.

    Raises
    ------
    CubeFormatError
        If the sizes differ and one of the two has no CRS.
    """
    if lies_on_grid(raster.grid_shape, raster.georeference, cube):
        return raster
    if not can_regrid(raster.georeference, cube):
        raise CubeFormatError(grid_problem(raster.name, raster.grid_shape, cube))
    values = regrid(
        raster.read(), raster.georeference, cube, nearest=False, missing=np.nan
    )
    return HsiCube(
        ArraySource(values),
        BandAxis(values.shape[0], names=raster.bands.names),
        cube.georeference,
        path=raster.path,
        variable=raster.variable,
        driver=raster.driver,
        title=raster.title,
        notices=(
            *raster.notices,
            f"{raster.name} was resampled to the grid of {cube.name}",
        ),
    )


def lies_on_grid(
    shape: tuple[int, int], georeference: GeoReference, cube: HsiCube
) -> bool:
    """Tell whether a raster has the cube's pixels; without a place, by size."""
    if shape != cube.grid_shape:
        return False
    if not can_regrid(georeference, cube):
        return True
    if crs_of(georeference) != crs_of(cube.georeference):
        return False
    last = shape[0] - 1, shape[1] - 1
    return all(
        _apart(georeference, cube.georeference, corner) < _HALF_PIXEL
        for corner in ((0, 0), last)
    )


def can_regrid(georeference: GeoReference, cube: HsiCube) -> bool:
    """Tell whether both rasters know where they lie, in terms of each other."""
    places = (georeference, cube.georeference)
    return all(
        place.has_crs and place.has_transform and _is_invertible(place)
        for place in places
    ) and _are_related(*places)


def grid_problem(name: str, shape: tuple[int, int], cube: HsiCube) -> str:
    """Return the sentence for a raster that does not fit a cube."""
    problem = (
        f"{name} has {shape[0]} rows and {shape[1]} columns, {cube.name} has "
        f"{cube.grid_shape[0]} and {cube.grid_shape[1]}"
    )
    order = order_for_grid(axis_sizes(cube), shape, cube.axes) if cube.axes else None
    if order is not None:
        return (
            f"{problem}. They fit if the axes of {cube.name} are read as "
            f"{' x '.join(order)}: open {cube.name}:{format_axes(order)}, or choose "
            "File > Change axes in the window"
        )
    return (
        f"{problem}, and they cannot be aligned because one of them has no coordinate "
        "system or no place, or no way is known from one system to the other; use "
        "rasters of the same grid"
    )


def regrid(
    values: npt.NDArray[Any],
    georeference: GeoReference,
    cube: HsiCube,
    *,
    nearest: bool,
    missing: float,
) -> npt.NDArray[Any]:
    """Resample bands to the grid of a cube by map coordinates.

    Parameters
    ----------
    values : ndarray, shape (bands, rows, cols)
    nearest : bool
        Nearest neighbour, for class ids; else bilinear.
    missing : float
        Marks pixels without a value, before and after.
    """
    result = np.full((values.shape[0], *cube.grid_shape), missing, values.dtype)
    reproject(
        values,
        result,
        src_transform=Affine(*georeference.transform),
        src_crs=crs_of(georeference),
        src_nodata=missing,
        dst_transform=Affine(*cube.georeference.transform),
        dst_crs=crs_of(cube.georeference),
        dst_nodata=missing,
        resampling=Resampling.nearest if nearest else Resampling.bilinear,
    )
    return result


def _are_related(raster: GeoReference, cube: GeoReference) -> bool:
    """Tell whether GDAL knows a way between two coordinate systems.

    Tried where the cube lies: a raster may lie where no system reaches.
    """
    source, target = crs_of(cube), crs_of(raster)
    if source == target:
        return True
    x, y = cube.map_xy(0, 0)
    try:
        transform(source, target, [x], [y])
    except (RasterioError, CPLE_BaseError):
        return False
    return True


def _is_invertible(georeference: GeoReference) -> bool:
    a, b, _, d, e, _ = georeference.transform
    return a * e != b * d


def _apart(first: GeoReference, second: GeoReference, pixel: tuple[int, int]) -> float:
    """Return the distance of a pixel's places in pixels."""
    row, col = second.pixel(*first.map_xy(*pixel))
    return max(abs(row - pixel[0]), abs(col - pixel[1]))
