"""MATLAB files, version 5: variables of which one is the cube or the labels."""

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths

_WAVELENGTH_NAMES = ("wavelength", "wavelengths", "wavlength", "wl", "lambda", "bands")
_NUMBERS = {
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
    "single", "double", "logical",
}  # fmt: skip


def list_variables(path: Path) -> list[tuple[str, tuple[int, ...], str]]:
    """Return name, shape and type of the numeric variables of a file.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of version 7.3.
    """
    from scipy.io import whosmat

    _refuse_version_73(path)
    found = _guarded(path, whosmat, path)
    return [each for each in found if each[2] in _NUMBERS]


def open_matlab(path: Path, variable: str = "", *, axes: int = 3) -> HsiCube:
    """Open a variable as a cube; MATLAB keeps (rows, cols, bands).

    Parameters
    ----------
    variable : str
        Its name; may be left out where only one fits.
    axes : int
        Least number of axes of a variable that fits: 3 for a cube, 2 for an
        auxiliary raster.

    Raises
    ------
    CubeFormatError
        If no variable fits, or several do.
    """
    name = variable or _only_variable(path, least=axes, most=3)
    values = np.atleast_3d(read_variable(path, name))
    if values.ndim != 3:
        raise CubeFormatError(
            f"variable {name} of {path.name} has the shape {values.shape}; a cube has "
            "rows, columns and bands"
        )
    count = values.shape[2]
    spectral = _wavelengths(path, count)
    return HsiCube(
        ArraySource(np.ascontiguousarray(values.transpose(2, 0, 1))),
        BandAxis(count, spectral.wavelength_nm),
        path=path,
        variable=name,
        driver="MATLAB",
        notices=spectral.notices,
    )


def read_label_variable(path: Path, variable: str = "") -> npt.NDArray[Any]:
    """Return a variable with rows and columns, as it is stored."""
    return read_variable(path, variable or _only_variable(path, least=2, most=2))


def read_variable(path: Path, name: str) -> npt.NDArray[Any]:
    """Return one numeric variable.

    Raises
    ------
    CubeFormatError
        If there is no such variable, or the file is damaged.
    """
    from scipy.io import loadmat

    known = [each for each, _, _ in list_variables(path)]
    if name not in known:
        raise CubeFormatError(
            f"{path.name} has no variable {name!r}; it holds {', '.join(known)}"
        )
    values: npt.NDArray[Any] = _guarded(path, loadmat, path, variable_names=[name])[
        name
    ]
    return values


def _only_variable(path: Path, *, least: int, most: int) -> str:
    variables = list_variables(path)
    fitting = [
        each
        for each in variables
        if least <= _extents(each[1]) <= most and min(each[1][:2], default=0) > 1
    ]
    if len(fitting) == 1:
        return fitting[0][0]
    shapes = ", ".join(f"{name} {shape}" for name, shape, _ in variables) or "nothing"
    how = f"name one as {path.name}:variable"
    if not fitting:
        raise CubeFormatError(
            f"{path.name} holds no variable of {least} axes; it holds {shapes}"
        )
    raise CubeFormatError(f"{path.name} holds several variables: {shapes}; {how}")


def _extents(shape: tuple[int, ...]) -> int:
    return len(shape) - (len(shape) == 3 and shape[2] == 1)


def _wavelengths(path: Path, count: int) -> SpectralAxis:
    for name, shape, _ in list_variables(path):
        if name.lower() in _WAVELENGTH_NAMES and int(np.prod(shape)) == count:
            values = read_variable(path, name).reshape(-1).tolist()
            return decide_wavelengths(values, units=None, count=count, file=path.name)
    return SpectralAxis()


def _refuse_version_73(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(128)
    if head.startswith(b"MATLAB 7.3"):
        raise CubeFormatError(
            f"{path.name} is a MATLAB 7.3 file, which is not read yet; save it with "
            "'-v7' in MATLAB"
        )


def _guarded(path: Path, function: Any, *arguments: Any, **options: Any) -> Any:
    """Call scipy's reader, whose errors for damaged files are of many kinds."""
    try:
        return function(*arguments, **options)
    except FileNotFoundError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OSError, ArithmeticError,
            NotImplementedError, MemoryError, zlib.error) as error:  # fmt: skip
        raise CubeFormatError(
            f"{path.name} is not a readable MATLAB file: {error}; save it again in "
            "MATLAB with '-v7'"
        ) from error
