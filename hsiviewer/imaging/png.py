"""Pictures as PNG files, for notebooks and other places without Qt."""

import struct
import zlib

import numpy as np

from hsiviewer.imaging.stretch import ArgbPicture, rgba_of

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS = 8
_RGBA = 6


def png_bytes(picture: ArgbPicture, *, scale: int = 1) -> bytes:
    """Return a picture as the bytes of a PNG file.

    Parameters
    ----------
    picture : ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``.
    scale : int
        Points of the picture per pixel, in each direction.
    """
    enlarged = rgba_of(picture).repeat(scale, axis=0).repeat(scale, axis=1)
    rows, cols, _ = enlarged.shape
    lines = np.zeros((rows, 1 + 4 * cols), np.uint8)  # a leading 0: no filter
    lines[:, 1:] = enlarged.reshape(rows, -1)
    header = struct.pack(">IIBBBBB", cols, rows, _EIGHT_BITS, _RGBA, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(lines.tobytes())),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
    )
