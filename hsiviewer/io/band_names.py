"""Wavelengths that stand in the names of bands, as many programs write them."""

import re
from collections.abc import Sequence

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_UNITS = r"nm|nanomet(?:er|re)s?|um|µm|μm|microns?|micromet(?:er|re)s?"
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*({_UNITS})\b", re.IGNORECASE)
# Without a unit, a number is a wavelength only where nothing else can be meant.
_ALONE = (re.compile(rf"[^()]*\(({_NUMBER})\)\s*"), re.compile(rf"\s*({_NUMBER})\s*"))


def named_wavelengths(names: Sequence[str]) -> tuple[list[str], str] | None:
    """Return the number in each name and their unit.

    Parameters
    ----------
    names : sequence of str
        One a band.

    Returns
    -------
    numbers : list of str
    unit : str
        As it is spelled; empty if the names give none.
    None
        If not every name has one number of the same kind, or they are no
        plausible wavelengths: all alike, or a count of the bands.
    """
    if len(names) < 2:
        return None
    found = [_WITH_UNIT.findall(name) for name in names]
    if all(len(numbers) == 1 for numbers in found):
        units = {numbers[0][1].lower() for numbers in found}
        if len(units) == 1:
            return _distinct([numbers[0][0] for numbers in found], units.pop())
    for form in _ALONE:
        matches = [form.fullmatch(name) for name in names]
        if all(matches):
            return _distinct([match[1] for match in matches if match], "")
    return None


def _distinct(numbers: list[str], unit: str) -> tuple[list[str], str] | None:
    values = [float(number) for number in numbers]
    is_counted = not unit and all(
        value == round(value) and value <= len(values) for value in values
    )
    return None if is_counted or len(set(values)) < len(values) else (numbers, unit)
