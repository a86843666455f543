"""What is known of an array of a store, and of how its chunks are packed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hsiviewer.io.zarr_store.codecs import Unpack


@dataclass(frozen=True)
class Packing:
    """How the bytes of a chunk become numbers.

    Parameters
    ----------
    dtype : dtype
        As it is stored, with its byte order.
    order : tuple of int
        Which axis of the chunk each stored axis is.
    unpackers : tuple
        Applied to the stored bytes, one after the other.
    filters : tuple
        Of numcodecs, undone after that; each gives numbers.
    """

    dtype: np.dtype[np.generic]
    order: tuple[int, ...]
    unpackers: tuple[Unpack, ...] = ()
    filters: tuple[Any, ...] = ()

    @property
    def itemsize(self) -> int:
        """Bytes of a number before filters are undone."""
        itemsize = self.dtype.itemsize
        for codec in reversed(self.filters):
            kind = getattr(codec, "astype", None) or getattr(
                codec, "encode_dtype", None
            )
            itemsize = itemsize if kind is None else np.dtype(kind).itemsize
        return itemsize


@dataclass(frozen=True)
class Sharding:
    """How chunks lie in a file of several, with a table of their places.

    Parameters
    ----------
    grid : tuple of int
        Chunks of a file along each axis.
    is_first : bool
        Whether the table comes first.
    has_checksum : bool
        Whether a checksum follows the table.
    """

    grid: tuple[int, ...]
    is_first: bool
    has_checksum: bool

    @property
    def table_bytes(self) -> int:
        """Length of the table with its checksum."""
        return 16 * math.prod(self.grid) + (4 if self.has_checksum else 0)


@dataclass(frozen=True)
class ArraySpec:
    """An array of a store.

    Parameters
    ----------
    shape, chunks : tuple of int
    dtype : dtype
        In the machine's byte order.
    fill : float or int
        Of chunks that are not stored.
    separator : str
        Between the numbers in the name of a chunk.
    prefix : str
        Before them.
    packing : Packing, optional
        ``None`` where the codecs are refused; see `problem`.
    sharding : Sharding, optional
    problem : str
        Why its values cannot be read; empty if they can.
    dimensions : tuple of str
        Names of its axes; empty where there is none.
    attributes : mapping
    """

    shape: tuple[int, ...]
    chunks: tuple[int, ...]
    dtype: np.dtype[np.generic]
    fill: Any
    separator: str
    prefix: str
    packing: Packing | None
    sharding: Sharding | None = None
    problem: str = ""
    dimensions: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def chunk_bytes(self) -> int:
        """Bytes of an unpacked chunk."""
        return math.prod(self.chunks) * self.dtype.itemsize
