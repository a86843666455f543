"""Projects written to other places: under another name, or with all their data."""

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.edits import ClassEdit, LabelEdit
from hsiviewer.core.errors import HsiViewerError, ProjectError
from hsiviewer.core.history import SavedWork
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.io.companions import files_of
from hsiviewer.io.project_files import SUFFIX
from hsiviewer.io.project_store import JournalRow, ProjectStore
from hsiviewer.io.registry import split_reference
from hsiviewer.io.scene_reference import SceneReference
from hsiviewer.workflows.projects import MOVED_TO, Project

_COPY_BYTES = 8 << 20
_ROLES = ("cube", "auxiliary", "reference")


def save_as(project: Project, target: Path, work: SavedWork, cube: HsiCube) -> bool:
    """Write a project to another file, with its whole history.

    Where the project's own file is out of reach, the labels in memory are
    written instead, and the history begins anew.

    Parameters
    ----------
    work : SavedWork
        Labels and classes as they are now.

    Returns
    -------
    bool
        Whether the history went along.

    Raises
    ------
    ProjectError
        If it cannot be written; the project stays as it is.
    """
    store = project.journal.store
    if not project.journal.retry():
        _write_anew(target, work, cube)
        return False
    store.copy_to(target)
    with contextlib.closing(ProjectStore(target)) as copy:
        for role in _ROLES:
            seen = [each.seen_from(target) for each in copy.rasters(role)]
            copy.set_rasters(role, seen)
    if project.is_automatic:
        # Opening the scene by itself leads to the project from now on.
        store.set_meta(MOVED_TO, str(target.resolve()))
    return True


def copy_with_data(project: Project, folder: Path, progress: Progress) -> Path:
    """Copy a project with all its rasters into a folder that can be handed on.

    Parameters
    ----------
    folder : Path
        Is made; must not exist or be empty.
    progress : Progress
        Scenes have gigabytes; what was copied is removed on cancelling.

    Returns
    -------
    Path
        The project's file in the folder.

    Raises
    ------
    ProjectError
        If a file cannot be copied.
    """
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder} is a file; choose a new folder for the copy")
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(f"{folder} is not empty; choose a new folder for the copy")
    target = folder / f"{folder.name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        project.journal.flush()
        project.journal.store.copy_to(target)
        with contextlib.closing(ProjectStore(target)) as copy:
            _copy_rasters(copy, project.path, progress)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, HsiViewerError):
            raise
        raise ProjectError(
            f"the copy in {folder} could not be written: {error.strerror or error}"
        ) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return target


def _write_anew(target: Path, work: SavedWork, cube: HsiCube) -> None:
    """Write a project that begins with the labels in memory."""
    store = ProjectStore.create(target, {"cube": [SceneReference.of(cube, target)]})
    with contextlib.closing(store):
        indices = np.flatnonzero(work.labels.values)
        after = work.labels.at(indices)
        labels = LabelEdit(indices, np.zeros_like(after), after, "Rescue")
        edit = ClassEdit(ClassScheme(), work.classes, labels, "Rescue")
        store.append(JournalRow(1, "edit", None, edit.text), edit)


def _copy_rasters(copy: ProjectStore, project: Path, progress: Progress) -> None:
    folder = copy.path.parent / "data"
    folder.mkdir()
    pairs: list[tuple[Path, Path]] = []
    for role in _ROLES:
        references = []
        for each in copy.rasters(role):
            path, _ = split_reference(each.locate(project))
            place = folder / path.name
            if place in (target for _, target in pairs):
                # Two files of one name from different folders.
                place = folder / f"{role}-{path.name}"
            pairs += [
                (one, place.with_name(_renamed(one, path, place)))
                for one in files_of(path)
            ]
            relative = f"data/{place.name}"
            references.append(replace(each, relative=relative, absolute=str(place)))
        copy.set_rasters(role, references)
    _copy_files(pairs, progress)


def _renamed(file: Path, raster: Path, place: Path) -> str:
    """Return the name of a companion beside a raster that got another name."""
    if file.name.startswith(raster.name):
        return place.name + file.name[len(raster.name) :]
    return place.stem + file.suffix


def _copy_files(pairs: list[tuple[Path, Path]], progress: Progress) -> None:
    total = max(1, sum(source.stat().st_size for source, _ in pairs))
    done = 0
    for source, target in pairs:
        with source.open("rb") as reader, target.open("xb") as writer:
            while block := reader.read(_COPY_BYTES):
                progress.checkpoint()
                writer.write(block)
                done += len(block)
                progress.report(
                    ProgressUpdate(
                        fraction=done / total, stage="copying", message=source.name
                    )
                )
