"""Find, open and mend the projects that keep a user's work."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    DamagedProjectError,
    HsiViewerError,
    ProjectError,
    SceneMissingError,
)
from hsiviewer.core.history import SavedWork
from hsiviewer.io.project_files import (
    SUFFIX,
    automatic_path,
    is_automatic,
    restore_backup,
    set_aside,
)
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.registry import open_auxiliary, open_cube, split_reference
from hsiviewer.io.scene_reference import SceneReference

_log = logging.getLogger(__name__)

_DISPLAY = "display"
MOVED_TO = "moved to"  # where an automatic project was saved by its user


@dataclass(eq=False)
class Project:
    """An open project with the work that it holds.

    Parameters
    ----------
    journal : ProjectJournal
        Receives every edit.
    work : SavedWork
        Labels, classes and history at opening.
    is_automatic : bool
        Whether it lies in the user's data folder, made without being asked for.
    auxiliary : list of HsiCube
        Auxiliary rasters that were found again.
    reference : str
        The ground truth that was loaded; empty if none or gone.
    display : str
        How the scene was looked at; see `hsiviewer.workflows.display_memory`.
    notices : list of str
        Sentences on what was repaired or is missing.
    """

    journal: ProjectJournal
    work: SavedWork
    is_automatic: bool
    auxiliary: list[HsiCube] = field(default_factory=list)
    reference: str = ""
    display: str = ""
    notices: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The project's file."""
        return self.journal.store.path


OnTrouble = Callable[[str], None]


def is_project(path: str | Path) -> bool:
    """Tell whether a path names a project, by its suffix."""
    return Path(path).suffix.lower() == SUFFIX


def automatic_project_path(cube: HsiCube) -> Path:
    """Return the project that a scene is kept in unless another was opened.

    Raises
    ------
    FileAccessError
        If the scene cannot be read.
    """
    scene = SceneReference.of(cube, Path("scene"))
    path = automatic_path(scene)
    if not path.is_file():
        return path
    try:
        store = ProjectStore(path)
    except ProjectError:
        return path
    moved = store.meta(MOVED_TO)
    store.close()
    return Path(moved) if moved and Path(moved).is_file() else path


def open_for_scene(cube: HsiCube, path: Path, on_trouble: OnTrouble) -> Project:
    """Open the project of a scene that was opened by itself, or make it.

    A damaged one is replaced by its newest backup, or set aside: nobody asked
    for it, so it must not keep the scene from being looked at.

    Raises
    ------
    ProjectError
        If it is in use, or cannot be read or written.
    """
    notices = []
    if path.is_file():
        try:
            project = _opened(ProjectStore(path), cube, on_trouble)
        except DamagedProjectError as error:
            notices.append(_repaired(path, error))
        else:
            return project
    if not path.is_file():
        ProjectStore.create(path, {"cube": [SceneReference.of(cube, path)]}).close()
    project = _opened(ProjectStore(path), cube, on_trouble)
    project.notices[:0] = notices
    return project


def open_project(
    path: Path, on_trouble: OnTrouble, *, scene: str | None = None
) -> tuple[HsiCube, Project]:
    """Open a project and its scene.

    Parameters
    ----------
    path : Path
        The project's file.
    on_trouble : callable
        See `ProjectJournal`.
    scene : str, optional
        Where the scene is now, if not where it was.

    Raises
    ------
    SceneMissingError
        If the scene is not where it was; call again with `scene`.
    DamagedProjectError
        If the file is damaged; `repair` puts a backup in its place.
    ProjectError, HsiViewerError
        If project or scene cannot be opened.
    """
    store = ProjectStore(path)
    try:
        remembered = store.rasters("cube")[0]
        cube = open_cube(scene or remembered.locate(path))
        _check_shape(cube, store)
        if scene is not None:
            store.set_rasters("cube", [SceneReference.of(cube, path)])
    except BaseException:
        store.close()
        raise
    return cube, _opened(store, cube, on_trouble)


def reopened(path: Path, on_trouble: OnTrouble) -> Project:
    """Open a project whose scene is on the screen already."""
    store = ProjectStore(path)
    labels, classes = store.load()
    journal = ProjectJournal(store, on_trouble)
    return Project(journal, SavedWork(labels, classes, journal), is_automatic(path))


def repair(path: Path) -> str:
    """Put the newest intact backup in a damaged project's place.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    ProjectError
        If there is no intact backup.
    """
    backup, aside = restore_backup(path)
    return (
        f"{path.name} was damaged; its backup of {backup.stem[:16]} UTC was put in its "
        f"place, and the damaged file is kept as {aside.name}"
    )


def remember_rasters(
    project: Project, auxiliary: tuple[HsiCube, ...], reference: str
) -> None:
    """Write which auxiliary rasters and which ground truth belong to the scene."""
    store = project.journal.store
    rasters = [SceneReference.of(each, store.path) for each in auxiliary]
    store.set_rasters("auxiliary", rasters)
    truths = []
    if reference:
        path, variable = split_reference(reference)
        truths = [SceneReference.of_file(path, variable, store.shape, store.path)]
    store.set_rasters("reference", truths)


def remember_display(project: Project, text: str) -> None:
    """Write how the scene is looked at, if that is new."""
    if text != project.display:
        project.journal.store.set_meta(_DISPLAY, text)
        project.display = text


def _opened(store: ProjectStore, cube: HsiCube, on_trouble: OnTrouble) -> Project:
    try:
        _check_shape(cube, store)
        labels, classes = store.load()
        journal = ProjectJournal(store, on_trouble)
    except BaseException:
        store.close()
        raise
    project = Project(
        journal, SavedWork(labels, classes, journal), is_automatic(store.path)
    )
    project.display = store.meta(_DISPLAY)
    try:
        store.back_up()
    except (ProjectError, OSError) as error:
        _log.warning("no backup of %s: %s", store.path, error)
    _find_rasters(project, cube)
    return project


def _check_shape(cube: HsiCube, store: ProjectStore) -> None:
    if cube.grid_shape != store.shape:
        rows, cols = store.shape
        raise SceneMissingError(
            f"{cube.name} has {cube.grid_shape[0]} x {cube.grid_shape[1]} pixels, the "
            f"labels of {store.path.name} are for {rows} x {cols}; choose the scene "
            "that they were made on"
        )


def _find_rasters(project: Project, cube: HsiCube) -> None:
    store = project.journal.store
    for each in store.rasters("auxiliary"):
        try:
            project.auxiliary.append(open_auxiliary(each.locate(store.path), cube))
        except HsiViewerError as error:
            project.notices.append(str(error))
    for each in store.rasters("reference"):
        try:
            project.reference = each.locate(store.path)
        except SceneMissingError as error:
            project.notices.append(str(error))


def _repaired(path: Path, error: DamagedProjectError) -> str:
    try:
        return repair(path)
    except ProjectError:
        aside = set_aside(path)
        return (
            f"{error}. There was no backup; the labels begin anew, and the damaged "
            f"file is kept as {aside}"
        )
