"""GeoPackage, read by SQLite with everything but plain tables switched off."""

import contextlib
import re
import sqlite3
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import FileAccessError, LabelFormatError
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.core.progress import CancelledError, Progress
from hsiviewer.io import wkb
from hsiviewer.io.crs import crs_from_code, crs_from_text
from hsiviewer.io.vector_layers import (
    BATCH,
    Budget,
    VectorLayer,
    column_of,
    flattened,
    is_wanted,
    joined,
)

_SECONDS = 120.0
_STEPS = 100_000  # of SQLite's machine between two looks at the clock
_LARGEST_VALUE = 512 * 2**20
_MOST_FIELDS = 100
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by their code in a geometry's flags
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))
_PRAGMAS = frozenset(("table_info",))
_TABLE = re.compile(r"CREATE\s+TABLE\b", re.IGNORECASE)
# An unknown geographic system, says the standard; programs write it for any.
_UNDEFINED_DEGREES = 0
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)


class _Table(NamedTuple):
    name: str
    geometry: str
    srs_id: int
    fields: tuple[str, ...]
    used: tuple[str, ...] = ()


def read_geopackage(
    path: Path, progress: Progress, wanted: frozenset[str] | None = frozenset()
) -> list[VectorLayer]:
    """Read every layer that is a plain table with geometries.

    Views, virtual tables and tables without geometries are left out: SQLite
    would run what a view says, and a query can be endless.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    LabelFormatError
        If it is damaged or takes too long.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    clock = _Clock(progress)
    try:
        with contextlib.closing(_connected(path)) as connection:
            connection.set_progress_handler(clock.is_over, _STEPS)
            return _layers(connection, path, progress, wanted)
    except (sqlite3.Error, wkb.WkbError, UnicodeError, OverflowError) as error:
        progress.checkpoint()
        if clock.is_late:
            raise LabelFormatError(
                f"{path.name} takes more than {_SECONDS:.0f} s to read; save only the "
                "features in the scene to a new file"
            ) from error
        raise LabelFormatError(f"{path.name} is damaged: {error}") from error


class _Clock:
    """Interrupts SQLite when time is over or the owner wants it to stop."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._end = time.monotonic() + _SECONDS

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self._end

    def is_over(self) -> int:
        try:
            self._progress.checkpoint()
        except CancelledError:
            return 1
        return int(self.is_late)


def _connected(path: Path) -> sqlite3.Connection:
    log = path.with_name(path.name + "-wal")
    mode = "mode=ro&immutable=1"
    if log.exists():  # another program has it open; its latest changes lie there
        require_regular(log)
        mode = "mode=ro" if log.stat().st_size else mode
    name = urllib.parse.quote(str(path.resolve()))
    prefix = "file:" if name.startswith("/") else "file:/"
    try:
        connection = sqlite3.connect(f"{prefix}{name}?{mode}", uri=True)
    except sqlite3.Error as error:
        raise FileAccessError(f"{path.name} cannot be read: {error}") from error
    for kind, limit in _LIMITS:
        connection.setlimit(kind, limit)
    connection.text_factory = _text
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    connection.set_authorizer(_authorize)
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _authorize(action: int, name: str | None, *_: str | None) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and name in _PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _layers(
    connection: sqlite3.Connection,
    path: Path,
    progress: Progress,
    wanted: frozenset[str] | None,
) -> list[VectorLayer]:
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master")
    tables = {
        str(name).lower(): str(name)
        for kind, name, sql in schema
        if kind == "table" and _TABLE.match(str(sql).lstrip())
    }
    if "gpkg_geometry_columns" not in tables:
        raise LabelFormatError(
            f"{path.name} is not a GeoPackage: it has no table of its layers"
        )
    listed = connection.execute(
        "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
    ).fetchmany(1000)
    systems = _systems(connection) if "gpkg_spatial_ref_sys" in tables else {}
    budget = Budget(path.name)
    layers = []
    for name, column, srs_id in listed:
        known = tables.get(str(name).lower())
        table = known and _table(connection, known, str(column), srs_id)
        if table:
            used = filter(lambda field: is_wanted(field, wanted), table.fields)
            table = table._replace(used=tuple(used))
            crs = _crs(systems.get(table.srs_id), table.srs_id, path.name)
            layer = _read(connection, table, budget, progress)
            is_assumed = table.srs_id == _UNDEFINED_DEGREES
            layers.append(layer._replace(crs=crs, is_crs_assumed=is_assumed))
    if not layers:
        raise LabelFormatError(
            f"{path.name} has no layer that is a table of features; save the layer to "
            "a new GeoPackage"
        )
    return layers


