"""ENVI scenes: headers, field by field, and cut or shifted data."""

from pathlib import Path
from random import Random

import numpy as np

from hsiviewer.io.envi_writer import write_envi
from tests.attack import scenes
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import damaged, mutate_text, word
from tests.attack.reading import judge_zeros, open_scene
from tests.builders import UTM33

_FIELDS = (
    "samples", "lines", "bands", "header offset", "file type", "data type",
    "interleave",
    "byte order", "wavelength", "wavelength units", "fwhm", "bbl", "map info",
    "coordinate system string", "data ignore value", "reflectance scale factor",
    "default bands", "x start", "y start", "band names", "data gain values",
    "data offset values", "major frame offsets", "minor frame offsets",
    "file compression",
    "projection info", "geo points", "pixel size", "z plot range", "sensor type",
    "complex function", "rpc info",
)  # fmt: skip
_VALUES = (
    "1", "-1", "0", "2", "99", "100000", "2000000000", "1e9", "nan", "NaN", "inf",
    "bsq",
    "bil", "bip", "BIP ", "4", "5", "12", "13", "15", "6", "9", "{}", "{1}",
    "{1, 2, 3}",
    "{1.5, 2,5}", "{" + "1, " * 3000 + "1}", "{nan, nan, nan, nan, nan, nan}",
    "{UTM, 1, 1, 360000, 5810000, 30, 30, 33, North, WGS-84}", "{UTM, 1, 1}",
    "{Geographic Lat/Lon, 1, 1, 1e400, 0, 0, 0}",
    "{Arbitrary, 1, 1, 0, 0, 1, 1, rotation=x}",
    '{PROJCS["x",GEOGCS["y"]]}', "{EPSG:99999999}", "ENVI Spectral Library",
    "ENVI Classification", "ENVI Meta File", "HDF Scientific Data", "TIFF",
    "Micrometers",
    "Wavenumber", "GHz", "Index", "\u00b5m", "9" * 5000, "-9999", "1e39", "60000",
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write scenes of three layouts."""
    write_envi_scene(folder / "bsq", np.uint16, interleave="bsq")
    write_envi_scene(folder / "bil", np.int16, interleave="bil")
    write_envi_scene(folder / "bip", np.float32, interleave="bip")


def write_envi_scene(folder: Path, dtype, *, interleave: str) -> None:
    """Write one scene with much of what a header can hold."""
    folder.mkdir(parents=True)
    values = scenes.values_of(dtype)
    write_envi(
        folder / "scene.hdr",
        values,
        bands=scenes.axis(),
        georeference=UTM33,
        scale=10000,
    )
    header, data = folder / "scene.hdr", folder / "scene.img"
    text = header.read_text(encoding="utf-8")
    order = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}[interleave]
    written = next(line for line in text.splitlines() if line.startswith("interleave"))
    text = text.replace(written, f"interleave = {interleave}")
    data.write_bytes(np.ascontiguousarray(values.transpose(order)).tobytes())
    fwhm = ", ".join(["10.0"] * scenes.BANDS)
    text += (
        f"fwhm = {{{fwhm}}}\nbbl = {{1, 1, 0, 1, 1, 1}}\ndefault bands = {{3, 2, 1}}\n"
    )
    text += "band names = {a, b, c, d, e, f}\n"
    header.write_text(text, encoding="utf-8")


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "scene.hdr"


def mutate_header(
    originals: Originals, name: str, chance: Random, lure: Lure
) -> Mutant:
    """Change a field of the header, or its text."""
    files = dict(originals[name])
    text = files["scene.hdr"]
    kind, files["scene.hdr"] = changed_header(text, chance, lure)
    opened = chance.choice(("scene.hdr", "scene.hdr", "scene.img"))
    pipes: tuple[str, ...] = ()
    if chance.random() < 0.02:
        kind, pipes = "pipe", (chance.choice(("scene.hdr", "scene.img")),)
    return Mutant(kind, name, files, opened, pipes)


def changed_header(text: bytes, chance: Random, lure: Lure) -> tuple[str, bytes]:
    """Return what was done, and the header."""
    if chance.random() < 0.38:
        kind, text = mutate_text(text, chance)
        return f"text: {kind}", text
    key = chance.choice(_FIELDS)
    value = chance.choice((*_VALUES, str(lure.raw), f"{{{lure.text}}}", word(chance)))
    lines = text.decode().split("\n")
    kept = [line for line in lines if line.split("=")[0].strip() != key]
    how = chance.choice(("set", "set", "set", "drop", "double", "nest"))
    if how == "set":
        kept.append(f"{key} = {value}")
    elif how == "double":
        kept = [*lines, f"{key} = {value}"]
    elif how == "nest":
        kept.append(f"{key} = " + "{" * chance.choice((1, 2, 9000)) + value)
    return f"{key}: {how}", "\n".join(kept).encode(errors="replace")


def mutate_data(originals: Originals, name: str, chance: Random, _lure: Lure) -> Mutant:
    """Cut, lengthen, shift or flip the data."""
    files = dict(originals[name])
    kinds = ("cut", "insert", "delete", "flip", "repeat")
    kind, files["scene.img"] = damaged(files["scene.img"], chance, kinds)
    return Mutant(kind, name, files, chance.choice(("scene.hdr", "scene.img")))


HEADERS = Family(
    "envi-header", "ENVI header (field-aware 62 %)", 900, prepare, mutate_header,
    open_scene, intact, judge_zeros,
)  # fmt: skip
DATA = Family(
    "envi-raw", "ENVI raw (cut, insert, delete, flip, repeat)", 330, prepare,
    mutate_data, open_scene, intact, judge_zeros,
)  # fmt: skip
