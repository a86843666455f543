"""HDF5 and netCDF as the registry knows them; h5py is loaded with the first file."""

from collections.abc import Sequence
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.reader import LabelRaster, Reader, Variable, begins_with

SIGNATURE = b"\x89HDF\r\n\x1a\n"
_LARGEST_USER_BLOCK = 2**16


def _identify(path: Path, head: bytes) -> bool:
    return head.startswith(SIGNATURE) or _has_user_block(path)


def _has_user_block(path: Path) -> bool:
    """Tell whether the file begins later, as the format allows, at a power of two."""
    place = 512
    with open_regular(path) as file:
        while place <= _LARGEST_USER_BLOCK:
            file.seek(place)
            signature = file.read(len(SIGNATURE))
            if signature == SIGNATURE:
                return True
            if len(signature) < len(SIGNATURE):
                return False
            place *= 2
    return False


def _open(path: Path, variable: str) -> HsiCube:
    from hsiviewer.io.hdf5.opening import open_hdf5

    return open_hdf5(path, variable)


def _open_plane(path: Path, variable: str) -> HsiCube:
    from hsiviewer.io.hdf5.opening import open_hdf5

    return open_hdf5(path, variable, least=2)


def _variables(path: Path) -> Sequence[Variable]:
    from hsiviewer.io.hdf5.opening import list_hdf5

    return list_hdf5(path)


def _read_labels(path: Path, variable: str) -> LabelRaster:
    from hsiviewer.io.hdf5.opening import read_hdf5_labels

    return read_hdf5_labels(path, variable)


READER = Reader(
    "HDF5 and netCDF",
    ("*.h5", "*.he5", "*.hdf5", "*.hdf", "*.nc", "*.nc4"),
    _identify,
    _open,
    variables=_variables,
    read_labels=_read_labels,
    open_plane=_open_plane,
)
CLASSIC = Reader(
    "classic netCDF",
    ("*.nc", "*.cdf"),
    begins_with(b"CDF\1", b"CDF\2", b"CDF\5"),
    _open,
    variables=_variables,
    read_labels=_read_labels,
    open_plane=_open_plane,
)
