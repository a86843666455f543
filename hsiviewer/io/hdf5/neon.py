"""NEON AOP: reflectance of a site, as tiles and flight lines."""

import numpy as np
import numpy.typing as npt

from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.crs import IDENTITY, Transform
from hsiviewer.io.envi_georeference import rotated_transform
from hsiviewer.io.hdf5.attributes import plain
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import gains_of, nodata_of
from hsiviewer.io.hdf5.layout import (
    BAND_LAST,
    Layout,
    Part,
    cube_shape,
)
from hsiviewer.io.hdf5.places import place_by_code
from hsiviewer.io.hdf5.product import Product

_QUANTITIES = {"Reflectance": REFLECTANCE, "Radiance": RADIANCE}
_LEAST_PARTS = 11  # of map info in which the last number is the rotation
# What the published windows are; crops that users make lose the attributes.
_WATER_NM = ((1340.0, 1445.0), (1790.0, 1955.0))
_WINDOWS = ("Band_Window_1_Nanometers", "Band_Window_2_Nanometers")


def _cube(file: Hdf5File) -> tuple[str, str]:
    """Return the group and the name of the cube; empty if there is none."""
    for site in file.groups():
        for kind in _QUANTITIES:
            group = f"{site}/{kind}"
            name = f"{group}/{kind}_Data"
            if name in file.stored and f"{group}/Metadata/Spectral_Data" in file:
                return group, name
    return "", ""


def _layout(file: Hdf5File, _view: str) -> Layout:
    group, name = _cube(file)
    count = cube_shape(file, name)[2]
    said, place = file.attributes(name), f"{group}/Metadata"
    wavelengths = file.numbers(f"{place}/Spectral_Data/Wavelength", count)
    fwhm = file.numbers(f"{place}/Spectral_Data/FWHM", count)
    gains, offsets = gains_of(said, count)
    kind = group.rpartition("/")[2]
    return Layout(
        # "Interleave = BSQ" of the file is not the order of the array.
        (Part(name, BAND_LAST),),
        wavelengths=wavelengths,
        fwhm=fwhm,
        good=None if wavelengths is None else _good(file, group, wavelengths),
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(said),
        quantity=_QUANTITIES[kind],
        unit="" if kind == "Reflectance" else said.text("Units", "Unit"),
        georeference=_place(file, f"{place}/Coordinate_System"),
    )


def _good(
    file: Hdf5File, group: str, wavelengths: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Return False where water takes all light; the numbers there are filled in."""
    good = np.ones(wavelengths.size, bool)
    for window, usual in zip(_WINDOWS, _WATER_NM, strict=True):
        told = file.attributes(group).numbers(window)
        low, high = usual if told is None or told.size != len(usual) else sorted(told)
        good &= (wavelengths < low) | (wavelengths > high)
    return good


def _place(file: Hdf5File, group: str) -> GeoReference:
    """Return the place by ``Map_Info``, as in ENVI, and the code of the system."""
    code = _text(file, f"{group}/EPSG Code")
    parts = [part.strip() for part in _text(file, f"{group}/Map_Info").split(",")]
    transform = _transform(parts)
    if transform is None:
        return GeoReference()
    if not code.isdigit():
        return GeoReference(transform=transform)
    return place_by_code(int(code), transform)


def _transform(parts: list[str]) -> Transform | None:
    try:
        col, row, x, y, width, height = (float(part) for part in parts[1:7])
    except ValueError:
        return None
    a, b, _, d, e, _ = rotated_transform(width, height, _rotation(parts), (x, y))
    # The first pixel is number 1, and its corner is meant.
    transform = (
        a, b, x - a * (col - 1) - b * (row - 1),
        d, e, y - d * (col - 1) - e * (row - 1),
    )  # fmt: skip
    is_possible = np.isfinite(transform).all() and a * e != b * d
    return transform if is_possible and transform != IDENTITY else None


def _rotation(parts: list[str]) -> float:
    """Return the rotation in degrees: named, or a bare number at the end."""
    for part in parts[7:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "rotation":
            return _number(value)
    return _number(parts[-1]) if len(parts) > _LEAST_PARTS else 0.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _text(file: Hdf5File, name: str) -> str:
    return str(plain(file.text(name)) or "").strip().strip("'\"")


PRODUCT = Product("NEON AOP", lambda file: bool(_cube(file)[1]), _layout)
