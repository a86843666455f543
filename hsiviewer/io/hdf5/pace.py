"""PACE OCI of NASA: level 1B in three detectors, and level 2 along wavelengths."""

from dataclasses import replace

from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.generic import gains_of, nodata_of
from hsiviewer.io.hdf5.layout import (
    BAND_FIRST,
    BAND_LAST,
    Layout,
    Part,
    cube_shape,
    in_sensor_geometry,
    joined,
)
from hsiviewer.io.hdf5.product import Product

_BANDS = "sensor_band_parameters"
_DETECTORS = ("blue", "red", "SWIR")
# Reflectance at the surface; what leaves the water has a unit and is none.
_LEVEL_2 = {"rhos": (REFLECTANCE, ""), "Rrs": ("", "1/sr")}


def _recognise(file: Hdf5File) -> bool:
    return bool(_detectors(file) or _products(file))


def _detectors(file: Hdf5File) -> list[str]:
    return [
        detector
        for detector in _DETECTORS
        if f"observation_data/rhot_{detector}" in file.stored
        and f"{_BANDS}/{detector}_wavelength" in file.stored
    ]


def _products(file: Hdf5File) -> list[str]:
    if f"{_BANDS}/wavelength_3d" not in file.stored:
        return []
    return [
        name
        for name in _LEVEL_2
        if len(file.stored[f"geophysical_data/{name}"].shape if
               f"geophysical_data/{name}" in file.stored else ()) == 3
    ]  # fmt: skip


def _layout(file: Hdf5File, view: str) -> Layout:
    detectors = _detectors(file)
    if detectors:
        chosen = [view] if view in detectors else detectors
        layout = joined([_detector(file, detector) for detector in chosen])
        if len(chosen) > 1:
            names = ", ".join(f"{file.name}:{detector}" for detector in chosen)
            overlap = (
                f"the detectors of {file.name} overlap; their bands are kept in the "
                f"order of the file. Open one of them as {names}"
            )
            layout = replace(layout, notices=(*layout.notices, overlap))
    else:
        layout = _level_2(file, _products(file)[0])
    place = in_sensor_geometry(file)
    return replace(layout, notices=(*layout.notices, place))


def _detector(file: Hdf5File, detector: str) -> Layout:
    name = f"observation_data/rhot_{detector}"
    count, said = cube_shape(file, name)[0], file.attributes(name)
    gains, offsets = gains_of(said, count)
    wavelengths = file.numbers(f"{_BANDS}/{detector}_wavelength", count)
    return Layout(
        (Part(name, BAND_FIRST),),
        wavelengths=wavelengths,
        # Only the short-wave infrared gives its widths.
        fwhm=file.numbers(f"{_BANDS}/{detector}_bandpass", count),
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(said),
        quantity=REFLECTANCE,
    )


def _level_2(file: Hdf5File, product: str) -> Layout:
    name = f"geophysical_data/{product}"
    said, count = file.attributes(name), cube_shape(file, name)[2]
    gains, offsets = gains_of(said, count)
    quantity, unit = _LEVEL_2[product]
    return Layout(
        (Part(name, BAND_LAST),),
        wavelengths=file.numbers(f"{_BANDS}/wavelength_3d", count),
        gains=gains,
        offsets=offsets,
        nodata=nodata_of(said),
        quantity=quantity,
        unit=unit,
    )


PRODUCT = Product("PACE OCI", _recognise, _layout, _DETECTORS)
