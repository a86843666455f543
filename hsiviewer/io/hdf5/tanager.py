"""Tanager-1 of Planet: basic (in the geometry of the sensor) and ortho, HDF-EOS5."""

import re

from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import nodata_of
from hsiviewer.io.hdf5.layout import (
    BAND_FIRST,
    Layout,
    Part,
    cube_shape,
    in_sensor_geometry,
)
from hsiviewer.io.hdf5.places import place_by_code
from hsiviewer.io.hdf5.product import Product

_GROUPS = ("HDFEOS/SWATHS/HYP", "HDFEOS/GRIDS/HYP")
_CUBES = {"surface_reflectance": REFLECTANCE, "toa_radiance": RADIANCE}
_METADATA = "HDFEOS INFORMATION/StructMetadata.0"
_PAIR = r"\s*=\s*\(\s*([-+\d.eE]+)\s*,\s*([-+\d.eE]+)\s*\)"
_UPPER_LEFT = re.compile("UpperLeftPointMtrs" + _PAIR)
_LOWER_RIGHT = re.compile("LowerRightMtrs" + _PAIR)


def _cube(file: Hdf5File) -> tuple[str, str]:
    """Return group and name of the cube; empty if there is none."""
    for group in _GROUPS:
        for kind in _CUBES:
            name = f"{group}/Data Fields/{kind}"
            if name in file.stored:
                return group, name
    return "", ""


def _layout(file: Hdf5File, _view: str) -> Layout:
    group, name = _cube(file)
    shape, said = cube_shape(file, name), file.attributes(name)
    flags = said.numbers("good_wavelengths")
    is_swath = "SWATHS" in group
    place = GeoReference() if is_swath else _place(file, group, shape[1:])
    notices = (in_sensor_geometry(file),) if is_swath else ()
    quantity = _CUBES[name.rpartition("/")[2]]
    return Layout(
        (Part(name, BAND_FIRST),),
        wavelengths=said.numbers("wavelengths"),
        fwhm=said.numbers("fwhm"),
        good=None if flags is None else flags > 0,
        nodata=nodata_of(said),
        quantity=quantity,
        unit=""
        if quantity == REFLECTANCE
        else said.text("units", "Unit") or "W/m2/sr/um",
        georeference=place,
        notices=notices,
    )


def _place(file: Hdf5File, group: str, grid: tuple[int, ...]) -> GeoReference:
    """Return the place of the ortho product, whose corners are outer edges."""
    code = file.attributes(group).number("epsg_code")
    text = file.text(_METADATA)
    upper, lower = _UPPER_LEFT.search(text), _LOWER_RIGHT.search(text)
    if code is None or upper is None or lower is None:
        return GeoReference()
    try:
        left, top, right, bottom = (
            float(n) for n in (*upper.groups(), *lower.groups())
        )
    except ValueError:
        return GeoReference()
    rows, cols = grid
    if left == right or top == bottom:
        return GeoReference()
    transform = (
        (right - left) / cols, 0.0, left,
        0.0, (bottom - top) / rows, top,
    )  # fmt: skip
    return place_by_code(int(code), transform)


PRODUCT = Product("Tanager", lambda file: bool(_cube(file)[1]), _layout)
