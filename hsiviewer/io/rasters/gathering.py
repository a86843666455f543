"""All that is said about the bands of a raster, and which place is believed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.band_names import named_wavelengths
from hsiviewer.io.envi import find_header
from hsiviewer.io.envi_header import read_header
from hsiviewer.io.rasters.auxiliary_xml import auxiliary_facts
from hsiviewer.io.rasters.facts import BandFacts, facts_in_tags, tags_of
from hsiviewer.io.rasters.gaofen import ahsi_facts
from hsiviewer.io.rasters.spaceborne import product_facts
from hsiviewer.io.rasters.stac import stac_facts

_NUMBERED = re.compile(r"Band[_ ]([3-9]\d\d|1\d\d\d|2[0-5]\d\d)")


def facts_of(
    path: Path, dataset: Any, notices: list[str], count: int | None = None
) -> BandFacts:
    """Return what a raster and the files beside it say about its bands.

    The metadata of a product come first, then a STAC item, GDAL's ``.aux.xml``, the
    raster's own tags, an ENVI header, and the names of its bands: the order of the
    EnMAP-Box. Of each fact, the first place that says it is believed.

    Parameters
    ----------
    path : Path
        Of the raster.
    dataset : rasterio dataset
    notices : list of str
        Gets sentences on which file was believed, and what cannot be used.
    count : int, optional
        Number of bands, where the dataset is only the first page of several.
    """
    is_whole = count in (None, dataset.count)
    count = dataset.count if count is None else count
    own = facts_in_tags(tags_of(dataset)) if is_whole else None
    found = [
        product_facts(path, count, notices),
        ahsi_facts(path, count, notices),
        stac_facts(path, count),
        auxiliary_facts(path, count, notices),
        own,
        _header_facts(path, count),
        _named_facts(dataset) if is_whole else None,
    ]
    facts = _merged(fact for fact in found if fact is not None)
    notices.extend(facts.notices)
    if facts.wavelengths is not None and facts.origin:
        notices.append(f"the wavelengths of {path.name} are those of {facts.origin}")
    return facts


def _merged(found: Iterable[BandFacts]) -> BandFacts:
    merged = BandFacts()
    for facts in found:
        if merged.wavelengths is None and facts.wavelengths is not None:
            merged = replace(
                merged,
                wavelengths=facts.wavelengths,
                fwhm=facts.fwhm,
                units=facts.units,
                origin=facts.origin,
            )
        merged = replace(
            merged,
            good=merged.good if merged.good is not None else facts.good,
            gains=merged.gains if merged.gains is not None else facts.gains,
            offsets=merged.offsets if merged.offsets is not None else facts.offsets,
            nodata=merged.nodata if merged.nodata is not None else facts.nodata,
            quantity=merged.quantity or facts.quantity,
            unit=merged.unit or facts.unit,
            has_place=merged.has_place and facts.has_place,
            notices=(*merged.notices, *facts.notices),
        )
    return merged


def _header_facts(path: Path, count: int) -> BandFacts | None:
    """Return what an ENVI header beside the raster says about its bands."""
    try:
        beside = find_header(path)
        if beside is None:
            return None
        header = read_header(beside)
        if header.integer("bands") != count:
            return None
    except HsiViewerError:
        return None  # it is no companion of this raster
    marks = _numbers(header.items("bbl"), count)
    return BandFacts(
        header.items("wavelength"),
        header.items("fwhm"),
        header.entries.get("wavelength units"),
        None if marks is None else marks > 0,
        gains=_numbers(header.items("data gain values"), count),
        offsets=_numbers(header.items("data offset values"), count),
        origin=beside.name,
    )


def _named_facts(dataset: Any) -> BandFacts | None:
    names = [description or "" for description in dataset.descriptions]
    numbers = [_NUMBERED.fullmatch(name) for name in names]
    if all(numbers):
        # Wyvern's bands are named after whole nanometres; others are counted.
        names = [f"{found[1]} nm" for found in numbers if found]
    found = named_wavelengths(names)
    if found is None:
        return None
    values, unit = found
    return BandFacts(values, None, unit or None, origin="the names of its bands")


def _numbers(items: list[str] | None, count: int) -> Any:
    if items is None or len(items) != count:
        return None
    try:
        return np.array([float(item) for item in items])
    except ValueError:
        return None
