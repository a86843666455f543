"""What is written into the tables of a project, by whoever holds a transaction.

`sqlite3.Error` is raised where it cannot be written.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from hsiviewer import __version__
from hsiviewer.io import project_schema
from hsiviewer.io.project_rows import stored_name
from hsiviewer.io.scene_reference import SceneReference


def fill(
    connection: sqlite3.Connection, rasters: Mapping[str, list[SceneReference]]
) -> None:
    """Make the tables of a new project and name its rasters."""
    project_schema.create(connection)
    with connection:
        write_meta(connection, "uuid", secrets.token_hex(16))
        write_meta(connection, "created", now())
        write_meta(connection, "program", f"hsiviewer {__version__}")
        for role, references in rasters.items():
            write_rasters(connection, role, references)


def write_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Remember a text."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def write_rasters(
    connection: sqlite3.Connection, role: str, references: Iterable[SceneReference]
) -> None:
    """Replace the rasters of a role."""
    connection.execute("DELETE FROM raster WHERE role = ?", (role,))
    for position, raster in enumerate(references):
        connection.execute(
            "INSERT INTO raster VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                role,
                position,
                stored_name(raster.relative),
                stored_name(raster.absolute),
                raster.variable,
                raster.size,
                raster.digest,
                raster.rows,
                raster.cols,
            ),
        )


def now() -> str:
    """Return the time as projects write it: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
