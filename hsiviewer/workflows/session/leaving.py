"""Sessions are closed when another one has taken their place; no edit is lost."""

import asyncio
from typing import TYPE_CHECKING

from hsiviewer.core.errors import ProjectError

if TYPE_CHECKING:
    from hsiviewer.workflows.session.keeper import ProjectKeeper
    from hsiviewer.workflows.session.scene_session import SceneSession

_WRITING_S = 15.0  # for disks that edits are written to; a journal waits for 10 s
_READING_S = 5.0  # for disks that are read while the window closes


class Leavings:
    """Closes the sessions of scenes that were left.

    Their projects are closed before the next scene is opened. What cannot be written
    stays in memory until the window closes, and is tried again then.
    """

    def __init__(self) -> None:
        self._closing: dict[asyncio.Task[None], ProjectKeeper] = {}
        self._releasing: set[asyncio.Task[None]] = set()
        self._unfinished: list[ProjectKeeper] = []

    def begin(self, old: "SceneSession", new: "SceneSession") -> None:
        """Close a session, but not what the one in its place goes on with."""
        closing = asyncio.get_running_loop().create_task(self._close(old, new))
        self._closing[closing] = old.projects
        closing.add_done_callback(self._closing.pop)

    async def projects_closed(self) -> None:
        """Wait until all projects of scenes that were left are closed, or kept."""
        await asyncio.gather(*self._closing)

    async def finish(self) -> None:
        """Write what is not written yet, because the window closes.

        Raises
        ------
        ProjectError
            If edits cannot be written, or a disk takes too long. They are kept.
        """
        if self._closing:
            await asyncio.wait(self._closing, timeout=_WRITING_S)
        for projects in self._closing.values():
            if projects.path is not None:
                raise ProjectError(f"{projects.path.name} is still being written")
        for projects in self._unfinished:
            await projects.close()

    async def abandon(self) -> None:
        """Close all projects, whatever is not written."""
        for projects in (*self._unfinished, *self._closing.values()):
            await projects.abandon()
        self._unfinished = []

    async def rasters_closed(self) -> None:
        """Wait until all files of scenes that were left are closed, but not long."""
        if self._releasing:
            await asyncio.wait(self._releasing, timeout=_READING_S)

    async def _close(self, old: "SceneSession", new: "SceneSession") -> None:
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
