"""Class files."""

from pathlib import Path
from random import Random

from hsiviewer.io.class_files import read_classes, write_classes
from tests.attack import scenes
from tests.attack.family import Answer, Family, Files, Mutant, Originals, no_file
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_text, word

_FILE = "classes.toml"
_KEYS = ("id", "name", "color", "description", "colour", "class", "x.y", "")
_VALUES = (
    "1", "-1", "0", "65536", "1.0", "true", '"x"', "'#gggggg'", '"#12345"', "[]", "{}",
    "{a = 1}", "2020-01-01", "00:61:00", "nan", "inf", "1e400", "9" * 6000,
    "0x" + "f" * 6000,
    "[" * 3000 + "]" * 3000, "{a=" * 3000 + "1" + "}" * 3000, '"""a\nb"""', '"\\u0000"',
    '"\\ud800"', '"' + "x" * 200000 + '"', "'<img src=\"file:///etc/passwd\">'", "+1",
    "1_0",
)  # fmt: skip
_WHOLES = (
    b"class = 1\n", b"[class]\nid = 1\n", b"class = []\n", b"class = [1, 2]\n", b"",
    b"[[class]]\n", b"[[class]]\nid = 1\n[[class]]\nid = 1\n",
    b"[[class.class]]\nid = 1\n",
    b"\xff\xfe[\x00", b"\x00" * 100, b"class = " + b"[" * 100000, b"class." * 20000,
    b"a" + b".a" * 5000 + b" = 1\n", b"[[class]]\nid = " + b"9" * 5000 + b"\n",
    b"class = " + b"{x = " * 5000, b"#" * 1000000, b"[[class]]\nid = 1\nname = 1\n",
    b"[" * 5000 + b"]" * 5000, b"x = 0b" + b"1" * 30000 + b"\n",
    b"x = 1." + b"0" * 9000,
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write one class file."""
    (folder / "classes").mkdir(parents=True)
    write_classes(folder / "classes" / _FILE, scenes.scheme())


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, _lure: Lure) -> Mutant:
    """Change a value, the text, or everything."""
    data = originals[name][_FILE]
    pipes: tuple[str, ...] = ()
    links: dict[str, str] = {}
    part = chance.random()
    if part < 0.4:
        kind, data = _value(data, chance)
    elif part < 0.75:
        kind, data = mutate_text(data, chance)
    elif part < 0.98:
        kind, data = "whole", chance.choice(_WHOLES)
    else:
        kind, pipes, links = no_file((_FILE,), chance)
    return Mutant(kind, name, {_FILE: data}, _FILE, pipes, links)


def _value(data: bytes, chance: Random) -> tuple[str, bytes]:
    lines = data.decode().split("\n")
    places = [at for at, line in enumerate(lines) if "=" in line]
    at = chance.choice(places)
    key, _, _ = lines[at].partition("=")
    if chance.random() < 0.2:
        key = chance.choice(_KEYS)
    value = chance.choice((*_VALUES, word(chance)))
    lines[at] = f"{key.strip()} = {value}"
    return f"value of {key.strip() or 'nothing'}", "\n".join(lines).encode(
        errors="replace"
    )


def open_classes(folder: Path, mutant: Mutant) -> Answer:
    """Read a class file."""
    scheme = read_classes(folder / mutant.opened)
    return {"names": [f"{each.id} {each.name[:99]} {each.color}" for each in scheme]}


FAMILY = Family(
    "classes", "class TOML", 330, prepare, mutate, open_classes, intact,
)  # fmt: skip
