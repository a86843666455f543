"""Read files that somebody else made, without trusting what they are.

A name can belong to a pipe that never ends, a text can be nested until the
parser gives up, and a number can have a million digits. Everything here answers
with an error of `hsiviewer.core.errors`, whatever the file holds.
"""

import json
import os
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from hsiviewer.core.errors import FileAccessError, ForeignTextError

# Records, class files and style files have kilobytes.
LARGEST_TEXT = 16 * 2**20


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, unless it is a pipe, a device or a folder.

    Raises
    ------
    FileAccessError
        If it is no regular file, does not exist or may not be read.
    """
    # Without O_NONBLOCK, opening a pipe waits until somebody writes to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise FileAccessError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    except ValueError as error:  # a null byte in the name
        raise FileAccessError(f"{str(path)[:80]!r} is not a file name") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileAccessError(
            f"{path} is not a regular file (a folder, pipe or device); choose a file"
        )
    return os.fdopen(descriptor, "rb")


def require_regular(path: Path) -> None:
    """Raise `FileAccessError` as `open_regular` does, for libraries that open files.

    Raises
    ------
    FileAccessError
        If it is no regular file, does not exist or may not be read.
    """
    open_regular(path).close()


def read_limited(path: Path, *, limit: int = LARGEST_TEXT) -> bytes:
    """Return the bytes of a file that should be small.

    Raises
    ------
    FileAccessError
        If it cannot be read, is no regular file or has more than `limit` bytes.
    """
    try:
        with open_regular(path) as file:
            content = file.read(limit + 1)
    except FileAccessError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    if len(content) > limit:
        raise FileAccessError(
            f"{path} has more than {limit / 2**20:.0f} MB, too much for a file of its "
            "kind; choose another file"
        )
    return content


def read_text(path: Path, *, limit: int = LARGEST_TEXT) -> str:
    """Return the text of a small UTF-8 file, without its byte order mark.

    Raises
    ------
    FileAccessError
        As `read_limited`.
    ForeignTextError
        If it is not UTF-8.
    """
    try:
        return read_limited(path, limit=limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ForeignTextError(
            f"{path.name} is not UTF-8 text: {error}; save it as UTF-8"
        ) from error


def read_json(path: Path, *, limit: int = LARGEST_TEXT) -> Any:
    """Return the document of a small JSON file.

    Raises
    ------
    FileAccessError, ForeignTextError
        As `read_text`, or if it is no JSON, or nested too deeply.
    """
    return _parsed(json.loads, path, limit, "JSON")


def read_toml(path: Path, *, limit: int = LARGEST_TEXT) -> dict[str, Any]:
    """Return the document of a small TOML file.

    Raises
    ------
    FileAccessError, ForeignTextError
        As `read_text`, or if it is no TOML, or nested too deeply.
    """
    document: dict[str, Any] = _parsed(tomllib.loads, path, limit, "TOML")
    return document


def _parsed(parse: Callable[[str], Any], path: Path, limit: int, kind: str) -> Any:
    text = read_text(path, limit=limit)
    try:
        return parse(text)
    except RecursionError as error:
        raise ForeignTextError(
            f"{path.name} is not a {kind} file that makes sense: it is nested too "
            "deeply"
        ) from error
    except ValueError as error:  # syntax, and numbers of thousands of digits
        raise ForeignTextError(f"{path.name} is not a {kind} file: {error}") from error
