"""STAC items beside a raster: wavelengths in micrometres, scale and nodata."""

import math
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import read_json
from hsiviewer.io.rasters.facts import BandFacts

_SUFFIXES = (".json", ".stac.json")


def stac_facts(path: Path, count: int) -> BandFacts | None:
    """Return what the item of the same name says about a raster; ``None`` without one.

    Files that are no STAC are passed over in silence: their names prove nothing.

    Parameters
    ----------
    count : int
        Number of bands.
    """
    names = [path.stem + suffix for suffix in _SUFFIXES] + [path.name + ".json"]
    for name in names:
        beside = path.with_name(name)
        if beside.is_file():
            try:
                item = read_json(beside)
            except HsiViewerError:
                continue
            found = _facts(item, path.name, count, beside.name)
            if found is not None:
                return found
    return None


def _facts(item: Any, raster: str, count: int, origin: str) -> BandFacts | None:
    if not isinstance(item, dict) or "stac_version" not in item:
        return None
    for bands, rasters in _lists(item, raster):
        if len(bands) != count:
            continue
        centres = [_number(band, "center_wavelength") for band in bands]
        widths = [_number(band, "full_width_half_max") for band in bands]
        if None in centres:
            continue
        scaling = rasters if len(rasters) == count else bands
        return BandFacts(
            [centre for centre in centres if centre is not None],
            None if None in widths else [width for width in widths if width],
            "um",
            gains=_column(scaling, "scale", 1.0),
            offsets=_column(scaling, "offset", 0.0),
            nodata=_number(scaling[0], "nodata"),
            origin=origin,
        )
    return None


def _lists(item: dict[str, Any], raster: str) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield bands, and what the raster extension adds, of all that may be meant."""
    assets = item.get("assets")
    places = list(assets.values()) if isinstance(assets, dict) else []
    own = [p for p in places if PurePosixPath(str(_get(p, "href"))).name == raster]
    for place in [*own, *(p for p in places if p not in own), item.get("properties")]:
        for key in ("eo:bands", "bands"):
            bands, rasters = _get(place, key), _get(place, "raster:bands")
            if isinstance(bands, list) and bands:
                yield bands, rasters if isinstance(rasters, list) else []


def _column(bands: list[Any], key: str, neutral: float) -> Any:
    values = [_number(band, key) for band in bands]
    if all(value is None for value in values):
        return None
    return np.array([neutral if value is None else value for value in values])


def _number(band: Any, key: str) -> float | None:
    for name in (key, f"eo:{key}", f"raster:{key}"):
        value = _get(band, name)
        if isinstance(value, int | float) and math.isfinite(value):
            return float(value)
    return None


def _get(thing: Any, key: str) -> Any:
    return thing.get(key) if isinstance(thing, dict) else None
