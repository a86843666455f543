"""What others made of the built program: their licences, and a bill of materials."""

import json
import platform
import shutil
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LICENCE_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
_QT_NOTE = (
    "Qt and PySide lie in this program as libraries of their own, unchanged, and can "
    "be replaced by other builds of the same version.\n"
)


def bundled_parts(program: Path, packages: Path, graph: Path) -> list[Distribution]:
    """Return the distributions whose files are in the built program.

    Parameters
    ----------
    program : Path
        Folder that PyInstaller has made.
    packages : Path
        ``site-packages`` that it was made from.
    graph : Path
        PyInstaller's table of the modules in it.
    """
    modules = {path.name.split(".")[0] for path in (program / "_internal").iterdir()}
    pure = graph.read_text(encoding="utf-8", errors="replace")
    found = []
    for distribution in distributions(path=[str(packages)]):
        names = {
            file.parts[0].removesuffix(".py")
            for file in distribution.files or ()
            if file.suffix in (".py", ".so", ".pyd") and ".." not in file.parts
        }
        is_used = any(name in modules or f'name="{name}"' in pure for name in names)
        if is_used and distribution.metadata["Name"].lower() not in (
            "pip",
            "pyinstaller",
        ):
            found.append(distribution)
    return sorted(found, key=lambda each: each.metadata["Name"].lower())


def collect_licences(program: Path, parts: list[Distribution]) -> None:
    """Put the licence texts of all parts, of Python and of the program into it."""
    target = program / "licenses"
    shutil.rmtree(target, ignore_errors=True)
    for part in parts:
        name = part.metadata["Name"]
        files = [
            file
            for file in part.files or ()
            if file.name.upper().startswith(LICENCE_NAMES) and file.suffix != ".py"
        ]
        folder = target / name
        folder.mkdir(parents=True)
        for number, file in enumerate(files):
            source = Path(str(part.locate_file(file)))
            if source.is_file():
                ending = "" if number == 0 else f"-{number}"
                shutil.copyfile(source, folder / f"{source.stem}{ending}.txt")
        if not files:
            for text in _known_texts(name, _licence_of(part)):
                shutil.copyfile(text, folder / text.name)
        note = _QT_NOTE if "LGPL" in _licence_of(part) else ""
        (folder / "ORIGIN.txt").write_text(
            f"{name} {part.version}\n{_licence_of(part)}\n"
            f"{part.metadata.get('Home-page') or _project_url(part)}\n{note}",
            encoding="utf-8",
        )
    shutil.copyfile(ROOT / "LICENSE", target / "LICENSE-hsiviewer.txt")
    places = (Path(sys.base_prefix), Path(sysconfig.get_path("stdlib")))
    own = [place / "LICENSE.txt" for place in places]
    python = next((path for path in own if path.is_file()), None)
    if python is None:
        raise SystemExit(f"Python's licence is missing; it was looked for in {own}.")
    shutil.copyfile(python, target / "LICENSE-python.txt")


def _known_texts(name: str, licence: str) -> list[Path]:
    """Return the texts of a licence whose distribution brings none."""
    folder = ROOT / "packaging" / "licenses"
    if "LGPL" in licence:
        return [folder / "LGPL-3.0.txt", folder / "GPL-3.0.txt"]
    if "Apache" in licence:
        return [folder / "Apache-2.0.txt"]
    raise SystemExit(f"{name} brings no text of its licence ({licence}); add it.")


def _licence_of(part: Distribution) -> str:
    told = part.metadata.get("License-Expression") or ""
    named = [
        classifier.rpartition(" :: ")[2]
        for classifier in part.metadata.get_all("Classifier") or ()
        if classifier.startswith("License ::")
    ]
    first = (part.metadata.get("License") or "").strip().split("\n")[0]
    return told or ", ".join(named) or first or "see the files beside this one"


def _project_url(part: Distribution) -> str:
    for address in part.metadata.get_all("Project-URL") or ():
        return address.rpartition(", ")[2]
    return ""


def write_bill(program: Path, parts: list[Distribution]) -> None:
    """Write what is in the program as a CycloneDX 1.5 document."""
    components = [
        {
            "type": "library",
            "name": part.metadata["Name"],
            "version": part.version,
            "purl": f"pkg:pypi/{part.metadata['Name'].lower()}@{part.version}",
            "licenses": [{"license": {"name": _licence_of(part)}}],
        }
        for part in parts
    ]
    python = platform.python_version()
    components.append({"type": "platform", "name": "CPython", "version": python})
    own = next(part for part in parts if part.metadata["Name"] == "hsiviewer")
    record = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "hsiviewer",
                "version": own.version,
            }
        },
        "components": components,
    }
    text = json.dumps(record, indent=1) + "\n"
    (program / "sbom.cdx.json").write_text(text, encoding="utf-8")
