"""The guide and the README say what is true: links, commands, code, keys, pictures."""

import argparse
import importlib
import json
import re
import runpy
import shlex
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pytest

from hsiviewer.cli.program import make_parser
from hsiviewer.ui.base import theme
from hsiviewer.ui.commands.action_table import ACTIONS
from hsiviewer.ui.guidance.guide_chapters import (
    Chapter,
    anchor_of,
    guide_folder,
    read_chapters,
    search_chapters,
    split_address,
)
from hsiviewer.ui.shell.panel_docks import PANEL_DOCKS
from tests.in_process import run_jobs_here

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURES = ROOT / "resources" / "screenshots"
CHAPTERS = sorted(guide_folder().glob("*.md"))
PAGES = [README, *CHAPTERS]
# Menus inside menus; they are made of other things than actions.
SUBMENUS = {"Open recent", "Bookmarks", "Language", "Panels", "Colours of single bands"}
MENUS = {spec.menu for spec in ACTIONS}
MOST_LINES = 170

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NOT_RUN = re.compile(r"<!-- not run: .+ -->\s*$")
_OUTLINE = re.compile(r"[\[\]|]|\.\.\.|^hsiviewer\.")
_OPTION = re.compile(r"`[^`\n]*?(--[a-z][a-z-]+)[^`\n]*`")
# *Menu > Command* with its key behind it, if any, in brackets.
_ACTION = re.compile(r"\*([A-Z][a-z]+) > ([^*>]+)\*(?:\s*\(([^)]*)\))?")
_KEYS = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:F\d{1,2}|[A-Z]|,)")


@dataclass(frozen=True)
class Block:
    """Code in a page: its language, its text, and whether it is to be run."""

    page: str
    line: int
    language: str
    text: str
    is_run: bool = True

    def __str__(self):
        return f"{self.page}:{self.line}"


def prose_and_blocks(page: Path) -> tuple[str, list[Block]]:
    """Return the text of a page without its code, and its code."""
    prose, blocks = [], []
    lines = page.read_text(encoding="utf-8").splitlines()
    fence: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("```"):
            if fence is None:
                fence, language, first = [], line.strip().strip("`"), number
                is_run = not _NOT_RUN.match(lines[number - 2])
            else:
                text = "\n".join(fence)
                blocks.append(Block(page.name, first, language, text, is_run))
                fence = None
        elif fence is not None:
            fence.append(line)
        elif line.startswith("    ") and not line.lstrip().startswith(("-", "*")):
            blocks.append(Block(page.name, number, "", line[4:]))
        else:
            prose.append(line)
    return "\n".join(prose), blocks


def commands(block: Block) -> Iterator[list[str]]:
    """Yield the arguments of each `hsiviewer` of a block; not of mere outlines."""
    if block.language not in ("", "sh", "console"):
        return
    for line in block.text.replace("\\\n", " ").splitlines():
        if line.startswith("hsiviewer") and not _OUTLINE.search(line):
            words = shlex.split(line, comments=True)
            if words[0] == "hsiviewer":
                yield words[1:]


PROSE = {page: prose_and_blocks(page)[0] for page in PAGES}
BLOCKS = [block for page in PAGES for block in prose_and_blocks(page)[1]]
SCRIPTS = [block for block in BLOCKS if block.language == "python" and block.is_run]


@cache
def parser() -> argparse.ArgumentParser:
    return make_parser()


def subparsers() -> dict[str, argparse.ArgumentParser]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has no commands")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    own = page.read_text(encoding="utf-8")
    for link in _LINK.findall(PROSE[page]):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            text = target.read_text(encoding="utf-8") if name else own
            anchors = {part.anchor for part in Chapter(target.stem, text).sections}
            assert anchor in anchors, link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_understood(page):
    for block in prose_and_blocks(page)[1]:
        for arguments in commands(block):
            if arguments and arguments[0] in subparsers():
                # --window is answered before the command line is read.
                parser().parse_args([word for word in arguments if word != "--window"])
            else:  # the window
                options = {word for word in arguments if word.startswith("-")}
                assert options <= {"--safe-mode", "--version", "--help"}


def test_options_exist():
    known = {"--safe-mode", "--version", "--help"}
    for command in subparsers().values():
        known.update(*(action.option_strings for action in command._actions))
    known |= {"--window"}  # of self-test, for builds
    own = {  # of other programs of the project
        "--all", "--data", "--out", "--small", "--reference", "--cuda", "--seed",
        "--seconds", "--json",
    }  # fmt: skip
    for page, text in PROSE.items():
        for option in _OPTION.findall(text):
            assert option in known | own, f"{page.name}: {option}"


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_python_runs(script, tmp_path, monkeypatch):
    run_jobs_here(monkeypatch)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "example.py"
    file.write_text(script.text, encoding="utf-8")
    runpy.run_path(str(file))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_the_window_exist_with_their_keys(page):
    keys = {
        (spec.menu, spec.text.removesuffix("...")): spec.shortcut for spec in ACTIONS
    }
    text = " ".join(PROSE[page].split())
    for menu, name, behind in _ACTION.findall(text):
        if name in SUBMENUS or menu not in MENUS:  # *Panel > Part* is no command
            continue
        assert (menu, name) in keys, f"{menu} > {name}"
        if _KEYS.fullmatch(behind):
            assert keys[menu, name] == behind, f"{menu} > {name}"


