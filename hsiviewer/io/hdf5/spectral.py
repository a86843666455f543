"""Wavelengths, widths and flags of bands in files that have no fixed place for them."""

import math
import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.io.hdf5.container import ArrayContainer

FloatArray = npt.NDArray[np.float64]

_WAVELENGTHS = re.compile(
    r"(radiation_|cent(er|re|ral)_)?wave?_?l(en)?gths?(_?(3d|nm|um|cent(er|re)s?))?"
    r"|wls?|lambda|waves?|band_?cent(er|re)s?|spectral(_axis)?",
    re.IGNORECASE,
)
_WIDTHS = re.compile(r"(fwhms?|band_?widths?)(_(nm|um))?", re.IGNORECASE)
_FLAGS = re.compile(r"good_(wavelengths|bands)|bbl", re.IGNORECASE)
_COUNTED = re.compile(r"bands?|channels?", re.IGNORECASE)
_UNITS = re.compile(
    r"\s*(nm|nanomet\w+|um|µm|μm|microns?|micromet\w+|cm-1|cm\^-1|1/cm)\s*",
    re.IGNORECASE,
)


class Spectral(NamedTuple):
    """What is said about the bands of a dataset.

    Parameters
    ----------
    wavelengths, fwhm : ndarray of float, shape (bands,), optional
    units : str, optional
        As the file spells them.
    good : ndarray of bool, shape (bands,), optional
    """

    wavelengths: FloatArray | None = None
    fwhm: FloatArray | None = None
    units: str | None = None
    good: npt.NDArray[np.bool_] | None = None


def counts_of(file: ArrayContainer, name: str) -> set[int]:
    """Return how many wavelengths there are that may belong to a dataset."""
    sizes = set(file.stored[name].shape)
    lists = [*_named(file, _WAVELENGTHS), *_of_units(file)]
    found = {math.prod(file.stored[place].shape) for place in lists}
    own = file.attributes(name).numbers("wavelengths", "wavelength", "wavelength_nm")
    if own is not None:
        found.add(own.size)
    return found & sizes


def spectral_of(
    file: ArrayContainer, name: str, count: int, scale: str = ""
) -> Spectral:
    """Find what is said about the bands of a dataset.

    Parameters
    ----------
    name : str
        Of the dataset; what lies near it is preferred.
    count : int
        Number of its bands.
    scale : str
        Name of the dataset that HDF5 says to be its spectral axis, if it is one.
    """
    own = file.attributes(name)
    values = own.numbers("wavelengths", "wavelength", "wavelength_nm")
    units: str | None = own.text("wavelength_units", "wavelengths_units") or None
    if values is None or values.size != count:
        values, units = _numbers(file, _axis_lists(file, name, scale), count)
    fwhm = own.numbers("fwhm")
    if fwhm is None or fwhm.size != count:
        fwhm, _ = _numbers(file, _lists(file, name, _WIDTHS), count)
    flags = own.numbers("good_wavelengths", "good_bands", "bbl")
    if flags is None or flags.size != count:
        flags, _ = _numbers(file, _lists(file, name, _FLAGS), count)
    return Spectral(values, fwhm, units, None if flags is None else flags > 0)


def _axis_lists(file: ArrayContainer, name: str, scale: str) -> list[str]:
    """Return lists that may hold wavelengths, the most trustworthy first."""
    named = [*_lists(file, name, _WAVELENGTHS), *_units_lists(file, name)]
    counted = [
        place for place in _lists(file, name, _COUNTED) if _is_light(file, place)
    ]
    is_axis = scale in file.stored and (scale in named or scale in counted)
    return [*([scale] if is_axis else []), *named, *counted]


def _lists(file: ArrayContainer, name: str, pattern: re.Pattern[str]) -> list[str]:
    """Return one-dimensional datasets with such a name, the nearest first."""
    return sorted(_named(file, pattern), key=lambda place: _distance(place, name))


def _units_lists(file: ArrayContainer, name: str) -> list[str]:
    """Return those whose unit is one of wavelengths alone, the nearest first."""
    return sorted(_of_units(file), key=lambda place: _distance(place, name))


def _named(file: ArrayContainer, pattern: re.Pattern[str]) -> list[str]:
    def find() -> list[str]:
        return [
            stored.name
            for stored in file.stored.values()
            if _is_list(stored.shape) and pattern.fullmatch(stored.base)
        ]

    return file.once(pattern.pattern, find)


def _of_units(file: ArrayContainer) -> list[str]:
    def find() -> list[str]:
        found = []
        for stored in file.stored.values():
            if _is_list(stored.shape) and not _WIDTHS.fullmatch(stored.base):
                said = file.attributes(stored.name)
                is_light = said.text("standard_name") == "radiation_wavelength"
                if is_light or _UNITS.fullmatch(said.text("units", "unit")):
                    found.append(stored.name)
        return found

    return file.once("units", find)


def _is_list(shape: tuple[int, ...]) -> bool:
    return len(shape) in (1, 2) and max(shape) == int(np.prod(shape)) > 1


def _is_light(file: ArrayContainer, name: str) -> bool:
    """Tell whether numbers called "bands" are wavelengths, not 1, 2, 3..."""
    values = file.small(name)
    if values is None or values.size < 2:
        return False
    least, most = float(np.min(values)), float(np.max(values))
    return (least >= 200 and most <= 20_000) or (least >= 0.2 and most <= 20)


def _numbers(
    file: ArrayContainer, names: list[str], count: int
) -> tuple[FloatArray | None, str | None]:
    for name in names:
        stored = file.stored[name]
        if int(np.prod(stored.shape)) == count:
            values = file.small(name)
            if values is not None:
                units = file.attributes(name).text("units", "unit") or None
                return np.ravel(values).astype(np.float64), units
    return None, None


def _distance(name: str, other: str) -> int:
    """Return how many groups lie between two datasets."""
    first, second = name.split("/")[:-1], other.split("/")[:-1]
    common = 0
    for one, two in zip(first, second, strict=False):
        if one != two:
            break
        common += 1
    return len(first) + len(second) - 2 * common
