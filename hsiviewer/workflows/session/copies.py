"""Projects written to other places: under another name, or with all their data."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.edits import ClassEdit, LabelEdit, MetadataEdit
from hsiviewer.core.errors import (
    DamagedProjectError,
    FileAccessError,
    HsiViewerError,
    OtherSceneError,
    ProjectError,
)
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.core.history import SavedWork
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.companions import files_of, read_files
from hsiviewer.io.product_parts import FOLDER
from hsiviewer.io.project_files import (
    SUFFIX,
    free_name,
    is_automatic,
    move,
    move_backups,
)
from hsiviewer.io.project_rows import JournalRow
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.registry import split_reference
from hsiviewer.io.zarr_store.places import parts
from hsiviewer.workflows.session.projects import Project, is_project
from hsiviewer.workflows.session.scene_projects import link
from hsiviewer.workflows.tasks.targets import reference_sources

_COPY_BYTES = 8 << 20
_ROLES = ("cube", "auxiliary", "reference")


def save_as(
    project: Project, target: Path, work: SavedWork, *, replaces_other: bool = False
) -> bool:
    """Write a project to another file, with its whole history.

    Where the project's own file is out of reach, the labels in memory are
    written instead, and the history begins anew. A project that is replaced stays
    beside it under another name, unless all that is in it is in this one, too.

    Parameters
    ----------
    work : SavedWork
        Labels and classes as they are now.
    replaces_other : bool
        Whether the project of another scene may be replaced.

    Returns
    -------
    bool
        Whether the history went along.

    Raises
    ------
    OtherSceneError
        If the file is the project of another scene.
    ProjectError
        If it cannot be written; the project stays as it is.
    """
    store = project.journal.store
    is_whole = project.journal.retry()
    _check_target(target)
    with making_room(target, store, replaces_other=replaces_other):
        if not is_whole:
            _write_anew(target, work, project)
            return False
        store.copy_to(target)
        with contextlib.closing(ProjectStore(target)) as copy:
            for role in _ROLES:
                seen = [raster.seen_from(target) for raster in copy.rasters(role)]
                copy.set_rasters(role, seen)
    if project.is_automatic:
        # Opening the scene by itself leads to the project from now on.
        link(store, target)
    return True


def close_project(project: Project) -> None:
    """Close a project; one in memory is written to where it belongs before.

    Raises
    ------
    ProjectError
        If edits cannot be written; the project stays open with them.
    """
    store = project.journal.store
    if store.is_in_memory and project.journal.last_seq > project.first_seq:
        project.journal.flush()
        try:
            with making_room(store.path, store, replaces_other=True):
                store.copy_to(store.path)
        except ProjectError as error:
            raise ProjectError(f"{store.why_in_memory}. {error}") from error
        project.first_seq = store.last_seq
    project.journal.close()


@contextlib.contextmanager
def making_room(
    target: Path, store: ProjectStore, *, replaces_other: bool
) -> Iterator[None]:
    """Keep a project that is about to be replaced, and put it back on failure.

    Raises
    ------
    OtherSceneError, ProjectError
        As `save_as`.
    """
    if not target.is_file() or _has_nothing_new(target, store, replaces_other):
        yield
        return
    kept = free_name(target, "replaced")
    move(target, kept)
    try:
        yield
    except BaseException:
        move(kept, target)
        raise
    # Else they would be taken for backups of what has its name now.
    move_backups(target, kept)


def _check_target(target: Path) -> None:
    if not is_project(target):
        raise ProjectError(
            f"{target.name} is no name of a project; choose one that ends in {SUFFIX}"
        )
    if is_automatic(target):
        raise ProjectError(
            f"{target.parent} belongs to hsiviewer itself; choose another folder"
        )
    if target.exists():
        try:
            require_regular(target)
        except FileAccessError as error:
            raise ProjectError(str(error)) from error


def _has_nothing_new(target: Path, store: ProjectStore, replaces_other: bool) -> bool:
    """Tell whether all that is in a project is in another, too."""
    try:
        with contextlib.closing(ProjectStore.in_memory(target)) as old:
            if not (replaces_other or old.scene.is_same_scene(store.scene)):
                raise OtherSceneError(_what_is_there(old))
            return store.contains(old)
    except DamagedProjectError:
        return False


def _what_is_there(old: ProjectStore) -> str:
    labels, classes = old.load()
    return (
        f"{old.path} is the project of another scene, {old.scene.name}: "
        f"{labels.total} labelled pixels of {len(classes)} classes, last changed on "
        f"{old.changed_at[:10]}"
    )


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


def _write_anew(target: Path, work: SavedWork, project: Project) -> None:
    """Write a project that begins with the labels in memory."""
    scene = project.scene.seen_from(target)
    with contextlib.closing(ProjectStore.create(target, {"cube": [scene]})) as store:
        indices = np.flatnonzero(work.labels.values)
        after = work.labels.at(indices)
        labels = LabelEdit(indices, np.zeros_like(after), after, "Rescue")
        edit = ClassEdit(ClassScheme(), work.classes, labels, "Rescue")
        store.append(JournalRow(1, "edit", None, edit.text), edit)
        said = MetadataEdit(SceneMetadata(), work.metadata)
        if not said.is_empty:
            store.append(JournalRow(2, "edit", None, said.text), said)


def _copy_rasters(copy: ProjectStore, project: Path, progress: Progress) -> None:
    folder = copy.path.parent / "data"
    folder.mkdir()
    pairs: list[tuple[Path, Path]] = []
    for role in _ROLES:
        references = []
        for raster in copy.rasters(role):
            path, variable = split_reference(raster.locate(project))
            # The bands of a scene in files of their own stay a folder of their own.
            inner = path.parent.name if variable == FOLDER else ""
            place = folder / inner / path.name
            if place in (target for _, target in pairs):
                # Two files of one name from different folders.
                place = (
                    folder / f"{role}-{inner}" / path.name
                    if inner
                    else (folder / f"{role}-{path.name}")
                )
            place.parent.mkdir(exist_ok=True)
            prefix = place.name.removesuffix(path.name)
            if path.is_dir():
                pairs += [(one, place / one.relative_to(path)) for one in parts(path)]
            else:
                pairs += [
                    (one, place.with_name(prefix + one.name))
                    for one in files_of(path, variable)
                ]
            if role == "cube":
                named = _references_named(copy, path, place.parent)
                taken = {target for _, target in pairs}
                pairs += [pair for pair in named if pair[1] not in taken]
            relative = f"data/{place.relative_to(folder).as_posix()}"
            references.append(replace(raster, relative=relative, absolute=str(place)))
        copy.set_rasters(role, references)
    _copy_files(pairs, progress)


def _references_named(
    copy: ProjectStore, scene: Path, folder: Path
) -> list[tuple[Path, Path]]:
    """Return the references of a capture that a user has named, and their places.

    They are found again beside the scene by their names.
    """
    with contextlib.suppress(ProjectError):  # a damaged journal is copied as it is
        copy.load()
    named = [
        file
        for source in reference_sources(str(scene), copy.metadata)
        for file in read_files(Path(source.reference))
    ]
    return [
        (file, folder / file.name) for file in dict.fromkeys(named) if file.is_file()
    ]


def _copy_files(pairs: list[tuple[Path, Path]], progress: Progress) -> None:
    total = max(1, sum(source.stat().st_size for source, _ in pairs))
    done = 0
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
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
