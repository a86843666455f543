"""What to ask a language model for, and how to read what it answers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.cube import HsiCube

_FORMAT = (
    "Answer in plain text. For each class write one line with '## ' and its name "
    "exactly as given, and below it the text, in {paragraphs}. Write nothing else."
)
_NUMBERING = r"\s*(?:#+\s*)?(?:[-*]\s+|\d+[.)]\s*)?"


@dataclass(frozen=True)
class Instruction:
    """A way to ask.

    Parameters
    ----------
    title, source : str
        What people read, and the paper whose way it is.
    text : str
        With places for ``classes``, ``range`` and ``format``.
    paragraphs : str
        How many a class gets, in words.
    """

    title: str
    source: str
    text: str
    paragraphs: str


# Ours in wording; what they ask for is what the papers asked for.
INSTRUCTIONS: Mapping[str, Instruction] = MappingProxyType(
    {
        "s3fn": Instruction(
            "Paragraphs that contrast the classes",
            "S3FN, arXiv 2510.07556",
            "You are an expert in hyperspectral analysis and write factual, precise, "
            "comparative text.\n\n"
            "Classes to be told apart in an image{range}:\n{classes}\n\n"
            "For each class write a detailed factual paragraph of at most 400 tokens: "
            "what it is and what sets it apart from each of the other classes; how it "
            "looks; how its reflectance varies in the visible, near infrared and "
            "short-wave infrared, with absorption features and reflectance peaks; and "
            "the physical properties that matter for its spectrum. Name the class "
            "itself in the paragraph.\n\n{format}",
            "one paragraph",
        ),
        "diffclip": Instruction(
            "One sentence on attributes and neighbours",
            "DiffCLIP, arXiv 2412.07119",
            "You describe land cover for an image-text model.\n\n"
            "Classes of an image{range}:\n{classes}\n\n"
            "For each class write one English sentence of at most 60 words that names "
            "the class, says what it inherently is (material, colour, spectral shape, "
            "texture, height) and how it relates to the other classes that may lie "
            "beside it or look alike.\n\n{format}",
            "one sentence",
        ),
        "several": Instruction(
            "Ten paragraphs for each class",
            "S3FN, arXiv 2510.07556: ten texts a class are averaged",
            "You are an expert in hyperspectral analysis and write factual, precise, "
            "comparative text.\n\n"
            "Classes to be told apart in an image{range}:\n{classes}\n\n"
            "For each class write ten different paragraphs of at most 120 words: its "
            "appearance, its reflectance and absorption features by wavelength, and "
            "what sets it apart from each of the other classes. Name the class itself "
            "in each paragraph.\n\n{format}",
            "ten paragraphs, each on a line of its own",
        ),
    }
)


def filled_instruction(
    key: str, classes: Iterable[LandCoverClass], cube: HsiCube | None = None
) -> str:
    """Return an instruction with the classes filled in.

    Parameters
    ----------
    key : str
        Of `INSTRUCTIONS`.
    cube : HsiCube, optional
        Its wavelengths are told.
    """
    chosen = INSTRUCTIONS[key]
    lines = []
    for cover in classes:
        known = f" ({cover.description})" if cover.description else ""
        lines.append(f"- {cover.name}{known}")
    return chosen.text.format(
        classes="\n".join(lines),
        range=_wavelengths(cube),
        format=_FORMAT.format(paragraphs=chosen.paragraphs),
    )


def read_answer(text: str, classes: Iterable[LandCoverClass]) -> dict[int, str]:
    """Return the descriptions that an answer gives, by class id.

    A class begins at a line that holds its name and nothing else, with or without
    marks of a heading, a list or bold text, or its name and a colon before the
    text; paragraphs stay lines of their own. A heading that comes again goes on
    where the class was left, and classes of one name get the same text.
    """
    by_name: dict[str, list[int]] = {}
    for cover in classes:
        by_name.setdefault(cover.name, []).append(cover.id)
    longest_first = sorted(by_name, key=len, reverse=True)
    found: dict[int, list[str]] = {}
    current: list[int] = []
    for line in text.splitlines():
        plain = line.replace("**", "").replace("__", "").strip()
        name, rest = _heading(plain, longest_first)
        if name is not None:
            current = by_name[name]
            plain = rest
        if plain:
            for class_id in current:
                found.setdefault(class_id, []).append(" ".join(plain.split()))
    return {class_id: "\n".join(parts) for class_id, parts in found.items() if parts}


def _heading(line: str, names: list[str]) -> tuple[str | None, str]:
    """Return the class that a line begins, and what the line says of it."""
    for name in names:
        match = re.match(
            rf"{_NUMBERING}[\"'“]?{re.escape(name)}[\"'”]?\s*(:|$)", line, re.IGNORECASE
        )
        if match:
            return name, line[match.end() :].strip()
    return None, line


def _wavelengths(cube: HsiCube | None) -> str:
    if cube is None or cube.bands.wavelength_nm is None:
        return ""
    known = cube.bands.wavelength_nm
    return (
        f" with {cube.bands.count} spectral bands from {known.min():.0f} to "
        f"{known.max():.0f} nm"
    )
