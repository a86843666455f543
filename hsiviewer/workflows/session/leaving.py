"""Sessions are closed when another one has taken their place; no edit is lost."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hsiviewer.core.errors import ProjectError, UnwrittenSceneError

if TYPE_CHECKING:
    from hsiviewer.workflows.session.keeper import ProjectKeeper
    from hsiviewer.workflows.session.scene_session import SceneSession

_WRITING_S = 15.0  # for disks that edits are written to; a journal waits for 10 s
_READING_S = 5.0  # for disks that are read while the window closes


@dataclass(eq=False)
class _Left:
    """The project of a scene that was left, and why it is not closed."""

    name: str
    projects: "ProjectKeeper"
    error: BaseException | None = None

    async def close(self) -> None:
        """Write what is not written yet, and close the project.

        Raises
        ------
        UnwrittenSceneError
            If edits cannot be written; they are kept.
        """
        try:
            await self.projects.close()
        except ProjectError as error:
            raise self.unwritten(error) from error

    def unwritten(self, error: object) -> UnwrittenSceneError:
        """Return an error that names the scene: its project may be an automatic one."""
        return UnwrittenSceneError(f"{self.name}: {error}")


class Leavings:
    """Closes the sessions of scenes that were left.

    Their projects are closed before the next scene is opened. What cannot be written
    stays in memory. It is tried again when a scene is opened and the disk is back,
    and when the window closes.
    """

    def __init__(self) -> None:
        self._closing: dict[asyncio.Task[None], _Left] = {}
        self._releasing: set[asyncio.Task[None]] = set()
        self._unfinished: list[_Left] = []

    def begin(self, old: "SceneSession", new: "SceneSession") -> None:
        """Close a session, but not what the one in its place goes on with."""
        cube, path = old.document.cube, old.projects.path
        name = cube.name if cube else path.name if path else ""
        left = _Left(name, old.projects)
        closing = asyncio.get_running_loop().create_task(self._close(left, old, new))
        self._closing[closing] = left
        closing.add_done_callback(self._closing.pop)

    async def projects_closed(self) -> None:
        """Wait until all projects of scenes that were left are closed, or kept."""
        await asyncio.gather(*self._closing)

    async def retry(self) -> None:
        """Close the projects whose edits were written after all.

        Their scenes could not be opened again: their files would be in use.
        """
        for left in list(self._unfinished):
            project = left.projects.project
            if project is None or not project.journal.unwritten:
                with contextlib.suppress(UnwrittenSceneError):
                    await left.close()
                    self._unfinished.remove(left)

    async def finish(self) -> None:
        """Write what is not written yet, because the window closes.

        Raises
        ------
        UnwrittenSceneError
            If edits cannot be written, or a disk takes too long. They are kept.
        """
        waiting = list(self._unfinished)
        if self._closing:
            await asyncio.wait(self._closing, timeout=_WRITING_S)
        for left in self._closing.values():
            if left.projects.path is not None:
                raise left.unwritten("its last edits are still being saved")
        # What has failed just now is not tried again before the user was asked.
        failed = [left for left in self._unfinished if left not in waiting]
        ends = await asyncio.gather(
            *(left.close() for left in waiting), return_exceptions=True
        )
        for left, error in zip(waiting, ends, strict=True):
            left.error = error
        self._unfinished = [*(left for left in waiting if left.error), *failed]
        for left in self._unfinished:
            if isinstance(left.error, UnwrittenSceneError):
                raise left.error
            raise left.unwritten(left.error) from left.error

    async def abandon(self) -> None:
        """Close all projects, whatever is not written."""
        for left in (*self._unfinished, *self._closing.values()):
            await left.projects.abandon()
        self._unfinished = []

    async def rasters_closed(self) -> None:
        """Wait until all files of scenes that were left are closed, but not long."""
        if self._releasing:
            await asyncio.wait(self._releasing, timeout=_READING_S)

    async def _close(
        self, left: _Left, old: "SceneSession", new: "SceneSession"
    ) -> None:
        try:
            await old.close(new)
        except ProjectError as error:
            self._keep(left, error)
            if old.projects.project is not None:  # else it was given up meanwhile
                new.projects.noticed.emit(
                    f"The last edits of {left.name} are not saved yet: {error}. They "
                    "are saved when the disk is back, at the latest when you close "
                    "the window"
                )
        except BaseException as error:
            self._keep(left, error)
            raise
        finally:
            releasing = asyncio.get_running_loop().create_task(old.release(new))
            self._releasing.add(releasing)
            releasing.add_done_callback(self._releasing.discard)

    def _keep(self, left: _Left, error: BaseException) -> None:
        left.error = error
        if left.projects.project is not None:
            self._unfinished.append(left)
