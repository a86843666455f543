"""NumPy files: arrays without any word on what they mean."""

from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import CubeFormatError


def open_numpy(path: Path, _variable: str = "") -> HsiCube:
    """Open an array as a cube; two axes are one band.

    Raises
    ------
    CubeFormatError
        If the file is damaged or does not hold numbers with two or three axes.
    """
    values = read_array(path)
    notices: tuple[str, ...] = ()
    if values.ndim == 2:
        values = values[None]
    elif values.ndim == 3:
        # A scene has fewer bands than rows or columns only by chance; most tools
        # write bands last, so that is assumed unless the first axis is shortest.
        if values.shape[0] > values.shape[2] or values.shape[0] > values.shape[1]:
            values = values.transpose(2, 0, 1)
            notices = (f"{path.name}: the last axis is taken for the bands",)
        else:
            notices = (f"{path.name}: the first axis is taken for the bands",)
    else:
        raise CubeFormatError(
            f"{path.name} has the shape {values.shape}; a cube has rows, columns and "
            "bands"
        )
    return HsiCube(
        ArraySource(values),
        BandAxis(values.shape[0]),
        path=path,
        driver="NumPy",
        notices=notices,
    )


def read_array(path: Path) -> npt.NDArray[Any]:
    """Return the array of a file, mapped into memory.

    Raises
    ------
    CubeFormatError
        If the file is damaged or holds anything but numbers.
    """
    try:
        # A shape whose product overflows is a fault of the file, not a warning.
        with np.errstate(over="raise"):
            values: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError, ArithmeticError, MemoryError,
            SyntaxError, TokenError) as error:  # fmt: skip
        raise CubeFormatError(
            f"{path.name} is not a readable NumPy file: {error}; save it again with "
            "numpy.save"
        ) from error
    if values.dtype.kind not in "biuf":
        raise CubeFormatError(f"{path.name} holds {values.dtype}, not numbers")
    if values.size == 0:
        raise CubeFormatError(
            f"{path.name} has the shape {values.shape}: there is no value in it"
        )
    return values
