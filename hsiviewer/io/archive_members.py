"""The arrays in a zip file of NumPy's, as far as they are numbers."""

import math
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.limits import MOST_VARIABLES, require_expansion, require_memory
from hsiviewer.io.numpy_file import HEADER_FAULTS, StoredArray, parse_header

MAGIC = b"PK\x03\x04"
SUFFIX = ".npy"
_LOCAL_HEAD = 30  # bytes of a member's own header, before its name
# What reading a damaged zip file raises.
FAULTS = (*HEADER_FAULTS, zipfile.BadZipFile, zlib.error, NotImplementedError,
           RuntimeError, KeyError, struct.error)  # fmt: skip


class Member(NamedTuple):
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


def members_of(path: Path) -> list[Member]:
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
                if info.filename.endswith(SUFFIX) and not info.flag_bits & 1:
                    with archive.open(info) as member:
                        stored = parse_header(member)
                    found.append(Member(info.filename[: -len(SUFFIX)], stored, info))
    except FileAccessError:
        raise
    except FAULTS as error:
        raise damaged(path, error) from error
    return [member for member in found if _is_numeric(path, member)]


def _is_numeric(path: Path, member: Member) -> bool:
    stored = member.stored
    if stored.dtype.kind not in "biuf" or min(stored.shape, default=1) < 1:
        return False
    end = stored.offset + member.nbytes
    if end != member.info.file_size:
        raise damaged(
            path,
            f"{member.name} should have {end} bytes and has {member.info.file_size}",
        )
    return True


def begin_of(path: Path, info: zipfile.ZipInfo) -> int:
    """Return the byte of the file at which a member that is not packed begins."""
    with open_regular(path) as file:
        file.seek(info.header_offset)
        head = file.read(_LOCAL_HEAD)
        size = file.seek(0, 2)
    if len(head) < _LOCAL_HEAD or not head.startswith(MAGIC):
        raise damaged(path, f"{info.filename} does not begin where it should")
    name, extra = struct.unpack("<HH", head[26:30])
    begin = info.header_offset + _LOCAL_HEAD + name + extra
    if begin + info.file_size > size:
        raise damaged(path, "it was cut short")
    return int(begin)


def values_of(path: Path, member: Member) -> npt.NDArray[Any]:
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
    except FAULTS as error:
        raise damaged(path, error) from error
    values = np.frombuffer(content, member.stored.dtype, offset=member.stored.offset)
    order: Literal["F", "C"] = "F" if member.stored.is_fortran else "C"
    array: npt.NDArray[Any] = values.reshape(member.shape, order=order)
    return array


def damaged(path: Path, why: object) -> CubeFormatError:
    """Return the refusal of an archive that cannot be read."""
    return CubeFormatError(
        f"{path.name} is not a readable NumPy archive: {str(why)[:200]}; save it again "
        "with numpy.savez"
    )
