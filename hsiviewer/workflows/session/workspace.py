"""What outlives a scene: jobs, worker and devices; and the session that is open."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from psygnal import Signal

from hsiviewer.core.errors import (
    ProjectError,
    SceneChangedError,
    SourceClosedError,
)
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.jobs.interactive import InteractiveWorker
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session import scene_files
from hsiviewer.workflows.session.open_session import OpenSession
from hsiviewer.workflows.session.openings import Openings
from hsiviewer.workflows.session.projects import Project
from hsiviewer.workflows.session.scene_opening import SceneOpening
from hsiviewer.workflows.session.scene_session import (
    FoundScene,
    SceneSession,
    SceneWork,
)
from hsiviewer.workflows.tasks.records import (
    WORKER_ENTRY,
    DeviceInfo,
    DevicesTask,
    DiagnosisTask,
)
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.reading import values

if TYPE_CHECKING:
    from hsiviewer.workflows.session.keeper import ProjectKeeper

_PATIENCE_S = 5.0  # with disks that are read while the window closes
_LEAVING_S = 15.0  # with disks that edits are written to; a journal waits for 10 s


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
        self._interactive = InteractiveWorker(entry)
        self._devices: list[DeviceInfo] | None = None
        self._works: dict[SceneIdentity, SceneWork] = {}
        self._unfinished: list[ProjectKeeper] = []
        self._leaving: dict[asyncio.Task[None], ProjectKeeper] = {}
        self._releasing: set[asyncio.Task[None]] = set()
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

        Scenes are opened after that, or have been before: whoever is about to show
        the project again would go on in the file that is left.

        Raises
        ------
        OtherSceneError, ProjectError
            See `ProjectKeeper.save_as`.
        SceneChangedError
            If another scene was opened meanwhile; nothing was written then.
        """
        project = self.projects.project
        await self._openings.run(self._save_as(project, target, replaces_other))

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
    ) -> None:
        """Take the labels of a file; see `scene_files.import_labels`."""
        importing = scene_files.import_labels(self._session, reference, ask=ask)
        await self._while_open(importing)

    async def import_classes(self, path: str | Path) -> None:
        """Take the classes of a file; see `scene_files.import_classes`."""
        await self._while_open(scene_files.import_classes(self._session, path))

    async def load_reference(self, reference: str | Path) -> None:
        """Read a ground truth and compare the result with it.

        Raises
        ------
        LabelFormatError
            If it cannot be read, or does not fit the scene.
        SceneChangedError
            If another scene was opened meanwhile; also of the other methods that
            read a file for the open scene.
        """
        await self._while_open(scene_files.load_reference(self._session, reference))

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
            await self._finish_leaving()
            await session.display.close()
            for projects in self._unfinished:
                await projects.close()
            await session.projects.close()
            session.document.close()
        except BaseException:
            self._openings.is_closed = False
            raise
        self._unfinished = []
        values.close()
        session.doubts.close()
        await self.jobs.close()
        for work in {session.work, *self._works.values()}:
            await work.close()
        await in_io_thread(self._interactive.close)
        if session.document.cube is not None:
            session.document.cube.close()
        if self._releasing:
            await asyncio.wait(self._releasing, timeout=_PATIENCE_S)

    async def abandon(self) -> None:
        """Close all projects, whatever is not written."""
        left = (*self._unfinished, *self._leaving.values())
        for projects in (*left, self._session.projects):
            await projects.abandon()
        self._unfinished = []

    async def _open_scene(self, reference: str | Path) -> None:
        opening = self._opening()
        await self._enter(opening, await opening.scene(reference))

    async def _open_project(
        self, path: Path, scene: str | None, accepts_other: bool
    ) -> None:
        now = self.projects.path
        if now is not None and path.resolve() == now.resolve():
            return
        opening = self._opening()
        found = await opening.project(path, scene=scene, accepts_other=accepts_other)
        await self._enter(opening, found)

    async def _save_as(
        self, project: Project | None, target: Path, replaces_other: bool
    ) -> None:
        now = self.projects.project
        is_mine = project is None or (now and now.scene.is_same_scene(project.scene))
        if not is_mine:
            raise SceneChangedError(
                f"{target.name} was not written: another scene was opened before it "
                "was its turn; save again if it is meant for the open scene"
            )
        await self.projects.save_as(target, replaces_other=replaces_other)

    def _opening(self) -> SceneOpening:
        return SceneOpening(self._session, self._work, with_map=self.restores_map())

    def _work(self, scene: SceneIdentity) -> SceneWork:
        """Return what was started for a scene in this window."""
        if scene not in self._works:
            self._works[scene] = SceneWork(self.jobs, scene)
        return self._works[scene]

    def _empty_session(self, earlier: SceneSession | None = None) -> SceneSession:
        work = SceneWork(self.jobs)
        return SceneSession(work, self.jobs, self._interactive.ask, earlier=earlier)

    async def _enter(self, opening: SceneOpening, found: FoundScene) -> None:
        if self._openings.is_closed:  # the window went while it was on its way
            await opening.give_up(found)
            return
        if found.goes_on and not self._session.has(found.project):
            await opening.give_up(found)
            raise SceneChangedError(
                f"{found.cube.name} was not opened again: its project was closed "
                "meanwhile; open it once more"
            )

        def session(earlier: SceneSession) -> SceneSession:
            return SceneSession(
                found.work,
                self.jobs,
                self._interactive.ask,
                found=found,
                earlier=earlier,
            )

        try:
            self._session.document.finish_edits()
            new = session(self._session)
        except BaseException:
            await opening.give_up(found)
            raise
        await self._swap(new)

    async def _close_scene(self) -> None:
        self._session.document.finish_edits()
        await self._swap(self._empty_session(self._session))

    async def _swap(self, new: SceneSession) -> None:
        """Let another session take the place of the open one, at once and for all.

        Whatever those who are told of it do, the session before is closed.
        """
        old = self._session
        for work in {old.work, *self._works.values()} - {new.work}:
            work.leave()
        self._session = new
        try:
            self.session_changed.emit(old, new)
        finally:
            try:
                old.document.close()
            finally:
                new.doubts.look_soon()
                leaving = asyncio.get_running_loop().create_task(self._leave(old, new))
                self._leaving[leaving] = old.projects
                leaving.add_done_callback(self._leaving.pop)
                await leaving

    async def _leave(self, old: SceneSession, new: SceneSession) -> None:
        try:
            await old.close(new)
        except ProjectError as error:
            self._unfinished.append(old.projects)
            path = old.projects.path
            told = f"edits of {path.name if path else 'the scene'} are still kept"
            new.projects.noticed.emit(f"{told}: {error}")
        finally:
            releasing = asyncio.get_running_loop().create_task(old.release(new))
            self._releasing.add(releasing)
            releasing.add_done_callback(self._releasing.discard)

    async def _finish_leaving(self) -> None:
        """Wait until the projects of scenes that were left are closed.

        Raises
        ------
        ProjectError
            If the disk of one takes too long.
        """
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=_LEAVING_S)
        for projects in self._leaving.values():
            if projects.path is not None:
                raise ProjectError(f"{projects.path.name} is still being written")

    async def _while_open(self, reading: Coroutine[Any, Any, None]) -> None:
        """Read a file for the open scene; a window that was closed needs no news."""
        try:
            await reading
        except SceneChangedError as error:
            if self._openings.is_closed:
                raise SourceClosedError(str(error)) from error
            raise
