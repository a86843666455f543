"""Collect the window's texts, and compile their translations.

    .venv/bin/python packaging/translations.py          # update and compile
    .venv/bin/python packaging/translations.py --check  # say what is missing

The texts of ``resources/translations/hsiviewer_*.ts`` follow the code: new ones
are added without a translation, those that nobody uses any more are removed.
Translate in the files themselves, or with Qt Linguist (``pyside6-linguist``).
"""

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CODES = ("de", "zh")
CONTEXT = "hsiviewer"

# Calls whose arguments at these places are texts.
CALLS = {
    "tr": (0,),
    "tr_count": (1, 2),
    "ActionSpec": (1, 2, 3),
    "LabelTool": (1, 2),
    "PanelDock": (1, 2),
    "Composite": (1, 3),
    "DerivedView": (1, 2),
    "Absorption": (0,),
    "Analysis": (1, 3),
    "AnalysisParameter": (4,),
    "Fact": (1,),
    "_spectral_level": (1,),
    "_difference": (1,),
    "_narrow_depth": (1,),
    "_named_depth": (2,),
}
# And the keywords of others.
KEYWORDS = {"MethodSpec": ("title", "summary"), "ResultLayer": ("title", "tip")}
# Texts that are composed elsewhere: steps of the history and stages of jobs.
OTHERS = (
    "Add class", "Area", "Area erased", "Edit class", "Edit classes", "Erase", "Fill",
    "Freehand", "Freehand erased", "Import classes", "Import labels",
    "Label suggestion", "Move class", "Paint", "Polygon", "Polygon erased", "Rectangle",
    "Rectangle erased", "Relabel", "Remove class", "Renumber class", "Starting", "Wand",
    "copying", "fine-tuning", "predicting", "pre-training", "training", "writing",
    "Write descriptions", "Minimum - maximum", "2 standard deviations",
    "no pixel is left to suggest",
    "Right", "Wrong",
    "fit", "apply", "statistics", "clusters", "sample", "endmembers",
)  # fmt: skip


def collect() -> list[str]:
    """Return all texts of the code, in order."""
    found = set(OTHERS)
    for file in sorted((ROOT / "hsiviewer").rglob("*.py")):
        found.update(texts_of(ast.parse(file.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda text: (text.casefold(), text))


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Yield the texts that a module shows."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        arguments = [
            node.args[place] for place in CALLS.get(name, ()) if place < len(node.args)
        ]
        arguments += [
            keyword.value
            for keyword in node.keywords
            if keyword.arg in KEYWORDS.get(name, ())
        ]
        for argument in arguments:
            if isinstance(argument, ast.Constant) and argument.value:
                yield argument.value


def read(code: str) -> dict[str, str]:
    """Return the translations of a language; empty texts are not translated yet."""
    file = FOLDER / f"hsiviewer_{code}.ts"
    if not file.is_file():
        return {}
    messages = ET.parse(file).getroot().iter("message")
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in messages
    }


def write(code: str, texts: list[str], known: dict[str, str]) -> None:
    """Write the file of a language and compile it."""
    root = ET.Element("TS", version="2.1", language=code, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if known.get(text):
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root)
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = FOLDER / f"hsiviewer_{code}.ts"
    body = ET.tostring(root, encoding="unicode")
    header = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    source.write_text(f"{header}{body}\n", encoding="utf-8")
    subprocess.run(
        [_lrelease(), "-silent", str(source), "-qm", str(source.with_suffix(".qm"))],
        check=True,
    )


def missing(texts: list[str]) -> list[str]:
    """Return a line for each text that a language lacks."""
    lines = []
    for code in CODES:
        known = read(code)
        lines += [f"{code}: {text!r}" for text in texts if not known.get(text)]
        lines += [f"{code}: unused {text!r}" for text in known if text not in texts]
    return lines


def main() -> int:
    """Update or check; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    texts = collect()
    if not options.check:
        for code in CODES:
            write(code, texts, read(code))
    lines = missing(texts)
    sys.stdout.write("\n".join([*lines, f"{len(texts)} texts, {len(lines)} problems"]))
    sys.stdout.write("\n")
    return 1 if lines else 0


def _lrelease() -> str:
    return str(Path(sys.executable).with_name("pyside6-lrelease"))


if __name__ == "__main__":
    sys.exit(main())
