"""Captures of laboratory cameras: recordings with a dark and a white reference."""

from pathlib import Path
from random import Random

from tests.attack.families.envi import changed_header
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import damaged
from tests.attack.reading import judge_zeros, open_scene
from tests.io.captures import specim

_KEYS = ("tint", "ceiling", "bit depth", "integration time", "samples", "bands")
_VALUES = ("0", "-1", "nan", "1e400", "{1, 2}", "x", "70000", "1e-300", "")


def prepare(folder: Path) -> None:
    """Write captures with references of the same and of another integration time."""
    for name, white_tint in (("same", None), ("other", 0.5)):
        place = folder / name
        place.mkdir(parents=True)
        specim(place, white_tint=white_tint)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "leaf"


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change a header or the counts of the recording, or of a reference."""
    files = dict(originals[name])
    file = chance.choice(sorted(files))
    opened = chance.choice(("leaf", "leaf/capture/leaf.hdr", "leaf/capture/leaf.raw"))
    if not file.endswith(".hdr"):
        kinds = ("cut", "insert", "delete", "flip", "repeat")
        kind, files[file] = damaged(files[file], chance, kinds)
    elif chance.random() < 0.4:
        kind = chance.choice(_KEYS)
        line = f"{kind} = {chance.choice(_VALUES)}\n"
        files[file] += line.encode()
    else:
        kind, files[file] = changed_header(files[file], chance, lure)
    pipes: tuple[str, ...] = ()
    if chance.random() < 0.03:
        kind, pipes = "pipe", (file,)
    return Mutant(kind, name, files, opened, pipes)


FAMILY = Family(
    "captures", "laboratory captures", 300, prepare, mutate, open_scene, intact,
    judge_zeros,
)  # fmt: skip
