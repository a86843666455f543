"""Where projects and their backups lie, and how a whole file takes its place."""

import contextlib
import hashlib
import itertools
import re
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
_PARTS = ("", *project_schema.COMPANIONS)  # of a project that was not closed
_PARTIAL = ".partial-"
_NUMBERED = re.compile(r"(\d{8,})_")
# File systems take 255 bytes; temporary and companion names need some of them.
_LONGEST_STEM_BYTES = 160


def automatic_path(scene: SceneReference, number: int = 1) -> Path:
    """Return the project that a scene has without anybody having made one.

    It lies in the user's data folder and is found by the scene's content, so
    that a scene which was moved or renamed finds its labels again.

    Parameters
    ----------
    number : int
        Above 1 where a project of another scene has taken the name.
    """
    key = f"{scene.digest}:{scene.variable}:{scene.rows}x{scene.cols}"
    digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    ending = f"-{digest}{SUFFIX}" if number == 1 else f"-{digest}-{number}{SUFFIX}"
    folder = _automatic_folder()
    earlier = next(folder.glob(f"*{ending}"), None) if folder.is_dir() else None
    return earlier or folder / f"{shortened(Path(scene.name).stem)}{ending}"


def automatic_projects() -> list[Path]:
    """Return all projects that nobody has asked for."""
    return sorted(_automatic_folder().glob(f"*{SUFFIX}"))


def is_automatic(path: Path) -> bool:
    """Tell whether a project is one that nobody has asked for."""
    return path.resolve().parent == _automatic_folder().resolve()


def shortened(stem: str) -> str:
    """Return a name, or its beginning, that leaves room for endings."""
    encoded = stem.encode("utf-8", "replace")
    return encoded[:_LONGEST_STEM_BYTES].decode("utf-8", "ignore")


def free_name(path: Path, purpose: str) -> Path:
    """Return a name beside a project that nothing has yet: ``p.PURPOSE-1.hsiproj``."""
    names = (
        path.with_name(f"{shortened(path.stem)}.{purpose}-{number}{SUFFIX}")
        for number in itertools.count(1)
    )
    return next(
        name
        for name in names
        if not any(name.with_name(name.name + end).exists() for end in _PARTS)
    )


def move(path: Path, target: Path) -> None:
    """Give a closed project another name, together with what is beside it.

    Raises
    ------
    ProjectError
        If it cannot be moved; it is where it was.
    """
    moved = []
    try:
        for end in reversed(_PARTS):  # the project itself last
            part = path.with_name(path.name + end)
            if part.exists():
                part.replace(target.with_name(target.name + end))
                moved.append(end)
    except OSError as error:
        for end in moved:
            target.with_name(target.name + end).replace(path.with_name(path.name + end))
        raise ProjectError(
            f"{path} cannot be renamed: {error.strerror or error}"
        ) from error


def backups_of(path: Path) -> list[Path]:
    """Return the backups of a project, the newest first.

    Backups are numbered; those of version 0.1, which have a time only, are older
    than all that have a number.
    """
    found = [
        backup
        for backup in _backup_folder(path).glob(f"*{SUFFIX}")
        if not backup.name.startswith(_PARTIAL)
    ]
    return sorted(found, key=_order, reverse=True)


def backup_time(backup: Path) -> str:
    """Return when a backup was made by the clock of that time, in UTC."""
    return _NUMBERED.sub("", backup.stem)[:16]


def new_backup(path: Path) -> Path:
    """Return the path for one more backup of a project.

    Its number is one more than the last one's: a clock may be set back.
    """
    folder = _backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((_order(backup)[0] for backup in backups_of(path)), default=0)
    return folder / f"{number:08d}_{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}{SUFFIX}"


def drop_old_backups(path: Path) -> None:
    """Delete all but the newest backups, and those that were cut off."""
    cut_off = _backup_folder(path).glob(f"{_PARTIAL}*")
    for backup in [*backups_of(path)[KEPT_BACKUPS:], *cut_off]:
        backup.unlink(missing_ok=True)


def move_backups(path: Path, target: Path) -> None:
    """Let the backups of a project be those of one of another name."""
    source, folder = _backup_folder(path), _backup_folder(target)
    with contextlib.suppress(OSError):
        if source.is_dir() and not folder.exists():
            source.replace(folder)


@contextlib.contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a name to write a project to, and move it to `path` when it is whole."""
    try:
        _settle(path)
        if path.parent == _automatic_folder():
            path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as (partial,):
            try:
                yield partial
            except sqlite3.Error as error:
                if is_full(path.parent, error):
                    raise unwritable(path, error) from error
                raise explained(error, path) from error
            finally:
                for end in project_schema.COMPANIONS:
                    partial.with_name(partial.name + end).unlink(missing_ok=True)
    except ProjectError:  # a full disk among them
        raise
    except OSError as error:
        told = error if isinstance(error, ExportError) else unwritable(path, error)
        raise ProjectError(str(told)) from error


def _automatic_folder() -> Path:
    return paths.lasting_data() / "projects"


def _backup_folder(path: Path) -> Path:
    name = str(path.resolve()).encode("utf-8", "surrogateescape")
    digest = hashlib.sha256(name).hexdigest()[:12]
    stem = path.stem[:60].encode("utf-8", "replace").decode()
    return paths.lasting_data() / "backups" / f"{stem}-{digest}"


def _order(backup: Path) -> tuple[int, str]:
    numbered = _NUMBERED.match(backup.name)
    return (int(numbered[1]) if numbered else 0), backup.name


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
    for end in project_schema.COMPANIONS:
        path.with_name(path.name + end).unlink(missing_ok=True)
