"""Tables of objects."""

from pathlib import Path
from random import Random

from hsiviewer.io.object_tables import read_object_table
from tests.attack.family import Answer, Family, Files, Mutant, Originals, no_file
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_text

_FILE = "objects.csv"
_TABLE = (
    "file,label,set\nkiwi_1.hdr,ripe,train\nkiwi_2.hdr,unripe,train\n"
    'kiwi_3.hdr,ripe,test\n"kiwi, 4.hdr",,\n'
)
_WHOLES = (
    b"", b"\n", b"file,label\n", b"file;label;set\na;b;train\n", b"\x00" * 500,
    b"file,label\n" + b"a" * 200000 + b",b\n", b'file,label\n"' + b"x" * 300000,
    b"file,label\n" + b"a,b,c,d,e\n", b"file,label\na\n", b"file,file,label\na,b,c\n",
    b"file,label\n" + b"\n".join(b"%d,x" % number for number in range(5000)),
    b"file\xff,label\n", b"label,file,set\n../../x,y,train\n", b"file,label\r\ra,b\r",
    b",,,,\n,,,,\n", b"file,label,set\n/etc/passwd,=cmd|' /C calc'!A0,train\n",
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write one table."""
    (folder / "table").mkdir(parents=True)
    (folder / "table" / _FILE).write_text(_TABLE, encoding="utf-8")


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, _lure: Lure) -> Mutant:
    """Change the text, or everything."""
    pipes: tuple[str, ...] = ()
    links: dict[str, str] = {}
    data = originals[name][_FILE]
    part = chance.random()
    if part < 0.65:
        kind, data = mutate_text(data, chance)
    elif part < 0.95:
        kind, data = "whole", chance.choice(_WHOLES)
    else:
        kind, pipes, links = no_file((_FILE,), chance)
    return Mutant(kind, name, {_FILE: data}, _FILE, pipes, links)


def open_table(folder: Path, mutant: Mutant) -> Answer:
    """Read a table."""
    rows = read_object_table(folder / mutant.opened)
    return {
        "rows": [[each.file[:99], each.label[:99], each.is_test] for each in rows[:99]]
    }


FAMILY = Family(
    "tables", "object table", 80, prepare, mutate, open_table, intact,
)  # fmt: skip
