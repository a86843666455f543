"""A project: labels, classes and every edit of them, in one SQLite file."""

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.edits import Edit, MetadataEdit, apply_edit
from hsiviewer.core.errors import DamagedProjectError, ProjectError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io import project_schema
from hsiviewer.io.edit_codec import (
    decode_edit,
    encode_edit,
)
from hsiviewer.io.project_connection import ProjectConnection
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
    time_of,
)
from hsiviewer.io.project_schema import WITH_METADATA, explained
from hsiviewer.io.project_snapshots import NEWEST_FIRST, keep_snapshot, last_snapshot
from hsiviewer.io.project_tables import fill, now, write_meta, write_rasters
from hsiviewer.io.scene_reference import SceneReference

_REPLAYED_BEFORE_SNAPSHOT = 200
_BACKUP_PAGES = 1024


class ProjectStore(ProjectConnection):
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
        super().__init__(path, connection)
        self._is_sound = False  # until the journal was replayed
        self._metadata = SceneMetadata()
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
            fill(connection, rasters)
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
                fill(connection, rasters)
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
            write_meta(connection, key, value)

    @property
    def metadata(self) -> SceneMetadata:
        """What the user said about the scene when `load` has replayed the journal."""
        return self._metadata

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
            write_rasters(connection, role, references)

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
            if isinstance(edit, MetadataEdit):
                project_schema.require_version(connection, WITH_METADATA)
            connection.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (seq) DO NOTHING",
                (*row, signed_time(now(), self._uuid), payload),
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
            with self._naming_file():
                labels, classes, metadata, start = last_snapshot(
                    self._all(NEWEST_FIRST), len(lines), self._shape
                )
        except MemoryError as error:
            raise ProjectError(
                f"the labels of {self._shape[0]} x {self._shape[1]} pixels do not fit "
                "into memory"
            ) from error
        rows = lines[start:]
        for row in rows:
            edit = self._effect(row)
            classes = apply_edit(edit, labels, classes)
            if isinstance(edit, MetadataEdit):
                metadata = edit.after
        if len(rows) >= _REPLAYED_BEFORE_SNAPSHOT:
            # Only saves time at the next opening: a full disk must not stop this one.
            with contextlib.suppress(ProjectError), self._transaction() as connection:
                keep_snapshot(connection, rows[-1].seq, labels, classes, metadata)
        self._metadata = metadata
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
        self._reconnect()
        if self.meta("uuid") != self._uuid or self.last_seq < last_seq:
            raise self._misplaced()
        self._take_place()

    def close(self) -> None:
        """Close the file; what lies in the write-ahead log moves into it."""
        with contextlib.suppress(ProjectError):
            if self._is_sound and self.meta(LINES) != str(self.last_seq):
                self.set_meta(LINES, str(self.last_seq))
        super().close()

    def _effect(self, row: JournalRow) -> Edit:
        if row.kind == "edit":
            return self.read_edit(row.seq)
        if row.target is None or row.kind not in ("undo", "redo"):
            raise DamagedProjectError(
                f"{self.path.name} has an unknown line in its journal: {row.kind!r}"
            )
        edit = self.read_edit(row.target)
        return edit.inverse() if row.kind == "undo" else edit

    def _read_shape(self) -> tuple[int, int]:
        scene = self.scene
        return scene.rows, scene.cols
