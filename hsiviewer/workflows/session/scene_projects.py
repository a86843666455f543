"""The project that a scene leads to: its own, or the one it was saved as."""

import contextlib
import itertools
import logging
from pathlib import Path

from hsiviewer.core import paths
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    DamagedProjectError,
    ProjectError,
    ProjectInUseError,
)
from hsiviewer.io.project_files import (
    SUFFIX,
    automatic_path,
    automatic_projects,
    backups_of,
    shortened,
)
from hsiviewer.io.project_repair import set_aside
from hsiviewer.io.project_rows import named, stored_name
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.scene_reference import SceneReference
from hsiviewer.workflows.session.projects import OnTrouble, Project, opened, repair

_log = logging.getLogger(__name__)

# Of an automatic project: where its user has saved it, and its last line then.
_MOVED_TO, _MOVED_AT = "moved to", "moved at"


def open_for_scene(
    cube: HsiCube, on_trouble: OnTrouble, *, shown: Project | None = None
) -> tuple[Project, list[str]]:
    """Open the project of a scene that was opened by itself, or make it.

    A project is only ever opened for the scene that its labels were made on. Where
    the scene's project was saved under a name that has another scene's labels by now,
    its own automatic project is opened, with all that can be found of its work. A
    damaged one is replaced by its newest backup, or set aside: nobody asked for it, so
    it must not keep the scene from being looked at. Where nothing can be written, the
    project is in memory.

    Parameters
    ----------
    shown : Project, optional
        The project that is open; returned if it is the one.

    Returns
    -------
    project : Project
        The scene's.
    notices : list of str
        Sentences on what was done to find it; its own are not among them.

    Raises
    ------
    ProjectInUseError
        If it is open elsewhere.
    FileAccessError
        If the scene cannot be read.
    """
    search = _Search(cube, on_trouble, shown)
    return search.project(), search.notices


def link(store: ProjectStore, target: Path) -> None:
    """Let a scene whose automatic project was saved lead to the saved one."""
    try:
        store.set_meta(_MOVED_TO, stored_name(str(target.resolve())))
        store.set_meta(_MOVED_AT, str(store.last_seq))
    except ProjectError as error:
        # The usual reason to save elsewhere is that nothing can be written here.
        _log.warning("%s does not lead to %s: %s", store.path, target, error)


def earlier_labels(project: Project) -> Path | None:
    """Return the newest automatic project of the same file with another content.

    Only a project that nobody has worked on yet has one: whoever processes a scene
    again finds no labels on it.
    """
    store, scene = project.journal.store, project.scene
    if not project.is_automatic or project.journal.last_seq:
        return None
    found: dict[Path, str] = {}
    for path in automatic_projects():
        # The names of both begin alike, so that few need to be opened.
        if path == store.path or not path.name.startswith(_beginning(store.path)):
            continue
        with (
            contextlib.suppress(ProjectError),
            contextlib.closing(ProjectStore.in_memory(path)) as earlier,
        ):
            old = earlier.scene
            is_same_file = (old.absolute, old.variable) == (
                scene.absolute,
                scene.variable,
            )
            if is_same_file and earlier.shape == store.shape and earlier.last_seq:
                found[path] = earlier.changed_at
    return max(found, key=lambda path: found[path], default=None)


