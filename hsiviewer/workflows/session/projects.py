"""Find, open and mend the projects that keep a user's work."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    DifferentSceneError,
    FileAccessError,
    HsiViewerError,
    ProjectError,
    SceneMissingError,
)
from hsiviewer.core.history import SavedWork
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.described_scenes import described
from hsiviewer.io.project_files import (
    SUFFIX,
    backup_time,
    is_automatic,
    shortened,
)
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_repair import restore_backup
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.registry import open_auxiliary, open_cube, split_reference
from hsiviewer.io.scene_reference import SceneReference

_log = logging.getLogger(__name__)

_DISPLAY = "display"


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
        The ground truth that was loaded; empty if there is none, or it is not there.
    reference_away : str
        A ground truth that is not where it was, perhaps on a disk that comes back. What
        stands here may be anything: it is remembered, and never opened.
    display : str
        How the scene was looked at; see `hsiviewer.workflows.session.display_memory`.
    notices : list of str
        Sentences on what was repaired or is missing.
    scene : SceneReference
        The scene that the labels were made on.
    first_seq : int
        Last line of its journal when it was opened.
    turn : asyncio.Lock
        Held by whoever writes what is no edit, or closes it: one after the other,
        also when another session of the scene goes on with it.
    """

    journal: ProjectJournal
    work: SavedWork
    is_automatic: bool
    auxiliary: list[HsiCube] = field(default_factory=list)
    reference: str = ""
    reference_away: str = ""
    display: str = ""
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scene = self.journal.store.scene
        self.first_seq = self.journal.store.last_seq
        self.turn = asyncio.Lock()

    @property
    def path(self) -> Path:
        """The project's file."""
        return self.journal.store.path

    def take_scene(self, scene: SceneReference) -> None:
        """Write that the labels belong to a scene, which has their shape."""
        self.journal.store.set_rasters("cube", [scene])
        self.scene = scene


OnTrouble = Callable[[str], None]


def is_project(path: str | Path) -> bool:
    """Tell whether a path names a project, by its suffix."""
    return Path(path).suffix.lower() == SUFFIX


def suggested_path(cube: HsiCube) -> Path:
    """Return a free name for a scene's project beside it, told apart by the suffix.

    Files of one stem, and variables of one file, have projects of their own.
    """
    file = cube.path
    parts = (shortened(file.stem), file.suffix[1:], _plain(cube.variable))
    name = "-".join(filter(None, parts))
    first = file.with_name(f"{name}{SUFFIX}")
    others = (
        file.with_name(f"{name}-{number}{SUFFIX}") for number in itertools.count(2)
    )
    return next(path for path in itertools.chain([first], others) if not path.exists())


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in text)[:40]


