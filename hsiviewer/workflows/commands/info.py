"""What is known about a scene, for people and for scripts."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.number_ranges import ranges_text
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.metadata_files import changed_values, metadata_of, read_values
from hsiviewer.io.metadata_text import said_values, write_metadata
from hsiviewer.io.targets import Target, check_targets
from hsiviewer.workflows.tasks.targets import file_sources


@dataclass(frozen=True, kw_only=True)
class InfoFiles:
    """Paths and settings of ``hsiviewer info``.

    Parameters
    ----------
    scene : str
        Reference of the scene.
    meta, save_meta : Path, optional
        Files with what the user says about it, to read and to write.
    changes : tuple of (str, str)
        Keys and values that win over those of `meta`.
    overwrite : bool
        Whether an existing file `save_meta` may be replaced.
    """

    scene: str
    meta: Path | None = None
    changes: tuple[tuple[str, str], ...] = ()
    save_meta: Path | None = None
    overwrite: bool = False


def described_info(request: InfoFiles) -> dict[str, Any]:
    """Return what is known about a scene with what the user says; write that, too.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or what is said does not fit the scene.
    """
    values = read_values(request.meta) if request.meta is not None else {}
    where = "--set" if request.changes else str(request.meta)
    metadata = metadata_of(changed_values(values, request.changes), where=where)
    if request.save_meta is not None:
        check_targets(
            [Target(request.save_meta, "--save-meta", suffixes=(".toml",))],
            file_sources(scene=request.scene),
            overwrite=request.overwrite,
        )
    cube = open_described(request.scene, metadata)
    try:
        info = scene_info(cube)
    finally:
        cube.close()
    if request.save_meta is not None:
        write_metadata(request.save_meta, metadata)
    return info


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
        "quantity": REFLECTANCE if cube.is_reflectance else cube.quantity,
        "unit": cube.unit,
        "crs": georeference.crs_name or georeference.crs_wkt,
        "transform": list(georeference.transform)
        if georeference.has_transform
        else None,
        "default_bands": [band + 1 for band in cube.default_bands],
        "axes": list(cube.axes),
        "set": dict(said_values(cube.metadata)),
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
        ("bad bands", ranges_text(info["bad_bands"]) or "none marked"),
        (
            "nodata",
            "none declared" if info["nodata"] is None else _text(info["nodata"]),
        ),
        ("scale", f"stored values / {_text(info['scale'])}"),
        ("quantity", _quantity_text(info)),
        ("CRS", info["crs"] or "none: the file does not say where it lies"),
        ("transform", info["transform"] or "none"),
        *([("set", ", ".join(info["set"]))] if info["set"] else []),
        *(("notice", notice) for notice in info["notices"]),
    ]
    return "\n".join(f"{name:<12} {value}" for name, value in lines)


def _text(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:g}"


def _quantity_text(info: dict[str, Any]) -> str:
    unit = f" in {info['unit']}" if info["unit"] else ""
    return f"{info['quantity'] or 'unknown'}{unit}"


def _wavelength_text(wavelength_nm: list[float] | None) -> str:
    if not wavelength_nm:
        return "unknown"
    return f"{min(wavelength_nm):.1f} to {max(wavelength_nm):.1f} nm"


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
