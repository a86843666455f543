"""MATLAB files of version 5, element by element."""

import io
import struct
import zlib
from pathlib import Path
from random import Random

import numpy as np
import scipy.io

from tests.attack import scenes
from tests.attack.families.label_rasters import open_labels
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, number_bytes
from tests.attack.reading import judge_zeros, open_scene

_HEADER = 128
_FILE = "scene.mat"


def prepare_cubes(folder: Path) -> None:
    """Write cubes with wavelengths, plain and packed, and as fields of a struct."""
    cube = scenes.smooth_values(np.int16).transpose(1, 2, 0)
    variables = {"cube": cube, "wavelengths": scenes.CENTRES[:, None]}
    _write(folder / "plain", variables, is_packed=False)
    _write(folder / "packed", variables, is_packed=True)
    whole = {"Data": cube, "info": {"wavelength": scenes.CENTRES[None], "text": "x"}}
    _write(folder / "struct", {"hsi": whole}, is_packed=False)
    _write(folder / "packed struct", {"hsi": whole}, is_packed=True)
    floats = scenes.smooth_values(np.float64).transpose(1, 2, 0)
    _write(folder / "floats", {"data": floats, "map": scenes.labels().values},
           is_packed=False)  # fmt: skip


def prepare_labels(folder: Path) -> None:
    """Write a packed and a plain label matrix."""
    variables = {"labels": scenes.labels().values}
    _write(folder / "plain", variables, is_packed=False)
    _write(folder / "packed", variables, is_packed=True)


def _write(folder: Path, variables: dict[str, np.ndarray], *, is_packed: bool) -> None:
    folder.mkdir(parents=True)
    scipy.io.savemat(folder / _FILE, variables, do_compression=is_packed)


def intact(name: str, _files: Files) -> str:
    """Return what is opened."""
    return f"{_FILE}:data" if name == "floats" else _FILE


def mutate(originals: Originals, name: str, chance: Random, _lure: Lure) -> Mutant:
    """Damage tags or bytes, inside of the compressed parts as well."""
    files = dict(originals[name])
    data = files[_FILE]
    part = chance.random()
    if part < 0.05:
        kind, data = _bomb(chance)
    elif part < 0.6:
        kind, data = _inside(data, chance, mutate_tag)
    else:
        kind, data = mutate_bytes(data, chance)
    files[_FILE] = data
    return Mutant(kind, name, files, intact(name, files))


def mutate_tag(plain: bytes, chance: Random) -> tuple[str, bytes]:
    """Change a number within the head of a variable: its tags, flags and sizes."""
    places = _tags(plain)
    at = chance.choice(places)
    kind = chance.choice(("byte", "word", "type", "size"))
    if kind == "byte":
        at += chance.randrange(8)
        new = bytes([chance.randrange(256)])
    elif kind == "word":
        at += 4 * chance.randrange(2)
        new = number_bytes(chance, 4)
    elif kind == "type":
        new = struct.pack("<H", chance.choice((*range(24), 255, 65535)))
    else:
        at += 4
        (old,) = struct.unpack_from("<I", plain.ljust(at + 4, b"\0"), at)
        new = struct.pack("<I", chance.choice((old + 1, old * 2, old // 2, 0)) % 2**32)
    return f"tag {kind}", plain[:at] + new + plain[at + len(new) :]


def _tags(plain: bytes) -> list[int]:
    """Return where the elements of the first variables begin."""
    places, at = [], 0
    while at + 8 <= len(plain):
        kind, size = struct.unpack_from("<II", plain, at)
        places.append(at)
        if kind == 14 or kind >> 16:  # a matrix: its elements follow
            at += 8
        else:
            at += 8 + -(-size // 8) * 8
    return places


def _inside(data: bytes, chance: Random, change) -> tuple[str, bytes]:
    """Change what is in an element of the file, unpacked if it is compressed."""
    head, rest = data[:_HEADER], data[_HEADER:]
    if struct.unpack_from("<I", rest)[0] != 15:
        kind, rest = change(rest, chance)
        return kind, head + rest
    elements, at = [], 0
    while at + 8 <= len(rest):
        size = struct.unpack_from("<I", rest, at + 4)[0]
        elements.append(rest[at + 8 : at + 8 + size])
        at += 8 + size
    number = chance.randrange(len(elements))
    kind, plain = change(zlib.decompress(elements[number]), chance)
    elements[number] = zlib.compress(plain)
    packed = b"".join(struct.pack("<II", 15, len(each)) + each for each in elements)
    return f"packed {kind}", head + packed


def _bomb(chance: Random) -> tuple[str, bytes]:
    """Return a file that claims to be, or is, much larger than it looks."""
    kind = chance.choice(("claims", "sevens", "struct", "nested"))
    file = io.BytesIO()
    if kind == "sevens":
        large = np.full((400, 400, 100), 7.0)
        scipy.io.savemat(file, {"cube": large}, do_compression=True)
        return "bomb sevens", file.getvalue()
    if kind == "struct":
        scipy.io.savemat(file, {"cube": {"a": {"b": np.ones((3, 4, 5))}}})
        return "struct", file.getvalue()
    if kind == "nested":
        cell = np.ones((3, 4, 5))
        for _ in range(150):
            wrapped = np.empty((1, 1), object)
            wrapped[0, 0], cell = cell, wrapped
        scipy.io.savemat(file, {"cube": cell})
        return "nested cells", file.getvalue()
    scipy.io.savemat(file, {"cube": np.ones((7, 8, 9))})
    data = file.getvalue()
    shape = struct.pack("<iii", 7, 8, 9)
    huge = struct.pack(
        "<iii", *(chance.choice((60000, 2**31 - 1, -1, 7)) for _ in "abc")
    )
    return "bomb claims", data.replace(shape, huge)


CUBES = Family(
    "matlab", "MATLAB v5 cube (tag-aware 60 %)", 550, prepare_cubes, mutate, open_scene,
    intact, judge_zeros,
)  # fmt: skip
LABELS = Family(
    "matlab-labels", "MATLAB v5 labels", 100, prepare_labels, mutate, open_labels,
    intact,
)  # fmt: skip
