"""The tree of concepts: materials and covers with their phrases in three languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from hsiviewer.core import paths

LANGUAGES = ("en", "de", "zh")


@dataclass(frozen=True)
class Concept:
    """A material or a cover.

    Parameters
    ----------
    id : str
        Stable name for scripts.
    parents : tuple of str
        The next more general concepts; empty for the most general ones.
    phrases : mapping of str to tuple of str
        What people call it, by language; the first phrase is its title.
    has_spectra : bool
        Whether spectra of its own are known; others are groups only.
    blend : str
        What else a coarse pixel of it holds: ``"urban"``, ``"land"`` or nothing.
    height_m : tuple of float, optional
        Usual metres above the surroundings, least and most.
    is_rare : bool
        Whether a more general phrase hardly ever means it.
    """

    id: str
    parents: tuple[str, ...]
    phrases: Mapping[str, tuple[str, ...]] = field(hash=False)
    has_spectra: bool = False
    blend: str = ""
    height_m: tuple[float, float] | None = None
    is_rare: bool = False

    def title(self, language: str = "en") -> str:
        """Return its name in a language."""
        return self.phrases[language if language in LANGUAGES else "en"][0]


@dataclass(frozen=True)
class ConceptTree:
    """All concepts by id.

    Parameters
    ----------
    concepts : mapping of str to Concept
        In the order of the file, parents before children.
    """

    concepts: Mapping[str, Concept] = field(hash=False)

    def __getitem__(self, concept_id: str) -> Concept:
        return self.concepts[concept_id]

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self.concepts

    def ancestors(self, concept_id: str) -> tuple[str, ...]:
        """Return the more general concepts, the nearest first."""
        found: list[str] = []
        waiting = list(self.concepts[concept_id].parents)
        while waiting:
            parent = waiting.pop(0)
            if parent not in found:
                found.append(parent)
                waiting += self.concepts[parent].parents
        return tuple(found)

    def distance(self, concept_id: str, other: str) -> int | None:
        """Return how many steps up another concept lies; ``None`` if it is not above.

        0 for the concept itself.
        """
        level, steps = {concept_id}, 0
        while level:
            if other in level:
                return steps
            level = {parent for each in level for parent in self.concepts[each].parents}
            steps += 1
        return None

    def is_kind_of(self, concept_id: str, other: str) -> bool:
        """Tell whether a concept is another one, or a special case of it."""
        return concept_id == other or other in self.ancestors(concept_id)

    def measurable(self, concept_id: str) -> tuple[str, ...]:
        """Return the concepts with spectra that a concept stands for."""
        return tuple(leaf for leaf in self.leaves if self.is_kind_of(leaf, concept_id))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """All concepts with spectra of their own."""
        return tuple(
            concept.id for concept in self.concepts.values() if concept.has_spectra
        )

    def height_m(self, concept_id: str) -> tuple[float, float] | None:
        """Return the usual height of a concept, or that of the nearest ancestor."""
        for candidate in (concept_id, *self.ancestors(concept_id)):
            if self.concepts[candidate].height_m is not None:
                return self.concepts[candidate].height_m
        return None


@cache
def concept_tree() -> ConceptTree:
    """Return the tree that comes with the program."""
    file = paths.resources() / "language" / "concepts.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return ConceptTree(
        {identifier: _concept(identifier, entry) for identifier, entry in table.items()}
    )


def _concept(identifier: str, entry: Mapping[str, object]) -> Concept:
    height = entry.get("height")
    return Concept(
        identifier,
        tuple(filter(None, map(str.strip, str(entry.get("parent", "")).split(";")))),
        {
            language: tuple(
                phrase.strip() for phrase in str(entry[language]).split(";")
            )
            for language in LANGUAGES
        },
        has_spectra="usgs" in entry or "sim" in entry,
        blend=str(entry.get("blend", "")),
        height_m=(float(height[0]), float(height[1]))
        if isinstance(height, list)
        else None,
        is_rare=bool(entry.get("rare", False)),
    )
