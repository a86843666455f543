"""Where the pixels of HDF5 and netCDF files lie."""

from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.crs import (
    IDENTITY,
    Transform,
    crs_from_code,
    crs_from_text,
    georeference_of,
)
from hsiviewer.io.hdf5.container import ArrayContainer

FloatArray = npt.NDArray[np.float64]

_EVEN = 0.02  # of a step: how far coordinates may lie off an even grid


def place_by_code(code: int, transform: Transform) -> GeoReference:
    """Return a place by the number of its system in EPSG's register."""
    return georeference_of(crs_from_code("EPSG", code), transform)


def grid_place(
    file: ArrayContainer, name: str, rows: str, cols: str, shape: tuple[int, int]
) -> GeoReference:
    """Return where a dataset lies by the CF conventions.

    Parameters
    ----------
    name : str
        Of the dataset.
    rows, cols : str
        Names of the datasets with the coordinates of pixel centres along its axes.
    shape : tuple of int
        Rows and columns.
    """
    mapping = _mapping(file, name)
    transform = _even_transform(
        _coordinates(file, rows, shape[0]), _coordinates(file, cols, shape[1])
    )
    crs = None
    if mapping is not None:
        said = file.attributes(mapping)
        crs = _system(said)
        transform = transform or gdal_transform(said.numbers("GeoTransform"))
    if crs is None and transform and _is_degrees(file, rows, cols):
        crs = crs_from_code("EPSG", 4326)
    return georeference_of(crs, transform or IDENTITY)


def centre_transform(
    first: tuple[float, float], last: tuple[float, float], shape: tuple[int, int]
) -> Transform | None:
    """Return the transform of a north-up grid by the centres of two of its pixels.

    Parameters
    ----------
    first, last : tuple of float
        x and y of the first pixel of the first row, and the last of the last.
    """
    rows, cols = shape
    if rows < 2 or cols < 2:
        return None
    width = (last[0] - first[0]) / (cols - 1)
    height = (last[1] - first[1]) / (rows - 1)
    if not (np.isfinite([width, height]).all() and width and height):
        return None
    return (
        width, 0.0, first[0] - width / 2,
        0.0, height, first[1] - height / 2,
    )  # fmt: skip


def _mapping(file: ArrayContainer, name: str) -> str | None:
    """Return the dataset that describes the grid, in this group or one above."""
    said = file.attributes(name).text("grid_mapping").split(":")[0].strip()
    groups = [name]
    while groups[-1]:
        groups.append(groups[-1].rpartition("/")[0])
    names = [said] if said else ["transverse_mercator", "spatial_ref", "crs"]
    for group in groups[1:]:
        for base in names:
            place = f"{group}/{base}".strip("/")
            if place in file:
                return place
    return None


def _system(said: Any) -> Any:
    for name in ("crs_wkt", "spatial_ref", "crs"):
        text = said.text(name)
        if text:
            return crs_from_text(text)
    code = said.text("epsg_code", "EPSG", "epsg").upper().removeprefix("EPSG:")
    return crs_from_code("EPSG", int(code)) if code.isdigit() else None


def _coordinates(file: ArrayContainer, name: str, count: int) -> FloatArray | None:
    stored = file.stored.get(name)
    if stored is None or stored.shape != (count,):
        return None
    values = file.small(name)
    return None if values is None else np.asarray(values, np.float64)


def _even_transform(y: FloatArray | None, x: FloatArray | None) -> Transform | None:
    if y is None or x is None:
        return None
    first, last = (float(x[0]), float(y[0])), (float(x[-1]), float(y[-1]))
    transform = centre_transform(first, last, (y.size, x.size))
    if transform is None:
        return None
    for values, step in ((x, transform[0]), (y, transform[4])):
        grid = values[0] + step * np.arange(values.size)
        if not np.abs(values - grid).max() <= _EVEN * abs(step):
            return None
    return transform


def gdal_transform(numbers: FloatArray | None) -> Transform | None:
    """Return a transform of GDAL's, which begins with the corner."""
    if numbers is None or numbers.size != len(IDENTITY):
        return None
    c, a, b, f, d, e = (float(number) for number in numbers)
    return (a, b, c, d, e, f) if np.isfinite(numbers).all() and a * e != b * d else None


def _is_degrees(file: ArrayContainer, rows: str, cols: str) -> bool:
    units = [file.attributes(name).text("units").lower() for name in (rows, cols)]
    return all(unit.startswith("degree") for unit in units)
