"""Codecs of chunks: each unpacks to what the metadata tells, or refuses."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from hsiviewer.core.errors import CubeFormatError

Unpack = Callable[[bytes, int], bytes]

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_CRC = 4
_CRC_POLYNOMIAL = 0x82F63B78
_MOST_CHECKED = 2**16  # bytes; the sum over more takes too long in Python
# Filters that change numbers, none of which can grow or run anything.
FILTERS = ("delta", "fixedscaleoffset", "shuffle", "bitround", "quantize", "astype")
NO_ARRAY = "unpacks to another size than its chunk has"


def unpacker(name: str, what: str) -> Unpack:
    """Return what unpacks bytes: ``(packed, expected size) -> bytes``.

    Parameters
    ----------
    name : str
        Of the codec, in format 2 or 3.
    what : str
        The array, for messages.

    Raises
    ------
    CubeFormatError
        If the codec is none that is used here.
    """
    found = _UNPACKERS.get(name.removeprefix("numcodecs."))
    if found is None:
        raise CubeFormatError(
            f"{what} is packed with {name[:40]!r}, which is not unpacked here; store "
            "it again with zstd, blosc or gzip"
        )
    return found


def filter_of(configuration: Mapping[str, Any], what: str) -> Any:
    """Return the filter of numcodecs that a configuration of format 2 names.

    Raises
    ------
    CubeFormatError
        If it is none that is used here, or impossible.
    """
    from numcodecs.registry import get_codec

    name = configuration.get("id")
    if name not in FILTERS:
        raise CubeFormatError(
            f"{what} uses the filter {str(name)[:40]!r}, which is not read here; store "
            "it again without filters"
        )
    try:
        return get_codec(dict(configuration))
    except (TypeError, ValueError, KeyError) as error:
        raise CubeFormatError(
            f"{what} has a damaged filter {name!r}: {error}"
        ) from error


def filtered(codec: Any, packed: bytes, size: int) -> bytes:
    """Undo a filter; the numbers it gives have at most eight times as many bytes.

    Raises
    ------
    ValueError
        If it gives another number of bytes.
    """
    content = np.ascontiguousarray(codec.decode(packed)).tobytes()
    if len(content) > 8 * max(size, 8):
        raise ValueError(NO_ARRAY)
    return content


def _deflated(packed: bytes, size: int) -> bytes:
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    return stream.decompress(packed, size + 1)


def _bz2(packed: bytes, size: int) -> bytes:
    return bz2.BZ2Decompressor().decompress(packed, size + 1)


def _lzma(packed: bytes, size: int) -> bytes:
    return lzma.LZMADecompressor(memlimit=2**28).decompress(packed, size + 1)


def _blosc(packed: bytes, size: int) -> bytes:
    from numcodecs.blosc import Blosc

    if len(packed) < 16:
        raise ValueError("is cut off")
    told, _, whole = struct.unpack_from("<III", packed, 4)
    if told != size or whole != len(packed):
        raise ValueError(NO_ARRAY)
    return bytes(Blosc().decode(packed))


def _lz4(packed: bytes, size: int) -> bytes:
    from numcodecs.lz4 import LZ4

    if len(packed) < 4 or struct.unpack_from("<I", packed)[0] != size:
        raise ValueError(NO_ARRAY)
    return bytes(LZ4().decode(packed))


def _zstd(packed: bytes, size: int) -> bytes:
    from numcodecs.zstd import Zstd

    if _zstd_size(packed) != size:
        raise ValueError(NO_ARRAY)
    return bytes(Zstd().decode(packed))


def _zstd_size(packed: bytes) -> int:
    """Return the size that a frame tells (RFC 8878, 3.1.1.1).

    Raises
    ------
    ValueError
        If it is no frame, or tells none.
    """
    if packed[:4] != _ZSTD_MAGIC or len(packed) < 6:
        raise ValueError("is no zstd frame")
    descriptor = packed[4]
    is_single = bool(descriptor & 0x20)
    kind = descriptor >> 6
    length = (1 if is_single else 0, 2, 4, 8)[kind]
    start = 5 + (0 if is_single else 1) + (0, 1, 2, 4)[descriptor & 3]
    field = packed[start : start + length]
    if not length or len(field) < length:
        raise ValueError("does not tell its size")
    return int.from_bytes(field, "little") + (256 if kind == 1 else 0)


def _crc32c(packed: bytes, _size: int) -> bytes:
    content, told = packed[:-_CRC], packed[-_CRC:]
    if len(content) <= _MOST_CHECKED and crc32c(content).to_bytes(4, "little") != told:
        raise ValueError("has another checksum than is stored with it")
    return content


def crc32c(content: bytes) -> int:
    """Return the checksum of RFC 3720."""
    value = 0xFFFFFFFF
    for byte in content:
        value = _CRC_TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def _crc_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (_CRC_POLYNOMIAL if value & 1 else 0)
    return value


_CRC_TABLE = [_crc_entry(byte) for byte in range(256)]
_UNPACKERS: dict[str, Unpack] = {
    "gzip": _deflated,
    "zlib": _deflated,
    "bz2": _bz2,
    "lzma": _lzma,
    "blosc": _blosc,
    "lz4": _lz4,
    "zstd": _zstd,
    "crc32c": _crc32c,
}
