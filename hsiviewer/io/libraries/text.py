"""Text files with spectra: how they are decoded, and what their numbers are."""

import contextlib
import re
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import read_limited

# A table of 1000 spectra with 2151 channels has some 40 MB.
_LARGEST_TEXT = 128 * 2**20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file in UTF-8, UTF-16 or Latin-1.

    Raises
    ------
    FileAccessError
        If it cannot be read, or is too large.
    CubeFormatError
        If it is no text.
    """
    return decoded(read_limited(path, limit=_LARGEST_TEXT), path.name).splitlines()


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file.

    Raises
    ------
    CubeFormatError
        If it is no text.
    """
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:4096]:
        raise CubeFormatError(
            f"{file} is no text; export the spectra as a table (.csv) or as an ENVI "
            "spectral library (.sli)"
        )
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def number(text: str) -> float | None:
    """Return the number that a cell holds, ``None`` if it is another text.

    Underscores, which Python allows in numbers, are not for files.
    """
    cell = text.strip()
    if "_" in cell or len(cell) > 40:
        return None
    if _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    with contextlib.suppress(ValueError):
        return float(cell)
    return None


def numbers(cells: list[str]) -> list[float] | None:
    """Return the numbers of all cells, ``None`` if one of them is another text."""
    found = [number(cell) for cell in cells]
    return None if None in found else [value for value in found if value is not None]


def key_values(lines: list[str], mark: str) -> dict[str, str]:
    """Return lines such as ``Key: value`` or ``key= value``; keys in lower case.

    Parameters
    ----------
    mark : str
        What stands between key and value.
    """
    entries: dict[str, str] = {}
    for line in lines:
        key, found, value = line.partition(mark)
        if found:
            entries.setdefault(" ".join(key.lower().split()), value.strip())
    return entries
