"""The project of a session: everything that is done is in it at once."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

from psygnal import Signal

from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, ProjectError, SceneChangedError
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
    remember_display,
    remember_rasters,
    reopened,
    repair,
)
from hsiviewer.workflows.session.scene_projects import earlier_labels
from hsiviewer.workflows.tasks.threads import in_io_thread

_log = logging.getLogger(__name__)


class WritingTrouble:
    """Why edits of a project are not on the disk at the moment.

    Attributes
    ----------
    sentence : str
        Empty if they are.
    changed
        There is another one.
    """

    changed = Signal()

    def __init__(self) -> None:
        self.sentence = ""

    def tell(self, sentence: str) -> None:
        """Take another sentence."""
        if sentence != self.sentence:
            self.sentence = sentence
            self.changed.emit()

    def callback(self) -> OnTrouble:
        """Return what takes a sentence from a writer's thread into the event loop."""
        loop = asyncio.get_running_loop()

        def tell(sentence: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop may have ended
                loop.call_soon_threadsafe(self.tell, sentence)

        return tell


class ProjectKeeper:
    """Keeps the work of one scene in its project.

    Parameters
    ----------
    document : Document
        Its history is the project's journal.
    project : Project, optional
        Open; none where there is no scene, or no place for its labels.
    trouble : WritingTrouble, optional
        What the project's writer tells.

    Attributes
    ----------
    changed
        The project is kept in another file.
    trouble_changed
        Edits are not being written at the moment, or are again; see `trouble`.
    noticed : str
        A sentence that the user has to know.
    """

    changed = Signal()
    noticed = Signal(str)

    def __init__(
        self,
        document: Document,
        project: Project | None = None,
        trouble: WritingTrouble | None = None,
    ) -> None:
        self._document = document
        self._project = project
        self.writing = trouble or WritingTrouble()
        self.trouble_changed = self.writing.changed

    @property
    def project(self) -> Project | None:
        """The open project; none without a scene."""
        return self._project

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
        return self.writing.sentence

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
        async with project.turn:
            await self._save_as(project, target, replaces_other)

    async def _save_as(
        self, project: Project, target: Path, replaces_other: bool
    ) -> None:
        while True:
            self._document.finish_edits()
            written = project.journal.last_seq
            work = self._work(project)
            is_whole = await in_io_thread(
                save_as, project, target, work, replaces_other=replaces_other
            )
            saved = await in_io_thread(reopened, target, self.writing.callback())
            if self._document.is_closed or self._project is not project:
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
        self.writing.tell("")
        self.changed.emit()
        if is_whole and not project.journal.store.is_in_memory:
            await self._close_replaced(project)
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
            await self._in_turn(
                lambda project: remember_rasters(project, auxiliary, reference)
            )
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
            await self._in_turn(lambda project: remember_display(project, text))
        except HsiViewerError as error:
            _log.warning("how the scene is shown was not remembered: %s", error)

    async def _in_turn(self, remember: Callable[[Project], None]) -> None:
        """Write into the project after what was asked for before: the last stays."""
        async with self._turn() as project:
            if project is not None:
                await in_io_thread(remember, project)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[Project | None]:
        """Wait until nobody else writes into the project, and return it.

        It may be saved elsewhere or closed while this waits.
        """
        while (project := self._project) is not None:
            async with project.turn:
                if project is self._project:
                    yield project
                    return
        yield None

    async def close(self) -> None:
        """Write what is not written yet and close the project.

        Raises
        ------
        ProjectError
            If edits cannot be written; it stays open with them.
        """
        self._document.finish_edits()
        self._document.refuse_edits()  # else they would be lost with the last line
        async with self._turn() as project:
            try:
                if project is not None:
                    await in_io_thread(close_project, project)
            except BaseException:
                self._document.accept_edits()
                raise
            self._project = None

    async def abandon(self) -> None:
        """Close the project, whatever is not written."""
        self._document.refuse_edits()
        # Not in turn: what it waits for may be a disk that does not answer.
        if self._project is not None:
            await in_io_thread(self._project.journal.abandon)
        self._project = None

    async def _close_replaced(self, project: Project) -> None:
        try:
            await in_io_thread(close_project, project)
        except ProjectError as error:
            await in_io_thread(project.journal.abandon)  # all is in the new one
            _log.warning("%s was not closed: %s", project.path, error)

    def _work(self, project: Project) -> SavedWork:
        return replace(self._document.work, history=project.journal)
