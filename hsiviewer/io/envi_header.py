"""The text of ENVI headers, read tolerantly and written canonically."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular, read_limited
from hsiviewer.io.esri_header import entries_of_esri, is_esri_header
from hsiviewer.io.limits import MOST_HEADER_ITEMS

# A header of 10 000 bands with names and widths has less than 1 MB.
_LARGEST_HEADER = 16 * 2**20
_KEY_LINE = re.compile(r"^\s*[A-Za-z][A-Za-z0-9 _]*=", re.MULTILINE)
_FORTRAN = re.compile(r"([+-]?[0-9.]+)[dD]([+-]?[0-9]+)")
_WITH_UNIT = re.compile(r"([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*([^\W\d_]{1,12})")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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

    def numbers(self, key: str) -> tuple[list[str] | None, str]:
        """Return a list of numbers however it is written, and the unit in it.

        Commas, semicolons or blanks part the numbers; quotes, square brackets, a
        unit after each number and the exponents of Fortran are understood.

        Returns
        -------
        numbers : list of str or None
            ``None`` if the key is absent or empty; what is no number stays as it is.
        unit : str
            The unit that stands after every number; empty if none does.

        Raises
        ------
        CubeFormatError
            As `items`.
        """
        text = self.text(key).strip("[] \n\t")
        if ";" in text:  # then a comma can only be a decimal one
            parts = [part.replace(",", ".") for part in text.split(";")]
        elif "," in text:
            parts = self.items(key) or []
        else:
            parts = text.split()
        parts = [part.strip("'\"[] \n\t") for part in parts]
        parts = [_FORTRAN.sub(r"\1E\2", part) for part in parts]
        if not self.text(key) or not parts:
            return None, ""
        with_unit = [_WITH_UNIT.fullmatch(part) for part in parts]
        units = {match[2] for match in with_unit if match}
        if all(with_unit) and len(units) == 1:
            return [match[1] for match in with_unit if match], units.pop()
        return parts, ""

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number that is not negative.

        Raises
        ------
        CubeFormatError
            If the key is absent without a default, or no such number.
        """
        value = _without_comment(self.text(key))
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
        value = _without_comment(self.text(key))
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
    """Tell whether a file begins as an ENVI header, or one of ESRI, does."""
    try:
        with open_regular(path) as file:
            head = file.read(64)
    except OSError:
        return False
    if path.suffix.lower() == ".hdr" and is_esri_header(head):
        return True
    if head.startswith(_UTF_16):
        head = head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].upper() == b"ENVI"


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
    if is_esri_header(content[:64]):
        return EnviHeader(path, entries_of_esri(_decode(content)))
    return EnviHeader(path, parse_header(_decode(content), path.name))


def parse_header(text: str, file: str) -> dict[str, str]:
    """Return the entries of a header's text; see `EnviHeader`.

    Raises
    ------
    CubeFormatError
        If it does not begin with ``ENVI``, or a brace is never closed.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip().upper() != "ENVI":
        raise CubeFormatError(
            f"{file} is no ENVI header: its first line is not 'ENVI'; "
            "check which file it is"
        )
    entries: dict[str, str] = {}
    rest = _Lines(lines[1:])
    for line in rest:
        if line.lstrip().startswith(";") or "=" not in line:
            continue
        key, _, value = line.partition("=")
        key = " ".join(key.lower().split())
        value = value.strip()
        if not value and rest.next_begins("{"):
            value = next(rest).strip()
        if value.startswith("{"):
            value = _braced(key, value, rest, file)
        elif value.startswith("["):  # as Python and MATLAB print a list
            value = rest.until("]", value)
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


class _Lines:
    """Lines of a header, which lists may need several of."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._next = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._next >= len(self._lines):
            raise StopIteration
        self._next += 1
        return self._lines[self._next - 1]

    def next_begins(self, mark: str) -> bool:
        """Tell whether the next line begins with a mark."""
        following = self._lines[self._next : self._next + 1]
        return bool(following) and following[0].lstrip().startswith(mark)

    def until(self, mark: str, value: str) -> str:
        """Return a value with the lines up to a mark; alone if no line has it."""
        parts = [value]
        for number, line in enumerate(self._lines[self._next :], start=1):
            if mark in parts[-1] or _KEY_LINE.match(line):
                break
            parts.append(line.strip())
            if mark in line:
                self._next += number
                return " ".join(parts)
        return value


def _without_comment(value: str) -> str:
    """Return a single value without the comment that stands after it."""
    return value.partition(";")[0].strip()


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
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
