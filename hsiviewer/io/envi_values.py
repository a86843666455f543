"""What an ENVI header says of its bands and values: wavelengths, gains, nodata."""

import re

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.quantities import QUANTITIES
from hsiviewer.io.band_names import named_wavelengths
from hsiviewer.io.envi_header import EnviHeader
from hsiviewer.io.wavelengths import decide_wavelengths

# Keys of our own, which other programs pass over: ENVI knows none for these.
QUANTITY_KEY, UNIT_KEY = "hsiviewer quantity", "hsiviewer unit"
_TRUTHS = {"true": "1", "yes": "1", "good": "1", "false": "0", "no": "0", "bad": "0"}


def read_bands(header: EnviHeader, count: int, notices: list[str]) -> BandAxis:
    """Return the spectral axis, from a header.

    Raises
    ------
    CubeFormatError
        If the wavelengths are damaged.
    """
    names = tuple(header.items("band names") or ())
    if len(names) != count:
        names = ()
    listed, unit = _listed_wavelengths(header, names, notices)
    spectral = decide_wavelengths(
        listed,
        units=unit,
        fwhm=header.numbers("fwhm")[0],
        count=count,
        file=header.file,
    )
    notices.extend(spectral.notices)
    good: npt.NDArray[np.bool_] | None = None
    marks = _per_band(header, "bbl", count, notices)
    if marks is not None:
        good = marks > 0
    return BandAxis(count, spectral.wavelength_nm, spectral.fwhm_nm, good, names)


def _listed_wavelengths(
    header: EnviHeader, names: tuple[str, ...], notices: list[str]
) -> tuple[list[str] | None, str | None]:
    """Return the wavelengths of a header, or of its band names, and their unit."""
    said = header.entries.get("wavelength units")
    for key in ("wavelength", "wavelengths"):
        listed, unit = header.numbers(key)
        if listed is not None:
            return listed, said if said and said.strip() else unit or said
    named = named_wavelengths(names)
    if named is None:
        return None, said
    notices.append(
        f"{header.file} lists no wavelengths; those in its band names are used"
    )
    return named[0], named[1] or said


def _per_band(
    header: EnviHeader, key: str, count: int, notices: list[str]
) -> npt.NDArray[np.float64] | None:
    values, _ = header.numbers(key)
    if values is None:
        return None
    try:
        numbers = np.array(
            [_TRUTHS.get(value.lower(), value) for value in values], np.float64
        )
    except ValueError:
        numbers = np.empty(0)
    if numbers.size != count or not np.isfinite(numbers).all():
        notices.append(
            f"{header.file} has a list {key!r} that does not give one number for each "
            f"of {count} bands; it is left out"
        )
        return None
    return numbers


def gains_of(
    header: EnviHeader, kind: str, count: int, notices: list[str]
) -> npt.NDArray[np.float64] | None:
    """Return the gains or offsets of all bands: to reflectance where nothing else is.

    ENVI keeps those to radiance and those to reflectance apart; both apply to the
    stored values.
    """
    if "data gain values" in header.entries or "data offset values" in header.entries:
        return _per_band(header, f"data {kind} values", count, notices)
    if header.text("reflectance scale factor"):
        return None
    return _per_band(header, f"data reflectance {kind} values", count, notices)


def quantity_of(header: EnviHeader) -> str:
    """Return what the values are, where hsiviewer has written it; else nothing."""
    said = header.text(QUANTITY_KEY).lower()
    return said if said in QUANTITIES else ""


def nodata_of(header: EnviHeader, notices: list[str]) -> float | None:
    """Return the value that means "no data"; ``None`` if there is none."""
    try:
        return header.number("data ignore value")
    except CubeFormatError as error:
        notices.append(f"{error}; no value is ignored")
        return None


def reflectance_scale_of(header: EnviHeader, notices: list[str]) -> float:
    """Return what stored values are divided by to become reflectance."""
    try:
        scale = header.number("reflectance scale factor")
    except CubeFormatError as error:
        notices.append(f"{error}; values are shown as stored")
        return 1.0
    if scale is None:
        return 1.0
    if not np.isfinite(scale) or scale <= 0:
        notices.append(
            f"{header.file} says 'reflectance scale factor = {scale:g}', by which "
            "nothing can be divided; values are shown as stored"
        )
        return 1.0
    return scale


def default_bands_of(header: EnviHeader, count: int) -> tuple[int, ...]:
    """Return the bands of the first picture, from 0; none if the header has none."""
    values = header.items("default bands") or []
    # More than nine digits are no band, and thousands of them are slow to read.
    if len(values) not in (1, 3) or not all(
        re.fullmatch(r"[0-9]{1,9}(\.0*)?", value) for value in values
    ):
        return ()
    bands = tuple(int(value.partition(".")[0]) - 1 for value in values)
    return bands if all(0 <= band < count for band in bands) else ()
