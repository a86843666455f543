"""Shapefile labels: each of the parts."""

from pathlib import Path
from random import Random

from tests.attack import payloads, scenes
from tests.attack.families.label_rasters import open_labels
from tests.attack.family import Family, Files, Mutant, Originals, no_file
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, mutate_text, number_bytes, word

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_FIELDS = {".shp": range(0, 160, 4), ".shx": range(0, 132, 4), ".dbf": range(200)}


def prepare(folder: Path) -> None:
    """Write labels."""
    scenes.write_labels_only(folder / "labels", "labels.shp", _PARTS)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "labels.shp"


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage, drop or replace one part."""
    files = dict(originals[name])
    part = chance.choice(_PARTS)
    file = f"labels{part}"
    pipes: tuple[str, ...] = ()
    links: dict[str, str] = {}
    how = chance.random()
    if how < 0.4 and part in _FIELDS:
        kind, files[file] = _field(files[file], part, chance)
    elif how < 0.5:
        kind, _ = "dropped", files.pop(file)
    elif how < 0.55:
        kind, files[file] = payloads.virtual_vector(chance, lure)
    elif how < 0.6:
        kind, pipes, links = no_file((file,), chance)
    elif part in (".prj", ".cpg"):
        kind, files[file] = _text(files[file], chance, lure)
    else:
        kind, files[file] = mutate_bytes(files[file], chance)
    return Mutant(f"{part} {kind}", name, files, "labels.shp", pipes, links)


def _field(data: bytes, part: str, chance: Random) -> tuple[str, bytes]:
    at = chance.choice(_FIELDS[part])
    size = 4 if part != ".dbf" else chance.choice((1, 2, 4))
    new = number_bytes(chance, size, chance.choice(("little", "big")))
    return f"field {at}", data[:at] + new + data[at + size :]


def _text(data: bytes, chance: Random, lure: Lure) -> tuple[str, bytes]:
    if chance.random() < 0.7:
        return mutate_text(data, chance)
    texts = (
        word(chance), "EPSG:32633", f"file://{lure.text}", f"{lure.url}/x.prj",
        'PROJCS["x"]', "GEOGCS[" * 9000, "+proj=utm +zone=33 +nadgrids=@/etc/passwd",
        'LOCAL_CS["x",UNIT["m",1]]', 'ENGCRS["x"]', "PROJCS", "\x00",
        '{"type": "GeographicCRS"}',
        'GEOGCS["x",DATUM["y",SPHEROID["z",-1,0]],PRIMEM["",0],UNIT["d",0]]',
        "ISO-8859-99",
        f"+proj=longlat +nadgrids={lure.text}", "UTF-7", "LDID/999",
    )  # fmt: skip
    return "text", chance.choice(texts).encode(errors="replace")


FAMILY = Family(
    "shapefile", "shapefile (shp shx dbf prj cpg)", 400, prepare, mutate, open_labels,
    intact,
)  # fmt: skip
