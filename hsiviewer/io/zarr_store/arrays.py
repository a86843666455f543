"""Values of an array of a store, read chunk by chunk."""

import itertools
import math
import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from lzma import LZMAError
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.zarr_store.codecs import NO_ARRAY, crc32c, filtered
from hsiviewer.io.zarr_store.places import Place
from hsiviewer.io.zarr_store.specs import ArraySpec, Packing, Sharding

_CACHE_BYTES = 64 * 2**20
_SLACK = 2**16  # what packing may add to incompressible values
_ABSENT = 2**64 - 1
_FAULTS = (ValueError, RuntimeError, TypeError, EOFError, OSError, MemoryError,
           OverflowError, struct.error, zlib.error, LZMAError)  # fmt: skip


class ZarrArray:
    """An array that is indexed with one number or slice for each axis.

    Chunks that were unpacked stay in a cache with a limit.

    Parameters
    ----------
    place : Place
    name : str
        Path of the array in the store.
    spec : ArraySpec
    what : str
        What sentences call it.
    """

    def __init__(self, place: Place, name: str, spec: ArraySpec, what: str) -> None:
        self._place = place
        self._name = name
        self._spec = spec
        self._what = what
        self._lock = threading.Lock()
        self._chunks: OrderedDict[tuple[int, ...], npt.NDArray[Any]] = OrderedDict()
        self._tables: dict[tuple[int, ...], npt.NDArray[np.uint64] | None] = {}

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._spec.shape

    @property
    def chunks(self) -> tuple[int, ...]:
        """Lengths of the axes of a chunk."""
        return self._spec.chunks

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the numbers that are read."""
        return self._spec.dtype

    def __getitem__(self, box: tuple[int | slice, ...]) -> npt.NDArray[Any]:
        """Read a box; axes with a single number are left out of it.

        Raises
        ------
        CubeFormatError
            If a chunk is damaged.
        """
        spans = [
            (part, part + 1) if isinstance(part, int) else (part.start, part.stop)
            for part in box
        ]
        values = np.empty([stop - start for start, stop in spans], self.dtype)
        grids = [
            range(start // size, -(-stop // size))
            for (start, stop), size in zip(spans, self.chunks, strict=True)
        ]
        with self._lock:
            for index in itertools.product(*grids):
                inside, outside = [], []
                for number, size, (start, stop) in zip(
                    index, self.chunks, spans, strict=True
                ):
                    low, high = (
                        max(start, number * size),
                        min(stop, (number + 1) * size),
                    )
                    inside.append(slice(low - number * size, high - number * size))
                    outside.append(slice(low - start, high - start))
                values[tuple(outside)] = self._chunk(index)[tuple(inside)]
        single = [axis for axis, part in enumerate(box) if isinstance(part, int)]
        return np.squeeze(values, tuple(single)) if single else values

    def _chunk(self, index: tuple[int, ...]) -> npt.NDArray[Any]:
        found = self._chunks.get(index)
        if found is not None:
            self._chunks.move_to_end(index)
            return found
        packed = self._packed(index)
        if packed is None:
            chunk = np.full(self.chunks, self._spec.fill, self.dtype)
        else:
            chunk = self._unpacked(packed)
        self._chunks[index] = chunk
        room = max(1, _CACHE_BYTES // max(1, self._spec.chunk_bytes))
        while len(self._chunks) > room:
            self._chunks.popitem(last=False)
        return chunk

    def _packed(self, index: tuple[int, ...]) -> bytes | None:
        """Return the stored bytes of a chunk; ``None`` if it was never written."""
        most = 2 * self._spec.chunk_bytes + _SLACK
        sharding = self._spec.sharding
        if sharding is None:
            return self._place.read(self._key(index), most=most)
        shard = tuple(n // size for n, size in zip(index, sharding.grid, strict=True))
        table = self._table(shard, sharding)
        if table is None:
            return None
        inner = tuple(n % size for n, size in zip(index, sharding.grid, strict=True))
        start, size = (int(value) for value in table[inner])
        if start == size == _ABSENT:
            return None
        if size > most or start > 2**62:
            raise self._damaged("its shard names a place beyond the file")
        packed = self._place.read(self._key(shard), most=most, start=start, size=size)
        if packed is None or len(packed) < size:
            raise self._damaged("its shard is cut off")
        return packed

    def _table(
        self, shard: tuple[int, ...], sharding: Sharding
    ) -> npt.NDArray[np.uint64] | None:
        """Return start and size of the chunks in a shard, last axis of length 2."""
        if shard in self._tables:
            return self._tables[shard]
        size = sharding.table_bytes
        content = self._place.read(
            self._key(shard), most=size, start=0 if sharding.is_first else -size,
            size=size,
        )  # fmt: skip
        table = None
        if content is not None:
            if len(content) < size:
                raise self._damaged("its shard is cut off")
            if sharding.has_checksum:
                content, told = content[:-4], content[-4:]
                if crc32c(content).to_bytes(4, "little") != told:
                    raise self._damaged("the table of its shard has a wrong checksum")
            table = np.frombuffer(content, "<u8").reshape((*sharding.grid, 2))
        self._tables[shard] = table
        return table

    def _key(self, index: Sequence[int]) -> str:
        spec = self._spec
        numbers = [str(number) for number in index]
        parts = [spec.prefix, *numbers] if spec.prefix else numbers or ["0"]
        key = spec.separator.join(parts)
        return f"{self._name}/{key}" if self._name else key

    def _unpacked(self, packed: bytes) -> npt.NDArray[Any]:
        packing = self._spec.packing
        if packing is None:
            raise CubeFormatError(self._spec.problem)
        try:
            content = _unpack(packed, packing, math.prod(self.chunks))
        except _FAULTS as error:
            reason = str(error).strip()[:120] or type(error).__name__
            raise self._damaged(f"one of its chunks {reason}") from error
        stored = [self.chunks[axis] for axis in packing.order]
        values = np.frombuffer(content, packing.dtype).reshape(stored)
        return values.transpose(np.argsort(packing.order)).astype(self.dtype)

    def _damaged(self, reason: str) -> CubeFormatError:
        return CubeFormatError(
            f"{self._what} is damaged: {reason}; copy it again from its source"
        )


def _unpack(packed: bytes, packing: Packing, count: int) -> bytes:
    """Return the bytes of the numbers of a chunk.

    Raises
    ------
    ValueError and others
        If it is damaged.
    """
    content, size = packed, count * packing.itemsize
    for unpack in packing.unpackers:
        content = unpack(content, size)
    for codec in packing.filters:
        content = filtered(codec, content, count * packing.dtype.itemsize)
    if len(content) != count * packing.dtype.itemsize:
        raise ValueError(NO_ARRAY)
    return content
