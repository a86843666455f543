"""The one place that decides wavelengths and their unit, for all formats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.detectors import choice_text, overlaps_in_order

FloatArray = npt.NDArray[np.float64]

# Sensors see light from the ultraviolet to the far infrared, 0.2 to 300 µm.
_SHORTEST_NM = 200.0
_LONGEST_NM = 300_000.0
_LIGHT_M_PER_S = 299_792_458.0

_SPELLINGS = {
    "nanometers": ("nm", "nanometer", "nanometers", "nanometre", "nanometres"),
    "micrometers": (
        *("um", "µm", "μm", "\ufffdm", "mum", "micron", "microns", "micro"),
        *("micrometer", "micrometers", "micrometre", "micrometres"),
    ),
    "millimeters": ("mm", "millimeter", "millimeters", "millimetre", "millimetres"),
    "centimeters": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "meters": ("m", "meter", "meters", "metre", "metres"),
    "angstroms": ("å", "angstrom", "angstroms", "ångström"),
    "wavenumber": ("cm-1", "cm^-1", "cm⁻¹", "1/cm", "wavenumber", "wavenumbers"),
    "gigahertz": ("ghz", "gigahertz"),
    "megahertz": ("mhz", "megahertz"),
    "index": ("index", "band", "bands"),
    "unknown": ("", "unknown", "none", "null", "nan", "undefined", "n/a", "-"),
}
_UNIT_OF = {word: unit for unit, words in _SPELLINGS.items() for word in words}

_NM_PER_UNIT = {
    "nanometers": 1.0,
    "micrometers": 1e3,
    "millimeters": 1e6,
    "centimeters": 1e7,
    "meters": 1e9,
    "angstroms": 0.1,
}
# wavelength_nm = constant / value
_RECIPROCAL = {
    "wavenumber": 1e7,
    "gigahertz": _LIGHT_M_PER_S,
    "megahertz": _LIGHT_M_PER_S * 1e3,
}


@dataclass(frozen=True, eq=False)
class SpectralAxis:
    """What a file's wavelengths mean.

    Parameters
    ----------
    wavelength_nm, fwhm_nm : ndarray of float64, shape (bands,), optional
        In nanometres; ``None`` where the file does not tell.
    notices : tuple of str
        What was assumed or left out, in sentences.
    """

    wavelength_nm: FloatArray | None = None
    fwhm_nm: FloatArray | None = None
    notices: tuple[str, ...] = ()


def decide_wavelengths(
    values: Sequence[str] | Sequence[float] | None,
    *,
    units: str | None,
    count: int,
    file: str,
    fwhm: Sequence[str] | Sequence[float] | None = None,
) -> SpectralAxis:
    """Decide wavelengths and widths in nanometres.

    Without a unit, a median above 100 means nanometres, else micrometres, as
    ENVI and the EnMAP-Box decide.

    Parameters
    ----------
    values, fwhm : sequence of str or float, optional
        As the file lists them.
    units : str, optional
        As the file spells them.
    count : int
        Number of bands.
    file : str
        Name of the file, for messages.

    Raises
    ------
    CubeFormatError
        If `values` are not numbers or not one per band.
    """
    if values is None or len(values) == 0:
        return SpectralAxis()
    numbers = _numbers(values, count=count, file=file)
    unit = _UNIT_OF.get(_normal(units), "")
    if unit == "index" or (unit in ("", "unknown") and _are_band_numbers(numbers)):
        notice = f"{file} counts its bands instead of telling wavelengths"
        return SpectralAxis(notices=(notice,))
    notices: list[str] = []
    if unit in ("", "unknown"):
        said = f"an unknown wavelength unit {units!r}" if unit == "" else "no unit"
        unit = _guess(numbers)
        notices.append(
            f"{file} gives {said} for its wavelengths; they are taken for {unit}"
        )
    elif not _plausible(_to_nm(numbers, unit)):
        guessed = _guess(numbers)
        if guessed != unit and _plausible(_to_nm(numbers, guessed)):
            notices.append(
                f"{file} says its wavelengths are {unit}, which cannot be with "
                f"{_span(numbers)}; they are taken for {guessed}"
            )
            unit = guessed
    wavelength_nm = _to_nm(numbers, unit)
    if not _plausible(wavelength_nm):
        notices.append(
            f"{file} lists wavelengths from {_span(numbers)} ({unit}), which is no "
            "light between 0.2 and 300 µm; they are left out"
        )
        return SpectralAxis(notices=tuple(notices))
    notices.extend(_order_notices(wavelength_nm, file))
    widths = _widths(fwhm, numbers, unit=unit, file=file, notices=notices)
    return SpectralAxis(wavelength_nm, widths, tuple(notices))


def widths_nm(widths: Sequence[float], *, units: str) -> tuple[float, ...]:
    """Return band widths in nanometres.

    Parameters
    ----------
    widths : sequence of float
        As they are given.
    units : str
        A unit of length; empty for nanometres.

    Raises
    ------
    CubeFormatError
        If it is none: a width in wavenumbers depends on where it lies.
    """
    unit = _UNIT_OF.get(_normal(units), "") if units else "nanometers"
    if unit not in _NM_PER_UNIT:
        raise CubeFormatError(
            f"band widths cannot be given in {units[:40]!r}; give them in nm or um"
        )
    return tuple(round(width * _NM_PER_UNIT[unit], 9) for width in widths)


def require_unit(units: str) -> None:
    """Check that a unit of wavelengths is known.

    Raises
    ------
    CubeFormatError
        If it is not.
    """
    if _UNIT_OF.get(_normal(units), "") in ("", "unknown", "index"):
        raise CubeFormatError(
            f"{units[:40]!r} is no unit of wavelengths; write nm, um or cm-1"
        )


def _normal(units: str | None) -> str:
    text = (units or "").strip().strip("{}\"'[]()").strip()
    return text.casefold().replace("μ", "µ").replace(" ", "")


def _numbers(
    values: Sequence[str] | Sequence[float], *, count: int, file: str
) -> FloatArray:
    parsed: list[float] = []
    for value in values:
        try:
            parsed.append(float(value))
        except (TypeError, ValueError):
            raise CubeFormatError(
                f"{file} lists {str(value)[:40]!r} among its wavelengths, which is no "
                "number; correct the list (decimal points, one value per band)"
            ) from None
    if len(parsed) == 2 * count and count > 0:
        raise CubeFormatError(
            f"{file} lists {len(parsed)} wavelengths for {count} bands, twice as many "
            "as there are: its numbers seem to have decimal commas; write them with "
            "decimal points"
        )
    if len(parsed) != count:
        raise CubeFormatError(
            f"{file} declares {count} bands but lists {len(parsed)} wavelengths; "
            "correct the header or remove the list"
        )
    return np.array(parsed, np.float64)


def _are_band_numbers(numbers: FloatArray) -> bool:
    """Tell whether numbers only count: 1, 2, 3, 4 are no wavelengths."""
    counted = np.arange(numbers.size)
    return numbers.size > 3 and any(
        np.array_equal(numbers, counted + first) for first in (0, 1)
    )


def _guess(numbers: FloatArray) -> str:
    return "nanometers" if np.median(numbers) > 100 else "micrometers"


def _to_nm(numbers: FloatArray, unit: str) -> FloatArray:
    if unit in _NM_PER_UNIT:
        # Decimal fractions of a micrometre become whole nanometres again.
        return np.round(numbers * _NM_PER_UNIT[unit], 9)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(_RECIPROCAL[unit] / numbers, np.float64)


def _plausible(wavelength_nm: FloatArray) -> bool:
    inside = (wavelength_nm >= _SHORTEST_NM) & (wavelength_nm <= _LONGEST_NM)
    return bool(inside.all())


def _span(numbers: FloatArray) -> str:
    return f"{np.min(numbers):g} to {np.max(numbers):g}"


def _order_notices(wavelength_nm: FloatArray, file: str) -> list[str]:
    steps = np.diff(wavelength_nm)
    if steps.size == 0 or (steps > 0).all() or (steps < 0).all():
        return []
    backward = steps <= 0 if np.median(steps) > 0 else steps >= 0
    first = int(np.flatnonzero(backward)[0])
    return [
        f"the wavelengths of {file} are not in order: band {first + 2} "
        f"({wavelength_nm[first + 1]:.1f} nm) follows band {first + 1} "
        f"({wavelength_nm[first]:.1f} nm); two detectors overlap, or the list is wrong"
        + choice_text(overlaps_in_order(wavelength_nm))
    ]


def _widths(
    fwhm: Sequence[str] | Sequence[float] | None,
    numbers: FloatArray,
    *,
    unit: str,
    file: str,
    notices: list[str],
) -> FloatArray | None:
    if fwhm is None or len(fwhm) == 0:
        return None
    try:
        given = np.array([float(width) for width in fwhm], np.float64)
    except (TypeError, ValueError):
        notices.append(f"{file} lists band widths that are no numbers; left out")
        return None
    if given.shape != numbers.shape:
        notices.append(
            f"{file} lists {given.size} band widths for {numbers.size} bands; left out"
        )
        return None
    wavelength_nm = _to_nm(numbers, unit)
    for to_nm in (_width_converter(unit, numbers), lambda widths: widths):
        width_nm = to_nm(given)
        fits = np.isfinite(width_nm) & (width_nm >= 0) & (width_nm < wavelength_nm)
        if fits.all() and width_nm.any():
            return width_nm
    notices.append(f"{file} lists band widths that cannot be; left out")
    return None


def _width_converter(
    unit: str, numbers: FloatArray
) -> Callable[[FloatArray], FloatArray]:
    if unit in _NM_PER_UNIT:
        return lambda widths: np.round(widths * _NM_PER_UNIT[unit], 9)
    constant = _RECIPROCAL[unit]
    return lambda widths: np.asarray(constant / numbers**2 * widths, np.float64)
