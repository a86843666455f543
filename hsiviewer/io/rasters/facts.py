"""What one place says about the bands of a raster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Tags = Mapping[str, str]
Values = Sequence[str] | Sequence[float]


@dataclass(frozen=True, eq=False)
class BandFacts:
    """What is said; ``None`` and empty where nothing is.

    Parameters
    ----------
    wavelengths, fwhm : sequence of str or float, optional
        One per band, as they are written.
    units : str, optional
        Of the wavelengths, as it is spelled.
    good : ndarray of bool, shape (bands,), optional
    gains, offsets : ndarray of float64, shape (bands,), optional
        ``value = stored * gain + offset``.
    nodata : float, optional
    quantity, unit : str
        As `hsiviewer.core.cube.HsiCube`.
    has_place : bool
        False where what the raster says about its place is not true.
    origin : str
        Name of the file that says so, if it is not the raster's own.
    notices : tuple of str
    """

    wavelengths: Values | None = None
    fwhm: Values | None = None
    units: str | None = None
    good: npt.NDArray[np.bool_] | None = None
    gains: npt.NDArray[np.float64] | None = None
    offsets: npt.NDArray[np.float64] | None = None
    nodata: float | None = None
    quantity: str = ""
    unit: str = ""
    has_place: bool = True
    origin: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class RasterTags:
    """Tags of a raster by their domain, all keys in lower case.

    Parameters
    ----------
    whole : mapping
        Of the dataset: domain, then key; the default domain has no name.
    bands : sequence of mapping
        Of each band, in the same way.
    """

    whole: Mapping[str, Tags] = field(default_factory=dict)
    bands: Sequence[Mapping[str, Tags]] = ()


def tags_of(dataset: Any) -> RasterTags:
    """Return the tags that GDAL finds in a raster."""

    def lower(tags: Mapping[str, str]) -> Tags:
        return {key.lower(): value for key, value in tags.items()}

    domains = ("", "IMAGERY", "ENVI")
    whole = {name: lower(dataset.tags(ns=name or None)) for name in domains}
    bands = [
        {name: lower(dataset.tags(band + 1, ns=name or None)) for name in domains}
        for band in range(dataset.count)
    ]
    return RasterTags(whole, bands)


def facts_in_tags(tags: RasterTags, *, origin: str = "") -> BandFacts:
    """Return what tags say: those of bands first, then those of the dataset.

    Parameters
    ----------
    origin : str
        As in `BandFacts`.
    """
    good = _flags(tags)
    for find in (_of_bands, _of_imagery, _of_envi_bands, _of_envi, _of_dataset):
        found = find(tags)
        if found is not None:
            values, fwhm, units = found
            return BandFacts(values, fwhm, units, good, origin=origin)
    return BandFacts(good=good, origin=origin)


_Found = tuple[list[str], list[str] | None, str | None] | None


def _of_bands(tags: RasterTags) -> _Found:
    return _column_facts(tags, "", "wavelength", "fwhm")


def _of_envi_bands(tags: RasterTags) -> _Found:
    return _column_facts(tags, "ENVI", "wavelength", "fwhm")


def _of_imagery(tags: RasterTags) -> _Found:
    values = _column(tags, "IMAGERY", "central_wavelength_um")
    if values is None:
        return None
    return values, _column(tags, "IMAGERY", "fwhm_um"), "um"


def _of_envi(tags: RasterTags) -> _Found:
    return _list_facts(tags.whole.get("ENVI", {}))


def _of_dataset(tags: RasterTags) -> _Found:
    return _list_facts(tags.whole.get("", {}))


def _column_facts(tags: RasterTags, domain: str, centre: str, width: str) -> _Found:
    values = _column(tags, domain, centre)
    if values is None:
        return None
    first = tags.bands[0].get(domain, {})
    whole = tags.whole.get(domain, {})
    units = _units(first) or _units(whole)
    return values, _column(tags, domain, width), units


def _list_facts(tags: Tags) -> _Found:
    if not tags.get("wavelength", "").strip("{} \n"):
        return None
    fwhm = listed(tags["fwhm"]) if "fwhm" in tags else None
    return listed(tags["wavelength"]), fwhm, _units(tags)


def _units(tags: Tags) -> str | None:
    return tags.get("wavelength_units") or tags.get("wavelength units")


def _flags(tags: RasterTags) -> npt.NDArray[np.bool_] | None:
    for domain in ("", "ENVI"):
        marks = _column(tags, domain, "bbl")
        if marks is None:
            text = tags.whole.get(domain, {}).get("bbl")
            marks = listed(text) if text else None
        if marks is not None and len(marks) == len(tags.bands):
            return np.array([_is_good(mark) for mark in marks])
    return None


def _column(tags: RasterTags, domain: str, key: str) -> list[str] | None:
    found = [band.get(domain, {}).get(key) for band in tags.bands]
    values = [value for value in found if value is not None]
    return values if values and len(values) == len(found) else None


def listed(text: str) -> list[str]:
    """Return the items of a list in braces or without them."""
    return [part.strip() for part in text.strip("{} \n").split(",")]


def _is_good(mark: str) -> bool:
    try:
        return float(mark) > 0
    except ValueError:
        return mark.strip().lower() not in ("false", "no", "bad")
