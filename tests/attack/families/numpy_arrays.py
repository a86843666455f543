"""NumPy files: headers that are Python, pickles, and huge shapes."""

import io
from pathlib import Path
from random import Random

import numpy as np

from tests.attack import payloads, scenes
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, word
from tests.attack.reading import judge_zeros, open_scene

_FILE = "scene.npy"
_SHAPES = (
    "(6, 36, 42)", "(36, 42)", "(9072,)", "()", "(0, 36, 42)", "(6, 36, 420)",
    "(60000, 60000, 60000)", "(-6, 36, 42)", "(6, -1, 42)", "(2**40,)", "(1, 1, 1, 6)",
    "(18446744073709551617, 1, 1)", "(6.0, 36, 42)", "(True, 36, 42)", "'x'", "None",
    "(9223372036854775807, 2, 2)", "(6, 36, 41)", "[6, 36, 42]", "((6,), 36, 42)",
)  # fmt: skip
_TYPES = (
    "'<u2'", "'<i4'", "'<f8'", "'|O'", "'O'", "'<U7'", "'|S5'", "'<M8[D]'", "'<c16'",
    "'|V4'", "'<f2'", "'|b1'", "'>u2'", "'no'", "3", "None", "[('a', '<u2')]",
    "[('a', '|O')]", "{'names': ['a'], 'formats': ['O']}", "('<u2', (99999999,))",
    "'<u2,<u2'", "'|V99999999999'", "[('a', '<u2'), ('a', '<u2')]", "'<i1'", "'<f16'",
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write cubes of three types and orders."""
    values = scenes.smooth_values()
    for name, array in (
        ("first", np.ascontiguousarray(values)),
        ("last", np.ascontiguousarray(values.transpose(1, 2, 0).astype(np.int16))),
        ("fortran", np.asfortranarray(values.astype(np.float32) + 0.3)),
    ):
        (folder / name).mkdir(parents=True)
        np.save(folder / name / _FILE, array)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return _FILE


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Put code or another header in front of the values, or damage bytes."""
    files = dict(originals[name])
    data = files[_FILE]
    part = chance.random()
    if part < 0.12:
        kind, data = _pickle(chance, lure)
    elif part < 0.27:
        kind, data = _expression(data, chance, lure)
    elif part < 0.65:
        kind, data = _header(data, chance)
    else:
        kind, data = mutate_bytes(data, chance)
    files[_FILE] = data
    return Mutant(kind, name, files, _FILE)


def with_header(text: str, body: bytes, version: tuple[int, int] = (1, 0)) -> bytes:
    """Return a file with any text as its header."""
    head = text.encode(errors="replace").ljust(118) + b"\n"
    size = len(head) % 65536 if version[0] == 1 else len(head)
    width = 2 if version[0] == 1 else 4
    return b"\x93NUMPY" + bytes(version) + size.to_bytes(width, "little") + head + body


def _pickle(chance: Random, lure: Lure) -> tuple[str, bytes]:
    load = payloads.pickled(lure)
    kind = chance.choice(("object array", "bare pickle", "zip"))
    if kind == "object array":
        text = "{'descr': '|O', 'fortran_order': False, 'shape': (6, 36, 42), }"
        return kind, with_header(text, load)
    if kind == "zip":
        file = io.BytesIO()
        np.savez(file, cube=scenes.values_of(np.uint16))
        return kind, b"\x93NUMPY\x01\x00" + file.getvalue()
    return kind, b"\x93NUMPY\x01\x00" + load


def _expression(data: bytes, chance: Random, lure: Lure) -> tuple[str, bytes]:
    call = f"__import__('builtins').open({str(lure.mark)!r}, 'w')"
    texts = {
        "call": call,
        "call in shape": f"{{'descr': '<u2', 'fortran_order': False, 'shape': {call}}}",
        "comprehension": f"{{'descr': [{call} for x in '1'][0], 'fortran_order': 0, "
        "'shape': (1,)}",
        "deep": "(" * 3000 + ")" * 3000,
        "minus": "-" * 9000 + "1",
        "digits": "{'descr': '<u2', 'fortran_order': False, "
        f"'shape': ({'9' * 6000},)}}",
        "power": "{'descr': '<u2', 'fortran_order': False, 'shape': (9**9**9,)}",
        "long": "{'descr': '<u2', 'fortran_order': False, 'shape': (6, 36, 42), }"
        + " " * 40000,
        "null": "{'descr': '<u2', \x00 'fortran_order': False, 'shape': (6,)}",
        "set": "{'descr', 'shape', 'fortran_order'}",
        "keys": "{'descr': '<u2', 'shape': (1,), 'x': 1, 'fortran_order': True}",
    }
    kind = chance.choice(tuple(texts))
    return kind, with_header(
        texts[kind], data[128:], chance.choice(((1, 0), (2, 0), (3, 0)))
    )


def _header(data: bytes, chance: Random) -> tuple[str, bytes]:
    shape, descr = chance.choice(_SHAPES), "'<u2'"
    order = chance.choice(("False", "True", "0", "'no'", "None"))
    if chance.random() < 0.5:
        shape, descr = "(6, 36, 42)", chance.choice(_TYPES)
    if chance.random() < 0.1:
        shape = word(chance)
    text = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}"
    version = chance.choice(((1, 0), (1, 0), (2, 0), (3, 0), (9, 0), (0, 0)))
    return "header", with_header(text, data[128:], version)


FAMILY = Family(
    "numpy", "NumPy (pickle, eval, huge shapes)", 400, prepare, mutate, open_scene,
    intact,
    judge_zeros,
)  # fmt: skip
