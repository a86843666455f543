"""The SQLite file of an open project, and how it is reached."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hsiviewer.core.errors import DamagedProjectError, ProjectError
from hsiviewer.io import project_schema
from hsiviewer.io.project_rows import check_rows
from hsiviewer.io.project_schema import UNREADABLE, explained


class ProjectConnection:
    """A connection that threads share, each waiting for the others.

    Parameters
    ----------
    path : Path
        The project's file; of a project in memory, where it should be kept.
    connection : Connection
        Open, checked and up to date; this object closes it.

    Attributes
    ----------
    why_in_memory : str
        Why all is lost when it is closed; empty if it is not.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.why_in_memory = ""
        self._lock = threading.Lock()
        self._connection = connection
        self._identity = _identity(path)

    @property
    def is_in_memory(self) -> bool:
        """Whether all is lost when it is closed; `why_in_memory` says why."""
        return bool(self.why_in_memory)

    def close(self) -> None:
        """Close the file; what lies in the write-ahead log moves into it."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _reconnect(self) -> None:
        """Connect again after the disk or the network was away.

        Raises
        ------
        ProjectError
            If the file is still away.
        """
        if _identity(self.path) is None or self.is_in_memory:
            raise self._misplaced()
        with self._lock:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = project_schema.connect(self.path, check_rows)

    def _take_place(self) -> None:
        """Believe that the file at the path is the one that is open."""
        self._identity = _identity(self.path)

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


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
