"""Find the phrases of concepts and attributes in a text; the longest one wins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from hsiviewer.language.attributes import Constraint, attribute_words
from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.words import Word, is_chinese, stem, stems, words_of

_LONGEST = 6  # words of a phrase
_LEAST_ENDING = 4  # letters of a German word that another one may end with
Meaning = str | Constraint


@dataclass(frozen=True)
class Match:
    """A phrase that was found in a text.

    Parameters
    ----------
    start, stop : int
        Place in the text.
    words : str
        As written.
    meaning : str or Constraint
        Id of a concept, or what an attribute says.
    """

    start: int
    stop: int
    words: str
    meaning: Meaning


def phrase_matches(text: str, language: str) -> list[Match]:
    """Return the phrases of a text in one language, from left to right.

    Parameters
    ----------
    text : str
        In lower case.
    language : str
        ``"en"``, ``"de"`` or ``"zh"``.
    """
    if language == "zh":
        return list(_chinese(text)) if is_chinese(text) else []
    return list(_spelled(text, language))


def _spelled(text: str, language: str) -> Iterator[Match]:
    table = _table(language)
    words = words_of(text)
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            part = words[place : place + length]
            meaning = table.get(tuple(stem(word.text, language) for word in part))
            if meaning is not None:
                yield _match(text, part, meaning)
                place += length
                break
        else:
            ending = _ending(words[place], language)
            if ending is not None:
                yield _match(text, [words[place]], ending)
            place += 1


def _match(text: str, part: list[Word], meaning: Meaning) -> Match:
    start, stop = part[0].start, part[-1].stop
    return Match(start, stop, text[start:stop], meaning)


def _ending(word: Word, language: str) -> Meaning | None:
    """Return what the end of a German compound means, such as Kiefernwald: forest.

    Where its beginning names a special case of that, the special case is meant.
    """
    if language != "de":
        return None
    reduced = stem(word.text, language)
    parts = {
        phrase[0]: meaning
        for phrase, meaning in _table(language).items()
        if len(phrase) == 1
        and len(phrase[0]) >= _LEAST_ENDING
        and isinstance(meaning, str)
    }
    endings = [part for part in parts if reduced.endswith(part)]
    if not endings:
        return None
    meaning = parts[max(endings, key=len)]
    tree = concept_tree()
    special = [
        part
        for part in parts
        if reduced.startswith(part) and tree.is_kind_of(parts[part], meaning)
    ]
    return parts[max(special, key=len)] if special else meaning


def _chinese(text: str) -> Iterator[Match]:
    table = _chinese_table()
    longest = max(len(phrase) for phrase in table)
    place = 0
    while place < len(text):
        for length in range(min(longest, len(text) - place), 0, -1):
            part = text[place : place + length]
            if part in table:
                yield Match(place, place + length, part, table[part])
                place += length
                break
        else:
            place += 1


@cache
def _table(language: str) -> Mapping[tuple[str, ...], Meaning]:
    table: dict[tuple[str, ...], Meaning] = {}
    for concept in concept_tree().concepts.values():
        for phrase in concept.phrases[language]:
            table.setdefault(stems(phrase, language), concept.id)
    for word in attribute_words():
        if word.language == language:
            table.setdefault(stems(word.phrase, language), word.constraint)
    return table


@cache
def _chinese_table() -> Mapping[str, Meaning]:
    table: dict[str, Meaning] = {}
    for concept in concept_tree().concepts.values():
        for phrase in concept.phrases["zh"]:
            table.setdefault(phrase, concept.id)
    for word in attribute_words():
        if word.language == "zh":
            table.setdefault(word.phrase, word.constraint)
    return table
