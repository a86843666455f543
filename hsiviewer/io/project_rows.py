"""The rows of a project's tables, believed only where type and range are right."""

import os
import sqlite3
import urllib.parse
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from hsiviewer.core.errors import DamagedProjectError
from hsiviewer.io.scene_reference import SceneReference

# Of a project: lines of its journal when it was backed up, and when it was closed.
BACKED_UP, LINES = "backed_up", "lines"
_MOST_RASTERS = 1000
_RAW = "bytes:"  # before names that are not UTF-8, which no text column takes
_MOST_PIXELS = 1 << 40
_MARK = 8  # letters of a project's identity

_Text = Annotated[str, Meta(max_length=1 << 20)]
_Path = Annotated[str, Meta(max_length=1 << 15, pattern=r"^[^\0]*$")]
_Side = Annotated[int, Meta(ge=1, lt=1 << 31)]


class JournalRow(NamedTuple):
    """One line of the journal.

    Parameters
    ----------
    seq : int
        Place in the journal, from 1.
    kind : str
        ``edit``, ``undo`` or ``redo``.
    target : int or None
        Which edit an undo or redo concerns.
    text : str
        What menus call the edit.
    """

    seq: int
    kind: str
    target: int | None
    text: str


class _StoredLine(NamedTuple):
    seq: Annotated[int, Meta(ge=1, lt=1 << 62)]
    kind: Literal["edit", "undo", "redo"]
    target: int | None
    text: _Text


class _StoredRaster(NamedTuple):
    relative: _Path
    absolute: _Path
    variable: _Path
    size: Annotated[int, Meta(ge=0, lt=1 << 62)]
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    rows: _Side
    cols: _Side


def check_rows(connection: sqlite3.Connection) -> None:
    """See that all that a project says of its rasters and lines is possible.

    Raises
    ------
    DamagedProjectError, sqlite3.Error
        If it is not, or cannot be read.
    """
    scene_references(
        connection.execute(
            "SELECT relative, absolute, variable, size, digest, rows, cols FROM raster"
        )
    )
    count = connection.execute("SELECT count(*) FROM raster WHERE role = 'cube'")
    if count.fetchone() != (1,):
        raise DamagedProjectError("it does not name its scene")
    lines = journal_rows(
        connection.execute("SELECT seq, kind, target, text FROM journal ORDER BY seq")
    )
    # A page that was replaced by another one is whole, but what it had is lost.
    known = connection.execute(
        "SELECT value FROM meta WHERE key IN (?, ?)", (BACKED_UP, LINES)
    )
    for (text,) in known:
        if isinstance(text, str) and text.isdecimal() and int(text[:18]) > len(lines):
            raise DamagedProjectError(
                f"its journal has {len(lines)} lines, of {text[:18]} that were written"
            )
    _check_owner(connection)


def signed_time(time: str, uuid: str) -> str:
    """Return when a line was written, with a mark of the project that it is of."""
    return f"{time} {uuid[:_MARK]}"


def time_of(signed: str) -> str:
    """Return the time of `signed_time`, or of a line without a mark."""
    return signed.partition(" ")[0]


def _check_owner(connection: sqlite3.Connection) -> None:
    """See that the last line belongs to the project.

    SQLite takes any write-ahead log that lies beside a file for the file's own: that
    of a project whose place was taken by another one brings its lines along.
    """
    line = connection.execute(
        "SELECT written FROM journal ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    owner = connection.execute("SELECT value FROM meta WHERE key = 'uuid'").fetchone()
    if line is None or owner is None:
        return
    _, is_signed, mark = str(line[0]).partition(" ")
    if is_signed and mark != str(owner[0])[:_MARK]:
        raise DamagedProjectError(
            "its last lines are those of another project, whose log lay beside it"
        )


def journal_rows(rows: Iterable[tuple[object, ...]]) -> list[JournalRow]:
    """Return the lines of a journal in order, given as in `JournalRow`.

    Raises
    ------
    DamagedProjectError
        If a line is missing or impossible.
    """
    try:
        lines = msgspec.convert(list(rows), list[_StoredLine])
    except msgspec.ValidationError as error:
        raise DamagedProjectError(
            f"a line of the journal is impossible: {error}"
        ) from error
    for place, line in enumerate(lines, start=1):
        if line.seq != place:
            raise DamagedProjectError(f"line {place} of the journal is missing")
    return [JournalRow(*line) for line in lines]


def scene_references(rows: Iterable[tuple[object, ...]]) -> list[SceneReference]:
    """Return the rasters of rows that have the columns of a `SceneReference`.

    Raises
    ------
    DamagedProjectError
        If a value is of another type, or nothing that a raster can have.
    """
    try:
        rasters = msgspec.convert(list(rows), list[_StoredRaster])
    except msgspec.ValidationError as error:
        raise DamagedProjectError(f"a raster is impossible: {error}") from error
    if len(rasters) > _MOST_RASTERS:
        raise DamagedProjectError(f"{len(rasters)} rasters are too many for a project")
    for raster in rasters:
        if raster.rows * raster.cols > _MOST_PIXELS:
            raise DamagedProjectError(
                f"a scene of {raster.rows} x {raster.cols} pixels is impossible"
            )
    return [
        SceneReference(named(raster.relative), named(raster.absolute), *raster[2:])
        for raster in rasters
    ]


def stored_name(name: str) -> str:
    """Return a file's name as a text that `named` takes back."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return _RAW + urllib.parse.quote(os.fsencode(name))
    return name


def named(stored: str) -> str:
    """Return the file's name that `stored_name` was given."""
    if not stored.startswith(_RAW):
        return stored
    return os.fsdecode(urllib.parse.unquote_to_bytes(stored[len(_RAW) :]))
