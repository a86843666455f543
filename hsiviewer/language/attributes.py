"""Attributes of a text: ranges that facts must lie in, from words and from numbers."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.language.facts import BY_ID, Fact, depth_near

TEXTURE = Fact("texture", "texture", "texture", (), "change between neighbours", "1")
HEIGHT = Fact("height", "height above the surroundings", "height", (), "white top-hat",
              "m")  # fmt: skip
ABOVE_SPECTRA = {fact.id: fact for fact in (TEXTURE, HEIGHT)}
_INF = float("inf")
_LEAST_DEPTH = 0.015  # of an absorption that a text names
_SOFTNESS = {"red_edge": 4.0, "height": 0.5}
_USUAL_SOFTNESS = 0.05
_ABOUT = {"red_edge": 8.0, "height": 1.0}  # how far "about" reaches
_USUAL_ABOUT = 0.1
_OF_A_WORD = 3.0  # largest penalty


@dataclass(frozen=True)
class Constraint:
    """A range that a fact is said to lie in.

    Parameters
    ----------
    fact : Fact
        What is measured.
    least, most : float
        Ends of the range, infinite where it is open.
    softness : float
        How far beyond an end a value may lie and still half count.
    words : str
        What the text says.
    largest_penalty : float
        Of a value that is far outside: great where the text gives a number, smaller for
        a word such as "dark".
    """

    fact: Fact
    least: float
    most: float
    softness: float
    words: str
    largest_penalty: float = 12.0

    @property
    def title(self) -> str:
        """What was understood, such as ``"NDVI above 0.6"``."""
        unit = "" if self.fact.unit in ("1", "reflectance") else f" {self.fact.unit}"
        if np.isinf(self.most):
            return f"{self.fact.title} above {self.least:g}{unit}"
        if np.isinf(self.least):
            return f"{self.fact.title} below {self.most:g}{unit}"
        return f"{self.fact.title} {self.least:g} to {self.most:g}{unit}"

    @property
    def opposite(self) -> "Constraint":
        """What the negation says: the other side of an open range."""
        return Constraint(
            self.fact,
            self.most if np.isfinite(self.most) else -_INF,
            self.least if np.isfinite(self.least) else _INF,
            self.softness,
            self.words,
            self.largest_penalty,
        )

    def fit(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return how well values keep the range: 0 inside, less the farther outside.

        An unknown value counts as inside: what cannot be measured is not false.
        """
        beyond = np.maximum(self.least - values, values - self.most)
        away = np.maximum(np.nan_to_num(beyond, nan=0.0, neginf=0.0), 0) / self.softness
        penalty: npt.NDArray[np.float32] = -np.minimum(
            0.7 * away**2, self.largest_penalty
        ).astype(np.float32)
        return penalty


@dataclass(frozen=True)
class AttributeWord:
    """A word or phrase that stands for a constraint."""

    language: str
    phrase: str
    constraint: Constraint


@cache
def attribute_words() -> tuple[AttributeWord, ...]:
    """Return the attributes that come with the program, a row for each phrase."""
    file = paths.resources() / "language" / "attributes.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["attribute"]
    return tuple(
        AttributeWord(
            language,
            phrase.strip(),
            Constraint(
                fact_of(entry["fact"]),
                float(entry.get("least", -_INF)),
                float(entry.get("most", _INF)),
                float(entry["softness"]),
                phrase.strip(),
                _OF_A_WORD,
            ),
        )
        for entry in entries
        for language in ("en", "de", "zh")
        for phrase in entry[language].split(";")
    )


def fact_of(identifier: str) -> Fact:
    """Return a fact by its id, those of texture and height too."""
    return BY_ID.get(identifier) or ABOVE_SPECTRA[identifier]


_NUMBER = r"(-?\d+(?:[.,]\d+)?)"
_MORE = r"(?:above|over|greater than|more than|larger than|higher than|at least|>=?|" \
    r"≥|über|größer als|mehr als|höher als|mindestens|高于|大于|超过|至少)"  # fmt: skip
_LESS = r"(?:below|under|less than|lower than|smaller than|at most|<=?|≤|" \
    r"unter|kleiner als|weniger als|höchstens|低于|小于|至多)"  # fmt: skip
