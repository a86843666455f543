"""AVIRIS-3, AVIRIS-5 and AVIRIS-NG as netCDF: a group named after its quantity."""

from dataclasses import replace

from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import generic_layout
from hsiviewer.io.hdf5.layout import (
    BAND_FIRST,
    Layout,
    Part,
    in_sensor_geometry,
)
from hsiviewer.io.hdf5.places import grid_place
from hsiviewer.io.hdf5.product import Product

_CUBES = {
    "reflectance/reflectance": REFLECTANCE,
    "radiance/radiance": RADIANCE,
}
_ROWS = ("northing", "y")
_COLS = ("easting", "x")


def _recognise(file: Hdf5File) -> bool:
    return any(
        name in file.stored
        and len(file.stored[name].shape) == 3
        and f"{name.partition('/')[0]}/wavelength" in file.stored
        for name in _CUBES
    )


def _layout(file: Hdf5File, _view: str) -> Layout:
    name = next(name for name in _CUBES if name in file.stored)
    group = name.partition("/")[0]
    layout = generic_layout(file, name)
    bands, rows, cols = file.stored[name].shape
    if file.stored[f"{group}/wavelength"].shape == (bands,):
        layout = replace(layout, parts=(Part(name, BAND_FIRST),), axes=(), notices=())
    place = layout.georeference
    if not place.has_crs:
        place = _place(file, name, (rows, cols))
    notices = layout.notices
    if not place.has_crs:
        notices = (
            *notices,
            in_sensor_geometry(file),
        )
    return replace(layout, georeference=place, quantity=_CUBES[name], notices=notices)


def _place(file: Hdf5File, name: str, grid: tuple[int, int]) -> GeoReference:
    """Return the place by the coordinates beside the cube, or in the root."""
    for folder in (f"{name.partition('/')[0]}/", ""):
        for rows, cols in zip(_ROWS, _COLS, strict=True):
            found = grid_place(file, name, folder + rows, folder + cols, grid)
            if found.has_crs and found.has_transform:
                return found
    return GeoReference()


PRODUCT = Product("AVIRIS", _recognise, _layout)
