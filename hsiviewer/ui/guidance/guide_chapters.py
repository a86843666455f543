"""The chapters of the guide: Markdown files, their sections, and search in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hsiviewer.core import paths

FIRST = "index"
# Chapters that are not named here follow by title, before the last ones.
ORDER = (
    FIRST,
    "first-map",
    "scenes",
    "viewing",
    "labelling",
    "live",
    "descriptions",
    "words",
    "methods",
    "accuracy",
    "trust",
    "analyses",
    "spectral-libraries",
    "laboratory-captures",
    "keys",
    "command-line",
    "python",
    "formats",
    "projects",
)
_LAST = ("measured", "installing", "limits", "contributors", "design")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TABLE_RULE = re.compile(r"^[\s|:-]+$", re.MULTILINE)
_MARKS = re.compile(r"[`*|]+|^\s*(#+|>|-)\s", re.MULTILINE)
_BEFORE, _AFTER = 40, 90  # characters of a sample around what was found


@dataclass(frozen=True)
class Section:
    """What stands under one heading.

    Parameters
    ----------
    title : str
        The heading without its marks.
    anchor : str
        As in links to it: ``chapter.md#anchor``.
    level : int
        1 for the title of the chapter.
    text : str
        What people read, without marks; not that of the sections below it.
    """

    title: str
    anchor: str
    level: int
    text: str


@dataclass(frozen=True)
class Chapter:
    """One Markdown file of the guide.

    Parameters
    ----------
    name : str
        Of the file, without its suffix.
    markdown : str
        Its text; comments are left out.
    """

    name: str
    markdown: str

    @property
    def title(self) -> str:
        """The first heading; the name of the file where there is none."""
        return next((part.title for part in self.sections if part.level), self.name)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in their order."""
        return tuple(_sections(self.markdown))


@dataclass(frozen=True)
class Hit:
    """A section that has all the words that were looked for."""

    chapter: Chapter
    section: Section
    sample: str


def guide_folder() -> Path:
    """Return the folder of the chapters."""
    return paths.resources() / "guide"


def read_chapters(folder: Path | None = None) -> tuple[Chapter, ...]:
    """Read all chapters that lie in a folder, in the order of the contents.

    Parameters
    ----------
    folder : Path, optional
        Of the program where none is given.
    """
    files = (folder or guide_folder()).glob("*.md")
    chapters = [
        Chapter(file.stem, _COMMENT.sub("", file.read_text(encoding="utf-8")))
        for file in files
    ]
    chapters.sort(key=_place)
    return tuple(
        _completed(chapter, chapters) if chapter.name == FIRST else chapter
        for chapter in chapters
    )


def search_chapters(chapters: Sequence[Chapter], words: str) -> list[Hit]:
    """Return the sections with all of some words; those with them in a title first.

    Parameters
    ----------
    words : str
        Beginnings of words, separated by blanks, in any case.
    """
    wanted = [re.compile(word_pattern(word), re.IGNORECASE) for word in words.split()]
    hits = [
        Hit(chapter, section, _sample(section.text, wanted))
        for chapter in chapters
        for section in chapter.sections
        if wanted and _has_all(f"{section.title} {section.text}", wanted)
    ]
    return sorted(hits, key=lambda hit: not _has_all(hit.section.title, wanted))


def word_pattern(word: str) -> str:
    """Return the regular expression of words that begin with some letters."""
    start = r"\b" if re.match(r"\w", word) else ""
    return start + re.escape(word)


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading, as on GitHub."""
    plain = re.sub(r"[^\w\s-]", "", plain_text(heading).strip().lower())
    return re.sub(r"\s", "-", plain)


def plain_text(markdown: str) -> str:
    """Return Markdown without its marks."""
    return _MARKS.sub("", _TABLE_RULE.sub("", _LINK.sub(r"\1", markdown)))


def split_address(address: str) -> tuple[str, str]:
    """Return name and anchor of a link such as ``viewing.md#spectra``."""
    name, _, anchor = address.partition("#")
    return name.removesuffix(".md"), anchor


def _sections(markdown: str) -> Iterator[Section]:
    title, level, lines = "", 0, list[str]()
    is_code = False
    for line in markdown.splitlines():
        if _FENCE.match(line):
            is_code = not is_code
            continue
        heading = None if is_code else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if level or "".join(lines).strip():
            yield _section(title, level, lines)
        title, level, lines = heading[2], len(heading[1]), []
    if level or "".join(lines).strip():
        yield _section(title, level, lines)


def _section(title: str, level: int, lines: list[str]) -> Section:
    text = " ".join(plain_text("\n".join(lines)).split())
    return Section(plain_text(title), anchor_of(title), level, text)


def _has_all(text: str, words: list[re.Pattern[str]]) -> bool:
    return all(word.search(text) for word in words)


def _sample(text: str, words: list[re.Pattern[str]]) -> str:
    """Return some of a text around the first of the words."""
    found = [place for word in words if (place := word.search(text))]
    first = min((place.start() for place in found), default=0)
    start, end = max(0, first - _BEFORE), first + _AFTER
    start = text.find(" ", start, first) + 1 if start else 0
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def _completed(index: Chapter, chapters: Sequence[Chapter]) -> Chapter:
    """Return the index with links to the chapters that it does not name."""
    others = [
        f"- [{chapter.title}]({chapter.name}.md)"
        for chapter in chapters
        if chapter is not index and f"({chapter.name}.md" not in index.markdown
    ]
    if not others:
        return index
    lines = (index.markdown.rstrip(), "", "## More", "", *others, "")
    return Chapter(index.name, "\n".join(lines))


def _place(chapter: Chapter) -> tuple[int, int, str]:
    if chapter.name in ORDER:
        return 0, ORDER.index(chapter.name), ""
    if chapter.name in _LAST:
        return 2, _LAST.index(chapter.name), ""
    return 1, 0, chapter.title.casefold()
