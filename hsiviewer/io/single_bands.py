"""Folders whose files are the bands of one scene."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.io.band_file import BandFile
from hsiviewer.io.band_names import named_wavelengths
from hsiviewer.io.band_sources import BandsOf, BandSource
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.geotiff import open_gdal
from hsiviewer.io.limits import MOST_VARIABLES
from hsiviewer.io.product_parts import FOLDER
from hsiviewer.io.wavelengths import decide_wavelengths

_DIGITS = re.compile(r"(\d+)")
_MOST_NAMED = 3


def open_band_files(first: Path, driver: str) -> HsiCube:
    """Open all single-band rasters of a folder as one cube.

    Bands are ordered by wavelength where all of them tell one, in their tags or their
    names, else by the numbers in their names.

    Parameters
    ----------
    first : Path
        One of the files; those of its suffix, rows and columns belong to it.
    driver : str
        GDAL's short name of their format.

    Raises
    ------
    CubeFormatError
        If there are not at least two such files.
    """
    files, notices = _siblings(first, driver)
    cubes = [cube for _, cube in files]
    values, unit = _wavelengths([path.stem for path, _ in files], cubes)
    if values is not None:
        order = np.argsort(values, kind="stable")
        files = [files[index] for index in order]
        cubes = [cube for _, cube in files]
        values = [values[index] for index in order]
    spectral = decide_wavelengths(
        values, units=unit, count=len(files), file=first.parent.name
    )
    read: CubeSource = BandSource(
        [BandsOf(BandFile(path, driver), np.array([0])) for path, _ in files]
    )
    scales = np.array([cube.scale for cube in cubes])
    nodata = {cube.nodata for cube in cubes}
    if len(nodata) > 1:
        notices.append(
            f"the bands in {first.parent.name} declare different values for missing "
            "ones; none is used"
        )
    read, scale, missing = apply_gains(
        read,
        gains=None if (scales == 1).all() else 1 / scales,
        offsets=None,
        nodata=nodata.pop() if len(nodata) == 1 else None,
    )
    return HsiCube(
        read,
        BandAxis(
            len(files), spectral.wavelength_nm, names=tuple(p.stem for p, _ in files)
        ),
        cubes[0].georeference,
        nodata=missing,
        scale=scale,
        path=first,
        variable=FOLDER,
        driver=driver,
        notices=(*notices, *spectral.notices),
    )


def natural_order(path: Path) -> list[tuple[int, str]]:
    """Return a key that puts ``B2`` before ``B10``."""
    parts = _DIGITS.split(path.name.lower())
    # Numbers of any length compare by it first, without becoming integers.
    return [(len(p.lstrip("0")) if p.isdigit() else 0, p.lstrip("0")) for p in parts]


def _siblings(first: Path, driver: str) -> tuple[list[tuple[Path, HsiCube]], list[str]]:
    """Return the files of one grid, each with what is known of its band."""
    candidates = sorted(
        (
            path
            for path in first.parent.iterdir()
            if path.suffix.lower() == first.suffix.lower() and path.is_file()
        ),
        key=natural_order,
    )
    if len(candidates) > MOST_VARIABLES:
        raise CubeFormatError(
            f"{first.parent} holds more than {MOST_VARIABLES} rasters; put the bands "
            "of one scene into a folder of their own"
        )
    found, others = [], []
    shape: tuple[int, ...] | None = None
    for path in candidates:
        try:
            cube = open_gdal(path, driver=driver)
        except HsiViewerError:
            others.append(path.name)
            continue
        cube.close()
        if cube.shape[0] == 1 and shape in (None, cube.shape):
            shape = cube.shape
            found.append((path, cube))
        else:
            others.append(path.name)
    if len(found) < 2:
        raise CubeFormatError(
            f"{first.parent} does not hold several rasters of one band and one size; "
            "open its file itself"
        )
    notices = [f"{len(found)} files in {first.parent.name} are the bands of this scene"]
    if others:
        shown = ", ".join(others[:_MOST_NAMED])
        notices.append(
            f"{len(others)} files in {first.parent.name} have another size or more "
            f"bands and are left out: {shown}"
        )
    return found, notices


def _wavelengths(
    stems: Sequence[str], cubes: Sequence[HsiCube]
) -> tuple[list[float] | None, str | None]:
    own = [cube.bands.wavelength_nm for cube in cubes]
    if all(values is not None for values in own):
        return [float(values[0]) for values in own if values is not None], "nm"
    found = named_wavelengths([stem.replace("_", " ") for stem in stems])
    if found is None:
        return None, None
    return [float(value) for value in found[0]], found[1] or None