def _table(
    connection: sqlite3.Connection, name: str, geometry: str, srs_id: Any
) -> _Table | None:
    columns = connection.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    keys = [column for column in columns if column[5]]
    # The key is a number of rows and no field, unless it is made of several.
    key = keys[0][1] if len(keys) == 1 and keys[0][2].upper() == "INTEGER" else None
    own = next((c[1] for c in columns if c[1].lower() == geometry.lower()), None)
    if own is None:
        return None
    fields = [c[1] for c in columns if c[1] not in (own, key)][:_MOST_FIELDS]
    number = srs_id if isinstance(srs_id, int) else -1
    return _Table(name, own, number, tuple(fields))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read(
    connection: sqlite3.Connection,
    table: _Table,
    budget: Budget,
    progress: Progress,
) -> VectorLayer:
    used = table.used
    names = ", ".join(_quoted(name) for name in (table.geometry, *used))
    rows = connection.execute(f"SELECT {names} FROM {_quoted(table.name)}")
    parts: list[npt.NDArray[Any]] = []
    owners: list[npt.NDArray[np.intp]] = []
    values: list[list[Any]] = [[] for _ in used]
    count = 0
    for batch in _batches(rows):
        progress.checkpoint()
        geometries = [_wkb(row[0]) for row in batch]
        budget.spend(len(batch), sum(len(geometry or b"") for geometry in geometries))
        found, whose = flattened(wkb.geometries(geometries))
        parts.append(found)
        owners.append(whose + count)
        for number, column in enumerate(values, start=1):
            column += [_value(row[number]) for row in batch]
        count += len(batch)
    return VectorLayer(
        joined(parts),
        joined(owners, np.intp),
        count,
        {
            name.lower(): column_of(each)
            for name, each in zip(used, values, strict=True)
        },
        tuple(name.lower() for name in table.fields),
        None,
    )


def _batches(rows: sqlite3.Cursor) -> Iterator[list[Any]]:
    while batch := rows.fetchmany(BATCH):
        yield batch


def _value(value: Any) -> Any:
    return None if isinstance(value, bytes) else value


def _wkb(blob: Any) -> bytes | None:
    """Return the well-known binary in a GeoPackage's geometry."""
    if blob is None or blob == b"":
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise wkb.WkbError("a geometry does not begin like one of a GeoPackage")
    flags = blob[3]
    envelope = flags >> 1 & 7
    if envelope >= len(_ENVELOPES) or flags & 0x20:
        raise wkb.WkbError("a geometry is of an unknown kind")
    return None if flags & 0x10 else blob[8 + _ENVELOPES[envelope] :]


def _systems(connection: sqlite3.Connection) -> dict[int, tuple[str, Any, str]]:
    """Return authority, code and well-known text of coordinate systems by number."""
    rows = connection.execute(
        "SELECT srs_id, organization, organization_coordsys_id, definition "
        "FROM gpkg_spatial_ref_sys"
    ).fetchmany(100_000)
    return {
        number: (str(authority), code, str(text))
        for number, authority, code, text in rows
        if isinstance(number, int)
    }


def _crs(system: tuple[str, Any, str] | None, number: int, file: str) -> Any:
    """Return the CRS of a layer, ``None`` where it is said to be unknown."""
    if number == _UNDEFINED_DEGREES:
        return crs_from_code("EPSG", 4326)
    authority, code, text = system or ("", None, "")
    if number < 0 or authority.upper() == "NONE" or text.lower() == "undefined":
        return None
    crs = None
    if authority.upper() in ("EPSG", "ESRI") and isinstance(code, int):
        crs = crs_from_code(authority.upper(), code)
    crs = crs or crs_from_text(text)
    if crs is None and not text.lstrip().upper().startswith(("LOCAL_CS", "ENGCRS")):
        raise LabelFormatError(
            f"{file} has the coordinate system number {number}, which is not "
            "described; save the layer to a new GeoPackage with a coordinate system"
        )
    return crs
