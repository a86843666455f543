"""Spectra of the ECOSTRESS and ASTER libraries: lines of keys above two columns."""

from pathlib import Path

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.libraries.library import LibraryFormat, SpectralLibrary, arranged
from hsiviewer.io.libraries.text import key_values, numbers, read_lines

_COLUMNS = 2
_MOST_KEYS = 200  # lines above the numbers


def read_ecostress(path: Path) -> SpectralLibrary:
    """Read the spectrum of a ``.spectrum.txt`` file, as a fraction of 1.

    Raises
    ------
    CubeFormatError
        If it holds no spectrum, or fewer values than it tells.
    FileAccessError
        If it cannot be read.
    """
    lines = read_lines(path)
    rows = [numbers(line.split()) for line in lines]
    table = [row for row in rows if row is not None and len(row) == _COLUMNS]
    said = key_values(lines[:_MOST_KEYS], ":")
    if "x units" not in said or not table:
        raise CubeFormatError(
            f"{path.name} describes a sample and holds no spectrum; open the file "
            "whose name ends with '.spectrum.txt'"
        )
    told = said.get("number of x values", "")
    if told.isdecimal() and int(told[:9]) != len(table):
        raise CubeFormatError(
            f"{path.name} tells of {told[:20]} values and holds {len(table)}; it is "
            "cut off or damaged: copy it again from its source"
        )
    units = said["x units"].rpartition("(")[2].strip(") ")
    values = np.array(table, np.float64)
    quantity = said.get("y units", "")
    is_percent = "percent" in quantity.lower()
    name = said.get("name", "") or path.name.removesuffix(".spectrum.txt")
    return arranged(
        [name],
        values[:, 0],
        values[None, :, 1] / (100 if is_percent else 1),
        units=units,
        file=path.name,
        notices=[]
        if "reflect" in quantity.lower()
        else [f"{path.name} holds {quantity or 'an unknown quantity'}, no reflectance"],
    )


def _is_ecostress(_path: Path, head: bytes) -> bool:
    lower = head.lower()
    return lower.startswith(b"name:") and b"\ntype:" in lower


FORMAT = LibraryFormat(
    "ECOSTRESS and ASTER", ("*.spectrum.txt",), _is_ecostress, read_ecostress
)
