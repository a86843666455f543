"""The project behind the window: everything that is done is in it at once."""

import asyncio
import contextlib
import logging
from pathlib import Path

from psygnal import Signal

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import (
    HsiViewerError,
    ProjectError,
    ProjectInUseError,
    SceneChangedError,
)
from hsiviewer.core.history import SavedWork
from hsiviewer.core.progress import Progress
from hsiviewer.workflows.session.copies import (
    close_project,
    copy_with_data,
    save_as,
)
from hsiviewer.workflows.session.projects import (
    OnTrouble,
    Project,
    labels_of,
    open_project,
    remember_display,
    remember_rasters,
    reopened,
    repair,
)
from hsiviewer.workflows.session.scene_projects import earlier_labels, open_for_scene
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)

_SINGLE_NOTICES = 3


class ProjectKeeper:
    """Gives every scene that is shown its project, and closes it after.

    Parameters
    ----------
    document : Document
        Scenes are put into it together with their saved work.

    Attributes
    ----------
    changed
        Another project is open, or none.
    trouble_changed
        Edits are not being written at the moment, or are again; see `trouble`.
    noticed : str
        A sentence on what was repaired or not found.
    """

    changed = Signal()
    trouble_changed = Signal()
    noticed = Signal(str)

    def __init__(self, document: Document) -> None:
        self._document = document
        self._project: Project | None = None
        self._unfinished: list[Project] = []
        self._trouble = ""
        self._is_closed = False

    @property
    def path(self) -> Path | None:
        """The open project's file; none without a scene."""
        return self._project.path if self._project else None

    @property
    def is_automatic(self) -> bool:
        """Whether the project was made without being asked for."""
        return self._project is None or self._project.is_automatic

    @property
    def is_in_memory(self) -> bool:
        """Whether the labels of the scene are lost when the program ends."""
        return self._project is None or self._project.journal.store.is_in_memory

    @property
    def trouble(self) -> str:
        """Why edits are not on the disk; empty if they are."""
        return self._trouble

    async def show_scene(self, cube: HsiCube) -> str:
        """Show a scene that was opened by itself, with its labels of last time.

        Returns
        -------
        str
            The ground truth that belongs to it; empty if none.

        Raises
        ------
        ProjectInUseError
            If its labels are being edited in another window.
        """
        callback = self._trouble_callback()
        try:
            project = await in_io_thread(
                open_for_scene, cube, callback, shown=self._project
            )
        except ProjectInUseError:
            cube.close()
            raise
        except (ProjectError, OSError) as error:
            await self._replace(cube, None)
            self._set_trouble(f"labels are kept in memory only: {error}")
            return ""
        if project is self._project:
            return self._show_again(cube, project)
        return await self._replace(cube, project)

    async def show_project(
        self, path: Path, *, scene: str | None = None, accepts_other: bool = False
    ) -> str:
        """Open a project and show its scene; returns as `show_scene`.

        Raises
        ------
        ProjectError, HsiViewerError
            See `hsiviewer.workflows.session.projects.open_project`.
        """
        if self._project is not None and path.resolve() == self._project.path.resolve():
            return self._project.reference
        callback = self._trouble_callback()
        cube, project = await in_io_thread(
            open_project, path, callback, scene=scene, accepts_other=accepts_other
        )
        return await self._replace(cube, project)

    async def repair(self, path: Path) -> str:
        """Put a backup in a damaged project's place; tell what was done."""
        return await in_io_thread(repair, path)

    async def earlier_labels(self) -> Path | None:
        """Return the labels that the scene's file had before it was changed."""
        if self._project is None:
            return None
        return await in_io_thread(earlier_labels, self._project)

    async def take_labels(self, path: Path) -> None:
        """Take the labels of another project, as one edit that can be undone."""
        labels, classes = await in_io_thread(labels_of, path)
        self._document.load_labels(labels, classes)

    async def save_as(self, target: Path, *, replaces_other: bool = False) -> None:
        """Write the project to another file and go on there.

        Raises
        ------
        OtherSceneError
            If that is the project of another scene and may not be replaced.
        ProjectError
            If it cannot be written; nothing has changed then.
        SceneChangedError
            If another scene was opened meanwhile; that keeps its own project.
        """
        project = self._project
        if project is None:
            raise ProjectError("there is no project to save: open a scene first")
        if target.resolve() == project.path.resolve():
            return
        while True:
            self._document.finish_edits()
            written = project.journal.last_seq
            work = self._work(project)
            is_whole = await in_io_thread(
                save_as, project, target, work, replaces_other=replaces_other
            )
            saved = await in_io_thread(reopened, target, self._trouble_callback())
            if self._project is not project:
                await in_io_thread(saved.journal.abandon)
                raise SceneChangedError(
                    f"{target.name} was written, but it is not the open project: "
                    "another scene was opened meanwhile; open it to go on there"
                )
            # The user may have painted on meanwhile; then it is written once more.
            if project.journal.last_seq == written:
                break
            await in_io_thread(saved.journal.abandon)
        self._document.continue_history(saved.journal)
        self._project = saved
        self._set_trouble("")
        self.changed.emit()
        if is_whole and not project.journal.store.is_in_memory:
            await self._finish(project)
        else:
            await in_io_thread(project.journal.abandon)

    async def copy_with_data(self, folder: Path, progress: Progress) -> Path:
        """Copy project and rasters into a new folder; see `copy_with_data`."""
        if self._project is None:
            raise ProjectError("there is no project to copy: open a scene first")
        self._document.finish_edits()
        return await in_io_thread(copy_with_data, self._project, folder, progress)

    async def remember_rasters(self, reference: str) -> None:
        """Write which auxiliary rasters and which ground truth are in use."""
        if self._project is None:
            return
        auxiliary = self._document.auxiliary
        try:
            await in_io_thread(remember_rasters, self._project, auxiliary, reference)
        except HsiViewerError as error:
            # Labels matter more: they are tried again, rasters are added in a moment.
            _log.warning("rasters were not remembered: %s", error)

    @property
    def display(self) -> str:
        """How the scene was looked at last time; empty if nobody knows."""
        return self._project.display if self._project else ""

    async def remember_display(self, text: str) -> None:
        """Write how the scene is looked at."""
        if self._project is None:
            return
        try:
            await in_io_thread(remember_display, self._project, text)
        except HsiViewerError as error:
            _log.warning("how the scene is shown was not remembered: %s", error)

    async def close(self) -> None:
        """Write what is not written yet and close all projects.

        Raises
        ------
        ProjectError
            If edits cannot be written; all stays open with them.
        """
        self._document.finish_edits()
        for each in [*self._unfinished, *([self._project] if self._project else [])]:
            await in_io_thread(close_project, each)
        self._unfinished, self._project = [], None
        self._is_closed = True

    async def abandon(self) -> None:
        """Close all projects, whatever is not written."""
        for each in [*self._unfinished, *([self._project] if self._project else [])]:
            await in_io_thread(each.journal.abandon)
        self._unfinished, self._project = [], None

    def _show_again(self, cube: HsiCube, project: Project) -> str:
        self._document.finish_edits()
        auxiliary = self._document.auxiliary
        self._document.set_cube(cube, self._work(project))
        for each in auxiliary:
            self._document.add_auxiliary(each)
        return project.reference

    async def _replace(self, cube: HsiCube, project: Project | None) -> str:
        if self._is_closed:  # the window went while the scene was on its way
            if project is not None:
                await in_io_thread(project.journal.close)
            cube.close()
            return ""
        self._document.finish_edits()
        previous, self._project = self._project, project
        try:
            self._document.set_cube(cube, project.work if project else None)
            self._set_trouble(project.journal.store.why_in_memory if project else "")
            self.changed.emit()
        finally:
            if previous is not None:
                await self._finish(previous)
        if project is None:
            return ""
        for raster in project.auxiliary:
            self._document.add_auxiliary(raster)
        for notice in _gathered(project.notices):
            self.noticed.emit(notice)
        return project.reference

    async def _finish(self, project: Project) -> None:
        try:
            await in_io_thread(close_project, project)
        except ProjectError as error:
            self._unfinished.append(project)
            self.noticed.emit(f"edits of {project.path.name} are still kept: {error}")

    def _work(self, project: Project) -> SavedWork:
        document = self._document
        return SavedWork(document.labels, document.classes, project.journal)

    def _trouble_callback(self) -> OnTrouble:
        """Return what takes a sentence from a writer's thread into the event loop."""
        loop = asyncio.get_running_loop()

        def tell(sentence: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop may have ended
                loop.call_soon_threadsafe(self._set_trouble, sentence)

        return tell

    def _set_trouble(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self.trouble_changed.emit()


def _gathered(notices: list[str]) -> list[str]:
    """Return what is worth a message of its own: a project may miss many rasters."""
    if len(notices) <= _SINGLE_NOTICES:
        return notices
    more = len(notices) - _SINGLE_NOTICES
    return [*notices[:_SINGLE_NOTICES], f"{more} more rasters were not found"]
