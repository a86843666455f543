"""What is known about a scene, for people and for scripts."""

import math
from typing import Any

import numpy as np

from hsiviewer.core.cube import HsiCube


def scene_info(cube: HsiCube) -> dict[str, Any]:
    """Return what `hsiviewer info` tells, as JSON values.

    Bands count from 1 here, as in ENVI, QGIS and the headers of files. Numbers that
    JSON does not have are texts: ``"nan"``, ``"inf"`` and ``"-inf"``.
    """
    axis = cube.bands
    bands, rows, cols = cube.shape
    bad = np.flatnonzero(~axis.good_mask) + 1
    georeference = cube.georeference
    info = {
        "path": str(cube.path),
        "variable": cube.variable,
        "driver": cube.driver,
        "bands": bands,
        "rows": rows,
        "cols": cols,
        "dtype": str(cube.source.dtype),
        "wavelength_nm": _values(axis.wavelength_nm),
        "fwhm_nm": _values(axis.fwhm_nm),
        "bad_bands": bad.tolist(),
        "nodata": cube.nodata,
        "scale": cube.scale,
        "crs": georeference.crs_name or georeference.crs_wkt,
        "transform": list(georeference.transform)
        if georeference.has_transform
        else None,
        "default_bands": [band + 1 for band in cube.default_bands],
        "axes": list(cube.axes),
        "notices": list(cube.notices),
    }
    return {key: _plain(value) for key, value in info.items()}


def format_info(info: dict[str, Any]) -> str:
    """Return the text that people read."""
    lines = [
        ("file", info["path"] + (f":{info['variable']}" if info["variable"] else "")),
        ("format", f"{info['driver']}, {info['dtype']}"),
        (
            "size",
            f"{info['rows']} rows x {info['cols']} columns x {info['bands']} bands",
        ),
        ("wavelengths", _wavelength_text(info["wavelength_nm"])),
        ("bad bands", _ranges(info["bad_bands"]) or "none marked"),
        (
            "nodata",
            "none declared" if info["nodata"] is None else _text(info["nodata"]),
        ),
        ("scale", f"stored values / {_text(info['scale'])}"),
        ("CRS", info["crs"] or "none: the file does not say where it lies"),
        ("transform", info["transform"] or "none"),
        *(("notice", notice) for notice in info["notices"]),
    ]
    return "\n".join(f"{name:<12} {value}" for name, value in lines)


def _text(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:g}"


def _wavelength_text(wavelength_nm: list[float] | None) -> str:
    if not wavelength_nm:
        return "unknown"
    return f"{min(wavelength_nm):.1f} to {max(wavelength_nm):.1f} nm"


def _ranges(numbers: list[int]) -> str:
    """Return ``"1-3, 7"`` for ``[1, 2, 3, 7]``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def _values(values: Any) -> list[float] | None:
    return None if values is None else [round(float(value), 4) for value in values]


def _plain(value: Any) -> Any:
    """Return a value that JSON has; NumPy's numbers and those beyond it as well."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
