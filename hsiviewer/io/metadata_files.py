"""What a user says about a scene, in a TOML file or on the command line.

Both know the same keys, see `KEYS`. Bands count from 1, as in ENVI and QGIS.
"""

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hsiviewer.core.axes import AXES, parse_axes
from hsiviewer.core.errors import (
    CubeFormatError,
    ForeignTextError,
    SceneMetadataError,
)
from hsiviewer.core.foreign_files import read_text, read_toml
from hsiviewer.core.number_ranges import band_numbers
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.wavelengths import decide_wavelengths, require_unit, widths_nm

SUFFIX = ".hsimeta.toml"
KEYS = (
    *("axes", "wavelengths", "wavelength_unit", "sensor", "fwhm", "bad_bands"),
    *("nodata", "scale", "offset", "quantity", "unit"),
    *("crs", "corner", "pixel_size", "transform", "default_bands"),
    *("dark", "white", "white_reflectance"),
)
_FILES = ("dark", "white")
_RANGE = re.compile(r"\s*(\S+)\s+to\s+(\S+)\s*", re.IGNORECASE)
_MOST_NUMBERS = 100_000


def read_metadata(path: str | Path) -> SceneMetadata:
    """Read a file such as ``scene.hsimeta.toml``.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    SceneMetadataError
        If it is no TOML, or says something impossible.
    """
    return metadata_of(read_values(path), where=Path(path).name)


def sidecar_of(path: Path) -> Path | None:
    """Return the file with the properties of a raster beside it, if there is one.

    It has the raster's name with `SUFFIX`, with or without the raster's own suffix.
    """
    if not path.name:
        return None
    for name in (path.name + SUFFIX, path.stem + SUFFIX):
        sidecar = path.with_name(name)
        if sidecar.is_file():
            return sidecar
    return None


def read_values(path: str | Path) -> dict[str, Any]:
    """Return the keys of a file, unchecked; errors as `read_metadata`."""
    try:
        return read_toml(Path(path))
    except ForeignTextError as error:
        raise SceneMetadataError(
            f"{error}; write lines such as wavelengths = [400, 410, 420] or "
            'crs = "EPSG:32633"'
        ) from error


