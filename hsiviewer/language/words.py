"""Words of a text in three languages: split, and reduced to what inflection leaves."""

import re
from dataclasses import dataclass

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_WORD = re.compile(r"[a-zäöüß]+")
_CHINESE = re.compile(r"[一-鿿]")
_GERMAN_ENDINGS = ("ern", "en", "er", "es", "em", "e", "n", "s")
_GERMAN_MARKS = {
    "und", "der", "die", "das", "mit", "ohne", "kein", "keine", "auf", "oder", "ein",
    "eine", "bei", "von", "im", "den", "nahe", "aus", "sehr", "nicht",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word of a text and where it stands.

    Parameters
    ----------
    text : str
        As written, in lower case.
    start, stop : int
        Place in the text.
    """

    text: str
    start: int
    stop: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text in lower case; digits and signs separate them."""
    return [
        Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)
    ]


def is_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return bool(_CHINESE.search(text))


def has_german_marks(text: str) -> bool:
    """Tell whether a text has letters or little words that only German has."""
    lowered = text.lower()
    if re.search("[äöüß]", lowered):
        return True
    return any(word.text in _GERMAN_MARKS for word in words_of(lowered))


def stem(word: str, language: str) -> str:
    """Return a word without the endings of its forms.

    Plurals and cases only: it need not be a word, but is the same for all forms.
    """
    if language == "de":
        folded = word.translate(_FOLDED)
        for ending in _GERMAN_ENDINGS:
            if folded.endswith(ending) and len(folded) - len(ending) >= 3:
                return folded.removesuffix(ending)
        return folded
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word == "leaves":
        return "leaf"
    for ending in ("sses", "shes", "ches", "xes"):
        if word.endswith(ending):
            return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(phrase: str, language: str) -> tuple[str, ...]:
    """Return the stems of a phrase's words."""
    return tuple(stem(word.text, language) for word in words_of(phrase.lower()))
