"""Labels as GeoTIFF and ENVI, and the names and colours beside them."""

from pathlib import Path
from random import Random

from hsiviewer.io.labels import read_labels, write_labels
from tests.attack import payloads, scenes
from tests.attack.families.envi import changed_header
from tests.attack.families.tiff import mutate_tags
from tests.attack.family import Answer, Family, Files, Mutant, Originals, no_file
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, mutate_text
from tests.attack.reading import label_answer
from tests.builders import UTM33


def prepare_tiff(folder: Path) -> None:
    """Write labels with PAM and style beside them."""
    _write(folder / "labels", "labels.tif")


def prepare_envi(folder: Path) -> None:
    """Write an ENVI classification."""
    _write(folder / "labels", "labels.hdr")


def _write(folder: Path, name: str) -> None:
    folder.mkdir(parents=True)
    write_labels(folder / name, scenes.labels(), scenes.scheme(), UTM33)


def intact(_name: str, files: Files) -> str:
    """Return what is opened."""
    return "labels.tif" if "labels.tif" in files else "labels.hdr"


def mutate_tiff(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change a tag, or damage bytes."""
    files = dict(originals[name])
    part = chance.random()
    if part < 0.5:
        kind, files["labels.tif"] = mutate_tags(files["labels.tif"], chance)
    elif part < 0.6:
        kind, files["labels.tif"] = payloads.virtual_raster(chance, lure)
    else:
        kind, files["labels.tif"] = mutate_bytes(files["labels.tif"], chance)
    return Mutant(kind, name, files, "labels.tif")


def mutate_envi(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change a field of the header, or damage the ids."""
    files = dict(originals[name])
    if chance.random() < 0.7:
        kind, text = changed_header(files["labels.hdr"], chance, lure)
        if chance.random() < 0.3:
            key = chance.choice(("classes", "class names", "class lookup"))
            value = chance.choice(
                ("0", "{}", "{a, b", "9" * 5000, "{1,2,x}", "{-1, 999}")
            )
            kind, text = key, text + f"\n{key} = {value}\n".encode()
        files["labels.hdr"] = text
    else:
        kind, files["labels.img"] = mutate_bytes(files["labels.img"], chance)
    return Mutant(kind, name, files, chance.choice(("labels.hdr", "labels.img")))


def mutate_pam(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change what lies beside a GeoTIFF: PAM, overviews, world file."""
    files = dict(originals[name])
    beside = "labels.tif.aux.xml"
    pipes: tuple[str, ...] = ()
    links: dict[str, str] = {}
    part = chance.random()
    if part < 0.4:
        kind, files[beside] = payloads.xml(chance, lure)
    elif part < 0.55:
        kind, files[beside] = payloads.virtual_raster(chance, lure)
    elif part < 0.7:
        beside = chance.choice(("labels.tif.ovr", "labels.tif.msk", "labels.tfw",
                                "labels.aux", "labels.rrd", "labels.IMD"))  # fmt: skip
        kind, files[beside] = payloads.virtual_raster(chance, lure)
    elif part < 0.96:
        kind, files[beside] = mutate_text(files[beside], chance)
    else:
        kind, pipes, links = no_file((beside,), chance)
    return Mutant(f"{kind} as {beside[6:]}", name, files, "labels.tif", pipes, links)


def open_labels(folder: Path, mutant: Mutant) -> Answer:
    """Read labels onto their scene; from the folder itself if that is the point."""
    is_relative = mutant.kind == "folder"
    path = mutant.opened if is_relative else str(folder / mutant.opened)
    cube = scenes.scene_cube(is_placed=mutant.original != "placeless")
    return label_answer(*read_labels(path, cube))


GEOTIFF = Family(
    "label-geotiff", "label GeoTIFF", 200, prepare_tiff, mutate_tiff, open_labels,
    intact,
)  # fmt: skip
ENVI = Family(
    "label-envi", "label ENVI", 180, prepare_envi, mutate_envi, open_labels, intact,
)  # fmt: skip
PAM = Family(
    "label-pam", ".aux.xml and companions (XXE, laughs, VRT)", 210, prepare_tiff,
    mutate_pam, open_labels, intact,
)  # fmt: skip
