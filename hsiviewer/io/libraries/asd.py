"""Binary files of ASD's field spectrometers.

A header of 484 bytes, the spectrum, and the reference that was measured before it.
Even where the header calls the spectrum reflectance, the file holds counts of the
target, and reflectance is target by reference.
"""

import struct
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import read_limited
from hsiviewer.io.libraries.library import (
    Floats,
    LibraryFormat,
    SpectralLibrary,
    arranged,
)
from hsiviewer.io.reader import begins_with

_VERSIONS = (b"asd", b"as6", b"as7", b"as8")
_HEADER = 484
_FORMATS = {0: "<f4", 1: "<i4", 2: "<f8"}
_DATA_TYPE, _FIRST, _STEP, _FORMAT, _CHANNELS = 186, 191, 195, 199, 204
_REFERENCE_HEAD = 18  # a flag, and the times of reference and spectrum
_LARGEST = 16 * 2**20
_QUANTITIES = {2: "radiance", 4: "irradiance", 8: "absorbance"}
_LARGEST_REFLECTANCE = 4.0  # counts are far above, glinting targets below


def read_asd(path: Path) -> SpectralLibrary:
    """Read the spectrum of an ASD file, as reflectance.

    Raises
    ------
    CubeFormatError
        If it is damaged, or has no reference to compute reflectance with.
    FileAccessError
        If it cannot be read.
    """
    content = read_limited(path, limit=_LARGEST)
    if len(content) < _HEADER:
        raise _cut_off(path, len(content), _HEADER)
    first, step = struct.unpack_from("<ff", content, _FIRST)
    (channels,) = struct.unpack_from("<H", content, _CHANNELS)
    kind = _FORMATS.get(content[_FORMAT])
    is_axis = np.isfinite([first, step]).all() and first > 0 and step > 0
    if kind is None or channels == 0 or not is_axis:
        raise CubeFormatError(
            f"{path.name} has a damaged header: {channels} channels from {first:g} nm "
            f"in steps of {step:g} nm; copy it again from its source"
        )
    dtype = np.dtype(kind)
    end = _HEADER + channels * dtype.itemsize
    if len(content) < end:
        raise _cut_off(path, len(content), end)
    spectrum = np.frombuffer(content, dtype, channels, _HEADER).astype(np.float64)
    reference = _reference(content, end, dtype, channels)
    notices: list[str] = []
    quantity = _QUANTITIES.get(content[_DATA_TYPE])
    if quantity is not None and _largest(spectrum) <= _LARGEST_REFLECTANCE:
        notices.append(f"{path.name} holds {quantity}, not reflectance")
    wavelengths = first + step * np.arange(channels, dtype=np.float64)
    return arranged(
        [path.stem],
        wavelengths,
        _reflectance(path, spectrum, reference, notices)[None],
        units="nm",
        file=path.name,
        notices=notices,
    )


def _reference(
    content: bytes, start: int, dtype: np.dtype[np.generic], channels: int
) -> Floats | None:
    """Return the measurement of the reference panel, if the file has one."""
    place = start + _REFERENCE_HEAD
    if len(content) < place + 2:
        return None
    (length,) = struct.unpack_from("<H", content, place)
    place += 2 + length
    if len(content) < place + channels * dtype.itemsize:
        return None
    return np.frombuffer(content, dtype, channels, place).astype(np.float64)


def _reflectance(
    path: Path, spectrum: Floats, reference: Floats | None, notices: list[str]
) -> Floats:
    is_counts = _largest(spectrum) > _LARGEST_REFLECTANCE
    has_reference = reference is not None and _largest(reference) > 0
    if not is_counts:
        return spectrum
    if reference is None or not has_reference:
        raise CubeFormatError(
            f"{path.name} holds counts and no white reference, so that no reflectance "
            "can be computed; export the spectrum as reflectance in the program that "
            "recorded it"
        )
    reflectance = np.full(spectrum.shape, np.nan)
    np.divide(spectrum, reference, out=reflectance, where=reference > 0)
    if (reference <= 0).any():
        notices.append(
            f"{path.name}: {int((reference <= 0).sum())} channels have no light in the "
            "white reference; they have no value"
        )
    return reflectance


def _largest(values: Floats) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else 0.0


def _cut_off(path: Path, size: int, needed: int) -> CubeFormatError:
    return CubeFormatError(
        f"{path.name} has {size} bytes and needs {needed}; it is cut off: copy it "
        "again from its source"
    )


FORMAT = LibraryFormat("ASD", ("*.asd",), begins_with(*_VERSIONS), read_asd)
