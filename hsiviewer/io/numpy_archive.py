"""NumPy archives (.npz): arrays with names in a zip file, packed or not."""

import math
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import AxisOrder
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.axis_likeness import read_blocks
from hsiviewer.io.axis_order import (
    Decision,
    axes_notice,
    decide_axes,
    joined_axes,
    split_axes,
)
from hsiviewer.io.limits import (
    MOST_VARIABLES,
    require_expansion,
    require_memory,
    require_sizes,
)
from hsiviewer.io.numpy_file import HEADER_FAULTS, StoredArray, parse_header
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

_MAGIC = b"PK\x03\x04"
_SUFFIX = ".npy"
_LOCAL_HEAD = 30  # bytes of a member's own header, before its name
_WAVELENGTHS = ("wavelength", "wavelengths", "wl", "wavelengths_nm", "lambda", "bands")
_FAULTS = (*HEADER_FAULTS, zipfile.BadZipFile, zlib.error, NotImplementedError,
           RuntimeError, KeyError, struct.error)  # fmt: skip


class _Member(NamedTuple):
    """An array of an archive.

    Parameters
    ----------
    name : str
        Without the suffix.
    stored : StoredArray
        What its header says; the offset counts from the header.
    info : ZipInfo
    """

    name: str
    stored: StoredArray
    info: zipfile.ZipInfo

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of its axes, without those of a single place in front."""
        sizes = list(self.stored.shape)
        while len(sizes) > 3 and sizes[0] == 1:
            sizes.pop(0)
        return tuple(sizes)

    @property
    def nbytes(self) -> int:
        """Bytes of its numbers."""
        return math.prod(self.stored.shape) * self.stored.dtype.itemsize


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
    members = _members(path)
    chosen = _named(path, members, name) if name else _only(path, members, least, grid)
    size = grid or told_grid(_single_numbers(path, members))
    matrix = as_matrix(chosen.shape, size) if size and least > 2 else None
    if matrix is not None and size is not None:
        values = _values(path, chosen).reshape(matrix.sizes)
        source = array_cube(values, matrix.order)
        notice = matrix_notice(path.name, chosen.name, size, along="row")
        kept = joined_grid(chosen.name, grid)
        return _cube(path, members, source, kept, (notice,), ())
    if len(chosen.shape) == 2 and least == 2:
        plane = ArraySource(_values(path, chosen)[np.newaxis])
        return _cube(path, members, plane, chosen.name, (), ())
    if len(chosen.shape) != 3:
        remedy = matrix_remedy(path.name, {chosen.name: chosen.shape})
        raise CubeFormatError(
            f"{chosen.name} of {path.name} has the shape {chosen.shape}; a cube has "
            f"rows, columns and bands{remedy}"
        )
    return _open_cube(path, members, chosen, given)


def _open_cube(
    path: Path, members: Sequence[_Member], chosen: _Member, given: AxisOrder | None
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
    members: Sequence[_Member],
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


def _source(path: Path, member: _Member, axes: AxisOrder) -> CubeSource:
    """Return a source: in the file, if the member is not packed."""
    stored, sizes = member.stored, member.shape
    if member.info.compress_type != zipfile.ZIP_STORED:
        return array_cube(_values(path, member), axes)
    offset = _begin(path, member.info) + stored.offset
    if stored.is_fortran:
        sizes, axes = sizes[::-1], axes[::-1]
    return stored_cube(path, stored.dtype, sizes, axes, offset=offset)


def _members(path: Path) -> list[_Member]:
    """Return the arrays of numbers.

    Raises
    ------
    CubeFormatError
        If the file is damaged.
    """
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_VARIABLES:
                raise ValueError(f"it holds more than {MOST_VARIABLES} arrays")
            found = []
            for info in infos:
                if info.filename.endswith(_SUFFIX) and not info.flag_bits & 1:
                    with archive.open(info) as member:
                        stored = parse_header(member)  # type: ignore[arg-type]
                    found.append(_Member(info.filename[: -len(_SUFFIX)], stored, info))
    except FileAccessError:
        raise
    except _FAULTS as error:
        raise _damaged(path, error) from error
    return [member for member in found if _is_numeric(path, member)]


def _is_numeric(path: Path, member: _Member) -> bool:
    stored = member.stored
    if stored.dtype.kind not in "biuf" or min(stored.shape, default=1) < 1:
        return False
    end = stored.offset + member.nbytes
    if end != member.info.file_size:
        raise _damaged(
            path,
            f"{member.name} should have {end} bytes and has {member.info.file_size}",
        )
    return True


def _begin(path: Path, info: zipfile.ZipInfo) -> int:
    """Return the byte of the file at which a member that is not packed begins."""
    with open_regular(path) as file:
        file.seek(info.header_offset)
        head = file.read(_LOCAL_HEAD)
        size = file.seek(0, 2)
    if len(head) < _LOCAL_HEAD or not head.startswith(_MAGIC):
        raise _damaged(path, f"{info.filename} does not begin where it should")
    name, extra = struct.unpack("<HH", head[26:30])
    begin = info.header_offset + _LOCAL_HEAD + name + extra
    if begin + info.file_size > size:
        raise _damaged(path, "it was cut short")
    return int(begin)


def _values(path: Path, member: _Member) -> npt.NDArray[Any]:
    """Return all numbers of an array in memory."""
    told = f"{member.name} of {path.name}"
    require_expansion(
        told, packed=member.info.compress_size, unpacked=member.info.file_size
    )
    require_memory(told, member.nbytes)
    try:
        with (
            open_regular(path) as file,
            zipfile.ZipFile(file) as archive,
            archive.open(member.info) as opened,
        ):
            content = opened.read()
    except FileAccessError:
        raise
    except _FAULTS as error:
        raise _damaged(path, error) from error
    values = np.frombuffer(content, member.stored.dtype, offset=member.stored.offset)
    order = "F" if member.stored.is_fortran else "C"
    return values.reshape(member.shape, order=order)  # type: ignore[call-overload,no-any-return]


def _named(path: Path, members: Sequence[_Member], name: str) -> _Member:
    for member in members:
        if member.name == name:
            return member
    raise CubeFormatError(f"{path.name} has no array {name[:60]!r}{_held(members)}")


def _only(
    path: Path, members: Sequence[_Member], least: int, grid: Grid | None
) -> _Member:
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


def _held(members: Sequence[_Member]) -> str:
    shown = ", ".join(f"{member.name} {member.shape}" for member in members[:20])
    return f"; it holds {shown or 'no numbers'}"


def _wavelengths(path: Path, members: Sequence[_Member], count: int) -> SpectralAxis:
    for member in members:
        if member.name.lower() in _WAVELENGTHS and math.prod(member.shape) == count:
            values = np.ravel(_values(path, member)).tolist()
            return decide_wavelengths(values, units=None, count=count, file=path.name)
    return SpectralAxis()


def _single_numbers(path: Path, members: Sequence[_Member]) -> dict[str, float]:
    return {
        member.name: float(np.ravel(_values(path, member))[0])
        for member in members
        if math.prod(member.stored.shape) == 1
    }


def _damaged(path: Path, why: object) -> CubeFormatError:
    return CubeFormatError(
        f"{path.name} is not a readable NumPy archive: {str(why)[:200]}; save it again "
        "with numpy.savez"
    )


def _identify(path: Path, head: bytes) -> bool:
    if not head.startswith(_MAGIC):
        return False
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:MOST_VARIABLES]
    except _FAULTS:
        return path.suffix.lower() == ".npz"
    return any(name.endswith(_SUFFIX) for name in names)


def _open_plane(path: Path, variable: str) -> HsiCube:
    return open_archive(path, variable, least=2)


def _read_labels(path: Path, variable: str) -> LabelRaster:
    members = _members(path)
    if variable:
        return LabelRaster(_values(path, _named(path, members, variable)))
    planes = [m for m in members if len(m.shape) == 2 and min(m.shape) > 1]
    if len(planes) != 1:
        raise CubeFormatError(
            f"{path.name} does not hold one array of rows and columns alone"
            f"{_held(members)}; name the labels as {path.name}:array"
        )
    return LabelRaster(_values(path, planes[0]))


def _list_variables(path: Path) -> list[Variable]:
    return [
        Variable(member.name, member.shape, str(member.stored.dtype))
        for member in _members(path)
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
