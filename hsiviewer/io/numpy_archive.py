"""NumPy archives (.npz): arrays with names in a zip file, packed or not."""

import math
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.archive_members import (
    FAULTS,
    MAGIC,
    SUFFIX,
    Member,
    begin_of,
    members_of,
    values_of,
)
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import (
    Decision,
    axes_notice,
    decide_axes,
    joined_axes,
    split_axes,
)
from hsiviewer.io.limits import MOST_VARIABLES, require_sizes
from hsiviewer.io.pixel_matrices import (
    Grid,
    as_matrix,
    joined_grid,
    matrix_notice,
    matrix_remedy,
    split_grid,
    told_grid,
)
from hsiviewer.io.reader import LabelRaster, Reader, Variable
from hsiviewer.io.stored_axes import array_cube, stored_cube
from hsiviewer.io.wavelengths import SpectralAxis, decide_wavelengths

_WAVELENGTHS = ("wavelength", "wavelengths", "wl", "wavelengths_nm", "lambda", "bands")


def open_archive(path: Path, variable: str = "", *, least: int = 3) -> HsiCube:
    """Open an array of an archive as a cube.

    Parameters
    ----------
    variable : str
        Its name; may be left out where only one fits. The order of its axes may
        follow after a colon, or rows and columns of a matrix, such as ``"V:95x95"``.
    least : int
        Least number of axes: 3 for a cube, 2 for an auxiliary raster.

    Raises
    ------
    CubeFormatError
        If the file is damaged, nothing fits, or several arrays do.
    """
    wanted, grid = split_grid(variable)
    name, given = split_axes(wanted, file=path.name)
    members = members_of(path)
    chosen = _named(path, members, name) if name else _only(path, members, least, grid)
    size = grid or told_grid(_single_numbers(path, members))
    matrix = as_matrix(chosen.shape, size) if size and least > 2 else None
    if matrix is not None and size is not None:
        values = values_of(path, chosen).reshape(matrix.sizes)
        source = array_cube(values, matrix.order)
        notice = matrix_notice(path.name, chosen.name, size, along="row")
        kept = joined_grid(chosen.name, grid)
        return _cube(path, members, source, kept, (notice,), ())
    if len(chosen.shape) == 2 and least == 2:
        plane = ArraySource(values_of(path, chosen)[np.newaxis])
        return _cube(path, members, plane, chosen.name, (), ())
    if len(chosen.shape) != 3:
        remedy = matrix_remedy(path.name, {chosen.name: chosen.shape})
        raise CubeFormatError(
            f"{chosen.name} of {path.name} has the shape {chosen.shape}; a cube has "
            f"rows, columns and bands{remedy}"
        )
    return _open_cube(path, members, chosen, given)


def _open_cube(
    path: Path, members: Sequence[Member], chosen: Member, given: AxisOrder | None
) -> HsiCube:
    source = _source(path, chosen, ("bands", "rows", "cols"))

    def parts() -> list[npt.NDArray[Any]]:
        return read_blocks(source)

    counts = {
        math.prod(member.shape)
        for member in members
        if member.name.lower() in _WAVELENGTHS
    } & set(chosen.shape)
    default = decide_axes(
        chosen.shape, parts, count=counts.pop() if len(counts) == 1 else None
    )
    decision = default if given is None else Decision(given, "you have said so")
    if decision.order != ("bands", "rows", "cols"):
        source.close()
        source = _source(path, chosen, decision.order)
    kept = joined_axes(chosen.name, None if decision.order == default.order else given)
    notice = axes_notice(path.name, decision, chosen.shape)
    return _cube(path, members, source, kept, (notice,), decision.order)


def _cube(
    path: Path,
    members: Sequence[Member],
    source: CubeSource,
    variable: str,
    notices: tuple[str, ...],
    axes: AxisOrder,
) -> HsiCube:
    require_sizes(path.name, *source.shape)
    spectral = _wavelengths(path, members, source.shape[0])
    return HsiCube(
        source,
        BandAxis(source.shape[0], spectral.wavelength_nm),
        path=path,
        variable=variable,
        driver="NumPy",
        notices=(*notices, *spectral.notices),
        axes=axes,
    )


