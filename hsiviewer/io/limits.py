"""How much a foreign file may ask for, stated in one place.

A few bytes of a header can promise any number of bands or pixels, and a few
kilobytes can unpack to gigabytes. What is beyond these limits is refused with a
sentence before memory is taken or time is spent. Real scenes stay far below:
imaging spectrometers have up to some thousand bands, mosaics up to 100 000 x
100 000 pixels.
"""

import psutil

from hsiviewer.core.errors import CubeFormatError

MOST_BANDS = 65_536
LARGEST_SIDE = 10_000_000
MOST_PIXELS = 10**11
MOST_HEADER_ITEMS = 1_000_000  # in one list of a text header
MOST_VARIABLES = 10_000  # in one file
MOST_SPECTRA_BYTES = 2**30  # in one spectral library

# Packed data below this size is harmless; above it, measured values never shrink so
# much: noise alone keeps integers of a sensor above a hundredth of their size.
_HARMLESS_BYTES = 512 * 2**20
_LARGEST_RATIO = 300

_REMEDY = "correct the header, or check which file it is"


def require_sizes(file: str, bands: int, rows: int, cols: int) -> None:
    """Refuse a scene that cannot be one, by its bands, rows and columns.

    Raises
    ------
    CubeFormatError
        If a number is below one or beyond its limit.
    """
    sizes = f"{file} declares {bands} bands, {rows} rows and {cols} columns"
    if min(bands, rows, cols) < 1:
        raise CubeFormatError(f"{sizes}, which cannot be; {_REMEDY}")
    if bands > MOST_BANDS:
        raise CubeFormatError(
            f"{sizes}; at most {MOST_BANDS} bands can be opened: {_REMEDY}"
        )
    if max(rows, cols) > LARGEST_SIDE or rows * cols > MOST_PIXELS:
        raise CubeFormatError(
            f"{sizes}; at most {LARGEST_SIDE:,} rows or columns and {MOST_PIXELS:,} "
            f"pixels can be opened: {_REMEDY}"
        )


def require_expansion(file: str, *, packed: int, unpacked: int) -> None:
    """Refuse compressed data that is a decompression bomb.

    Parameters
    ----------
    packed, unpacked : int
        Bytes in the file and in memory.

    Raises
    ------
    CubeFormatError
        If it grows as nothing does that was ever measured.
    """
    if unpacked > _HARMLESS_BYTES and unpacked > _LARGEST_RATIO * max(1, packed):
        raise CubeFormatError(
            f"{file} would grow from {_megabytes(packed)} to {_megabytes(unpacked)} in "
            "memory, which no measured scene does; save it without compression if it "
            "is one"
        )


def require_memory(file: str, size: int) -> None:
    """Refuse what would not fit into the memory that is free.

    Raises
    ------
    CubeFormatError
        If more than three quarters of the free memory would be taken.
    """
    free = psutil.virtual_memory().available
    if size > _HARMLESS_BYTES and size > 0.75 * free:
        raise CubeFormatError(
            f"{file} needs {_megabytes(size)} of memory, and {_megabytes(free)} are "
            "free; save it as an ENVI file, which is read piece by piece"
        )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB" if size < 2**30 else f"{size / 2**30:,.1f} GB"
