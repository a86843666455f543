"""PRISMA of ASI: level 1 and levels 2B, 2C and 2D, in HDF-EOS5."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import RADIANCE, REFLECTANCE
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.layout import (
    BAND_BETWEEN,
    Layout,
    Part,
    cube_shape,
    in_sensor_geometry,
    joined,
    with_bands,
)
from hsiviewer.io.hdf5.places import centre_transform, place_by_code
from hsiviewer.io.hdf5.product import Product

_SWATHS = "HDFEOS/SWATHS"
_HYPERSPECTRAL = re.compile(rf"{_SWATHS}/PRS_(L1|L2B|L2C|L2D)_H[CR][OC]")
_DETECTORS = ("VNIR", "SWIR")
_LARGEST = 65535


def _swath(file: Hdf5File) -> str:
    """Return the group of the hyperspectral cube; empty if there is none."""
    found = (name for name in file.groups(_SWATHS) if _HYPERSPECTRAL.fullmatch(name))
    return next(found, "")


def _layout(file: Hdf5File, view: str) -> Layout:
    swath = _swath(file)
    level = swath.rpartition("/")[2].split("_")[1]
    detectors = [view] if view else list(_DETECTORS)
    layouts = [_detector(file, swath, level, detector) for detector in detectors]
    layout = joined(layouts) if len(layouts) > 1 else layouts[0]
    notices = list(layout.notices)
    if not view:
        notices.append(
            f"{file.name} has two detectors, VNIR and SWIR, that overlap near 950 nm; "
            "their bands are kept in the order of the file. Open one of them as "
            f"{file.name}:VNIR or {file.name}:SWIR"
        )
    rows, _, cols = cube_shape(file, layout.parts[0].name)
    place = _place(file, (rows, cols)) if level == "L2D" else GeoReference()
    if not place.has_crs:
        notices.append(in_sensor_geometry(file))
    return replace(layout, georeference=place, notices=tuple(notices))


def _detector(file: Hdf5File, swath: str, level: str, detector: str) -> Layout:
    name = f"{swath}/Data Fields/{detector}_Cube"
    if name not in file.stored:
        raise CubeFormatError(
            f"{file.name} has no cube {name}; it is damaged: copy it again from its "
            "source"
        )
    said, count = file.attributes(), cube_shape(file, name)[1]
    spelling = detector.capitalize()
    wavelengths = said.numbers(f"List_Cw_{spelling}")
    fwhm = said.numbers(f"List_Fwhm_{spelling}")
    if wavelengths is None or wavelengths.size != count:
        raise CubeFormatError(
            f"{file.name} lists no wavelength for each of the {count} bands of "
            f"{detector}; copy it again from its source"
        )
    kept = np.isfinite(wavelengths) & (wavelengths > 0)
    flags = said.numbers(f"List_Cw_{spelling}_Flags")
    if flags is not None and flags.size == count and (kept & (flags > 0)).any():
        kept &= flags > 0
    gain, offset = _scaling(said, level, spelling)
    is_reflectance = level in ("L2C", "L2D")
    layout = Layout(
        (Part(name, BAND_BETWEEN),),
        wavelengths=wavelengths,
        fwhm=fwhm if fwhm is not None and fwhm.size == count else None,
        gains=np.full(count, gain),
        offsets=np.full(count, offset),
        # Level 2 marks each value; in level 1 a dark value may well be 0.
        nodata=None if level == "L1" else 0,
        quantity=REFLECTANCE if is_reflectance else RADIANCE,
        unit="" if is_reflectance else "W/m2/sr/um",
        notices=_dropped(file, detector, count - int(kept.sum())),
    )
    return with_bands(layout, kept)


def _dropped(file: Hdf5File, detector: str, count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        f"{count} bands of {detector} of {file.name} were never acquired; left out",
    )


def _scaling(said: Any, level: str, detector: str) -> tuple[float, float]:
    """Return gain and offset of a detector."""
    if level == "L1":
        factor = said.number(f"ScaleFactor_{detector}") or 1.0
        return 1 / factor, -(said.number(f"Offset_{detector}") or 0.0)
    least = said.number(f"L2Scale{detector}Min") or 0.0
    most = said.number(f"L2Scale{detector}Max")
    return ((1.0 if most is None else most) - least) / _LARGEST, least


def _place(file: Hdf5File, shape: tuple[int, int]) -> GeoReference:
    """Return the place of level 2D, whose corners are centres of pixels."""
    said = file.attributes()
    code, left, top, right, bottom = (
        said.number(name)
        for name in (
            "Epsg_Code", "Product_ULcorner_easting", "Product_ULcorner_northing",
            "Product_LRcorner_easting", "Product_LRcorner_northing",
        )
    )  # fmt: skip
    if code is None or left is None or top is None or right is None or bottom is None:
        return GeoReference()
    transform = centre_transform((left, top), (right, bottom), shape)
    return GeoReference() if transform is None else place_by_code(int(code), transform)


PRODUCT = Product("PRISMA", lambda file: bool(_swath(file)), _layout, _DETECTORS)
