"""Spectral libraries: ENVI headers and values."""

from pathlib import Path
from random import Random

import numpy as np

from hsiviewer.io.spectral_library import SpectralLibrary, read_library, write_library
from tests.attack import scenes
from tests.attack.families.envi import changed_header
from tests.attack.family import Answer, Family, Files, Mutant, Originals
from tests.attack.lure import VALUE, Lure
from tests.attack.mutation import damaged, mutate_text

_NAMES = ("oak", '=HYPERLINK("x")', "<b>kaolinite</b>", "sand, dry")


def prepare(folder: Path) -> None:
    """Write one library."""
    place = folder / "library"
    place.mkdir(parents=True)
    spectra = scenes.values_of(np.uint8, (len(_NAMES), scenes.BANDS)) / 100.0
    write_library(
        place / "library.sli", SpectralLibrary(_NAMES, scenes.CENTRES, spectra)
    )


def intact(_name: str, files: Files) -> str:
    """Return what is opened."""
    return next(name for name in files if name.endswith(".sli"))


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Change the header or the values."""
    files = dict(originals[name])
    header = next(each for each in files if each.endswith(".hdr"))
    data = intact(name, files)
    part = chance.random()
    pipes: tuple[str, ...] = ()
    if part < 0.55:
        kind, files[header] = changed_header(files[header], chance, lure)
    elif part < 0.75:
        kind, files[header] = mutate_text(files[header], chance)
    elif part < 0.97:
        kind, files[data] = damaged(files[data], chance, ("cut", "insert", "flip"))
    else:
        kind, pipes = "pipe", (chance.choice((header, data)),)
    return Mutant(kind, name, files, chance.choice((header, data)), pipes)


def open_library(folder: Path, mutant: Mutant) -> Answer:
    """Read a library, and every spectrum of it."""
    library = read_library(folder / mutant.opened)
    return {
        "zeros": int(np.count_nonzero(library.spectra == 0)),
        "missing": int(np.count_nonzero(np.isnan(library.spectra))),
        "count": library.spectra.size,
        "foreign_values": int(np.count_nonzero(library.spectra == VALUE)),
        "notices": list(library.notices),
        "names": list(library.names),
        "wavelengths": [float(each) for each in library.wavelength_nm[:50]],
    }


FAMILY = Family(
    "library", "spectral library", 280, prepare, mutate, open_library, intact,
)  # fmt: skip
