"""A format that hsiviewer does not know: ``TINY``, three sizes, then 16-bit values."""

from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.reader import Reader

MAGIC = b"TINY"
_HEADER = 16


def identify(_path: Path, head: bytes) -> bool:
    """Tell a file of this format by its first bytes."""
    return head.startswith(MAGIC)


def open_scene(path: Path, _variable: str) -> HsiCube:
    """Open a file; its values are mapped into memory."""
    shape = tuple(np.fromfile(path, "<i4", 3, offset=len(MAGIC)).tolist())
    if path.stat().st_size != _HEADER + 2 * int(np.prod(shape)):
        raise CubeFormatError(f"{path.name} is cut off; copy it again")
    values = np.memmap(path, "<u2", "r", offset=_HEADER, shape=shape)
    return HsiCube(ArraySource(values), BandAxis(shape[0]))


def write_scene(path: Path, values: np.ndarray) -> None:
    """Write values (bands, rows, cols)."""
    header = MAGIC + np.array(values.shape, "<i4").tobytes()
    path.write_bytes(header + values.astype("<u2").tobytes())


READER = Reader("Tiny", ("*.tiny",), identify, open_scene)