def open_project(
    path: Path,
    on_trouble: OnTrouble,
    *,
    scene: str | None = None,
    accepts_other: bool = False,
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
    accepts_other : bool
        Whether the labels are wanted on `scene` although its content is not that of
        the scene that they were made on. The project belongs to `scene` then.

    Raises
    ------
    SceneMissingError
        If the scene is not where it was; call again with `scene`.
    DifferentSceneError
        If it is another one; call again with `accepts_other`.
    DamagedProjectError
        If the file is damaged; `repair` puts a backup in its place.
    ProjectError, HsiViewerError
        If project or scene cannot be opened.
    """
    store = ProjectStore(path)
    try:
        cube = open_cube(scene or _place_of_scene(store))
    except BaseException:
        store.close()
        raise
    try:
        found = SceneReference.of(cube, path)
        is_same = store.scene.is_same_scene(found)
        if not is_same:
            _check_acceptance(cube, store, accepts_other=accepts_other)
        project = opened(store, cube, on_trouble)
        if scene is not None or not is_same:
            project.take_scene(found)
    except BaseException:
        store.close()
        cube.close()
        raise
    return cube, project


def reopened(path: Path, on_trouble: OnTrouble) -> Project:
    """Open a project whose scene is on the screen already."""
    store = ProjectStore(path)
    try:
        return _with_journal(store, on_trouble)
    except BaseException:
        store.close()
        raise


def repair(path: Path, scene: SceneReference | None = None) -> str:
    """Put the newest intact backup in a damaged project's place.

    Parameters
    ----------
    scene : SceneReference, optional
        Backups of other scenes are passed over.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    ProjectError
        If there is no intact backup.
    """
    backup, aside = restore_backup(path, scene)
    return (
        f"{path.name} was damaged; its backup of {backup_time(backup)} UTC was "
        f"put in its place, and the damaged file is kept as {aside.name}"
    )


def labels_of(path: Path) -> tuple[LabelMap, ClassScheme]:
    """Return what a project holds without opening it.

    Raises
    ------
    ProjectError
        If it cannot be read.
    """
    with contextlib.closing(ProjectStore.in_memory(path)) as store:
        return store.load()


def remember_rasters(
    project: Project, auxiliary: tuple[HsiCube, ...], reference: str
) -> None:
    """Write which auxiliary rasters and which ground truth belong to the scene."""
    store = project.journal.store
    rasters = [SceneReference.of(raster, store.path) for raster in auxiliary]
    store.set_rasters("auxiliary", rasters)
    truths = [_remembered_reference(store, reference)] if reference else []
    store.set_rasters("reference", truths)


def _remembered_reference(store: ProjectStore, reference: str) -> SceneReference:
    """Describe a ground truth; of one that is away stays what is known of it.

    Raises
    ------
    FileAccessError
        If it cannot be read, and nothing is known of it.
    """
    try:
        path, variable = split_reference(reference)
        return SceneReference.of_file(path, variable, store.shape, store.path)
    except FileAccessError:
        for known in store.rasters("reference"):
            file, _, variable = reference.partition(f"{known.absolute}:")
            if not file and variable:
                return replace(known, variable=variable)
        raise


def remember_display(project: Project, text: str) -> None:
    """Write how the scene is looked at, if that is new."""
    if text != project.display:
        project.journal.store.set_meta(_DISPLAY, text)
        project.display = text


def opened(store: ProjectStore, cube: HsiCube, on_trouble: OnTrouble) -> Project:
    """Return the project of an open file, with its rasters; closes it on failure.

    Raises
    ------
    SceneMissingError
        If the scene has other rows and columns than the labels.
    DamagedProjectError
        If the journal cannot be replayed.
    """
    try:
        check_shape(cube, store)
        project = _with_journal(store, on_trouble)
    except BaseException:
        store.close()
        raise
    project.display = store.meta(_DISPLAY)
    try:
        store.back_up()
    except (ProjectError, OSError) as error:
        _log.warning("no backup of %s: %s", store.path, error)
    _find_rasters(project, as_said(cube, project.work.metadata)[0])
    return project


def as_said(cube: HsiCube, metadata: SceneMetadata) -> tuple[HsiCube, str]:
    """Return a scene with what its user says about it.

    Returns
    -------
    cube : HsiCube
        As it was opened, where what is said cannot be used.
    sentence : str
        Why it cannot; empty where it can.
    """
    try:
        return described(cube, metadata), ""
    except HsiViewerError as error:
        return cube, (
            f"the properties that you have set for {cube.name} are not used: {error}. "
            "Change them in File > Scene properties"
        )


def check_shape(cube: HsiCube, store: ProjectStore) -> None:
    """Raise `SceneMissingError` if labels and scene have other rows and columns."""
    if cube.grid_shape != store.shape:
        rows, cols = store.shape
        raise SceneMissingError(
            f"{cube.name} has {cube.grid_shape[0]} x {cube.grid_shape[1]} pixels, the "
            f"labels of {store.path.name} are for {rows} x {cols}; choose the scene "
            "that they were made on"
        )


def _place_of_scene(store: ProjectStore) -> str:
    try:
        return store.scene.locate(store.path)
    except DifferentSceneError as error:
        return error.scene  # whether it is wanted is asked once it is open


def _with_journal(store: ProjectStore, on_trouble: OnTrouble) -> Project:
    labels, classes = store.load()
    # Whatever has labels can be seen in the list of classes.
    classes = classes.restricted({*classes.ids, *labels.counts})
    journal = ProjectJournal(store, on_trouble)
    work = SavedWork(labels, classes, journal, store.metadata)
    return Project(journal, work, is_automatic(store.path))


def _check_acceptance(
    cube: HsiCube, store: ProjectStore, *, accepts_other: bool
) -> None:
    """See whether labels may be used on another scene than that of a project."""
    check_shape(cube, store)
    if accepts_other and is_automatic(store.path):
        raise ProjectError(
            f"{store.path.name} stays with the scene that it was made on; open that "
            "scene, save its project under a name, and open that project on "
            f"{cube.name}"
        )
    if accepts_other:
        return
    made_on = store.scene
    raise DifferentSceneError(
        f"the labels of {store.path.name} were made on another file, {made_on.name} "
        f"({_in_megabytes(made_on.size)}, labelled until {store.changed_at[:10]}). "
        f"{cube.name} has different content ({_file_facts(cube.path)})",
        scene=cube.reference,
    )


def _file_facts(path: Path) -> str:
    status = path.stat()
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return f"{_in_megabytes(status.st_size)}, written on {changed:%Y-%m-%d}"


def _in_megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size} bytes"


def _find_rasters(project: Project, cube: HsiCube) -> None:
    store = project.journal.store
    for raster in store.rasters("auxiliary"):
        try:
            project.auxiliary.append(open_auxiliary(raster.locate(store.path), cube))
        except HsiViewerError as error:
            project.notices.append(str(error))
    for raster in store.rasters("reference"):
        try:
            project.reference = raster.locate(store.path)
        except DifferentSceneError as error:
            project.notices.append(str(error))
        except SceneMissingError as error:
            project.reference_away = raster.reference
            project.notices.append(str(error))
