"""HDF5, classic netCDF and MATLAB 7.3 files: damaged, with links, with odd layouts.

The child that looks at new files first is left out here: what would crash it counts
as a crash.
"""

import io
from pathlib import Path
from random import Random
from typing import Any

import h5py
import numpy as np
from scipy.io import netcdf_file

from hsiviewer.io.hdf5 import first_opening
from tests.attack import scenes
from tests.attack.family import Answer, Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes
from tests.attack.reading import judge_zeros, open_scene
from tests.io.sensor_files import matlab73

_FILE = "scene.h5"
_MATLAB = "scene.mat"
_CLASSIC = "scene.nc"


def prepare(folder: Path) -> None:
    """Write cubes in one piece, in chunks, with named axes, and in other formats."""
    options: dict[str, dict[str, Any]] = {
        "whole": {},
        "chunks": {"chunks": (2, 12, 14)},
        "packed": {"chunks": (2, 12, 14), "compression": "gzip", "shuffle": True},
    }
    for name, storage in options.items():
        (folder / name).mkdir(parents=True)
        (folder / name / _FILE).write_bytes(_written(storage, name == "packed"))
    (folder / "matlab").mkdir()
    cube = scenes.smooth_values(np.int16).transpose(1, 2, 0)
    matlab73(folder / "matlab", cube=cube, wavelengths=scenes.CENTRES)
    for name, is_open in (("classic", False), ("records", True)):
        (folder / name).mkdir()
        _write_classic(folder / name / _CLASSIC, is_open=is_open)


def _write_classic(path: Path, *, is_open: bool) -> None:
    """Write a classic file, its bands between other records on request."""
    values = scenes.smooth_values(np.int16)
    with netcdf_file(path, "w") as file:
        for name, size in zip(("band", "y", "x"), values.shape, strict=True):
            file.createDimension(name, None if is_open and name == "band" else size)
        wavelength = file.createVariable("wavelength", ">f8", ("band",))
        wavelength[:] = scenes.CENTRES
        wavelength.units = "nm"
        file.createVariable("cube", ">i2", ("band", "y", "x"))[:] = values.astype(">i2")


def _written(storage: dict[str, Any], is_new: bool) -> bytes:
    file = io.BytesIO()
    with h5py.File(file, "w", libver="latest" if is_new else "earliest") as made:
        made["wavelength"] = scenes.CENTRES
        made["wavelength"].make_scale("wavelength")
        values = scenes.smooth_values()
        cube = made.create_dataset("group/cube", data=values, **storage)
        cube.dims[0].attach_scale(made["wavelength"])
        cube.attrs["units"] = "W/m2/sr/um"
        cube.attrs["_FillValue"] = np.uint16(7)
    return file.getvalue()


def intact(name: str, _files: Files) -> str:
    """Return what is opened."""
    opened = {"matlab": f"{_MATLAB}:cube", "classic": _CLASSIC, "records": _CLASSIC}
    return opened.get(name, f"{_FILE}:group/cube")


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage bytes, most of them in what is not values, or lead out of the file."""
    files = dict(originals[name])
    file = next(iter(files))
    part = chance.random()
    if part < 0.1:
        kind, files[file] = _leading(chance, lure)
        return Mutant(kind, name, files, f"{file}:group/cube")
    if part < 0.6:
        kind, files[file] = _head(files[file], chance)
    else:
        kind, files[file] = mutate_bytes(files[file], chance)
    return Mutant(kind, name, files, intact(name, files))


def _head(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Change a few bytes among those that are not zero and no values."""
    changed = bytearray(data)
    ends = (*range(min(len(data), 4096)), *range(max(0, len(data) - 4096), len(data)))
    for _ in range(chance.choice((1, 1, 2, 4))):
        changed[chance.choice(ends)] = chance.choice((0, 1, 255, chance.randrange(256)))
    return "head", bytes(changed)


def _leading(chance: Random, lure: Lure) -> tuple[str, bytes]:
    file = io.BytesIO()
    kind = chance.choice(("external link", "external storage", "virtual", "soft link"))
    shape = (6, 36, 42)
    with h5py.File(file, "w") as made:
        group = made.create_group("group")
        if kind == "external link":
            group["cube"] = h5py.ExternalLink(str(lure.raw), "/cube")
        elif kind == "soft link":
            made["out"] = h5py.ExternalLink(str(lure.raw), "/")
            group["cube"] = h5py.SoftLink("/out/cube")
        elif kind == "virtual":
            layout = h5py.VirtualLayout(shape, "u2")
            layout[:] = h5py.VirtualSource(str(lure.raw), "cube", shape)
            group.create_virtual_dataset("cube", layout)
        else:
            place = [(str(lure.raw), 0, 10_000)]
            group.create_dataset("cube", (1, 50, 100), "u2", external=place)
    return kind, file.getvalue()


def open_directly(folder: Path, mutant: Mutant) -> Answer:
    """Open a scene without a child that looks first."""
    first_opening.is_wanted = False
    return open_scene(folder, mutant)


FAMILY = Family(
    "hdf5", "HDF5, netCDF, MATLAB 7.3 (heads 50 %)", 500, prepare, mutate,
    open_directly, intact, judge_zeros,
)  # fmt: skip
