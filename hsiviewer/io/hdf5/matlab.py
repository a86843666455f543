"""MATLAB files of version 7.3, which are HDF5 with the axes turned around."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import (
    MATLAB_ORDER,
    Decision,
    axes_notice,
    decide_axes,
    joined_axes,
    split_axes,
)
from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.source import CubeAxes, dataset_source
from hsiviewer.io.hdf5.spectral import spectral_of
from hsiviewer.io.limits import require_memory, require_sizes
from hsiviewer.io.pixel_matrices import (
    Grid,
    as_matrix,
    joined_grid,
    matrix_notice,
    matrix_remedy,
    split_grid,
    told_grid,
)
from hsiviewer.io.reader import Variable
from hsiviewer.io.stored_axes import array_cube
from hsiviewer.io.wavelengths import decide_wavelengths

_NUMBERS = ("double", "single", "logical", "int8", "uint8", "int16", "uint16", "int32",
            "uint32", "int64", "uint64", "")  # fmt: skip


class _Named(NamedTuple):
    """A variable, or a field of a struct, with its axes as MATLAB counts them."""

    name: str
    shape: tuple[int, ...]
    kind: str


def list_matlab73(path: Path) -> list[Variable]:
    """Return the numeric variables of a file, and the fields of its structs."""
    with Hdf5File(path) as file:
        return [Variable(*variable) for variable in _variables(file)]


def open_matlab73(path: Path, variable: str = "", *, least: int = 3) -> HsiCube:
    """Open a variable as a cube; see `hsiviewer.io.matlab.open_matlab`.

    Raises
    ------
    CubeFormatError
        If no variable fits, or several do.
    """
    wanted, grid = split_grid(variable)
    name, given = split_axes(wanted, file=path.name)
    with Hdf5File(path) as file:
        variables = _variables(file)
        inside = name.replace(".", "/") + "/"
        if name and any(variable.name.startswith(inside) for variable in variables):
            variables = [v for v in variables if v.name.startswith(inside)]
            name = ""
        chosen = (
            _find(path, variables, name)
            if name
            else _best(file, variables, least, grid)
        )
        if len(chosen.shape) == 2 and least > 2:
            return _open_matrix(file, chosen, grid, variables)
        if not 2 <= len(chosen.shape) <= 3:
            raise CubeFormatError(
                f"variable {chosen.name} of {path.name} has the shape {chosen.shape}; "
                "a cube has rows, columns and bands"
            )
        return _open_cube(file, chosen, given)


def read_matlab73_labels(path: Path, variable: str = "") -> npt.NDArray[Any]:
    """Return a variable with rows and columns, as MATLAB counts them."""
    with Hdf5File(path) as file:
        variables = _variables(file)
        chosen = (
            _find(path, variables, variable)
            if variable
            else _only(path, [v for v in variables if _is_plane(v)], variables, 2)
        )
        require_memory(path.name, math.prod(chosen.shape) * 8)
        dataset = file.dataset(chosen.name)
        with file.reading():
            return np.asarray(dataset[()]).T


def _open_cube(file: Hdf5File, chosen: _Named, given: AxisOrder | None) -> HsiCube:
    sizes = (*chosen.shape, 1)[:3]
    default = _decided(file, chosen) if len(chosen.shape) == 3 else Decision(
        MATLAB_ORDER, "it is one band"
    )  # fmt: skip
    decision = default if given is None else Decision(given, "you have said so")
    source = dataset_source(file, chosen.name, _axes(decision.order, chosen.shape))
    require_sizes(file.name, *source.shape)
    notices = []
    if decision.order != MATLAB_ORDER or not decision.is_sure:
        notices.append(axes_notice(file.name, decision, sizes))
    kept = joined_axes(chosen.name, None if decision.order == default.order else given)
    axes = decision.order if len(chosen.shape) == 3 else ()
    return _cube(file, chosen, source, kept, notices, axes)


def _open_matrix(
    file: Hdf5File, chosen: _Named, grid: Grid | None, variables: Sequence[_Named]
) -> HsiCube:
    """Return a matrix of bands and pixels as a cube in memory."""
    size = grid or told_grid(_single_numbers(file, variables))
    matrix = as_matrix(chosen.shape, size) if size else None
    if size is None or matrix is None:
        raise CubeFormatError(
            f"variable {chosen.name} of {file.name} has the shape {chosen.shape}; a "
            "cube has rows, columns and bands"
            + matrix_remedy(file.name, {chosen.name: chosen.shape})
        )
    dataset = file.dataset(chosen.name)
    require_memory(file.name, math.prod(chosen.shape) * dataset.dtype.itemsize)
    with file.reading():
        values = np.asarray(dataset[()]).T.reshape(matrix.sizes, order="F")
    notices = [matrix_notice(file.name, chosen.name, size, along="column")]
    source = array_cube(values, matrix.order)
    return _cube(file, chosen, source, joined_grid(chosen.name, grid), notices, ())


def _cube(
    file: Hdf5File,
    chosen: _Named,
    source: CubeSource,
    variable: str,
    notices: list[str],
    axes: AxisOrder,
) -> HsiCube:
    count = source.shape[0]
    told = spectral_of(file, chosen.name, count)
    spectral = decide_wavelengths(
        None if told.wavelengths is None else told.wavelengths.tolist(),
        units=told.units,
        fwhm=None if told.fwhm is None else told.fwhm.tolist(),
        count=count,
        file=file.name,
    )
    gap = file.gaps(chosen.name)
    return HsiCube(
        source,
        BandAxis(count, spectral.wavelength_nm, spectral.fwhm_nm, told.good),
        path=file.path,
        variable=variable,
        driver="MATLAB",
        notices=(*notices, *spectral.notices, *([gap] if gap else [])),
        axes=axes,
    )


def _axes(order: AxisOrder, shape: tuple[int, ...]) -> CubeAxes:
    """Return the axes in the file, which counts them from the other end."""
    last = len(shape) - 1
    bands = last - order.index("bands") if len(shape) == 3 else None
    return CubeAxes(bands, last - order.index("rows"), last - order.index("cols"))


def _decided(file: Hdf5File, chosen: _Named) -> Decision:
    spectral_counts = {
        math.prod(stored.shape)
        for stored in file.stored.values()
        if stored.base.lower() in _WAVELENGTHS
    } & set(chosen.shape)

    def parts() -> list[npt.NDArray[Any]]:
        source = dataset_source(
            file, chosen.name, _axes(("bands", "rows", "cols"), chosen.shape)
        )
        try:
            return read_blocks(source)
        finally:
            source.close()

    count = spectral_counts.pop() if len(spectral_counts) == 1 else None
    return decide_axes(chosen.shape, parts, count=count, custom=MATLAB_ORDER)


_WAVELENGTHS = ("wavelength", "wavelengths", "wavlength", "wl", "lambda", "bands",
                "wave", "lamda")  # fmt: skip


def _variables(file: Hdf5File) -> list[_Named]:
    found = []
    for stored in file.stored.values():
        said = file.attributes(stored.name)
        if said.text("MATLAB_class") in _NUMBERS and "MATLAB_empty" not in said:
            kind = said.text("MATLAB_class") or str(stored.dtype)
            found.append(_Named(stored.name, stored.shape[::-1], kind))
    return found


def _find(path: Path, variables: Sequence[_Named], name: str) -> _Named:
    wanted = name.replace(".", "/")
    for variable in variables:
        if variable.name in (name, wanted):
            return variable
    known = ", ".join(variable.name for variable in variables[:20])
    raise CubeFormatError(
        f"{path.name} has no variable {name[:60]!r}; it holds {known or 'no numbers'}"
    )


def _best(
    file: Hdf5File, variables: Sequence[_Named], least: int, grid: Grid | None
) -> _Named:
    """Return the variable that is the cube.

    Raises
    ------
    CubeFormatError
        If none is, or several may be.
    """
    cubes = [v for v in variables if _is_cube(v)]
    size = grid or told_grid(_single_numbers(file, variables))
    matrices = [v for v in variables if size and as_matrix(v.shape, size)]
    if least > 2 and matrices and not cubes:
        return _only(file.path, matrices, variables, least)
    planes = [v for v in variables if _is_plane(v)] if least < 3 else []
    # A picture of three bands beside the cube is none: its wavelengths tell.
    spectra = [v for v in cubes if spectral_of(file, v.name, v.shape[2]).wavelengths
               is not None]  # fmt: skip
    return _only(file.path, spectra or cubes or planes, variables, least)


def _only(
    path: Path, fitting: Sequence[_Named], variables: Sequence[_Named], least: int
) -> _Named:
    # Fields of structs are meant only where nothing else fits.
    fitting = [variable for variable in fitting if "/" not in variable.name] or fitting
    if len(fitting) == 1:
        return fitting[0]
    held = ", ".join(f"{v.name} {v.shape}" for v in variables[:20]) or "no numbers"
    if not fitting:
        remedy = matrix_remedy(path.name, {v.name: v.shape for v in variables})
        raise CubeFormatError(
            f"{path.name} holds no variable of {least} axes; it holds {held}"
            + (remedy if least > 2 else "")
        )
    raise CubeFormatError(
        f"{path.name} holds several variables: {held}; name one as {path.name}:variable"
    )


def _is_cube(variable: _Named) -> bool:
    return len(variable.shape) == 3 and min(variable.shape[:2]) > 1 < variable.shape[2]


def _is_plane(variable: _Named) -> bool:
    return len(variable.shape) == 2 and min(variable.shape) > 1


def _single_numbers(file: Hdf5File, variables: Sequence[_Named]) -> dict[str, float]:
    found = {}
    for variable in variables:
        if math.prod(variable.shape) == 1:
            values = file.small(variable.name)
            if values is not None:
                found[variable.name.rpartition("/")[2]] = float(np.ravel(values)[0])
    return found