def _source(path: Path, member: Member, axes: AxisOrder) -> CubeSource:
    """Return a source: in the file, if the member is not packed."""
    stored, sizes = member.stored, member.shape
    if member.info.compress_type != zipfile.ZIP_STORED:
        return array_cube(values_of(path, member), axes)
    offset = begin_of(path, member.info) + stored.offset
    if stored.is_fortran:
        sizes, axes = sizes[::-1], axes[::-1]
    return stored_cube(path, stored.dtype, sizes, axes, offset=offset)


def _named(path: Path, members: Sequence[Member], name: str) -> Member:
    for member in members:
        if member.name == name:
            return member
    raise CubeFormatError(f"{path.name} has no array {name[:60]!r}{_held(members)}")


def _only(
    path: Path, members: Sequence[Member], least: int, grid: Grid | None
) -> Member:
    size = grid or told_grid(_single_numbers(path, members))
    cubes = [m for m in members if len(m.shape) == 3 and min(m.shape) > 1]
    matrices = [m for m in members if size and as_matrix(m.shape, size)]
    planes = [m for m in members if len(m.shape) == 2 and min(m.shape) > 1]
    fitting = cubes or (matrices if least > 2 else planes)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CubeFormatError(
            f"{path.name} holds several arrays that may be meant{_held(fitting)}; name "
            f"one as {path.name}:{fitting[0].name}"
        )
    remedy = matrix_remedy(path.name, {m.name: m.shape for m in members})
    raise CubeFormatError(
        f"{path.name} holds no array with rows, columns and bands{_held(members)}"
        f"{remedy if least > 2 else ''}"
    )


def _held(members: Sequence[Member]) -> str:
    shown = ", ".join(f"{member.name} {member.shape}" for member in members[:20])
    return f"; it holds {shown or 'no numbers'}"


def _wavelengths(path: Path, members: Sequence[Member], count: int) -> SpectralAxis:
    for member in members:
        if member.name.lower() in _WAVELENGTHS and math.prod(member.shape) == count:
            values = np.ravel(values_of(path, member)).tolist()
            return decide_wavelengths(values, units=None, count=count, file=path.name)
    return SpectralAxis()


def _single_numbers(path: Path, members: Sequence[Member]) -> dict[str, float]:
    return {
        member.name: float(np.ravel(values_of(path, member))[0])
        for member in members
        if math.prod(member.stored.shape) == 1
    }


def _identify(path: Path, head: bytes) -> bool:
    if not head.startswith(MAGIC):
        return False
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:MOST_VARIABLES]
    except FAULTS:
        return path.suffix.lower() == ".npz"
    return any(name.endswith(SUFFIX) for name in names)


def _open_plane(path: Path, variable: str) -> HsiCube:
    return open_archive(path, variable, least=2)


def _read_labels(path: Path, variable: str) -> LabelRaster:
    members = members_of(path)
    if variable:
        return LabelRaster(values_of(path, _named(path, members, variable)))
    planes = [m for m in members if len(m.shape) == 2 and min(m.shape) > 1]
    if len(planes) != 1:
        raise CubeFormatError(
            f"{path.name} does not hold one array of rows and columns alone"
            f"{_held(members)}; name the labels as {path.name}:array"
        )
    return LabelRaster(values_of(path, planes[0]))


def _list_variables(path: Path) -> list[Variable]:
    return [
        Variable(member.name, member.shape, str(member.stored.dtype))
        for member in members_of(path)
    ]


READER = Reader(
    "NumPy archive",
    ("*.npz",),
    _identify,
    open_archive,
    variables=_list_variables,
    read_labels=_read_labels,
    open_plane=_open_plane,
)
