"""Published spectral indices, from ``resources/indices/published.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache

from hsiviewer.analysis.formulas.evaluation import bind_formula
from hsiviewer.analysis.formulas.grammar import parse_formula
from hsiviewer.core import paths
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ConfigurationError


@dataclass(frozen=True)
class PublishedIndex:
    """A spectral index with its source.

    Parameters
    ----------
    id : str
        Its abbreviation, as in formulas.
    title : str
        Its name.
    family : str
        ``"vegetation"``, ``"pigments"``, ``"water"``, ``"soil"``, ``"minerals"``,
        ``"burn"``, ``"snow"`` or ``"urban"``.
    formula : str
        In the grammar of `hsiviewer.analysis.formulas.grammar`.
    source : str
        Authors, year and where it was published.
    needs_reflectance : bool
        Whether other values than reflectance from 0 to 1 give another result.
    """

    id: str
    title: str
    family: str
    formula: str
    source: str
    needs_reflectance: bool = False


@cache
def published_indices() -> tuple[PublishedIndex, ...]:
    """Return all published indices, by family."""
    file = paths.resources() / "indices" / "published.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["index"]
    return tuple(PublishedIndex(**entry) for entry in entries)


def find_index(name: str) -> PublishedIndex | None:
    """Return the index of a name, whatever its case."""
    wanted = name.casefold()
    for index in published_indices():
        if index.id.casefold() == wanted:
            return index
    return None


def index_formula(name: str) -> str | None:
    """Return the formula of an index, for `parse_formula`."""
    index = find_index(name)
    return None if index is None else index.formula


def available_indices(axis: BandAxis) -> tuple[PublishedIndex, ...]:
    """Return the indices that the good bands of a scene allow."""
    found = []
    for index in published_indices():
        try:
            bind_formula(parse_formula(index.formula, index_formula), axis)
        except ConfigurationError:
            continue
        found.append(index)
    return tuple(found)
