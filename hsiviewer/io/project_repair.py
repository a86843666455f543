"""Damaged projects and their backups."""

import contextlib
import shutil
from pathlib import Path

from hsiviewer.core.errors import ProjectError
from hsiviewer.io.atomic import replacing
from hsiviewer.io.project_files import backups_of, free_name, move
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference


def set_aside(path: Path) -> Path:
    """Move a damaged project out of the way, and return its new name.

    Raises
    ------
    ProjectError
        If it cannot be moved.
    """
    aside = free_name(path, "damaged")
    move(path, aside)
    return aside


def restore_backup(
    path: Path, scene: SceneReference | None = None
) -> tuple[Path, Path]:
    """Put the newest intact backup in the place of a damaged project.

    Parameters
    ----------
    scene : SceneReference, optional
        Backups of other scenes are passed over.

    Returns
    -------
    tuple of Path
        The backup that was taken, and where the damaged file is now.

    Raises
    ------
    ProjectError
        If there is no intact backup, or it cannot be copied; the damaged file is
        where it was.
    """
    for backup in backups_of(path):
        if _is_intact(backup, scene):
            aside = set_aside(path)
            try:
                with replacing(path) as (partial,):
                    shutil.copyfile(backup, partial)
            except OSError as error:
                move(aside, path)
                raise ProjectError(
                    f"the backup of {path.name} could not be put in its place: "
                    f"{error.strerror or error}"
                ) from error
            return backup, aside
    raise ProjectError(f"there is no intact backup of {path.name}")


def _is_intact(backup: Path, scene: SceneReference | None) -> bool:
    """Tell whether all of a backup can be read, and belongs to a scene."""
    try:
        with contextlib.closing(ProjectStore.in_memory(backup)) as store:
            store.load()
            return scene is None or store.scene.is_same_scene(scene)
    except ProjectError:
        return False
