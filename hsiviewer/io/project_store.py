"""A project: labels, classes and every edit of them, in one SQLite file."""

import contextlib
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hsiviewer import __version__
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.edits import Edit, apply_edit
from hsiviewer.core.errors import DamagedProjectError, ProjectError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import project_schema
from hsiviewer.io.edit_codec import (
    decode_edit,
    decode_snapshot,
    encode_edit,
    encode_snapshot,
)
from hsiviewer.io.project_files import (
    backups_of,
    drop_old_backups,
    new_backup,
    written_beside,
)
from hsiviewer.io.project_rows import (
    BACKED_UP,
    LINES,
    JournalRow,
    check_rows,
    journal_rows,
    scene_references,
    signed_time,
    stored_name,
    time_of,
)
from hsiviewer.io.project_schema import UNREADABLE, explained
from hsiviewer.io.scene_reference import SceneReference

_REPLAYED_BEFORE_SNAPSHOT = 200
_KEPT_SNAPSHOTS = 2
_BACKUP_PAGES = 1024


class ProjectStore:
    """An open project file; one process has it at a time.

    All methods may be called from any thread; they wait for each other, and
    each change is one transaction that is on the disk when they return.

    Parameters
    ----------
    path : Path
        A file that `create` has written.

    Raises
    ------
    ProjectError, DamagedProjectError
        See `hsiviewer.io.project_schema.connect`.
    """

    def __init__(self, path: Path) -> None:
        self._begin(path, project_schema.connect(path, check_rows))

    def _begin(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.why_in_memory = ""
        self._is_sound = False  # until the journal was replayed
        self._lock = threading.Lock()
        self._connection = connection
        self._identity = _identity(path)
        try:
            self._uuid = self.meta("uuid")
            self._shape = self._read_shape()
        except BaseException:
            connection.close()
            raise

    @classmethod
    def create(
        cls, path: Path, rasters: Mapping[str, list[SceneReference]]
    ) -> "ProjectStore":
        """Write a new project of a scene and open it.

        Parameters
        ----------
        path : Path
            An existing file is replaced, but never one that cannot be written.
        rasters : mapping
            ``"cube"`` gives one reference; ``"auxiliary"`` and ``"reference"``
            may give more.
        """
        with (
            written_beside(path) as partial,
            contextlib.closing(sqlite3.connect(partial)) as connection,
        ):
            _fill(connection, rasters)
        return cls(path)

    @classmethod
    def in_memory(
        cls, path: Path, rasters: Mapping[str, list[SceneReference]] | None = None
    ) -> "ProjectStore":
        """Open a project that is lost when it is closed, unless it is copied before.

        Parameters
        ----------
        path : Path
            Where it should be kept.
        rasters : mapping, optional
            Of a new project, as in `create`; without it, what `path` holds is
            where it begins.

        Raises
        ------
        ProjectError, DamagedProjectError
            If `path` has to be read and cannot.
        """
        connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False
        )
        try:
            if rasters is None:
                with project_schema.reading(path, check_rows) as source:
                    source.backup(connection)
                project_schema.bring_up_to_date(connection)
            else:
                _fill(connection, rasters)
        except sqlite3.Error as error:
            connection.close()
            raise explained(error, path) from error
        except BaseException:
            connection.close()
            raise
        store = cls.__new__(cls)
        store._begin(path, connection)  # noqa: SLF001 - own class
        store.why_in_memory = "it was not asked to be kept"
        return store

    @property
    def is_in_memory(self) -> bool:
        """Whether all is lost when it is closed; `why_in_memory` says why."""
        return bool(self.why_in_memory)

    @property
    def uuid(self) -> str:
        """What tells a project and its copies from all others."""
        return self._uuid

    @property
    def scene(self) -> SceneReference:
        """The scene that the labels were made on."""
        return self.rasters("cube")[0]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the labels."""
        return self._shape

    @property
    def last_seq(self) -> int:
        """Number of the last line of the journal, 0 when it is empty."""
        return int(self._one("SELECT coalesce(max(seq), 0) FROM journal")[0])

    def meta(self, key: str) -> str:
        """Return a remembered text; empty if there is none."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row and isinstance(row[0], str) else ""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a text."""
        with self._transaction() as connection:
            _write_meta(connection, key, value)

    def rasters(self, role: str) -> list[SceneReference]:
        """Return the rasters of a role in order."""
        with self._naming_file():
            return scene_references(
                self._all(
                    "SELECT relative, absolute, variable, size, digest, rows, cols "
                    "FROM raster WHERE role = ? ORDER BY position",
                    role,
                )
            )

    def set_rasters(self, role: str, references: Iterable[SceneReference]) -> None:
        """Replace the rasters of a role."""
        with self._transaction() as connection:
            _write_rasters(connection, role, references)

    def append(self, row: JournalRow, edit: Edit | None = None) -> None:
        """Write one line of the journal; it is on the disk when this returns.

        Parameters
        ----------
        row : JournalRow
            Its `seq` follows the last one. Writing a line again that is there
            already does nothing, so that a failed call can be repeated.
        edit : Edit, optional
            What a line of kind ``edit`` did.

        Raises
        ------
        ProjectError
            If it could not be written; the file is as it was before.
        """
        self._check_place()
        payload = None if edit is None else encode_edit(edit)
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (seq) DO NOTHING",
                (*row, signed_time(_now(), self._uuid), payload),
            )

    @property
    def changed_at(self) -> str:
        """When labels or classes were last changed: ISO 8601, UTC; may be empty."""
        row = self._one("SELECT written FROM journal ORDER BY seq DESC LIMIT 1")
        return time_of(str(row[0])) if row else self.meta("created")

    def contains(self, other: "ProjectStore") -> bool:
        """Tell whether a project is an earlier state of this one, or the same."""
        before = other.last_seq - 1
        last = other.lines_after(before)
        return self._uuid == other.uuid and self.lines_after(before)[:1] == last

    def lines_after(self, seq: int) -> list[tuple[Any, ...]]:
        """Return whole lines of the journal, as they are stored."""
        return self._all("SELECT * FROM journal WHERE seq > ? ORDER BY seq", seq)

    def append_later_lines(self, later: "ProjectStore") -> None:
        """Add the lines that a later state of this project has; see `contains`."""
        lines = later.lines_after(self.last_seq)
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", lines
            )

    def journal(self) -> list[JournalRow]:
        """Return all lines without what they changed."""
        rows = self._all("SELECT seq, kind, target, text FROM journal ORDER BY seq")
        with self._naming_file():
            return journal_rows(rows)

    def read_edit(self, seq: int) -> Edit:
        """Return what a line of kind ``edit`` did.

        Raises
        ------
        DamagedProjectError
            If there is no such edit, or it is not what was written.
        """
        row = self._one("SELECT payload FROM journal WHERE seq = ?", seq)
        if not row or not isinstance(row[0], bytes):
            raise DamagedProjectError(f"{self.path.name} has lost the edit {seq}")
        with self._naming_file():
            return decode_edit(row[0], self._shape)

    def load(self) -> tuple[LabelMap, ClassScheme]:
        """Return labels and classes as the journal leaves them.

        Raises
        ------
        DamagedProjectError
            If the journal cannot be replayed.
        """
        lines = self.journal()
        try:
            labels, classes, start = self._last_snapshot(len(lines))
        except MemoryError as error:
            raise ProjectError(
                f"the labels of {self._shape[0]} x {self._shape[1]} pixels do not fit "
                "into memory"
            ) from error
        rows = lines[start:]
        for row in rows:
            classes = apply_edit(self._effect(row), labels, classes)
        if len(rows) >= _REPLAYED_BEFORE_SNAPSHOT:
            self._keep_snapshot(rows[-1].seq, labels, classes)
        self._is_sound = True
        return labels, classes

    def copy_to(self, target: Path) -> None:
        """Write the project as it is now to another file, whole or not at all.

        Raises
        ------
        ProjectError
            If it cannot be written.
        """
        with (
            written_beside(target) as partial,
            self._lock,
            contextlib.closing(sqlite3.connect(partial)) as copy,
        ):
            self._connection.backup(copy, pages=_BACKUP_PAGES)
            # The copy is one file; whoever opens it chooses its own mode.
            copy.execute("PRAGMA journal_mode = DELETE")

    def back_up(self) -> Path | None:
        """Keep a backup, unless the newest one holds all that there is.

        Returns
        -------
        Path or None
            The backup, if one was made.

        Raises
        ------
        ProjectError
            If it cannot be written.
        """
        seq = str(self.last_seq)
        has_newest = self.meta(BACKED_UP) == seq and backups_of(self.path)
        if has_newest or seq == "0" or self.is_in_memory:
            return None
        backup = new_backup(self.path)
        self.copy_to(backup)
        drop_old_backups(self.path)
        self.set_meta(BACKED_UP, seq)
        return backup

    def reopen(self, last_seq: int) -> None:
        """Connect again after the disk or the network was away.

        Parameters
        ----------
        last_seq : int
            Last line that the file must have.

        Raises
        ------
        ProjectError
            If the file is still away, or is another one by now.
        """
        if _identity(self.path) is None or self.is_in_memory:
            raise self._misplaced()
        with self._lock:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = project_schema.connect(self.path, check_rows)
        if self.meta("uuid") != self._uuid or self.last_seq < last_seq:
            raise self._misplaced()
        self._identity = _identity(self.path)

    def close(self) -> None:
        """Close the file; what lies in the write-ahead log moves into it."""
        with contextlib.suppress(ProjectError):
            if self._is_sound and self.meta(LINES) != str(self.last_seq):
                self.set_meta(LINES, str(self.last_seq))
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _effect(self, row: JournalRow) -> Edit:
        if row.kind == "edit":
            return self.read_edit(row.seq)
        if row.target is None or row.kind not in ("undo", "redo"):
            raise DamagedProjectError(
                f"{self.path.name} has an unknown line in its journal: {row.kind!r}"
            )
        edit = self.read_edit(row.target)
        return edit.inverse() if row.kind == "undo" else edit

    def _check_later_snapshots(self, last_seq: int) -> None:
        """See that no snapshot has the work of lines that the journal lost.

        Raises
        ------
        DamagedProjectError
            If a whole one has; one that cannot be read says nothing.
        """
        rows = self._all("SELECT seq, payload FROM snapshot WHERE seq > ?", last_seq)
        whole = [seq for seq, payload in rows if self._is_snapshot(payload)]
        if whole:
            raise DamagedProjectError(
                f"{self.path.name} is damaged: its journal has {last_seq} lines, and a "
                f"copy of its labels has the work of {max(whole)}"
            )

    def _is_snapshot(self, payload: object) -> bool:
        if not isinstance(payload, bytes):
            return False
        try:
            decode_snapshot(payload, self._shape)
        except DamagedProjectError:
            return False
        return True

    def _last_snapshot(self, last_seq: int) -> tuple[LabelMap, ClassScheme, int]:
        self._check_later_snapshots(last_seq)
        rows = self._all(
            "SELECT seq, payload FROM snapshot WHERE seq BETWEEN 1 AND ? "
            "ORDER BY seq DESC LIMIT ?",
            last_seq,
            _KEPT_SNAPSHOTS,
        )
        for seq, payload in rows:
            # The journal holds all that a damaged snapshot did.
            if isinstance(payload, bytes):
                with contextlib.suppress(DamagedProjectError):
                    return *decode_snapshot(payload, self._shape), int(seq)
        return LabelMap.empty(self._shape), ClassScheme(), 0

    def _keep_snapshot(self, seq: int, labels: LabelMap, classes: ClassScheme) -> None:
        # Only saves time at the next opening: a full disk must not stop this one.
        with contextlib.suppress(ProjectError), self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?)",
                (seq, encode_snapshot(labels, classes)),
            )
            connection.execute(
                "DELETE FROM snapshot WHERE seq NOT IN "
                "(SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)",
                (_KEPT_SNAPSHOTS,),
            )

    def _read_shape(self) -> tuple[int, int]:
        scene = self.scene
        return scene.rows, scene.cols

    @contextlib.contextmanager
    def _naming_file(self) -> Iterator[None]:
        """Say in whose content an impossible value was found."""
        try:
            yield
        except DamagedProjectError as error:
            raise DamagedProjectError(
                f"{self.path.name} is damaged: {error}"
            ) from error

    def _check_place(self) -> None:
        """Refuse to write into a file that nobody can find any more."""
        if not self.is_in_memory and _identity(self.path) != self._identity:
            raise self._misplaced()

    def _misplaced(self) -> ProjectError:
        return ProjectError(
            f"{self.path} was moved, deleted or replaced by another program; put it "
            "back, or save the project elsewhere"
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                _roll_back(connection)
                raise explained(error, self.path) from error
            except BaseException:
                _roll_back(connection)
                raise

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        rows = self._all(query, *values)
        return rows[0] if rows else ()

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except UNREADABLE as error:
                raise explained(error, self.path) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _fill(
    connection: sqlite3.Connection, rasters: Mapping[str, list[SceneReference]]
) -> None:
    """Make the tables of a new project and name its rasters."""
    project_schema.create(connection)
    with connection:
        _write_meta(connection, "uuid", secrets.token_hex(16))
        _write_meta(connection, "created", _now())
        _write_meta(connection, "program", f"hsiviewer {__version__}")
        for role, references in rasters.items():
            _write_rasters(connection, role, references)


def _write_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _write_rasters(
    connection: sqlite3.Connection, role: str, references: Iterable[SceneReference]
) -> None:
    connection.execute("DELETE FROM raster WHERE role = ?", (role,))
    for position, each in enumerate(references):
        connection.execute(
            "INSERT INTO raster VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                role,
                position,
                stored_name(each.relative),
                stored_name(each.absolute),
                each.variable,
                each.size,
                each.digest,
                each.rows,
                each.cols,
            ),
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
