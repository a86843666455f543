"""The SQLite file of a project: its tables, and how it is opened safely."""

import contextlib
import functools
import itertools
import os
import sqlite3
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from hsiviewer.core.errors import (
    DamagedProjectError,
    DiskFullError,
    FileAccessError,
    ProjectError,
    ProjectInUseError,
)
from hsiviewer.core.foreign_files import open_regular

APPLICATION_ID = 0x48535650  # "HSVP", at byte 68 of the file
_MAGIC = b"SQLite format 3\0"
_LOCK_WAIT_S = 0.5
_NETWORK_KINDS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "davfs", "ceph")

# One tuple of statements per schema version; the file's `user_version` counts how
# many have been carried out. Released ones are never edited: a change is a new one.
# A version without statements has the tables of the one before, and lines that older
# programs cannot read: a file gets its number with the first of them, so that files
# without such lines can still be opened by those programs.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE raster (
            role TEXT NOT NULL, position INTEGER NOT NULL,
            relative TEXT NOT NULL, absolute TEXT NOT NULL, variable TEXT NOT NULL,
            size INTEGER NOT NULL, digest TEXT NOT NULL,
            rows INTEGER NOT NULL, cols INTEGER NOT NULL,
            PRIMARY KEY (role, position)) STRICT""",
        """CREATE TABLE journal (
            seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, target INTEGER,
            text TEXT NOT NULL, written TEXT NOT NULL, payload BLOB) STRICT""",
        """CREATE TABLE snapshot (
            seq INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT""",
    ),
    (),  # version 2: lines that say something about the scene
)
WITH_METADATA = 2
# Where a write-ahead log, or the journal of a transaction that was cut off, lies.
COMPANIONS = ("-wal", "-shm", "-journal")


# Python cannot hand over names and messages that are not UTF-8.
UNREADABLE = (sqlite3.Error, UnicodeError)

Check = Callable[[sqlite3.Connection], None]


def connect(path: Path, check: Check | None = None) -> sqlite3.Connection:
    """Open a project's file for this process alone, checked and up to date.

    Nothing is written to the file before it was checked.

    Parameters
    ----------
    check : callable, optional
        Looks at the rows, and raises `DamagedProjectError` if they are impossible.

    Raises
    ------
    ProjectError
        If it is missing, no project, in use elsewhere, read-only, or written by
        a newer version.
    DamagedProjectError
        If its content is not what was written.
    """
    _check_header(path)
    is_cut_off = _size(path, "-journal") > 0
    if not is_cut_off:
        with reading(path, check):
            pass
    connection = _connected(path, "mode=rw")
    try:
        _lock(connection, path)
        if is_cut_off:  # only a writer can take the transaction back
            _check_content(connection, path, check)
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def reading(path: Path, check: Check | None = None) -> Iterator[sqlite3.Connection]:
    """Open a project's file for reading only, after it was checked as in `connect`.

    Raises
    ------
    ProjectError, DamagedProjectError
        As `connect`, but for what concerns writing.
    """
    _check_header(path)
    # A file without a log is read without leaving a trace beside it; that works on
    # disks that are read-only, too.
    has_log = _size(path, "-wal") > 0
    index = path.with_name(path.name + "-shm")
    had_index = index.exists()
    connection = _connected(path, "mode=ro" if has_log else "mode=ro&immutable=1")
    try:
        _check_content(connection, path, check)
        yield connection
    finally:
        connection.close()
        if not had_index:
            with contextlib.suppress(OSError):
                index.unlink(missing_ok=True)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of a project in an empty database.

    Raises
    ------
    sqlite3.Error
        If it cannot be written.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.isolation_level = None  # transactions are begun here
    _run_migrations(connection, 0)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Give a checked database in memory the tables of this version.

    Raises
    ------
    sqlite3.Error
        If that fails.
    """
    _run_migrations(connection, _version(connection))


def require_version(connection: sqlite3.Connection, version: int) -> None:
    """Give a file in a transaction at least the number of a version.

    Raises
    ------
    sqlite3.Error
        If it cannot be written.
    """
    if _version(connection) < version:
        connection.execute(f"PRAGMA user_version = {version}")


def explained(error: Exception, path: Path) -> ProjectError:
    """Return an error of SQLite as a sentence with its remedy."""
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return ProjectInUseError(
            f"{path.name} is open in another window of hsiviewer, here or on another "
            "computer; close it there first"
        )
    if "full" in reason:
        return DiskFullError(
            f"{path.name} could not be written: the disk is full; free some space, "
            "or save the project elsewhere"
        )
    if "readonly" in reason or "unable to open" in reason:
        return ProjectError(
            f"{path.name} cannot be written: the file or its folder is read-only; "
            "copy it to a folder of your own and open it there"
        )
    is_text_broken = isinstance(error, UnicodeError) or "decode to UTF-8" in reason
    if is_text_broken or "malformed" in reason or "not a database" in reason:
        return DamagedProjectError(f"{path.name} is damaged: {reason}")
    return ProjectError(f"{path.name} could not be read or written: {reason}")


def _check_header(path: Path) -> None:
    try:
        with open_regular(path) as file:
            head = file.read(100)
    except FileAccessError as error:
        raise ProjectError(f"the project cannot be opened: {error}") from error
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be opened: {error.strerror or error}"
        ) from error
    if not head:
        raise DamagedProjectError(f"{path.name} is empty, not a project")
    if not head.startswith(_MAGIC):
        raise DamagedProjectError(
            f"{path.name} does not begin like a project; it is damaged, or no project"
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise ProjectError(
            f"{path.name} is a database of another program, not a project of hsiviewer"
        )


def _connected(path: Path, how: str) -> sqlite3.Connection:
    # Bytes: a name need not be UTF-8.
    name = urllib.parse.quote(os.fsencode(path.resolve()))
    prefix = "file:" if name.startswith("/") else "file:/"
    try:
        connection = sqlite3.connect(
            f"{prefix}{name}?{how}",
            uri=True,
            timeout=_LOCK_WAIT_S,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise explained(error, path) from error
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _size(path: Path, suffix: str) -> int:
    """Return the bytes of a companion of a project's file, 0 if there is none."""
    try:
        return path.with_name(path.name + suffix).stat().st_size
    except OSError:
        return 0


def _lock(connection: sqlite3.Connection, path: Path) -> None:
    """Take the file for this process; the lock dies with it, however it ends."""
    # A write-ahead log needs shared memory, which network file systems lack.
    mode = "TRUNCATE" if is_on_network(path) else "WAL"
    try:
        for pragma in (
            "locking_mode = EXCLUSIVE",
            f"journal_mode = {mode}",
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _check_content(
    connection: sqlite3.Connection, path: Path, check: Check | None
) -> None:
    try:
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise ProjectError(
                f"{path.name} was written by a newer version of hsiviewer (schema "
                f"{version}, this one knows {len(MIGRATIONS)}); update the program"
            )
        report = connection.execute("PRAGMA integrity_check(3)").fetchall()
        tables = _tables(connection)
    except UNREADABLE as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise explained(error, path) from error
        raise DamagedProjectError(f"{path.name} is damaged: {error}") from error
    if report != [("ok",)]:
        raise DamagedProjectError(f"{path.name} is damaged: {report[0][0]}")
    # Triggers and views would run whatever somebody has put into the file, and
    # columns of other types would hold anything.
    if version < 1 or tables != _expected_tables(MIGRATIONS[:version]):
        raise DamagedProjectError(
            f"{path.name} has other tables than a project, or more than those"
        )
    if check is not None:
        try:
            check(connection)
        except (DamagedProjectError, *UNREADABLE) as error:
            raise DamagedProjectError(f"{path.name} is damaged: {error}") from error


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Return kind, name and statement of all that was made in a database."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return frozenset(
        (str(kind), str(name), " ".join(str(statement).split()))
        for kind, name, statement in rows
    )


@functools.cache
def _expected_tables(
    migrations: tuple[tuple[str, ...], ...],
) -> frozenset[tuple[str, str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in itertools.chain.from_iterable(migrations):
            connection.execute(statement)
        return _tables(connection)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version >= _needed_version():
        return
    try:
        _keep_version(connection, path, version)
        _run_migrations(connection, version)
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _run_migrations(connection: sqlite3.Connection, version: int) -> None:
    """Carry out what is missing, all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        require_version(connection, _needed_version())
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _needed_version() -> int:
    """Return the newest version that has tables of its own."""
    return max(number for number, step in enumerate(MIGRATIONS, start=1) if step)


def _keep_version(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Leave the file of an older schema beside the project, for older programs."""
    kept = path.with_name(f"{path.stem}.version-{version}{path.suffix}")
    if not kept.exists():
        with contextlib.closing(sqlite3.connect(kept)) as target:
            connection.backup(target)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_on_network(path: Path) -> bool:
    """Tell whether a file lies on a network drive, as far as can be known."""
    place = str(path.resolve())
    if os.name == "nt":
        return place.startswith("\\\\")
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        root = fields[1].replace("\\040", " ")
        below = place == root or place.startswith(root.rstrip("/") + "/")
        if below and len(root) >= len(best):
            best, kind = root, fields[2]
    return kind.startswith(_NETWORK_KINDS)
