"""Hyperion of EO-1, level 1T: a GeoTIFF for each band, and a text that lists them."""

import re
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.quantities import RADIANCE
from hsiviewer.io.band_file import BandFile
from hsiviewer.io.band_sources import BandsOf, BandSource
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.geotiff import open_gdal

_LINE = re.compile(r'^\s*(\w+)\s*=\s*"?([^"\r\n]*?)"?\s*$', re.MULTILINE)
_BAND = re.compile(r"BAND(\d{1,3})_FILE_NAME")
_LARGEST = 2**20
_LAST_VNIR, _COUNT = 70, 242
# https://www.usgs.gov/centers/eros/science/usgs-eros-archive-earth-observing-one-eo-1
# lists the centres; between these two of each detector they lie evenly, within 0.02 nm.
_VNIR = (8, 426.82, 57, 925.41)
_SWIR = (77, 912.45, 224, 2395.50)
_FACTORS = {"VNIR": 40.0, "SWIR": 80.0}


def open_hyperion(path: Path, variable: str = "") -> HsiCube:
    """Open a scene by the text that lists its bands.

    Bands that the sensor never calibrated are marked bad.

    Raises
    ------
    CubeFormatError
        If files of bands are missing or have another size.
    """
    entries = {
        key.upper(): value
        for key, value in _LINE.findall(read_text(path, limit=_LARGEST))
    }
    numbers = sorted(int(found[1]) for found in map(_BAND.fullmatch, entries) if found)
    numbers = [number for number in numbers if 1 <= number <= _COUNT]
    files = [_file(path, entries[f"BAND{number}_FILE_NAME"]) for number in numbers]
    if not files:
        raise CubeFormatError(
            f"{path.name} lists no band; copy it again from its source"
        )
    first = open_gdal(files[0], driver="GTiff")
    first.close()
    try:
        source: CubeSource = BandSource(
            [BandsOf(BandFile(file, "GTiff"), np.array([0])) for file in files]
        )
    except ValueError as error:
        raise CubeFormatError(
            f"{path.name} lists bands of different sizes; copy the scene again from "
            "its source"
        ) from error
    gains = np.array([1 / _factor(entries, number) for number in numbers])
    source, scale, nodata = apply_gains(source, gains=gains, offsets=None, nodata=0)
    good = np.array([_is_calibrated(number) for number in numbers])
    return HsiCube(
        source,
        BandAxis(
            len(files),
            np.array([_centre(number) for number in numbers]),
            good=good,
            names=tuple(f"B{number}" for number in numbers),
        ),
        first.georeference,
        nodata=nodata,
        scale=scale,
        path=path,
        variable=variable,
        driver="Hyperion",
        notices=(
            f"{path.name} does not tell wavelengths; those that the USGS published are "
            "used. VNIR and SWIR overlap near 900 nm, and their order is kept",
        ),
        quantity=RADIANCE,
        unit="W/m2/sr/um",
    )


def _file(path: Path, name: str) -> Path:
    """Return a file beside the text, whatever path the text names."""
    file = path.with_name(re.split(r"[/\\]", name.strip())[-1] or "?")
    if not file.is_file():
        raise CubeFormatError(
            f"{path.name} lists {file.name}, which is not beside it; put all files of "
            "the scene into one folder"
        )
    return file


def _factor(entries: dict[str, str], number: int) -> float:
    detector = "VNIR" if number <= _LAST_VNIR else "SWIR"
    try:
        factor = float(entries[f"SCALING_FACTOR_{detector}"])
    except (KeyError, ValueError):
        return _FACTORS[detector]
    return factor if np.isfinite(factor) and factor > 0 else _FACTORS[detector]


def _centre(number: int) -> float:
    known = _VNIR if number <= _LAST_VNIR else _SWIR
    first, centre, last, other = known
    return round(centre + (number - first) * (other - centre) / (last - first), 2)


def _is_calibrated(number: int) -> bool:
    return any(low <= number <= high for low, _, high, _ in (_VNIR, _SWIR))
