"""Odd names of files in several locales."""

import os
import shutil
from pathlib import Path

import numpy as np

from tests.attack import scenes
from tests.attack.family import Answer, Family, Files, Mutant, Ordered, Originals
from tests.attack.lure import Lure
from tests.attack.others.commands import run_command

_NAMES = (
    "plain.npy", "with space.npy", "\U0001f33f.npy", "häß.npy", "漢字.npy", "#%25.npy",
    "a?b*[c].npy", "line\nbreak.npy", "'quoted\".npy", "-x.npy", "--json.npy",
    "x" * 240 + ".npy",
    "a:b.npy", "..npy", "\u202egnp.npy", "$(touch x).npy", "%s%n.npy", "~.npy",
    b"\xff\xfe.npy", b"caf\xe9.npy",
)  # fmt: skip
_LOCALES = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "POSIX"},
    {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii:strict"},
)  # fmt: skip
_FILE = "scene.npy"


def prepare(folder: Path) -> None:
    """Write one scene."""
    (folder / "scene").mkdir(parents=True)
    np.save(folder / "scene" / _FILE, scenes.smooth_values())


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "0 0"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Choose a name and a locale."""
    file = chance.number % len(_NAMES)
    place = chance.number // len(_NAMES) % len(_LOCALES)
    kind = f"{_NAMES[file]!r:.20} in {_LOCALES[place]['LC_ALL']}"
    return Mutant(kind, name, originals[name], f"{file} {place}")


def open_named(folder: Path, mutant: Mutant) -> Answer:
    """Give the scene its name, and ask what it is."""
    file, place = map(int, mutant.opened.split())
    name = os.fsencode(_NAMES[file])
    shutil.copyfile(folder / _FILE, folder / os.fsdecode(name))
    argument = b"./" + name if name.startswith(b"-") else name
    return run_command([b"info", argument], folder, variables=_LOCALES[place])


FAMILY = Family(
    "names", "odd names x locales", len(_NAMES) * len(_LOCALES), prepare, mutate,
    open_named, intact, is_mutation=False, seconds=90,
)  # fmt: skip
