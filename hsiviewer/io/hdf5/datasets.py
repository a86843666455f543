"""Datasets of HDF5 files: which hold numbers, and which of those can be read."""

import math
from typing import Any, NamedTuple

import h5py
import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.limits import require_expansion, require_memory

# What h5py raises at damaged files.
FAULTS = (OSError, RuntimeError, ValueError, TypeError, KeyError, AttributeError,
          OverflowError, MemoryError, UnicodeError, RecursionError)  # fmt: skip
_FILTERS = {
    307: "bzip2", 32000: "LZF", 32001: "Blosc", 32004: "LZ4", 32008: "bitshuffle",
    32013: "ZFP", 32015: "Zstandard", 32017: "SZ", 32026: "Blosc2",
}  # fmt: skip


class Stored(NamedTuple):
    """A dataset of numbers.

    Parameters
    ----------
    name : str
        Path in the file, without a slash in front.
    shape : tuple of int
    dtype : dtype
        As it is stored.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]

    @property
    def group(self) -> str:
        """The name of the group that it is in; empty for the root."""
        return self.name.rpartition("/")[0]


def axis_references(dataset: Any) -> list[Any]:
    """Return what the axes of a dataset refer to, the first scale of each.

    HDF5's own functions for this crash at an attribute of another type.
    """
    try:
        attribute = h5py.h5a.open(dataset.id, b"DIMENSION_LIST")
        kind = h5py.check_vlen_dtype(attribute.dtype)
        is_list = kind is not None and h5py.check_ref_dtype(kind) is h5py.Reference
        if not is_list or attribute.shape != (len(dataset.shape),):
            return []
        lists = dataset.attrs["DIMENSION_LIST"]
        return [entries[0] if len(entries) else None for entries in lists]
    except FAULTS:
        return []


def number_type(dataset: Any) -> np.dtype[np.generic] | None:
    """Return the type of a dataset of real numbers; ``None`` of any other."""
    try:
        dtype: np.dtype[np.generic] = dataset.dtype
    except FAULTS:
        return None
    if dtype.kind not in "biuf" or dtype.itemsize > 8 or dtype.subdtype is not None:
        return None
    return dtype


def require_filters(dataset: Any, what: str) -> None:
    """Refuse a dataset that is packed in a way that cannot be unpacked here.

    Raises
    ------
    CubeFormatError
        With the filter and the remedy.
    """
    properties = dataset.id.get_create_plist()
    for number in range(properties.get_nfilters()):
        code, _, _, name = properties.get_filter(number)
        if not h5py.h5z.filter_avail(code):
            known = _FILTERS.get(code) or name.decode("latin-1")[:40] or "filter"
            raise CubeFormatError(
                f"{what} is packed with {known} (number {code}), which cannot be "
                "unpacked here; repack it with 'h5repack -f GZIP=1'"
            )


def require_values(dataset: Any, what: str) -> None:
    """Refuse what was never written, and what grows as no measured values do.

    Raises
    ------
    CubeFormatError
        With the reason and the remedy.
    """
    if dataset.size == 0:
        raise CubeFormatError(f"{what} has the shape {dataset.shape} and no value")
    packed = dataset.id.get_storage_size()
    if packed == 0:
        raise CubeFormatError(
            f"{what} was never written: it has a shape and no values; make the file "
            "again"
        )
    itemsize = dataset.dtype.itemsize
    if dataset.chunks:
        chunk = math.prod(dataset.chunks) * itemsize
        require_expansion(what, packed=packed, unpacked=chunk)
        require_memory(what, chunk)
        require_expansion(
            what, packed=packed, unpacked=chunk * dataset.id.get_num_chunks()
        )
