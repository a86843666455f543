"""A project: labels, classes and every edit of them, in one SQLite file."""

import contextlib
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

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
    drop_old_backups,
    new_backup,
    written_beside,
)
from hsiviewer.io.project_schema import explained
from hsiviewer.io.scene_reference import SceneReference

_REPLAYED_BEFORE_SNAPSHOT = 200
_KEPT_SNAPSHOTS = 2
_BACKUP_PAGES = 1024


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
        self.path = path
        self._lock = threading.Lock()
        self._connection = project_schema.connect(path)
        self._identity = _identity(path)
        self._uuid = self.meta("uuid")
        self._shape = self._read_shape()

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
        with written_beside(path) as partial:
            project_schema.create(partial)
            with contextlib.closing(sqlite3.connect(partial)) as connection, connection:
                _write_meta(connection, "uuid", secrets.token_hex(16))
                _write_meta(connection, "created", _now())
                _write_meta(connection, "program", f"hsiviewer {__version__}")
                for role, references in rasters.items():
                    _write_rasters(connection, role, references)
        return cls(path)

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
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a text."""
        with self._transaction() as connection:
            _write_meta(connection, key, value)

    def rasters(self, role: str) -> list[SceneReference]:
        """Return the rasters of a role in order."""
        rows = self._all(
            "SELECT relative, absolute, variable, size, digest, rows, cols "
            "FROM raster WHERE role = ? ORDER BY position",
            role,
        )
        return [SceneReference(*row) for row in rows]

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
                (*row, _now(), payload),
            )

    def journal(self) -> list[JournalRow]:
        """Return all lines without what they changed."""
        rows = self._all("SELECT seq, kind, target, text FROM journal ORDER BY seq")
        return [JournalRow(*row) for row in rows]

    def read_edit(self, seq: int) -> Edit:
        """Return what a line of kind ``edit`` did.

        Raises
        ------
        DamagedProjectError
            If there is no such edit, or it is not what was written.
        """
        row = self._one("SELECT payload FROM journal WHERE seq = ?", seq)
        if not row or row[0] is None:
            raise DamagedProjectError(f"{self.path.name} has lost the edit {seq}")
        return decode_edit(row[0], self._shape)

    def load(self) -> tuple[LabelMap, ClassScheme]:
        """Return labels and classes as the journal leaves them.

        Raises
        ------
        DamagedProjectError
            If the journal cannot be replayed.
        """
        labels, classes, start = self._last_snapshot()
        rows = [each for each in self.journal() if each.seq > start]
        for row in rows:
            classes = apply_edit(self._effect(row), labels, classes)
        if len(rows) >= _REPLAYED_BEFORE_SNAPSHOT:
            self._keep_snapshot(rows[-1].seq, labels, classes)
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
        if self.meta("backed_up") == seq or seq == "0":
            return None
        backup = new_backup(self.path)
        self.copy_to(backup)
        drop_old_backups(self.path)
        self.set_meta("backed_up", seq)
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
        if _identity(self.path) is None:
            raise self._misplaced()
        with self._lock:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = project_schema.connect(self.path)
        if self.meta("uuid") != self._uuid or self.last_seq < last_seq:
            raise self._misplaced()
        self._identity = _identity(self.path)

    def close(self) -> None:
        """Close the file; what lies in the write-ahead log moves into it."""
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

    def _last_snapshot(self) -> tuple[LabelMap, ClassScheme, int]:
        rows = self._all("SELECT seq, payload FROM snapshot ORDER BY seq DESC")
        for seq, payload in rows:
            # The journal holds all that a damaged snapshot did.
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
        row = self._one("SELECT rows, cols FROM raster WHERE role = 'cube'")
        if not row or row[0] < 1 or row[1] < 1:
            raise DamagedProjectError(f"{self.path.name} does not name its scene")
        return int(row[0]), int(row[1])

    def _check_place(self) -> None:
        """Refuse to write into a file that nobody can find any more."""
        if _identity(self.path) != self._identity:
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
            except sqlite3.Error as error:
                raise explained(error, self.path) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


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
                each.relative,
                each.absolute,
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
