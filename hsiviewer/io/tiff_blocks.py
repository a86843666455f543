"""The blocks of a TIFF file: which its directory lists, and whether they are there.

GDAL fills the blocks that are missing with zeros and says so in a warning at most.
Here the directory is read before GDAL sees the file, so that missing blocks are told.
https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.limits import require_expansion
from hsiviewer.io.tiff_directory import TiffDirectory

_WIDTH, _LENGTH, _BITS, _COMPRESSION, _SAMPLES, _PLANAR = 256, 257, 258, 259, 277, 284
_ROWS_PER_STRIP, _TILE_WIDTH, _TILE_LENGTH = 278, 322, 323
_STRIPS, _TILES = (273, 279), (324, 325)  # offsets, byte counts
_COLORS = 262
_UNCOMPRESSED, _SEPARATE, _YCBCR = 1, 2, 6


@dataclass(frozen=True)
class TiffBlocks:
    """The strips or tiles of a file's first picture.

    Parameters
    ----------
    expected, listed : int
        Blocks that its size asks for, and that its directory lists.
    empty : int
        Blocks that were never written.
    beyond : int
        Blocks that reach beyond the end of the file.
    short : int
        Blocks that are not compressed and hold less than their size.
    packed, unpacked : int
        Bytes of the blocks that are there, in the file and in memory.
    """

    expected: int
    listed: int
    empty: int
    beyond: int
    short: int
    packed: int
    unpacked: int


def check_blocks(path: Path, member: str = "") -> list[str]:
    """Compare the blocks of a TIFF file with its size; return notices.

    Parameters
    ----------
    member : str
        Name of the file in a zip file, where `path` is one.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If blocks are missing, or unpack to far more than was ever measured.
    """
    blocks = read_blocks_of(path, member)
    if blocks is None:
        return []  # GDAL says what is wrong
    return require_blocks(blocks, f"{member} in {path.name}" if member else path.name)


def require_blocks(blocks: TiffBlocks, file: str) -> list[str]:
    """Refuse a picture whose blocks are missing or a bomb; return notices.

    Parameters
    ----------
    file : str
        What sentences call the picture.

    Raises
    ------
    CubeFormatError
        As `check_blocks`.
    """
    if blocks.listed < blocks.expected:
        raise CubeFormatError(
            f"{file} should have {blocks.expected} blocks for its size, but lists "
            f"{blocks.listed}; its header is damaged: copy it again from its source"
        )
    if blocks.beyond or blocks.short:
        raise CubeFormatError(
            f"{blocks.beyond + blocks.short} of the {blocks.listed} blocks of {file} "
            "are not all there: it was cut short or is damaged; copy it again from "
            "its source"
        )
    require_expansion(file, packed=blocks.packed, unpacked=blocks.unpacked)
    if blocks.listed > blocks.expected:
        return [
            f"{file} lists {blocks.listed} blocks, but its size needs only "
            f"{blocks.expected}; its header may be damaged: compare the picture"
        ]
    if blocks.empty:
        return [
            f"{blocks.empty} of the {blocks.listed} blocks of {file} are empty and "
            "shown without values; if that is not meant, copy the file again"
        ]
    return []


def read_blocks_of(path: Path, member: str = "") -> TiffBlocks | None:
    """Return the blocks of a file's first picture; ``None`` if it does not list them.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If it lies in a zip file that is damaged.
    """
    with _opened(path, member) as file:
        try:
            return blocks_in(TiffDirectory(file))
        except (struct.error, KeyError, ValueError, OverflowError):
            return None


@contextmanager
def _opened(path: Path, member: str) -> Iterator[BinaryIO]:
    with open_regular(path) as file:
        if not member:
            yield file
            return
        try:
            with ZipFile(file) as archive, archive.open(member) as inner:
                yield cast("BinaryIO", inner)
        except (BadZipFile, zlib.error, KeyError, EOFError, RuntimeError,
                OSError, NotImplementedError) as error:  # fmt: skip
            raise CubeFormatError(
                f"{member} in {path.name} is damaged: {error}; download it again"
            ) from error


def blocks_in(directory: TiffDirectory) -> TiffBlocks | None:
    """Return the blocks of one picture; ``None`` if it does not list them.

    Raises
    ------
    struct.error, KeyError, ValueError, OverflowError
        If the directory is damaged.
    """
    tags = _TILES if _TILES[0] in directory.entries else _STRIPS
    grid = _Grid.of(directory, is_tiled=tags == _TILES)
    if grid is None or not all(tag in directory.entries for tag in tags):
        return None
    offsets, counts = (directory.values(tag) for tag in tags)
    listed = min(offsets.size, counts.size)
    # What is listed beyond the expected is never read.
    offsets, counts = (tag[: min(listed, grid.count)] for tag in (offsets, counts))
    is_empty = (offsets == 0) | ((counts == 0) & (listed > 1))
    ends = offsets.astype(np.float64) + counts.astype(np.float64)
    is_beyond = ~is_empty & (ends > directory.file_size)
    is_short = ~is_empty & ~is_beyond & (counts > 0)
    is_short &= counts < grid.least_bytes(counts.size)
    return TiffBlocks(
        grid.count,
        listed,
        int(is_empty.sum()),
        int(is_beyond.sum()),
        int(is_short.sum()),
        int(counts[~is_empty].sum()),
        int((~is_empty).sum()) * grid.height * grid.line,
    )


@dataclass(frozen=True)
class _Grid:
    """How a picture is cut into blocks."""

    count: int
    rows: int
    height: int
    across: int
    line: int  # bytes of a block's row, unpacked
    is_tiled: bool
    is_plain: bool  # neither compressed nor subsampled

    @classmethod
    def of(cls, directory: TiffDirectory, *, is_tiled: bool) -> "_Grid | None":
        """Return the grid that a directory describes; ``None`` if it has no size."""
        number = directory.number
        rows, cols, samples = number(_LENGTH), number(_WIDTH), number(_SAMPLES, 1)
        height, width = (
            (number(_TILE_LENGTH), number(_TILE_WIDTH))
            if is_tiled
            else (min(rows, number(_ROWS_PER_STRIP, rows)), cols)
        )
        if min(rows, cols, height, width, samples) < 1:
            return None
        bits = directory.values(_BITS) if _BITS in directory.entries else np.ones(1)
        is_separate = number(_PLANAR, 1) == _SEPARATE
        across = -(-cols // width)
        planes, parts = (samples, 1) if is_separate else (1, samples)
        return cls(
            -(-rows // height) * across * planes,
            rows,
            height,
            across,
            -(-width * int(bits[0]) * parts // 8),
            is_tiled,
            number(_COMPRESSION, 1) == _UNCOMPRESSED and number(_COLORS, 0) != _YCBCR,
        )

    def least_bytes(self, count: int) -> npt.NDArray[np.float64]:
        """Return how many bytes each of the first blocks has at least."""
        if not self.is_plain:
            return np.zeros(count)
        down = -(-self.rows // self.height)
        heights = np.full(down, float(self.height))
        if not self.is_tiled:
            heights[-1] = self.rows - (down - 1) * self.height
        return np.resize(np.repeat(heights, self.across) * self.line, count)
