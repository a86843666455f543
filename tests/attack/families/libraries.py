"""Spectral libraries: ENVI headers and values, spectrometers' files, tables."""

from pathlib import Path
from random import Random

import numpy as np

from hsiviewer.io.spectral_library import SpectralLibrary, read_library, write_library
from tests.attack import scenes
from tests.attack.families.envi import changed_header
from tests.attack.family import (
    Answer,
    Family,
    Files,
    Mutant,
    Originals,
    no_file,
)
from tests.attack.lure import VALUE, Lure
from tests.attack.mutation import damaged, mutate_bytes, mutate_text
from tests.io.library_files import (
    NM,
    REFLECTANCE,
    WHITE,
    asd,
    ecostress,
    sed,
    specchio,
    svc,
    usgs,
)

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


_SPECTRA: dict[str, dict[str, str | bytes]] = {
    "asd": {"leaf.asd": asd(0.3 * WHITE, WHITE)},
    "svc": {"leaf.sig": svc()},
    "sed": {"leaf.sed": sed(["Wvl", "Reflect. %"], zip(NM, WHITE / 1e3, strict=True))},
    "ecostress": {"soil.spectrum.txt": ecostress()},
    "usgs": {
        "splib07a_Oak_ASDFRa_AREF.txt": usgs(
            " splib07a Record=8: Oak ASDFRa AREF", REFLECTANCE
        ),
        "splib07a_Wavelengths_ASD_10_ch.txt": usgs(
            " splib07a Record=1: Wavelengths ASD", NM / 1000
        ),
    },
    "specchio": {"pine.csv": specchio()},
    "columns": {"oak.csv": "nm;oak\n" + "".join(f"{nm};0,41\n" for nm in NM)},
    "rows": {
        "oak.txt": "name," + ",".join(map(str, NM)) + "\noak" + ",0.41" * len(NM) + "\n"
    },
}


def prepare_spectra(folder: Path) -> None:
    """Write a file, or a spectrum with its axis, of each format."""
    for name, files in _SPECTRA.items():
        place = folder / name
        place.mkdir(parents=True)
        for file, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (place / file).write_bytes(data)


def intact_spectra(name: str, _files: Files) -> str:
    """Return what is opened."""
    return next(iter(_SPECTRA[name]))


def mutate_spectra(
    originals: Originals, name: str, chance: Random, _lure: Lure
) -> Mutant:
    """Change a file as text or bytes, or put a pipe or a link in its place."""
    files = dict(originals[name])
    opened = intact_spectra(name, files)
    file = chance.choice(sorted(files))
    if chance.random() < 0.04:
        kind, pipes, links = no_file((file,), chance)
        return Mutant(kind, name, files, opened, pipes, links)
    if chance.random() < 0.05:
        file = f"{opened}{chance.choice(('.csv', '.hdr', '.asd'))}"
        files[file] = files.pop(opened)
        return Mutant("another name", name, files, file)
    change = mutate_bytes if name == "asd" or chance.random() < 0.3 else mutate_text
    kind, files[file] = change(files[file], chance)
    return Mutant(kind, name, files, opened)


SPECTRA = Family(
    "spectra", "spectra of field spectrometers, tables", 480, prepare_spectra,
    mutate_spectra, open_library, intact_spectra,
)  # fmt: skip
FAMILY = Family(
    "library", "spectral library", 280, prepare, mutate, open_library, intact,
)  # fmt: skip
