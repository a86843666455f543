"""TIFF files whose bands are pages, as microscopes and Python's tifffile write them."""

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from hsiviewer.core.cube import CubeSource
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.band_file import BandFile
from hsiviewer.io.band_sources import BandsOf, BandSource
from hsiviewer.io.limits import MOST_VARIABLES
from hsiviewer.io.raw_layout import RawLayout
from hsiviewer.io.raw_source import RawSource
from hsiviewer.io.tiff_blocks import blocks_in, require_blocks
from hsiviewer.io.tiff_directory import TiffDirectory

_KIND, _WIDTH, _LENGTH, _BITS, _COMPRESSION = 254, 256, 257, 258, 259
_OFFSETS, _SAMPLES, _COUNTS, _FORMAT = 273, 277, 279, 339
_OVERVIEW_OR_MASK = 0b101
_UNCOMPRESSED = 1
_MOST_TOLD = 3  # notices on empty parts of pages
_FORMATS = {1: "u", 2: "i", 3: "f"}
_TYPES = {(kind, bits) for kind in "ui" for bits in (8, 16, 32, 64)}
_TYPES |= {("f", 32), ("f", 64)}


class _Page(NamedTuple):
    """A full picture of one sample in a TIFF file.

    Parameters
    ----------
    number : int
        Of its directory, from 1, as GDAL counts them.
    shape : tuple of int
        Rows and columns.
    dtype : dtype
        With the byte order of the file.
    start : int, optional
        Byte where its numbers begin, if they lie in one piece as they are.
    """

    number: int
    shape: tuple[int, int]
    dtype: np.dtype[np.generic]
    start: int | None


def page_source(path: Path, notices: list[str]) -> CubeSource | None:
    """Return the pages of a file as bands; ``None`` if they are none.

    They are if there are several, each of one sample, of one size and one type.

    Parameters
    ----------
    notices : list of str
        Gets sentences on pages taken for bands, and on empty parts of them.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    CubeFormatError
        If parts of a page are missing.
    """
    told: list[str] = []
    with open_regular(path) as file:
        try:
            pages = list(_pages(file, path.name, told))
        except (struct.error, KeyError, ValueError, OverflowError) as error:
            raise CubeFormatError(
                f"the directories of the pages of {path.name} are damaged, or it was "
                "cut short; copy it again from its source"
            ) from error
    plain = [page for page in pages if page is not None]
    is_alike = len({(page.shape, page.dtype) for page in plain}) == 1
    if len(pages) < 2 or len(plain) < len(pages) or not is_alike:
        return None
    notices.append(
        f"{path.name} has {len(pages)} pages, which are the bands of this scene"
    )
    notices += told[:_MOST_TOLD]
    layout = _plain_layout(plain)
    if layout is not None:
        return RawSource(path, layout)
    first = np.array([0])
    return BandSource(
        [BandsOf(BandFile(path, "GTiff", page=page.number), first) for page in plain]
    )


def _pages(file: BinaryIO, name: str, told: list[str]) -> Iterator[_Page | None]:
    """Yield the pages, ``None`` for those that are no plain band.

    Overviews and masks are no pages.

    Raises
    ------
    struct.error, KeyError, ValueError, OverflowError
        If a directory is damaged.
    """
    seen: set[int] = set()
    start: int | None = None
    while start != 0:
        directory = TiffDirectory(file, start)
        if directory.start in seen or len(seen) > MOST_VARIABLES:
            raise ValueError("the directories go round in a circle")
        seen.add(directory.start)
        if not directory.number(_KIND, 0) & _OVERVIEW_OR_MASK:
            blocks = blocks_in(directory)
            if blocks is not None:
                told += require_blocks(blocks, f"page {len(seen)} of {name}")
            yield _page(directory, len(seen))
        start = directory.next_start


def _page(directory: TiffDirectory, number: int) -> _Page | None:
    bits, samples = directory.number(_BITS, 1), directory.number(_SAMPLES, 1)
    kind = _FORMATS.get(directory.number(_FORMAT, 1))
    if samples != 1 or (kind, bits) not in _TYPES:
        return None
    dtype = np.dtype(f"{directory.byte_order}{kind}{bits // 8}")
    shape = directory.number(_LENGTH), directory.number(_WIDTH)
    return _Page(number, shape, dtype, _plain_start(directory, shape, dtype))


def _plain_start(
    directory: TiffDirectory, shape: tuple[int, int], dtype: np.dtype[np.generic]
) -> int | None:
    """Return where the numbers begin, if they are one run of bytes as they are."""
    is_plain = directory.number(_COMPRESSION, 1) == _UNCOMPRESSED
    if not is_plain or _OFFSETS not in directory.entries:
        return None
    offsets, counts = directory.values(_OFFSETS), directory.values(_COUNTS)
    is_one_run = offsets.size == counts.size and bool(
        (offsets[1:] == offsets[:-1] + counts[:-1]).all()
    )
    has_all = int(counts.sum()) == math.prod(shape) * dtype.itemsize
    return int(offsets[0]) if is_one_run and has_all else None


def _plain_layout(pages: list[_Page]) -> RawLayout | None:
    """Return the layout of pages that follow each other without a gap."""
    rows, cols = pages[0].shape
    dtype, first = pages[0].dtype, pages[0].start
    size = rows * cols * dtype.itemsize
    if first is None or any(
        page.start != first + index * size for index, page in enumerate(pages)
    ):
        return None
    return RawLayout((len(pages), rows, cols), dtype, "bsq", first)
