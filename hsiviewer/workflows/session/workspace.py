"""What outlives a scene: jobs, worker and devices; and the session that is open."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from psygnal import Signal

from hsiviewer.core.errors import (
    SceneChangedError,
    SourceClosedError,
)
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.jobs.interactive import InteractiveWorker
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session import scene_files
from hsiviewer.workflows.session.found_scene import FoundScene
from hsiviewer.workflows.session.leaving import Leavings
from hsiviewer.workflows.session.open_session import OpenSession
from hsiviewer.workflows.session.openings import Openings
from hsiviewer.workflows.session.scene_opening import SceneOpening
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.scene_work import SceneWork
from hsiviewer.workflows.tasks.records import (
    WORKER_ENTRY,
    DeviceInfo,
    DevicesTask,
    DiagnosisTask,
)
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.reading import values


class Workspace(OpenSession):
    """What the window shows and what its commands do; no Qt.

    All methods are called in the thread of one asyncio loop; files are read
    and written in I/O threads, learning happens in worker processes. What belongs to
    the open scene are properties that lead to the session of that scene.

    Attributes
    ----------
    session_changed : SceneSession, SceneSession
        Another scene is open, or none: the session before and the one that has taken
        its place, which is complete. Nothing else is told of an opening.
    jobs : JobRunner
        The queue of learning jobs, of all scenes.
    restores_map : callable
        Tells whether a scene that is opened again shows its last map.
    """

    session_changed = Signal(object, object)

    def __init__(self, entry: str = WORKER_ENTRY) -> None:
        self.jobs = JobRunner(entry)
        self.restores_map: Callable[[], bool] = lambda: True
        self._openings = Openings()
        self._saving = asyncio.Lock()  # held while the open project changes its file
        self._interactive = InteractiveWorker(entry)
        # A stroke does not wait until a text encoder is loaded.
        self._live = InteractiveWorker(entry)
        self._following: set[asyncio.Task[None]] = set()
        self._devices: list[DeviceInfo] | None = None
        self._works: dict[SceneIdentity, SceneWork] = {}
        self._leavings = Leavings()
        super().__init__(self._empty_session())

    def work_of(self, job: Job) -> SceneWork:
        """Return the work that a job belongs to; that of the open scene for others."""
        works = [self._session.work, *self._works.values()]
        return next((work for work in works if work.knows(job)), works[0])

    async def open_scene(self, reference: str | Path) -> None:
        """Show another scene; the one before stays if this cannot be read.

        Raises
        ------
        HsiViewerError
            If the file is missing, damaged or of an unknown kind.
        ProjectInUseError
            If its labels are being edited in another window.
        """
        await self._openings.run(self._open_scene(reference))

    async def open_project(
        self,
        path: str | Path,
        *,
        scene: str | None = None,
        accepts_other: bool = False,
    ) -> None:
        """Show the scene of a project with all that was done.

        Parameters
        ----------
        path : str or Path
            The project's file.
        scene : str, optional
            Where the scene is now, if not where it was.
        accepts_other : bool
            Whether the labels are wanted on a scene that has another content.

        Raises
        ------
        SceneMissingError, DifferentSceneError, DamagedProjectError, HsiViewerError
            See `hsiviewer.workflows.session.projects.open_project`.
        """
        await self._openings.run(self._open_project(Path(path), scene, accepts_other))

    async def save_as(self, target: Path, *, replaces_other: bool = False) -> None:
        """Write the open project to another file, and go on there.

        A scene that is on its way meanwhile is shown after that, and goes on there if
        it is the same.

        Raises
        ------
        OtherSceneError, ProjectError
            See `ProjectKeeper.save_as`.
        SceneChangedError
            If another scene was opened meanwhile; nothing was written then.
        """
        project = self.projects.project
        async with self._saving:
            now = self.projects.project
            is_same = now is project or (
                now is not None
                and project is not None
                and now.scene.is_same_scene(project.scene)
            )
            if not is_same:
                raise SceneChangedError(
                    f"{target.name} was not saved because another scene was opened "
                    "first; save again to save the open scene"
                )
            await self.projects.save_as(target, replaces_other=replaces_other)

    async def set_metadata(self, metadata: SceneMetadata) -> None:
        """Say something about the open scene, and show it so; can be undone.

        Raises
        ------
        HsiViewerError
            If what is said does not fit the scene; nothing has changed then.
        SceneChangedError
            If another scene was opened meanwhile.
        """
        await self._while_open(scene_files.set_metadata(self._session, metadata))
        await self._show_as_said()

    async def close_scene(self) -> None:
        """Show no scene; the project of the open one is closed."""
        await self._openings.run(self._close_scene())

    async def add_auxiliary(self, reference: str | Path) -> None:
        """Add a surface model or another raster; see `scene_files.add_auxiliary`."""
        await self._while_open(scene_files.add_auxiliary(self._session, reference))

    async def import_labels(
        self,
        reference: str | Path,
        *,
        ask: scene_files.AskAboutConflicts | None = None,
        match: scene_files.AskAboutIds | None = None,
    ) -> None:
        """Take the labels of a file; see `scene_files.import_labels`."""
        importing = scene_files.import_labels(
            self._session, reference, ask=ask, match=match
        )
        await self._while_open(importing)

    async def import_classes(self, path: str | Path) -> None:
        """Take the classes of a file; see `scene_files.import_classes`."""
        await self._while_open(scene_files.import_classes(self._session, path))

    async def load_reference(
        self,
        reference: str | Path,
        *,
        match: scene_files.AskAboutIds | None = None,
    ) -> None:
        """Read a ground truth and compare the result with it.

        Parameters
        ----------
        match : coroutine function, optional
            See `scene_files.load_reference`.

        Raises
        ------
        LabelFormatError
            If it cannot be read, or does not fit the scene.
        SceneChangedError
            If another scene was opened meanwhile; also of the other methods that
            read a file for the open scene.
        """
        loading = scene_files.load_reference(self._session, reference, match=match)
        await self._while_open(loading)

    async def match_reference(self, *, match: scene_files.AskAboutIds) -> None:
        """Ask for the classes of the reference; see `scene_files.match_reference`."""
        await self._while_open(scene_files.match_reference(self._session, match=match))

    async def devices(self) -> list[DeviceInfo]:
        """Return the devices that can train; asks the interactive worker once."""
        if self._devices is None:
            answer = await self._interactive.ask("devices", DevicesTask())
            self._devices = msgspec.convert(answer, list[DeviceInfo])
        return self._devices

    async def diagnose_devices(self) -> list[str]:
        """Return sentences on what can train here, and what to do without a card."""
        found: list[str] = await self._interactive.ask("diagnosis", DiagnosisTask())
        return found

    async def close(self) -> None:
        """Cancel all jobs, end the worker processes and close the project.

        Raises
        ------
        ProjectError
            If edits cannot be written. They are kept: save the project elsewhere
            or give them up with `abandon`, then close again.
        """
        await self._openings.close()
        session = self._session
        try:
            await self._leavings.finish()
            await session.display.close()
            await session.projects.close()
            session.document.close()
        except BaseException:
            self._openings.is_closed = False
            raise
        values.close()
        session.stop_watching()
        await self.jobs.close()
        await session.analyses.close()
        for work in {session.work, *self._works.values()}:
            await work.close()
        await in_io_thread(self._interactive.close)
        await in_io_thread(self._live.close)
        if session.document.cube is not None:
            session.document.cube.close()
        await self._leavings.rasters_closed()

    async def abandon(self) -> None:
        """Close all projects, whatever is not written."""
        await self._leavings.abandon()
        await self._session.projects.abandon()

    async def _open_scene(self, reference: str | Path) -> None:
        await self._leavings.retry()
        opening = self._opening()
        await self._enter(opening, await opening.scene(reference))

    async def _show_as_said(self) -> None:
        """Open the scene again if something else is said about it now."""
        await self._openings.run(self._open_again())

    async def _open_again(self) -> None:
        document = self._session.document
        if document.cube is None or not document.takes_changes:
            return
        if document.metadata == document.cube.metadata:
            return
        opening = self._opening()
        await self._enter(opening, await opening.again())
        # What was marked by hand before must not come back after a crash.
        await self._session.display.keep()

    def _on_metadata_changed(self) -> None:
        with contextlib.suppress(RuntimeError):  # a script without an event loop
            task = asyncio.get_running_loop().create_task(self._show_as_said())
            self._following.add(task)
            task.add_done_callback(self._on_followed)

    def _on_followed(self, task: asyncio.Task[None]) -> None:
        self._following.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.projects.noticed.emit(str(error))

    async def _open_project(
        self, path: Path, scene: str | None, accepts_other: bool
    ) -> None:
        now = self.projects.path
        if now is not None and path.resolve() == now.resolve():
            return
        await self._leavings.retry()
        opening = self._opening()
        found = await opening.project(path, scene=scene, accepts_other=accepts_other)
        await self._enter(opening, found)

    def _opening(self) -> SceneOpening:
        return SceneOpening(self._session, self._work, with_map=self.restores_map())

    def _work(self, scene: SceneIdentity) -> SceneWork:
        """Return what was started for a scene in this window."""
        if scene not in self._works:
            self._works[scene] = SceneWork(self.jobs, scene)
        return self._works[scene]

    def _empty_session(self, earlier: SceneSession | None = None) -> SceneSession:
        work = SceneWork(self.jobs)
        ask, ask_live = self._interactive.ask, self._live.ask
        return SceneSession(work, self.jobs, ask, ask_live=ask_live, earlier=earlier)

    async def _enter(self, opening: SceneOpening, found: FoundScene) -> None:
        try:
            # Whoever is shown the project again must not go on in a file that is left.
            async with self._saving:
                new = await self._session_of(opening, found)
                if new is not None:
                    self._swap(new)
        finally:
            await self._leavings.projects_closed()

    async def _session_of(
        self, opening: SceneOpening, found: FoundScene
    ) -> SceneSession | None:
        """Return the session of what was found; none if the window was closed."""
        try:
            # Nothing is waited for between this and the moment at which it is shown.
            found = await opening.renewed(found)
            if not self._openings.is_closed:
                self._session.document.finish_edits()
                return SceneSession(
                    found.work,
                    self.jobs,
                    self._interactive.ask,
                    ask_live=self._live.ask,
                    found=found,
                    earlier=self._session,
                )
        except BaseException:
            await opening.give_up(found)
            raise
        await opening.give_up(found)
        return None

    async def _close_scene(self) -> None:
        try:
            async with self._saving:
                self._session.document.finish_edits()
                self._swap(self._empty_session(self._session))
        finally:
            await self._leavings.projects_closed()

    def _swap(self, new: SceneSession) -> None:
        """Let another session take the place of the open one, at once and for all.

        Whatever those who are told of it do, the session before is closed.
        """
        old = self._session
        for work in {old.work, *self._works.values()} - {new.work}:
            work.leave()
        self._session = new
        new.document.metadata_changed.connect(self._on_metadata_changed)
        try:
            self.session_changed.emit(old, new)
        finally:
            try:
                old.document.close()
            finally:
                new.watch_labels()
                self._leavings.begin(old, new)

    async def _while_open(self, reading: Coroutine[Any, Any, None]) -> None:
        """Read a file for the open scene; a window that was closed needs no news."""
        try:
            await reading
        except SceneChangedError as error:
            if self._openings.is_closed:
                raise SourceClosedError(str(error)) from error
            raise