def changed_values(
    values: Mapping[str, Any], changes: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return keys with those that ``--set`` names; what they replace is dropped.

    A text that begins with ``@`` names a file with the value, such as a list of
    wavelengths. References of a capture may be named relative to the working folder.

    Raises
    ------
    FileAccessError, SceneMetadataError
        If such a file cannot be read.
    """
    changed = dict(values)
    for key, text in changes:
        for other in _REPLACED_BY.get(key, ()):
            changed.pop(other, None)
        if key in _FILES:
            text = absolute_reference(text)
        changed[key] = _file_text(text[1:]) if text.startswith("@") else text
    return changed


def absolute_reference(text: str) -> str:
    """Return the whole path of a file that is named relative to the working folder."""
    with contextlib.suppress(OSError, ValueError):
        if Path(text).is_file():
            return str(Path(text).absolute())
    return text


def metadata_of(values: Mapping[str, Any], *, where: str) -> SceneMetadata:
    """Return what keys and values say.

    Parameters
    ----------
    values : mapping
        As TOML has them; a text may stand for a number or a list.
    where : str
        What sentences call their origin: a file's name, or ``--set``; empty for none.

    Raises
    ------
    SceneMetadataError
        If a key is unknown, or a value is impossible.
    """
    unknown = next((key for key in values if key not in KEYS), None)
    if unknown is not None:
        raise SceneMetadataError(
            f"{where}: the key {unknown[:60]!r} is unknown; the keys are "
            f"{', '.join(KEYS)}"
        )
    said: dict[str, Any] = {}
    try:
        for key, parse in _PARSERS.items():
            if key in values:
                said |= parse(values[key])
        said |= _spectral(values) | _place(values)
        return SceneMetadata(**said)
    except (SceneMetadataError, CubeFormatError) as error:
        told = f"{where}: {error}" if where else str(error)
        raise SceneMetadataError(told) from error
    except ValueError as error:  # Python refuses to print numbers of 5000 digits
        raise SceneMetadataError(
            f"{where}: a number has too many digits; shorten it"
        ) from error


def numbers_in(text: str) -> tuple[float, ...]:
    """Return the numbers of a text, separated by commas, semicolons or blanks.

    Raises
    ------
    SceneMetadataError
        If one of the words is no number.
    """
    words = [word for word in re.split(r"[\s,;]+", text.strip(" \t\r\n[]{}()")) if word]
    if len(words) > _MOST_NUMBERS:
        raise SceneMetadataError(f"{len(words)} numbers are too many")
    return tuple(_number(word, "a list of numbers") for word in words)


def parse_wavelengths(text: str | Sequence[Any], unit: str) -> dict[str, Any]:
    """Return the field of `SceneMetadata` that a list or a range of wavelengths fills.

    Parameters
    ----------
    text : str or sequence of number
        ``"400 to 2500"`` for evenly spaced ones, else one for each band.
    unit : str
        Such as ``"nm"``; where it is empty, the numbers decide.

    Raises
    ------
    SceneMetadataError, CubeFormatError
        If they are no wavelengths.
    """
    span = _RANGE.fullmatch(text) if isinstance(text, str) else None
    if span is not None:
        first, last = _in_nm((_number(span[1], "400 to 2500"),
                              _number(span[2], "400 to 2500")), unit)  # fmt: skip
        return {"range_nm": (first, last)}
    numbers = _numbers(text, "wavelengths")
    if not numbers:
        raise SceneMetadataError("wavelengths has no number; give one for each band")
    return {"wavelengths_nm": _in_nm(numbers, unit)}


def _spectral(values: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    unit = _text(values.get("wavelength_unit", ""), "wavelength_unit")
    if unit:
        require_unit(unit)
    if unit and "wavelengths" not in values and "fwhm" not in values:
        raise SceneMetadataError(
            "wavelength_unit is that of wavelengths and fwhm; give one of them, too"
        )
    if "wavelengths" in values:
        said |= parse_wavelengths(values["wavelengths"], unit)
    if "fwhm" in values:
        widths = _numbers(values["fwhm"], "fwhm")
        said["fwhm_nm"] = widths_nm(widths, units=unit)
    return said


def _in_nm(numbers: tuple[float, ...], unit: str) -> tuple[float, ...]:
    decided = decide_wavelengths(
        numbers, units=unit or None, count=len(numbers), file="the list"
    )
    if decided.wavelength_nm is None:
        raise SceneMetadataError(decided.notices[-1])
    return tuple(decided.wavelength_nm.tolist())


def _place(values: Mapping[str, Any]) -> dict[str, Any]:
    has_corner, has_size = "corner" in values, "pixel_size" in values
    if "transform" in values:
        if has_corner or has_size:
            raise SceneMetadataError(
                "give either transform, or corner and pixel_size, not both"
            )
        numbers = _numbers(values["transform"], "transform")
        if len(numbers) != 6:
            raise SceneMetadataError(
                "a transform has six numbers a, b, c, d, e, f, with x = a * col + "
                "b * row + c and y = d * col + e * row + f"
            )
        return {"transform": numbers}
    if not (has_corner or has_size):
        return {}
    if not (has_corner and has_size):
        raise SceneMetadataError("corner and pixel_size belong together; give both")
    corner = _numbers(values["corner"], "corner")
    size = _numbers(values["pixel_size"], "pixel_size")
    if len(corner) != 2 or len(size) not in (1, 2) or min(size) <= 0:
        raise SceneMetadataError(
            "corner is x, y of the upper left corner of the scene, pixel_size the "
            "positive width and height of a pixel, such as corner = [300000, 5800000] "
            "and pixel_size = [30, 30]"
        )
    width, height = size[0], size[-1]
    return {"transform": (width, 0.0, corner[0], 0.0, -height, corner[1])}


def _axes(value: Any) -> dict[str, Any]:
    text = ",".join(map(str, value)) if isinstance(value, list) else value
    axes = parse_axes(_text(text, "axes"))
    if axes is None:
        raise SceneMetadataError(
            f"axes cannot be {str(value)[:60]!r}; name {', '.join(AXES)} once each, in "
            "the order of the file"
        )
    return {"axes": axes}


def _bands_field(field: str, key: str) -> Callable[[Any], dict[str, Any]]:
    def parse(value: Any) -> dict[str, Any]:
        if isinstance(value, int) and not isinstance(value, bool):
            value = [value]
        if isinstance(value, list):
            value = ",".join(map(str, value))
        text = _text(value, key)
        return {field: () if text.lower() == "none" else band_numbers(text)}

    return parse


def _number_field(key: str) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {key: _number(value, key)}


def _text_field(key: str) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {key: _text(value, key)}


def _nodata(value: Any) -> dict[str, Any]:
    is_none = isinstance(value, str) and value.strip().lower() == "none"
    return {"nodata": "none" if is_none else _number(value, "nodata")}


def _quantity(value: Any) -> dict[str, Any]:
    return {"quantity": _text(value, "quantity").lower()}


def _crs(value: Any) -> dict[str, Any]:
    is_code = isinstance(value, int) and not isinstance(value, bool)
    return {"crs": f"EPSG:{value}" if is_code else _text(value, "crs")}


def _numbers(value: Any, key: str) -> tuple[float, ...]:
    if isinstance(value, str):
        return numbers_in(value)
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(_number(number, key) for number in listed)


def _number(value: Any, key: str) -> float:
    # For Python, true is a number; for a user it is not.
    if not isinstance(value, bool):
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            return float(value)
    raise SceneMetadataError(
        f"{key} has {str(value)[:40]!r} where a number is needed; write numbers with a "
        "decimal point"
    )


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise SceneMetadataError(f"{key} is {str(value)[:40]}, not a text in quotes")
    return value.strip()


def _file_text(name: str) -> str:
    try:
        return read_text(Path(name))
    except ForeignTextError as error:
        raise SceneMetadataError(str(error)) from error


_PARSERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "axes": _axes,
    "sensor": _text_field("sensor"),
    "bad_bands": _bands_field("bad_bands", "bad_bands"),
    "nodata": _nodata,
    "scale": _number_field("scale"),
    "offset": _number_field("offset"),
    "quantity": _quantity,
    "unit": _text_field("unit"),
    "crs": _crs,
    "default_bands": _bands_field("default_bands", "default_bands"),
    "dark": _text_field("dark"),
    "white": _text_field("white"),
    "white_reflectance": _number_field("white_reflectance"),
}
_REPLACED_BY = {
    "sensor": ("wavelengths",),
    "wavelengths": ("sensor",),
    "transform": ("corner", "pixel_size"),
    "corner": ("transform",),
    "pixel_size": ("transform",),
}
