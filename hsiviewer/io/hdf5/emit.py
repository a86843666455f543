"""EMIT of NASA: radiance (L1B) and reflectance (L2A), in the geometry of the sensor."""

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.crs import crs_from_text, georeference_of
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import nodata_of
from hsiviewer.io.hdf5.layout import (
    BAND_LAST,
    Layout,
    Lookup,
    Part,
    cube_shape,
    in_sensor_geometry,
)
from hsiviewer.io.hdf5.places import gdal_transform
from hsiviewer.io.hdf5.product import Product

_BANDS = "sensor_band_parameters"
_ORTHO = "ortho"
_LOOKUP = Lookup("location/glt_y", "location/glt_x")
_CUBES = {"reflectance": REFLECTANCE, "radiance": RADIANCE}


def _recognise(file: Hdf5File) -> bool:
    said = file.attributes()
    sensor = f"{said.text('instrument')} {said.text('sensor')} {said.text('title')}"
    return (
        "EMIT" in sensor.upper()
        and f"{_BANDS}/wavelengths" in file.stored
        and any(name in file.stored for name in _CUBES)
    )


def _layout(file: Hdf5File, view: str) -> Layout:
    name = next(name for name in _CUBES if name in file.stored)
    count, said = cube_shape(file, name)[2], file.attributes(name)
    wavelengths = file.numbers(f"{_BANDS}/wavelengths", count)
    fwhm = file.numbers(f"{_BANDS}/fwhm", count)
    flags = file.numbers(f"{_BANDS}/good_wavelengths", count)
    return Layout(
        (Part(name, BAND_LAST),),
        wavelengths=wavelengths,
        fwhm=fwhm,
        good=None if flags is None else flags > 0,
        nodata=nodata_of(said),
        quantity=_CUBES[name],
        unit="" if name == "reflectance" else said.text("units") or "uW/cm2/sr/nm",
        georeference=_place(file) if view else GeoReference(),
        lookup=_LOOKUP if view else None,
        notices=() if view else _notices(file),
    )


def _notices(file: Hdf5File) -> tuple[str, ...]:
    if not all(_is_plane(file, name) for name in _LOOKUP):
        return (in_sensor_geometry(file),)
    return (
        f"{file.name} is in the geometry of the sensor; {file.name}:{_ORTHO} shows it "
        "on its map grid",
    )


def _place(file: Hdf5File) -> GeoReference:
    """Return the place of the map grid, which the root describes.

    Raises
    ------
    CubeFormatError
        If there is no map grid, as in a crop that lost it.
    """
    said = file.attributes()
    transform = gdal_transform(said.numbers("geotransform"))
    if transform is None or not all(_is_plane(file, name) for name in _LOOKUP):
        raise CubeFormatError(
            f"{file.name} has lost the table of its map grid; open it without "
            f"':{_ORTHO}', in the geometry of the sensor"
        )
    return georeference_of(crs_from_text(said.text("spatial_ref")), transform)


def _is_plane(file: Hdf5File, name: str) -> bool:
    return name in file.stored and len(file.stored[name].shape) == 2


PRODUCT = Product("EMIT", _recognise, _layout, (_ORTHO,))