class _Search:
    """Finds the project of one scene, and gathers what is to be told about it."""

    def __init__(
        self, cube: HsiCube, on_trouble: OnTrouble, shown: Project | None
    ) -> None:
        self._cube = cube
        self._scene = SceneReference.of(cube, Path("scene"))
        self._on_trouble = on_trouble
        self._shown = shown
        self.notices: list[str] = []

    def project(self) -> Project:
        """Return the scene's project, open."""
        try:
            return self._found()
        except ProjectInUseError:
            raise
        except ProjectError as error:
            return self._begin_in_memory(error)

    def _found(self) -> Project:
        path, own = self._own()
        if own is None:
            return self._shown_at(path) or self._begin(path)
        try:
            saved = self._saved(own)
        except BaseException:
            own.close()
            raise
        if saved is None:
            return self._open_own(own)
        own.close()
        return saved

    def _own(self) -> tuple[Path, ProjectStore | None]:
        """Open the scene's automatic project; nothing where it is shown or missing."""
        for number in itertools.count(1):
            path = automatic_path(self._scene, number)
            shown = self._shown_at(path)
            if shown is not None and not shown.scene.is_same_scene(self._scene):
                continue
            if shown is not None or not path.is_file():
                break
            try:
                store = self._store(path)
            except DamagedProjectError as error:
                self._mend(path, error)
                if not path.is_file():
                    break
                store = self._store(path)
            # A project that was given another scene keeps its name.
            if store.scene.is_same_scene(self._scene):
                return path, store
            store.close()
        return path, None

    def _shown_at(self, path: Path) -> Project | None:
        shown = self._shown
        is_it = shown is not None and path.resolve() == shown.path.resolve()
        return shown if is_it else None

    def _store(self, path: Path) -> ProjectStore:
        """Open a file, in memory if it cannot be written."""
        try:
            return ProjectStore(path)
        except (ProjectInUseError, DamagedProjectError):
            raise
        except ProjectError as error:
            store = ProjectStore.in_memory(path)
            store.why_in_memory = _in_memory_because(error)
            return store

    def _begin(self, path: Path) -> Project:
        scene = self._scene.seen_from(path)
        store = ProjectStore.create(path, {"cube": [scene]})
        return opened(store, self._cube, self._on_trouble)

    def _begin_in_memory(self, error: ProjectError) -> Project:
        path = automatic_path(self._scene)
        store = ProjectStore.in_memory(path, {"cube": [self._scene]})
        store.why_in_memory = _in_memory_because(error)
        return opened(store, self._cube, self._on_trouble)

    def _open_own(self, own: ProjectStore) -> Project:
        try:
            return opened(own, self._cube, self._on_trouble)
        except DamagedProjectError as error:
            self._mend(own.path, error)
        if not own.path.is_file():
            return self._begin(own.path)
        return opened(self._store(own.path), self._cube, self._on_trouble)

    def _mend(self, path: Path, error: DamagedProjectError) -> None:
        """Put a backup in a damaged project's place, or move it out of the way."""
        try:
            self.notices.append(repair(path, self._scene))
        except ProjectError:
            aside = set_aside(path)
            self.notices.append(
                f"{error}. There was no backup; the labels begin anew, and the damaged "
                f"file is kept as {aside}"
            )

    def _saved(self, own: ProjectStore) -> Project | None:
        """Return the project that the automatic one was saved as, if it is the one."""
        moved, name = own.meta(_MOVED_TO), self._cube.name
        if not moved:
            return None
        target = Path(named(moved))
        if own.last_seq > _number(own.meta(_MOVED_AT), own.last_seq):
            own.set_meta(_MOVED_TO, "")
            self.notices.append(
                f"{name} was labelled further after its labels had been saved as "
                f"{target}; what is shown is kept apart from that project"
            )
            return None
        shown = self._shown_at(target)
        if shown is not None:
            return self._if_mine(shown, own)
        if not _is_file(target):
            self.notices.append(
                f"{target}, where the labels of {name} are kept, is missing; the "
                "labels that are shown are older. Open that project when it is back"
            )
            return None
        try:
            return self._open_saved(target, own)
        except ProjectInUseError:
            raise
        except ProjectError as error:
            self.notices.append(
                f"{error}. The labels that are shown are those that {name} had when it "
                f"was saved as {target.name}"
            )
            return None

    def _open_saved(self, target: Path, own: ProjectStore) -> Project | None:
        try:
            store = self._store(target)
            scene = store.scene
            if scene.is_same_scene(self._scene):
                return opened(store, self._cube, self._on_trouble)
        except DamagedProjectError:
            self.notices.append(repair(target, self._scene))
            return opened(self._store(target), self._cube, self._on_trouble)
        store.close()
        self._take_back(target, scene, own)
        return None

    def _if_mine(self, shown: Project, own: ProjectStore) -> Project | None:
        if shown.scene.is_same_scene(self._scene):
            return shown
        self._take_back(shown.path, shown.scene, own)
        return None

    def _take_back(
        self, target: Path, other: SceneReference, own: ProjectStore
    ) -> None:
        """Bring the scene's labels back into its own project.

        The saved project has another scene's labels by now. What was in it may lie
        beside it, where it was put when it was replaced, or in a backup.
        """
        told = (
            f"{target} has the labels of another scene by now, {other.name}. "
            f"{self._cube.name} is shown with "
        )
        newest = self._newest_copy(target, own)
        if newest is None:
            told += "the labels that it had when it was saved there"
        else:
            own.back_up()
            with contextlib.closing(ProjectStore.in_memory(newest)) as store:
                own.append_later_lines(store)
            own.set_rasters("cube", [self._scene.seen_from(own.path)])
            told += f"its own labels, from {newest.name}"
        own.set_meta(_MOVED_TO, "")
        self.notices.append(told)

    def _newest_copy(self, target: Path, own: ProjectStore) -> Path | None:
        newest, last_seq = None, own.last_seq
        pattern = f"{shortened(target.stem)}.replaced-*{SUFFIX}"
        for path in [*target.parent.glob(pattern), *backups_of(target)]:
            with (
                contextlib.suppress(ProjectError),
                contextlib.closing(ProjectStore.in_memory(path)) as store,
            ):
                is_mine = store.scene.is_same_scene(self._scene) and store.contains(own)
                if is_mine and store.last_seq > last_seq:
                    newest, last_seq = path, store.last_seq
        return newest


def _beginning(path: Path) -> str:
    return path.name.rpartition("-")[0]


def _in_memory_because(error: ProjectError) -> str:
    reason = paths.trouble("data") or str(error)
    return f"labels are kept in memory only: {reason}"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else default
