"""MATLAB files: variables of which one is the cube or the labels."""

import math
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.axis_order import (
    MATLAB_ORDER,
    Decision,
    axes_notice,
    decide_axes,
    joined_axes,
    split_axes,
)
from hsiviewer.io.limits import require_sizes
from hsiviewer.io.matlab_elements import read_numbers
from hsiviewer.io.matlab_format import MatlabVariable
from hsiviewer.io.matlab_source import MatlabArray
from hsiviewer.io.matlab_variables import (
    base_name,
    extents,
    held,
    is_wavelengths,
    named_variable,
    numeric_variables,
    only_variable,
)
from hsiviewer.io.pixel_matrices import (
    Grid,
    PixelMatrix,
    as_matrix,
    joined_grid,
    matrix_notice,
    split_grid,
    told_grid,
)
from hsiviewer.io.reader import LabelRaster, Reader, Variable, begins_with
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths


def list_variables(path: Path) -> list[Variable]:
    """Return the numeric variables of a file.

    Raises
    ------
    CubeFormatError
        If the file is damaged.
    """
    if _is_version_73(path):
        from hsiviewer.io.hdf5.matlab import list_matlab73

        return list_matlab73(path)
    return [
        Variable(variable.name, variable.shape, variable.kind)
        for variable in numeric_variables(path)
    ]


def open_matlab(path: Path, variable: str = "", *, axes: int = 3) -> HsiCube:
    """Open a variable as a cube; MATLAB keeps (rows, cols, bands).

    Parameters
    ----------
    variable : str
        Its name, such as ``"cube"`` or ``"hsi.Data"``, or that of the struct that
        holds it; may be left out where only one fits. The order of its axes may
        follow after a colon, such as ``"cube:bands,rows,cols"``, or the rows and
        columns of the pixels in a matrix, such as ``"V:95x95"``.
    axes : int
        Least number of axes of a variable that fits: 3 for a cube, 2 for an
        auxiliary raster.

    Raises
    ------
    CubeFormatError
        If no variable fits, or several do.
    """
    if _is_version_73(path):
        from hsiviewer.io.hdf5.matlab import open_matlab73

        return open_matlab73(path, variable, least=axes)
    wanted, grid = split_grid(variable)
    name, given = split_axes(wanted, file=path.name)
    variables = numeric_variables(path)
    if name and not any(variable.name == name for variable in variables):
        fields = [v for v in variables if v.name.startswith(f"{name}.")]
        variables, name = (fields, "") if fields else (variables, name)
    matrix = _matrix(path, variables, name, grid) if axes > 2 else None
    if matrix is not None:
        return _open_matrix(path, variables, *matrix, is_given=grid is not None)
    found = (
        named_variable(path, variables, name)
        if name
        else only_variable(path, variables, least=axes, most=3)
    )
    if not 2 <= len(found.shape) <= 3 or (len(found.shape) == 2 and axes > 2):
        raise CubeFormatError(
            f"variable {found.name} of {path.name} has the shape {found.shape}; a cube "
            "has rows, columns and bands"
        )
    if min(found.shape) < 1:
        raise CubeFormatError(f"variable {found.name} of {path.name} is empty")
    rows, cols, bands = (*found.shape, 1)[:3]
    require_sizes(path.name, min(rows, cols, bands), rows, cols)
    opened = MatlabArray(path, found)
    default, chosen = _decided(opened, variables, given)
    source = opened.cube(chosen.order)
    require_sizes(path.name, *source.shape)
    spectral = _wavelengths(path, variables, source.shape[0])
    notices = list(spectral.notices)
    if chosen.order != MATLAB_ORDER or not chosen.is_sure:
        notices.insert(0, axes_notice(path.name, chosen, opened.sizes))
    return HsiCube(
        source,
        BandAxis(source.shape[0], spectral.wavelength_nm),
        path=path,
        variable=joined_axes(
            found.name, None if chosen.order == default.order else given
        ),
        driver="MATLAB",
        notices=tuple(notices),
        axes=chosen.order if len(found.shape) == 3 else (),
    )


