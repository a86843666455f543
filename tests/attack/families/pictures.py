"""PNG, JPEG 2000 and ERDAS LAN scenes."""

import struct
import zlib
from pathlib import Path
from random import Random

import numpy as np
import rasterio
import rasterio.shutil

from tests.attack import payloads, scenes
from tests.attack.families.geotiff import write_tiff
from tests.attack.family import Answer, Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, number_bytes
from tests.attack.reading import judge_zeros, open_scene

_DRIVERS = {"png": "PNG", "jp2": "JP2OpenJPEG"}


def prepare(folder: Path) -> None:
    """Write one scene of each format."""
    values = scenes.values_of(np.uint8, (3, scenes.ROWS, scenes.COLS))
    for suffix, driver in _DRIVERS.items():
        place = folder / suffix
        place.mkdir(parents=True)
        write_tiff(place / "scene.tif", values, dtype="uint8")
        options = {"REVERSIBLE": "YES", "QUALITY": "100"} if suffix == "jp2" else {}
        with (
            rasterio.Env(GDAL_PAM_ENABLED="NO"),
            rasterio.open(place / "scene.tif") as source,
        ):
            rasterio.shutil.copy(
                source, place / f"scene.{suffix}", driver=driver, **options
            )
        for path in place.iterdir():
            if path.suffix != f".{suffix}":
                path.unlink()
    (folder / "lan").mkdir()
    (folder / "lan" / "scene.lan").write_bytes(lan_bytes())


def lan_bytes() -> bytes:
    """Return an ERDAS 7.4 file of 16-bit values."""
    values = scenes.values_of(np.uint16)
    head = bytearray(128)
    head[:6] = b"HEAD74"
    struct.pack_into("<HH", head, 6, 2, scenes.BANDS)
    struct.pack_into("<II", head, 16, scenes.COLS, scenes.ROWS)
    return bytes(head) + values.transpose(1, 0, 2).tobytes()


def intact(name: str, _files: Files) -> str:
    """Return what is opened."""
    return f"scene.{name}"


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage fields of the header, chunks, or bytes."""
    file = f"scene.{name}"
    files = dict(originals[name])
    if chance.random() < 0.05:
        kind, text = payloads.virtual_raster(chance, lure)
        files[file] = files[file][:12] + text
    elif chance.random() < 0.5:
        kind, files[file] = _FIELDS[name](files[file], chance)
    else:
        kind, files[file] = mutate_bytes(files[file], chance)
    return Mutant(f"{name} {kind}", name, files, file)


def _png_field(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change a number of the first chunk, and make its checksum right."""
    at = chance.choice((16, 20, 24, 25, 26, 27, 28))
    new = number_bytes(chance, 4 if at < 24 else 1, "big")
    data = data[:at] + new + data[at + len(new) :]
    checksum = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return f"header {at}", data[:29] + checksum + data[33:]


def _jp2_field(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change a number of a marker segment of the codestream, or of a box."""
    marks = [
        at for at in range(len(data) - 1) if data[at] == 0xFF and data[at + 1] > 0x4E
    ]
    at = chance.choice(marks) + chance.randrange(2, 40)
    if chance.random() < 0.3:
        at = chance.randrange(12, 90)
    new = number_bytes(chance, chance.choice((1, 2, 4)), "big")
    return "field", data[:at] + new + data[at + len(new) :]


def _lan_field(data: bytes, chance: Random) -> tuple[str, bytes]:
    at = chance.choice((0, 6, 8, 16, 20, 24, 88, 90, 112, 116, 120))
    new = number_bytes(chance, chance.choice((2, 4)))
    return f"header {at}", data[:at] + new + data[at + len(new) :]


def judge(control: Answer, answer: Answer, mutant: Mutant) -> list[str]:
    """Judge zeros; those of a JPEG 2000's wavelets are values like any other."""
    return judge_zeros(control, answer, mutant)


_FIELDS = {"png": _png_field, "jp2": _jp2_field, "lan": _lan_field}
FAMILY = Family(
    "pictures", "PNG, JPEG 2000, LAN", 350, prepare, mutate, open_scene, intact, judge,
)  # fmt: skip
