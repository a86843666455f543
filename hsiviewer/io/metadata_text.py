"""What a user says about a scene, written as the file that is read again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hsiviewer.core.number_ranges import ranges_text
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.atomic import write_text
from hsiviewer.io.toml_text import listed, quoted

_HEAD = (
    "# Properties of a scene for hsiviewer; bands count from 1, lengths are in nm.\n"
)


def write_metadata(path: Path, metadata: SceneMetadata) -> None:
    """Write a file that `hsiviewer.io.metadata_files.read_metadata` reads.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    write_text(path, format_metadata(metadata))


def format_metadata(metadata: SceneMetadata) -> str:
    """Return the text of such a file."""
    lines = [f"{key} = {_toml(value)}\n" for key, value in said_values(metadata)]
    return _HEAD + "".join(lines)


def said_values(metadata: SceneMetadata) -> list[tuple[str, Any]]:
    """Return keys and values, as TOML has them, of all that is said."""
    values: dict[str, Any] = {
        "axes": ", ".join(metadata.axes),
        "wavelengths": list(metadata.wavelengths_nm),
        "sensor": metadata.sensor,
        "wavelength_unit": "",
        "fwhm": _one_or_all(metadata.fwhm_nm),
        "bad_bands": _bands(metadata.bad_bands),
        "nodata": metadata.nodata,
        "scale": metadata.scale,
        "offset": metadata.offset,
        "quantity": metadata.quantity,
        "unit": metadata.unit,
        "crs": metadata.crs,
        "transform": None if metadata.transform is None else list(metadata.transform),
        "default_bands": [band + 1 for band in metadata.default_bands],
        "dark": metadata.dark,
        "white": metadata.white,
        "white_reflectance": metadata.white_reflectance,
    }
    if metadata.range_nm is not None:
        first, last = metadata.range_nm
        values["wavelengths"] = f"{first!r} to {last!r}"
    # The numbers of a list could be taken for micrometres.
    if metadata.wavelengths_nm or metadata.range_nm:
        values["wavelength_unit"] = "nm"
    return [
        (key, value) for key, value in values.items() if value not in (None, "", [])
    ]


def _bands(bands: tuple[int, ...] | None) -> str | None:
    if bands is None:
        return None
    return ranges_text(band + 1 for band in sorted(bands)) or "none"


def _one_or_all(numbers: Sequence[float]) -> float | list[float]:
    return numbers[0] if len(numbers) == 1 else list(numbers)


def _toml(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return listed(value) if isinstance(value, list) else repr(value)
