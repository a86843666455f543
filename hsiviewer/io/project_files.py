"""Where projects and their backups lie, and how a whole file takes its place."""

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from hsiviewer.core import paths
from hsiviewer.core.errors import ExportError, ProjectError, ProjectInUseError
from hsiviewer.io import project_schema
from hsiviewer.io.atomic import is_full, replacing, unwritable
from hsiviewer.io.project_schema import explained
from hsiviewer.io.scene_reference import SceneReference

SUFFIX = ".hsiproj"
KEPT_BACKUPS = 5


def automatic_path(scene: SceneReference) -> Path:
    """Return the project that a scene has without anybody having made one.

    It lies in the user's data folder and is found by the scene's content, so
    that a scene which was moved or renamed finds its labels again.
    """
    key = f"{scene.digest}:{scene.variable}:{scene.rows}x{scene.cols}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    folder = _automatic_folder()
    stem = Path(scene.name).stem[:60]
    return next(folder.glob(f"*-{digest}{SUFFIX}"), folder / f"{stem}-{digest}{SUFFIX}")


def is_automatic(path: Path) -> bool:
    """Tell whether a project is one that nobody has asked for."""
    return path.resolve().parent == _automatic_folder().resolve()


def backups_of(path: Path) -> list[Path]:
    """Return the backups of a project, the newest first."""
    return sorted(_backup_folder(path).glob(f"*{SUFFIX}"), reverse=True)


def new_backup(path: Path) -> Path:
    """Return the path for one more backup of a project, named after the time."""
    folder = _backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S-%f}{SUFFIX}"


def drop_old_backups(path: Path) -> None:
    """Delete all but the newest backups."""
    for each in backups_of(path)[KEPT_BACKUPS:]:
        each.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Move a damaged project out of the way, and return its new name."""
    aside = path.with_name(f"{path.stem}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + SUFFIX + suffix))
    return aside.with_name(aside.name + SUFFIX)


def restore_backup(path: Path) -> tuple[Path, Path]:
    """Put the newest intact backup in the place of a damaged project.

    Returns
    -------
    tuple of Path
        The backup that was taken, and where the damaged file is now.

    Raises
    ------
    ProjectError
        If there is no intact backup; the damaged file is where it was.
    """
    for backup in backups_of(path):
        with contextlib.suppress(ProjectError):
            project_schema.connect(backup).close()
            aside = set_aside(path)
            with replacing(path) as (partial,):
                shutil.copyfile(backup, partial)
            return backup, aside
    raise ProjectError(f"there is no intact backup of {path.name}")


def _automatic_folder() -> Path:
    folder = paths.user_data() / "projects"
    folder.mkdir(exist_ok=True)
    return folder


def _backup_folder(path: Path) -> Path:
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
    return paths.user_data() / "backups" / f"{path.stem[:60]}-{digest}"


@contextlib.contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a name to write a project to, and move it to `path` when it is whole."""
    try:
        _settle(path)
        with replacing(path) as (partial,):
            try:
                yield partial
            except sqlite3.Error as error:
                if is_full(path.parent, error):
                    raise unwritable(path, error) from error
                raise explained(error, path) from error
    except ProjectError:  # a full disk among them
        raise
    except OSError as error:
        told = error if isinstance(error, ExportError) else unwritable(path, error)
        raise ProjectError(str(told)) from error


def _settle(path: Path) -> None:
    """Make sure that nobody uses a file that is about to be replaced.

    Its write-ahead log goes with it: left behind, SQLite would take it for the
    log of the new file.

    Raises
    ------
    ProjectError
        If the file is a project that is open elsewhere.
    """
    if path.is_file():
        try:
            project_schema.connect(path).close()
        except ProjectInUseError:
            raise
        except ProjectError:
            pass  # whatever it is, the user has chosen to replace it
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