_TO = r"(?:to|-|\u2013|and|bis|und|到|至|\uff5e|~)"
_NEAR = r"(?:near|at|around|about|of|by|is|=|:|bei|nahe|um|etwa|von|在|约|为|附近)"
_NAMES = {
    "ndvi": r"ndvi", "ndwi": r"ndwi", "ndmi": r"ndmi", "nbr": r"nbr", "ndsi": r"ndsi",
    "visible": r"(?:reflectance|albedo|brightness|reflexion|helligkeit|反射率)",
    "red_edge": r"(?:red edge(?: position)?|rote kante|rotkante|红边)",
}  # fmt: skip
_LENGTH = r"(m|metres?|meters?|metern?|米)\b"
_HIGH = r"(?:high|tall|hoch|in height|高|above (?:its|the) surroundings)"
_NANOMETRES = rf"{_NUMBER}\s*(nm|nanomet\w+|µm|um|micromet\w+|纳米|微米)"
_ABSORBER = r"(?:[\w-]+\s+)?(?:absorption|feature|dip|bands?|bande|吸收|iron|clay|" \
    r"carbonate|water|chlorophyll|eisen|ton|karbonat|铁|粘土|黏土)"  # fmt: skip


def numeric_constraints(text: str) -> Iterator[tuple[int, int, Constraint]]:
    """Yield what a text says in numbers, each with the place of its words.

    Parameters
    ----------
    text : str
        In lower case.
    """
    for identifier, name in _NAMES.items():
        fact = BY_ID[identifier]
        unit = r"\s*(?:nm)?" if identifier == "red_edge" else ""
        for pattern, kind in (
            (rf"{name}\s*{_MORE}\s*{_NUMBER}{unit}", "more"),
            (rf"{name}\s*{_LESS}\s*{_NUMBER}{unit}", "less"),
            (rf"{name}\s*(?:between|from|of|zwischen|von|在)?\s*{_NUMBER}\s*{_TO}\s*"
             rf"{_NUMBER}{unit}", "range"),
            (rf"{name}\s*{_NEAR}?\s*{_NUMBER}{unit}", "about"),
        ):  # fmt: skip
            for found in re.finditer(pattern, text):
                yield found.start(), found.end(), _ranged(fact, kind, found)
    for pattern, kind in (
        (rf"{_NUMBER}\s*{_TO}\s*{_NUMBER}\s*{_LENGTH}\s*{_HIGH}", "range"),
        (rf"(?:higher|taller|höher|高)\s*(?:than|als|于)\s*{_NUMBER}\s*{_LENGTH}",
         "more"),
        (rf"(?:lower|shorter|niedriger)\s*(?:than|als)\s*{_NUMBER}\s*{_LENGTH}",
         "less"),
        (rf"{_MORE}\s*{_NUMBER}\s*{_LENGTH}\s*{_HIGH}", "more"),
        (rf"{_LESS}\s*{_NUMBER}\s*{_LENGTH}\s*{_HIGH}", "less"),
        (rf"{_NUMBER}\s*{_LENGTH}\s*{_HIGH}", "about"),
    ):  # fmt: skip
        for found in re.finditer(pattern, text):
            yield found.start(), found.end(), _ranged(HEIGHT, kind, found)
    for found in re.finditer(rf"{_ABSORBER}\s*{_NEAR}?\s*{_NANOMETRES}", text):
        scale = 1000.0 if found[2].startswith(("µ", "um", "micro", "微")) else 1.0
        wavelength_nm = _number(found[1]) * scale
        if 400 <= wavelength_nm <= 2500:
            yield (
                found.start(),
                found.end(),
                Constraint(
                    depth_near(wavelength_nm), _LEAST_DEPTH, _INF, 0.02, found[0]
                ),
            )


def _ranged(fact: Fact, kind: str, found: "re.Match[str]") -> Constraint:
    softness = _SOFTNESS.get(fact.id, _USUAL_SOFTNESS)
    first = _number(found[1])
    if kind == "range":
        second = _number(found[2])
        least, most = min(first, second), max(first, second)
    elif kind == "about":
        reach = _ABOUT.get(fact.id, _USUAL_ABOUT)
        least, most = first - reach, first + reach
    else:
        least, most = (first, _INF) if kind == "more" else (-_INF, first)
    return Constraint(fact, least, most, softness, found[0])


def _number(text: str) -> float:
    return float(text.replace(",", "."))
