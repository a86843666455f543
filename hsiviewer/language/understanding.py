"""What a sentence says: concepts, ranges of facts, and words nobody understood."""

import re
from dataclasses import dataclass

from hsiviewer.language.attributes import Constraint, numeric_constraints
from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.phrases import Match, phrase_matches
from hsiviewer.language.words import has_german_marks, is_chinese, words_of

_LONGEST_TEXT = 2000  # letters that are read of a text
# Read only so far before a phrase; a comma ends what a "no" is about.
_NEGATION = re.compile(
    r"(?:\b(?:no|not|non|without|lacks?|never|kein(?:e[rnms]?)?|ohne|nicht)\b"
    r"(?:[ -]+[a-zäöüß]+){0,2}[ -]*|没有|无|不含|非|不是)$"
)
_BESIDE = re.compile(
    r"\b(?:near|next to|beside|around|between|along|in|at|under|behind|on|over|onto|"
    r"of|von|"
    r"neben|zwischen|an|auf|unter|hinter|über|entlang|bei|in|im|am)"
    r"(?: (?:the|a|an|some|its|der|die|das|dem|den|einem|einer))?(?: [a-zäöüß]+)? *$"
)
_IDLE = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "with",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "as",
        "is",
        "are",
        "it",
        "its",
        "this",
        "that",
        "near",
        "no",
        "not",
        "non",
        "without",
        "very",
        "mostly",
        "usually",
        "often",
        "about",
        "their",
        "they",
        "which",
        "have",
        "has",
        "some",
        "many",
        "small",
        "large",
        "area",
        "areas",
        "surface",
        "surfaces",
        "class",
        "type",
        "types",
        "other",
        "others",
        "pixel",
        "untrained",
        "untreated",
        "notill",
        "mintill",
        "clean",
        "min",
        "till",
        "weeks",
        "week",
        "wk",
        "drives",
        "grasses",
        "metre",
        "metres",
        "meter",
        "meters",
        "high",
        "above",
        "below",
        "between",
        "under",
        "over",
        "nm",
        "land",
        "cover",
        "use",
        "field",
        "fields",
        "open",
        "natural",
        "spectrum",
        "spectral",
        "reflectance",
        "photo",
        "image",
        "next",
        "remote",
        "sensing",
        "und",
        "oder",
        "der",
        "die",
        "das",
        "mit",
        "ohne",
        "kein",
        "keine",
        "auf",
        "ein",
        "eine",
        "im",
        "in",
        "von",
        "bei",
        "aus",
        "sehr",
        "nicht",
        "flache",
        "flachen",
        "fläche",
        "flächen",
        "den",
        "dem",
        "des",
        "zu",
        "zur",
        "zum",
    ]
)


