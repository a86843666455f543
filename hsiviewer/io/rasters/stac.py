"""STAC items beside a raster: wavelengths in micrometres, scale and nodata."""

import math
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import open_regular, read_json
from hsiviewer.io.rasters.facts import BandFacts

_SUFFIXES = (".json", ".stac.json")
_MOST_ITEMS = 20  # other JSON files of a folder that are looked at
_LARGEST_ITEM = 4 * 2**20
_HEAD = 2**16


def item_names(raster: Path) -> list[str]:
    """Return the names of files that may be the STAC item of a raster.

    Those with its name come first, then other items of the folder; of these, one
    belongs to the raster only if it names it.
    """
    own = [raster.stem + suffix for suffix in _SUFFIXES] + [raster.name + ".json"]
    try:
        files = sorted(
            file
            for file in raster.parent.iterdir()
            if file.suffix.lower() == ".json" and file.name not in own
        )
    except OSError:
        return own
    return own + [file.name for file in files[:_MOST_ITEMS] if is_item(file)]


def is_item(path: Path) -> bool:
    """Tell whether a JSON file is a STAC item; others may be reports."""
    try:
        with open_regular(path) as file:
            return b'"stac_version"' in file.read(_HEAD)
    except (HsiViewerError, OSError):
        return False


def names_raster(item: Any, raster: str) -> bool:
    """Tell whether an asset of an item is a file of this name."""
    return any(_file_of(place) == raster for place in _assets(item).values())


def read_item(path: Path) -> Any:
    """Read an item; errors as `hsiviewer.core.foreign_files.read_json`."""
    return read_json(path, limit=_LARGEST_ITEM)


def stac_facts(path: Path, count: int) -> BandFacts | None:
    """Return what the item of a raster says about it; ``None`` without one.

    Files that are no STAC are passed over in silence: their names prove nothing.

    Parameters
    ----------
    count : int
        Number of bands.
    """
    names = item_names(path)
    for position, name in enumerate(names):
        beside = path.with_name(name)
        if beside.is_file():
            try:
                item = read_item(beside)
            except HsiViewerError:
                continue
            is_own = position <= len(_SUFFIXES)
            if not (is_own or names_raster(item, path.name)):
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
    places = list(_assets(item).values())
    own = [place for place in places if _file_of(place) == raster]
    for place in [*own, *(p for p in places if p not in own), item.get("properties")]:
        for key in ("eo:bands", "bands"):
            bands, rasters = _get(place, key), _get(place, "raster:bands")
            if isinstance(bands, list) and bands:
                yield bands, rasters if isinstance(rasters, list) else []


def _assets(item: Any) -> dict[str, Any]:
    assets = _get(item, "assets")
    return assets if isinstance(assets, dict) else {}


def _file_of(asset: Any) -> str:
    return PurePosixPath(str(_get(asset, "href") or "")).name


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