@pytest.mark.parametrize("dock", PANEL_DOCKS, ids=lambda dock: dock.name)
def test_each_panel_has_its_chapter(dock):
    name, anchor = split_address(dock.chapter)
    chapter = next(known for known in read_chapters() if known.name == name)
    assert not anchor or anchor in {part.anchor for part in chapter.sections}


def test_pictures_show_texts_that_the_program_still_has(monkeypatch):
    shown = json.loads((PICTURES / "shown_texts.json").read_text(encoding="utf-8"))
    assert set(shown) == {file.stem for file in PICTURES.glob("*.png")}
    assert all(shown.values()), "every picture shows some text"
    monkeypatch.syspath_prepend(ROOT / "packaging")
    texts = set(importlib.import_module("translations").collect())
    old = {
        picture: gone
        for picture, seen in shown.items()
        if (gone := sorted(set(seen) - texts))
    }
    assert old == {}, "take these again: packaging/pictures.py"


def test_the_design_has_the_colours_of_the_themes():
    text = (guide_folder() / "design.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| `(\w+)` \| `(#\w+)` \| `(#\w+)` \|", text)
    light, dark = asdict(theme._LIGHT), asdict(theme._DARK)
    assert rows == [(name, light[name], dark[name]) for name in light]
    assert f"| `MARGIN` | {theme.MARGIN} px |" in text
    assert f"| `SPACING` | {theme.SPACING} px |" in text


def test_every_picture_is_used():
    used = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    unused = [file.name for file in PICTURES.glob("*.png") if file.name not in used]
    assert unused == []


def test_readme_is_short_and_leads_to_the_guide():
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) < MOST_LINES
    assert "resources/guide/index.md" in text


def write(folder, name, text):
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_any_chapter_appears_in_order_and_in_the_index(tmp_path):
    write(tmp_path, "index", "# Contents\n\n- [Words](words.md)\n")
    write(tmp_path, "words", "# Words\n")
    write(tmp_path, "contributors", "# For contributors\n")
    write(tmp_path, "zebra", "# Zebra crossings\n")
    write(tmp_path, "apple", "no heading")
    chapters = read_chapters(tmp_path)
    assert [chapter.name for chapter in chapters] == [
        "index", "words", "apple", "zebra", "contributors",
    ]  # fmt: skip
    assert [chapter.title for chapter in chapters][2:4] == ["apple", "Zebra crossings"]
    assert "- [Zebra crossings](zebra.md)" in chapters[0].markdown
    assert chapters[0].markdown.count("(words.md)") == 1


def test_sections_leave_code_and_comments_alone(tmp_path):
    write(
        tmp_path,
        "a",
        "<!-- not seen -->\n# `Title` of *it*\n\nfirst [link](b.md#c)\n\n"
        "```sh\n# no heading\n```\n\n## Second part\n\n| a | b |\n|---|---|\n",
    )
    (chapter,) = read_chapters(tmp_path)
    first, second = chapter.sections
    assert (first.title, first.level) == ("Title of it", 1)
    assert first.text == "first link no heading"
    assert (second.anchor, second.text) == ("second-part", "a b")


def test_search_needs_all_words_and_puts_titles_first(tmp_path):
    write(tmp_path, "a", "# One\n\nThe brush paints pixels.\n\n## Other\n\nBrush.\n")
    write(tmp_path, "b", "# Brush and PIXELS\n\nNothing.\n")
    chapters = read_chapters(tmp_path)
    hits = search_chapters(chapters, "pixels  brush")
    assert [hit.section.title for hit in hits] == ["Brush and PIXELS", "One"]
    assert search_chapters(chapters, "brush zebra") == []
    assert search_chapters(chapters, "ixels") == []  # the beginning of no word
    assert [hit.section.title for hit in search_chapters(chapters, "pai")] == ["One"]
    assert search_chapters(chapters, "  ") == []


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Which class is which?", "which-class-is-which"),
        ("`info`", "info"),
        ("What of ContrastDM is published", "what-of-contrastdm-is-published"),
    ],
)
def test_anchors_are_those_of_github(heading, anchor):
    assert anchor_of(heading) == anchor