def read_label_variable(path: Path, variable: str = "") -> npt.NDArray[Any]:
    """Return a variable with rows and columns, as it is stored."""
    if _is_version_73(path):
        from hsiviewer.io.hdf5.matlab import read_matlab73_labels

        return read_matlab73_labels(path, variable)
    variables = numeric_variables(path)
    if variable:
        return read_numbers(path, named_variable(path, variables, variable))
    flat = [entry for entry in variables if extents(entry.shape) <= 2]
    if not any(min(entry.shape[:2], default=0) > 1 for entry in flat):
        # A layer of 0 and 1 for each class, where there is nothing else.
        return read_numbers(path, only_variable(path, variables, least=2, most=3))
    return read_numbers(path, only_variable(path, variables, least=2, most=2))


def _matrix(
    path: Path, variables: list[MatlabVariable], name: str, grid: Grid | None
) -> tuple[MatlabVariable, Grid, PixelMatrix] | None:
    """Return the variable that is a matrix of bands and pixels, if one is."""
    size = grid or told_grid(
        {
            base_name(variable): float(np.ravel(read_numbers(path, variable))[0])
            for variable in variables
            if math.prod(variable.shape) == 1
        }
    )
    if size is None:
        return None
    chosen = [named_variable(path, variables, name)] if name else variables
    if not name and any(extents(variable.shape) == 3 for variable in variables):
        return None
    fitting = [(v, as_matrix(v.shape, size)) for v in chosen]
    found = [(v, matrix) for v, matrix in fitting if matrix is not None]
    if not found and grid is not None:
        raise CubeFormatError(
            f"{path.name} has no matrix of {grid[0]} x {grid[1]} pixels"
            f"{held(variables)}"
        )
    if len(found) > 1:
        names = ", ".join(variable.name for variable, _ in found)
        raise CubeFormatError(
            f"{path.name} holds several matrices of spectra: {names}; name one as "
            f"{path.name}:{found[0][0].name}"
        )
    return (found[0][0], size, found[0][1]) if found else None


def _open_matrix(
    path: Path,
    variables: list[MatlabVariable],
    variable: MatlabVariable,
    grid: Grid,
    matrix: PixelMatrix,
    *,
    is_given: bool,
) -> HsiCube:
    source = MatlabArray(path, replace(variable, shape=matrix.sizes)).cube(matrix.order)
    require_sizes(path.name, *source.shape)
    spectral = _wavelengths(path, variables, source.shape[0])
    notice = matrix_notice(path.name, variable.name, grid, along="column")
    return HsiCube(
        source,
        BandAxis(source.shape[0], spectral.wavelength_nm),
        path=path,
        variable=joined_grid(variable.name, grid if is_given else None),
        driver="MATLAB",
        notices=(notice, *spectral.notices),
    )


def _decided(
    opened: MatlabArray, variables: list[MatlabVariable], given: AxisOrder | None
) -> tuple[Decision, Decision]:
    """Return how the axes would be read by default, and how they are read."""
    lists = [variable for variable in variables if is_wavelengths(variable)]
    counts = {math.prod(entries.shape) for entries in lists} & set(opened.sizes)
    default = decide_axes(
        opened.sizes,
        opened.parts,
        count=counts.pop() if len(counts) == 1 else None,
        custom=MATLAB_ORDER,
    )
    return default, default if given is None else Decision(given, "you have said so")


def _wavelengths(
    path: Path, variables: list[MatlabVariable], count: int
) -> SpectralAxis:
    for variable in variables:
        if is_wavelengths(variable) and math.prod(variable.shape) == count:
            values = np.ravel(read_numbers(path, variable)).tolist()
            return decide_wavelengths(values, units=None, count=count, file=path.name)
    return SpectralAxis()


def _is_version_73(path: Path) -> bool:
    with open_regular(path) as file:
        return file.read(128).startswith(b"MATLAB 7.3")


def _read_labels(path: Path, variable: str) -> LabelRaster:
    return LabelRaster(read_label_variable(path, variable))


READER = Reader(
    "MATLAB",
    ("*.mat",),
    begins_with(b"MATLAB "),
    open_matlab,
    variables=list_variables,
    read_labels=_read_labels,
    open_plane=partial(open_matlab, axes=2),
)
