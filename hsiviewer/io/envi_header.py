"""The text of ENVI headers, read tolerantly and written canonically."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular, read_limited
from hsiviewer.io.limits import MOST_HEADER_ITEMS

# A header of 10 000 bands with names and widths has less than 1 MB.
_LARGEST_HEADER = 16 * 2**20
_KEY_LINE = re.compile(r"^\s*[A-Za-z][A-Za-z0-9 _]*=", re.MULTILINE)


@dataclass(frozen=True)
class EnviHeader:
    """The entries of a header.

    Parameters
    ----------
    path : Path
        The header file.
    entries : mapping of str to str
        Keys in lower case with single blanks; values without their braces.
    """

    path: Path
    entries: Mapping[str, str]

    @property
    def file(self) -> str:
        """Name of the header, for messages."""
        return self.path.name

    def text(self, key: str, default: str = "") -> str:
        """Return an entry as it stands."""
        return self.entries.get(key, default).strip()

    def items(self, key: str) -> list[str] | None:
        """Return the parts of a list, or ``None`` if the key is absent or empty.

        Raises
        ------
        CubeFormatError
            If the list is longer than any file has bands or classes.
        """
        value = self.entries.get(key, "").strip().rstrip(",")
        if value.count(",") > MOST_HEADER_ITEMS:
            raise CubeFormatError(
                f"{self.file} has a list {key!r} of more than {MOST_HEADER_ITEMS:,} "
                "items; correct the header"
            )
        return [part.strip() for part in value.split(",")] if value else None

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number that is not negative.

        Raises
        ------
        CubeFormatError
            If the key is absent without a default, or no such number.
        """
        value = self.text(key)
        if not value and default is not None:
            return default
        if not value:
            raise CubeFormatError(
                f"{self.file} does not tell {key!r}; add the line '{key} = ...'"
            )
        if not re.fullmatch(r"\+?[0-9]{1,18}(\.0*)?", value):
            raise CubeFormatError(
                f"{self.file} says '{key} = {value[:40]}', which is no whole number "
                "from 0; correct the header"
            )
        return int(value.split(".")[0])

    def number(self, key: str) -> float | None:
        """Return a number, or ``None`` if the key is absent or empty.

        Raises
        ------
        CubeFormatError
            If the entry is no number.
        """
        value = self.text(key)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            raise CubeFormatError(
                f"{self.file} says '{key} = {value[:40]}', which is no number; "
                "correct the header"
            ) from None


def is_envi_header(path: Path) -> bool:
    """Tell whether a file begins as an ENVI header does."""
    try:
        with open_regular(path) as file:
            head = file.read(16)
    except OSError:
        return False
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4] == b"ENVI"


def read_header(path: Path) -> EnviHeader:
    """Read an ENVI header.

    Raises
    ------
    FileAccessError
        If the file cannot be read, or is too large for a header.
    CubeFormatError
        If it is no ENVI header, or a brace is never closed.
    """
    content = read_limited(path, limit=_LARGEST_HEADER)
    return EnviHeader(path, parse_header(_decode(content), path.name))


def parse_header(text: str, file: str) -> dict[str, str]:
    """Return the entries of a header's text; see `EnviHeader`.

    Raises
    ------
    CubeFormatError
        If it does not begin with ``ENVI``, or a brace is never closed.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "ENVI":
        raise CubeFormatError(
            f"{file} is no ENVI header: its first line is not 'ENVI'; "
            "check which file it is"
        )
    entries: dict[str, str] = {}
    rest = iter(lines[1:])
    for line in rest:
        if line.lstrip().startswith(";") or "=" not in line:
            continue
        key, _, value = line.partition("=")
        key = " ".join(key.lower().split())
        value = value.strip()
        if value.startswith("{"):
            value = _braced(key, value, rest, file)
        entries[key] = value
    return entries


def format_header(entries: Mapping[str, str]) -> str:
    """Return the text of a header; values that need braces bring them along."""
    lines = [f"{key} = {value}" for key, value in entries.items()]
    return "\n".join(["ENVI", *lines, ""])


def braced(values: Iterable[object]) -> str:
    """Return a list as ENVI writes it, a few values per line."""
    parts = [str(value) for value in values]
    lines = [", ".join(parts[i : i + 8]) for i in range(0, len(parts), 8)]
    return "{\n " + ",\n ".join(lines) + "}"


def plain(text: str) -> str:
    """Return a name that does not end a list or an entry by accident."""
    return re.sub(r"[{},\r\n]+", " ", text).strip()


def _braced(key: str, value: str, rest: Iterator[str], file: str) -> str:
    parts = [value]
    while "}" not in parts[-1]:
        line = next(rest, None)
        if line is None or ("{" in line and _KEY_LINE.match(line)):
            raise CubeFormatError(
                f"the brace that opens {key!r} in {file} is never closed; "
                "add the missing '}'"
            )
        if not line.lstrip().startswith(";"):
            parts.append(line)
    joined = "\n".join(parts)
    return joined[1 : joined.rindex("}")].strip()


def _decode(content: bytes) -> str:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
