"""EMIT of NASA: radiance (L1B) and reflectance (L2A), in the geometry of the sensor."""

from hsiviewer.core.cube import REFLECTANCE
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import nodata_of
from hsiviewer.io.hdf5.layout import BAND_LAST, Layout, Part
from hsiviewer.io.hdf5.product import Product

_BANDS = "sensor_band_parameters"
_CUBES = {"reflectance": REFLECTANCE, "radiance": "radiance"}


def _recognise(file: Hdf5File) -> bool:
    said = file.attributes()
    sensor = f"{said.text('instrument')} {said.text('sensor')} {said.text('title')}"
    return (
        "EMIT" in sensor.upper()
        and f"{_BANDS}/wavelengths" in file.stored
        and any(name in file.stored for name in _CUBES)
    )


def _layout(file: Hdf5File, _view: str) -> Layout:
    name = next(name for name in _CUBES if name in file.stored)
    stored, said = file.stored[name], file.attributes(name)
    if len(stored.shape) != 3:
        raise CubeFormatError(
            f"{name} of {file.name} has the shape {stored.shape}; a cube has rows, "
            "columns and bands"
        )
    wavelengths = file.small(f"{_BANDS}/wavelengths")
    fwhm = file.small(f"{_BANDS}/fwhm")
    flags = file.small(f"{_BANDS}/good_wavelengths")
    return Layout(
        (Part(name, BAND_LAST),),
        wavelengths=wavelengths,
        fwhm=fwhm,
        good=None if flags is None else flags > 0,
        nodata=nodata_of(said),
        quantity=_CUBES[name],
        unit="" if name == "reflectance" else said.text("units") or "uW/cm2/sr/nm",
        notices=(
            f"{file.name} is in the geometry of the sensor; the place that it names "
            "belongs to its map grid and is not used",
        ),
    )


PRODUCT = Product("EMIT", _recognise, _layout)