@dataclass(frozen=True)
class Understanding:
    """What a text says.

    Parameters
    ----------
    text : str
        As written.
    concepts : tuple of str
        Ids of the concepts that it names: a pixel is one of them.
    mentioned : tuple of str
        Special cases of them that the text names, which count more.
    excluded : tuple of str
        Concepts that it denies.
    constraints : tuple of Constraint
        Ranges of facts.
    context : tuple of str
        Concepts that lie beside what is meant, and are not used.
    unknown : tuple of str
        Words that were not understood.
    cosine : float
        How close the text encoder finds the concept, where it was asked; else 0.
    """

    text: str
    concepts: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    context: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    cosine: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing that can be measured was understood."""
        return not (self.concepts or self.constraints)

    def sentence(self, language: str = "en") -> str:
        """Return what was understood in one line.

        Parameters
        ----------
        language : str
            Of the names of the concepts.
        """
        tree = concept_tree()
        parts = [tree[concept].title(language) for concept in self.concepts]
        parts += [tree[concept].title(language) for concept in self.mentioned]
        parts += [f"not {tree[concept].title(language)}" for concept in self.excluded]
        parts += [constraint.title for constraint in self.constraints]
        text = "; ".join(dict.fromkeys(parts))
        if self.cosine:
            text += f" (guessed by the text encoder, cosine {self.cosine:.2f})"
        return text


def understand(description: str, name: str = "") -> Understanding:
    """Return what a description says, and the name of its class.

    The name tells what is meant; a description makes it narrower. Where the name says
    nothing, the description alone does.

    Parameters
    ----------
    description : str
        A phrase, or some sentences; in English, German or Chinese.
    name : str
        Of the class; may be empty.
    """
    said = _read(description)
    if not name or name == description:
        return said
    named = _read(name)
    if not named.concepts:
        return Understanding(
            description or name,
            said.concepts,
            said.mentioned,
            said.excluded,
            _joined(named.constraints, said.constraints),
            said.context,
            tuple(dict.fromkeys((*named.unknown, *said.unknown))),
        )
    tree = concept_tree()
    special = [
        concept
        for concept in (*named.mentioned, *said.concepts, *said.mentioned)
        if concept not in named.concepts
        and any(tree.is_kind_of(concept, head) for head in named.concepts)
    ]
    heads = [
        concept
        for concept in said.concepts
        if concept not in special
        and not any(tree.is_kind_of(head, concept) for head in named.concepts)
    ]
    excluded = (*named.excluded, *said.excluded)
    return Understanding(
        description or name,
        named.concepts,
        tuple(dict.fromkeys(special)),
        tuple(dict.fromkeys(excluded)),
        _joined(named.constraints, said.constraints),
        tuple(dict.fromkeys((*said.context, *heads))),
        tuple(dict.fromkeys((*named.unknown, *said.unknown))),
    )


def _read(text: str) -> Understanding:
    lowered = text[:_LONGEST_TEXT].lower().replace("_", " ")
    numbers = _longest(list(numeric_constraints(lowered)))
    covered = _blanked(lowered, [(start, stop) for start, stop, _ in numbers])
    matches = _in_best_language(covered)
    concepts: list[str] = []
    mentioned: list[str] = []
    excluded: list[str] = []
    context: list[str] = []
    constraints = [constraint for _, _, constraint in numbers]
    tree = concept_tree()
    for match in matches:
        before = covered[max(0, match.start - 40) : match.start].rsplit(",", 1)[-1]
        before = before.rsplit(".", 1)[-1]
        is_denied = bool(_NEGATION.search(before))
        if isinstance(match.meaning, Constraint):
            constraints.append(match.meaning.opposite if is_denied else match.meaning)
        elif is_denied:
            excluded.append(match.meaning)
        elif concepts and _BESIDE.search(before):
            context.append(match.meaning)
        elif any(tree.is_kind_of(match.meaning, head) for head in concepts):
            if match.meaning not in concepts:
                mentioned.append(match.meaning)
        else:
            concepts.append(match.meaning)
    # "pine forest": the more special one is what is meant.
    heads = [
        concept
        for concept in dict.fromkeys(concepts)
        if not any(
            other != concept and tree.is_kind_of(other, concept) for other in concepts
        )
    ]
    mentioned = [concept for concept in mentioned if concept not in heads]
    places = [(match.start, match.stop) for match in matches]
    return Understanding(
        text,
        tuple(heads),
        tuple(dict.fromkeys(mentioned)),
        tuple(concept for concept in dict.fromkeys(excluded) if concept not in heads),
        _joined(tuple(constraints)),
        tuple(dict.fromkeys(context)),
        _unknown(_blanked(covered, places)),
    )


def _in_best_language(text: str) -> list[Match]:
    """Return the matches of the language that explains most of a text."""
    if is_chinese(text):
        return phrase_matches(text, "zh")
    # English wins where both explain as much: "water" ends like a German word.
    order = ("de", "en") if has_german_marks(text) else ("en", "de")
    found = [phrase_matches(text, language) for language in order]
    return max(found, key=lambda matches: sum(len(match.words) for match in matches))


def _longest(
    found: list[tuple[int, int, Constraint]],
) -> list[tuple[int, int, Constraint]]:
    """Return constraints whose words do not lie inside those of others."""
    kept: list[tuple[int, int, Constraint]] = []
    for start, stop, constraint in sorted(
        found, key=lambda entry: (entry[0] - entry[1], entry[0])
    ):
        if all(stop <= other[0] or start >= other[1] for other in kept):
            kept.append((start, stop, constraint))
    return sorted(kept, key=lambda entry: entry[0])


def _blanked(text: str, places: list[tuple[int, int]]) -> str:
    for start, stop in places:
        text = text[:start] + " " * (stop - start) + text[stop:]
    return text


def _unknown(text: str) -> tuple[str, ...]:
    words = [word.text for word in words_of(text)]
    return tuple(
        dict.fromkeys(word for word in words if len(word) > 1 and word not in _IDLE)
    )


def _joined(*parts: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """Return constraints, one for each fact and range."""
    found: dict[tuple[str, float, float], Constraint] = {}
    for constraints in parts:
        for constraint in constraints:
            key = (constraint.fact.id, constraint.least, constraint.most)
            found.setdefault(key, constraint)
    return tuple(found.values())
