"""The bands of sensors, for scenes whose files do not tell theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.core.errors import SceneMetadataError
from hsiviewer.core.foreign_files import read_toml
from hsiviewer.core.number_ranges import band_numbers


@dataclass(frozen=True, eq=False)
class Sensor:
    """The bands that a sensor delivers, or those that are usually kept of them.

    Parameters
    ----------
    id : str
        Stable name for scripts and files.
    name : str
        What users call it.
    wavelength_nm : ndarray of float64, shape (bands,)
        Band centres in nanometres, in the order of the product.
    fwhm_nm : ndarray of float64, shape (bands,), optional
        Full widths at half maximum, where they are published.
    is_exact : bool
        Whether each centre is published; otherwise only the first and the last one
        are, and those between are evenly spaced.
    source : str
        Where the figures are published.
    left_out : str
        Which bands are usually left out, counted from 1; empty for none.
    """

    id: str
    name: str
    wavelength_nm: npt.NDArray[np.float64]
    fwhm_nm: npt.NDArray[np.float64] | None
    is_exact: bool
    source: str
    left_out: str = ""

    @property
    def count(self) -> int:
        """Number of bands."""
        return self.wavelength_nm.size


@cache
def sensors() -> tuple[Sensor, ...]:
    """Return all sensors, each followed by its shortened lists of bands."""
    folder = paths.resources() / "sensors"
    return tuple(
        sensor
        for file in sorted(folder.glob("*.toml"))
        for entry in read_toml(file)["sensor"]
        for sensor in _with_variants(entry, file)
    )


def sensors_of(count: int) -> tuple[Sensor, ...]:
    """Return the sensors that have so many bands."""
    return tuple(sensor for sensor in sensors() if sensor.count == count)


def find_sensor(sensor_id: str, *, count: int) -> Sensor:
    """Return a sensor by its id.

    Raises
    ------
    SceneMetadataError
        If there is none, or it has another number of bands than `count`.
    """
    found = next((known for known in sensors() if known.id == sensor_id), None)
    offered = ", ".join(sensor.id for sensor in sensors_of(count))
    remedy = (
        f"sensors of {count} bands are {offered}"
        if offered
        else f"no known sensor has {count} bands; give the wavelengths"
    )
    if found is None:
        raise SceneMetadataError(f"there is no sensor {sensor_id[:60]!r}; {remedy}")
    if found.count != count:
        raise SceneMetadataError(
            f"{found.name} has {found.count} bands, the scene has {count}; {remedy}"
        )
    return found


def _with_variants(entry: Mapping[str, Any], file: Path) -> list[Sensor]:
    if "wavelengths_nm" in entry:
        centres = np.array(entry["wavelengths_nm"], np.float64)
    else:
        span = (entry["first_nm"], entry["last_nm"], entry["bands"])
        centres = np.linspace(*span, dtype=np.float64)
    if centres.size != entry["bands"]:
        raise ValueError(f"{file.name}: {entry['id']} has {centres.size} wavelengths")
    widths = None
    if "fwhm_nm" in entry:
        widths = np.resize(np.array(entry["fwhm_nm"], np.float64), centres.size)
    whole = Sensor(
        entry["id"],
        entry["name"],
        centres,
        widths,
        "wavelengths_nm" in entry,
        entry["source"],
    )
    shortened = [
        _shortened(whole, part["id"], part["name"], part["left_out"])
        for part in entry.get("shortened", ())
    ]
    return [whole, *shortened]


def _shortened(whole: Sensor, sensor_id: str, name: str, left_out: str) -> Sensor:
    kept = np.ones(whole.count, bool)
    kept[list(band_numbers(left_out))] = False
    widths = None if whole.fwhm_nm is None else whole.fwhm_nm[kept]
    return Sensor(
        sensor_id,
        name,
        whole.wavelength_nm[kept],
        widths,
        whole.is_exact,
        whole.source,
        left_out,
    )
