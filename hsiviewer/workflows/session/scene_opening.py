"""Read all that a scene opens with, before anybody sees any of it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    HsiViewerError,
    ProjectError,
    ProjectInUseError,
    SceneChangedError,
)
from hsiviewer.core.labels import LabelArray, LabelMap
from hsiviewer.core.progress import CancelledError, Progress
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.workflows.session.assessment import assessed
from hsiviewer.workflows.session.bookmarks import read_bookmarks
from hsiviewer.workflows.session.found_scene import FoundScene
from hsiviewer.workflows.session.keeper import WritingTrouble
from hsiviewer.workflows.session.projects import Project, as_said, open_project
from hsiviewer.workflows.session.renumbered_maps import follow_labels
from hsiviewer.workflows.session.scene_projects import open_for_scene
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.scene_work import SceneWork
from hsiviewer.workflows.tasks.threads import in_io_thread, until_stopped
from hsiviewer.workflows.viewing.first_view import first_view, quick_view

_log = logging.getLogger(__name__)

_PATIENCE_S = 0.5


@dataclass(frozen=True, eq=False)
class _Opened:
    """A scene and its project, of which nothing else was read yet."""

    cube: HsiCube
    project: Project | None
    trouble: WritingTrouble
    notices: list[str]  # that nobody was told yet
    goes_on: bool = False  # with the project that the open session has
    is_again: bool = False  # what is said about the open scene has changed


@dataclass(frozen=True, eq=False)
class SceneOpening:
    """Opens scenes beside the one that is open, which is not touched.

    Parameters
    ----------
    open_now : SceneSession
        It may have the wanted project open already.
    work_of : callable
        Returns what was started for a scene.
    with_map : bool
        Whether the map that was looked at last is wanted.
    """

    open_now: SceneSession
    work_of: Callable[[SceneIdentity], SceneWork]
    with_map: bool = True

    async def scene(self, reference: str | Path) -> FoundScene:
        """Return a scene that is opened by itself, with its labels of last time.

        Raises
        ------
        HsiViewerError
            If the file is missing, damaged or of an unknown kind.
        ProjectInUseError
            If its labels are being edited in another window.
        """
        cube = await in_io_thread(open_cube, reference)
        trouble = WritingTrouble()
        shown = self.open_now.projects.project
        project: Project | None = None
        notices: list[str] = []
        try:
            project, notices = await in_io_thread(
                open_for_scene, cube, trouble.callback(), shown=shown
            )
        except ProjectInUseError:
            cube.close()
            raise
        except (ProjectError, OSError) as error:
            trouble.tell(f"labels are kept in memory only: {error}")
        goes_on = project is not None and project is shown
        if goes_on:
            trouble = self.open_now.projects.writing
            said = self.open_now.document.metadata
            cube, _ = await in_io_thread(as_said, cube, said)
        elif project is not None:
            trouble.tell(project.journal.store.why_in_memory)
            cube, refusal = await in_io_thread(as_said, cube, project.work.metadata)
            notices += [*project.notices, *filter(None, [refusal])]
        return await self._all_of(_Opened(cube, project, trouble, notices, goes_on))

    async def project(
        self, path: Path, *, scene: str | None = None, accepts_other: bool = False
    ) -> FoundScene:
        """Return the scene of a project with all that was done.

        Raises
        ------
        ProjectError, HsiViewerError
            See `hsiviewer.workflows.session.projects.open_project`.
        """
        trouble = WritingTrouble()
        cube, project = await in_io_thread(
            open_project,
            path,
            trouble.callback(),
            scene=scene,
            accepts_other=accepts_other,
        )
        trouble.tell(project.journal.store.why_in_memory)
        cube, refusal = await in_io_thread(as_said, cube, project.work.metadata)
        notices = [*project.notices, *filter(None, [refusal])]
        opened = _Opened(cube, project, trouble, notices)
        return await self._all_of(opened)

    async def again(self) -> FoundScene:
        """Return the open scene with what is said about it now, in its project.

        Raises
        ------
        HsiViewerError
            If the file cannot be read any more.
        """
        now = self.open_now
        assert now.document.cube is not None, "there is a scene"
        cube = await in_io_thread(open_cube, now.document.cube.reference)
        cube, refusal = await in_io_thread(as_said, cube, now.document.metadata)
        notices = [refusal] if refusal else []
        projects = now.projects
        opened = _Opened(cube, projects.project, projects.writing, notices, True, True)
        return await self._all_of(opened)

    async def _all_of(self, opened: _Opened) -> FoundScene:
        try:
            return await self._read(opened)
        except BaseException:
            await _close(opened)
            raise

    async def _read(self, opened: _Opened) -> FoundScene:
        cube, project = opened.cube, opened.project
        work = self.work_of(
            project.scene.identity
            if project is not None  # its search has read the file
            else await in_io_thread(SceneIdentity.of, cube)
        )
        places = await in_io_thread(read_bookmarks, cube)
        notices = list(opened.notices)
        reference = await self._reference(opened, notices)
        found = FoundScene(
            cube=cube,
            project=project,
            trouble=opened.trouble,
            goes_on=opened.goes_on,
            keeps_map=opened.is_again and work is self.open_now.work,
            work=work,
            places=places,
            reference=reference,
            notices=notices,
            first_view=await _first_view(cube),
        )
        return await self._with_runs(found)

    async def renewed(self, found: FoundScene) -> FoundScene:
        """Return a scene with what has changed since it was read.

        What runs for it goes on, so that its map may have been made meanwhile; and
        the project that it goes on with may have been saved elsewhere.

        Raises
        ------
        SceneChangedError
            If that project was closed.
        """
        while not found.work.runs.kept.is_current(found.runs) or (
            found.goes_on and found.classes != self.open_now.document.classes
        ):
            found = await self._with_runs(found)
        has_project = found.project is not None
        if found.goes_on and has_project and not self.open_now.has(found.project):
            now, before = self.open_now.projects.project, found.project
            if not (now and before and now.scene.is_same_scene(before.scene)):
                raise SceneChangedError(
                    f"{found.cube.name} could not be reopened because its project was "
                    "closed; open it again"
                )
            return replace(found, project=now)
        return found

    async def _with_runs(self, found: FoundScene) -> FoundScene:
        cube, document = found.cube, self.open_now.document
        with_map = self.with_map and not found.keeps_map
        runs = await found.work.runs.kept.look_for(cube, with_map=with_map)
        edits = document.edit_count
        labels, classes = self._labelled(found)
        if runs.result is not None and runs.shown is not None:
            folder = runs.shown.folder
            result = await in_io_thread(
                follow_labels, runs.result, folder, labels, classes
            )
            runs = replace(runs, result=result)
        accuracy = await in_io_thread(assessed, labels, found.reference, runs.result)
        return replace(
            found, runs=runs, classes=classes, accuracy=accuracy, assessed_at=edits
        )

    def _labelled(self, found: FoundScene) -> tuple[LabelArray, ClassScheme]:
        """Return labels and classes of a scene, those of now if they are open."""
        if found.goes_on:
            document = self.open_now.document
            return document.labels.snapshot(), document.classes
        if found.project is not None:
            work = found.project.work
            return work.labels.values, work.classes
        return LabelMap.empty(found.cube.grid_shape).values, ClassScheme()

    async def _reference(self, opened: _Opened, notices: list[str]) -> LabelMap | None:
        """Return the ground truth of a scene; why there is none is noticed once."""
        file = opened.project.reference if opened.project else ""
        if opened.goes_on:
            assessment = self.open_now.assessment
            if assessment.reference is not None:
                return assessment.reference
            file = assessment.file if file else ""  # one that is away is not opened
        if not file:
            return None
        try:
            return await until_stopped(_read_reference, file, opened.cube)
        except CancelledError:
            _log.info("the reference of %s was not waited for", opened.cube.name)
        except HsiViewerError as error:
            if not opened.goes_on:
                notices.append(str(error))
        return None

    async def give_up(self, found: FoundScene) -> None:
        """Close again what was opened, but what the open session has."""
        await _close(found)


async def _first_view(cube: HsiCube) -> tuple[tuple[int, ...], str]:
    """Return what is shown first; a slow disk is not waited for."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await in_io_thread(first_view, cube)
    except TimeoutError:
        _log.info("the clearest bands of %s were not waited for", cube.name)
        return quick_view(cube)


async def _close(opened: _Opened | FoundScene) -> None:
    """Close what was opened; a project that is shown has another owner."""
    project = opened.project
    if project is not None and not opened.goes_on:
        await in_io_thread(project.journal.close)
        for raster in project.auxiliary:
            raster.close()
    opened.cube.close()


def _read_reference(progress: Progress, file: str, cube: HsiCube) -> LabelMap:
    labels, _ = read_labels(file, cube, progress=progress)
    return labels
