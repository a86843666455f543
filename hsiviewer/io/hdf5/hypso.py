"""HYPSO-1 and HYPSO-2 of NTNU: one cube, or one dataset for each band."""

import re

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import gains_of, nodata_of
from hsiviewer.io.hdf5.layout import (
    BAND_LAST,
    Layout,
    Part,
    in_sensor_geometry,
)
from hsiviewer.io.hdf5.product import Product
from hsiviewer.io.hdf5.source import CubeAxes

_CUBES = {
    "products/Lt": (RADIANCE, "W/m2/sr/um"),
    "products/rhot": (REFLECTANCE, ""),
    "products/rrs": ("", "1/sr"),
}
_BAND = re.compile(r"products/(Lt|rhot|rrs)_?\d+", re.IGNORECASE)


def _recognise(file: Hdf5File) -> bool:
    return bool(_cube(file) or _single_bands(file))


def _cube(file: Hdf5File) -> str:
    for name in _CUBES:
        stored = file.stored.get(name)
        is_cube = stored is not None and len(stored.shape) == 3
        if is_cube and "wavelengths" in file.attributes(name):
            return name
    return ""


def _single_bands(file: Hdf5File) -> list[tuple[float, str]]:
    """Return wavelength and name of each band of an older file, in order."""
    found = []
    for name in file.stored:
        if _BAND.fullmatch(name):
            wavelength = file.attributes(name).number("wavelength")
            if wavelength is not None:
                found.append((wavelength, name))
    return sorted(found)


def _layout(file: Hdf5File, _view: str) -> Layout:
    name = _cube(file)
    if not name:
        return _stack(file)
    said, count = file.attributes(name), file.stored[name].shape[2]
    wavelengths = said.numbers("wavelengths")
    if wavelengths is None or wavelengths.size != count:
        raise CubeFormatError(
            f"{file.name} lists no wavelength for each of the {count} bands of {name}; "
            "copy it again from its source"
        )
    gains, offsets = gains_of(said, count)
    quantity, unit = _CUBES[name]
    return Layout(
        (Part(name, BAND_LAST),),
        wavelengths=wavelengths,
        fwhm=said.numbers("fwhm"),
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(said),
        quantity=quantity,
        unit=said.text("units") or unit,
        notices=(in_sensor_geometry(file),),
    )


def _stack(file: Hdf5File) -> Layout:
    bands = _single_bands(file)
    first = bands[0][1]
    kind = "products/" + _BAND.fullmatch(first).group(1)  # type: ignore[union-attr]
    said = [file.attributes(name) for _, name in bands]
    widths = [attributes.number("fwhm") for attributes in said]
    scalings = [gains_of(attributes, 1) for attributes in said]
    quantity, unit = _CUBES.get(kind, ("", ""))
    return Layout(
        [Part(name, CubeAxes(None, 0, 1)) for _, name in bands],
        wavelengths=[wavelength for wavelength, _ in bands],
        fwhm=None if None in widths else [width or 0.0 for width in widths],
        gains=np.array([1.0 if gain is None else gain[0] for gain, _ in scalings]),
        offsets=np.array([0.0 if off is None else off[0] for _, off in scalings]),
        nodata=nodata_of(said[0]),
        quantity=quantity,
        unit=said[0].text("units") or unit,
        notices=(in_sensor_geometry(file),),
    )


PRODUCT = Product("HYPSO", _recognise, _layout)
