"""Open and save projects; a project is always saved, so this is about places."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core import paths
from hsiviewer.core.errors import (
    DamagedProjectError,
    DifferentSceneError,
    HsiViewerError,
    OtherSceneError,
    ProjectError,
    SceneMissingError,
    UnwrittenSceneError,
)
from hsiviewer.core.progress import CancelledError
from hsiviewer.io.companions import project_files
from hsiviewer.io.project_files import SUFFIX
from hsiviewer.io.targets import Source, Target
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.slots import run_async, show_error, show_message
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.axes import ask_axes
from hsiviewer.ui.dialogs.files import ask_open_file, ask_save_file
from hsiviewer.ui.dialogs.open_cube import ask_reference
from hsiviewer.ui.dialogs.progress import ProgressDialog
from hsiviewer.ui.dialogs.questions import ask_button
from hsiviewer.ui.dialogs.scene_properties import ask_scene_properties
from hsiviewer.ui.dialogs.targets import refuse_open
from hsiviewer.workflows.session.keeper import ProjectKeeper
from hsiviewer.workflows.session.projects import is_project, suggested_path
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.reading import values

PROJECT_FILTER = f"hsiviewer projects (*{SUFFIX})"


class ProjectCommands(CommandGroup):
    """Opens scenes and projects alike, and gives projects their places."""

    def __init__(
        self, window: QMainWindow, workspace: Workspace, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(window, workspace, actions)
        self._follow = follow = SessionFollower(workspace, window)
        follow.connect(lambda session: session.projects.noticed, self._on_noticed)
        follow.connect(
            lambda session: session.projects.trouble_changed, self._on_trouble_changed
        )
        workspace.session_changed.connect(self._on_session_changed)
        values.failed.connect(self._on_unreadable)
        values.restored.connect(self._on_readable)

    @property
    def _projects(self) -> ProjectKeeper:
        return self._workspace.projects

    async def open(self, path: str | Path) -> None:
        """Open a scene, or a project; ask where its scene is if it has moved."""
        if not is_project(path):
            await self._workspace.open_scene(path)
            await self._offer_earlier_labels()
            return
        try:
            await self._open_project(Path(path))
        except SceneMissingError as error:
            await self._open_with_scene(Path(path), error)
        except DamagedProjectError as error:
            await self._open_repaired(Path(path), error)

    def save(self) -> None:
        """Give an automatic project a place; for others, say that all is saved."""
        path = self._projects.path
        if path is None or self._projects.is_automatic:
            self.save_as()
        else:
            text = tr("Everything is saved in {0}").format(path)
            self._tell(text)

    def save_as(self) -> None:
        """Ask where to, and go on there."""
        self._run(self._save_as())

    def save_copy(self) -> None:
        """Ask for a folder, and copy project and rasters into it."""
        self._run(self._save_copy())

    def close_scene(self) -> None:
        """Show no scene; what was done to the open one is in its project."""
        run_async(self._window, self._workspace.close_scene())

    def change_axes(self) -> None:
        """Ask how the axes of the scene's file are read, and open it so."""
        self._run(self._change_axes())

    def set_properties(self) -> None:
        """Ask what the scene's file does not say, and show the scene with it."""
        self._run(self._set_properties())

    async def leave(self) -> bool:
        """Close the workspace; ask only if edits cannot be written anywhere.

        Returns
        -------
        bool
            Whether the window may close.
        """
        while True:
            try:
                self._window.setEnabled(False)
                await self._workspace.close()
            except ProjectError as error:
                self._window.setEnabled(True)
                again, elsewhere = tr("Try again"), tr("Save elsewhere...")
                # Only the open scene can be saved under another name.
                is_open = not isinstance(error, UnwrittenSceneError)
                answer = await ask_button(
                    self._window,
                    tr("Your last edits are not on the disk."),
                    details=f"{error}.",
                    buttons=(
                        *((again, elsewhere) if is_open else (again,)),
                        tr("Give them up"),
                    ),
                    title=tr("Close"),
                )
                if answer == elsewhere:
                    await self._save_elsewhere()
                elif answer == tr("Give them up"):
                    await self._workspace.abandon()
                elif not answer:
                    return False
            else:
                return True

    async def _save_elsewhere(self) -> None:
        """Save before the window closes; an error is told, and closing asks again."""
        try:
            await self._save_as()
        except HsiViewerError as error:
            show_error(self._window, str(error))

    async def _open_project(self, path: Path, *, scene: str | None = None) -> None:
        """Open a project; ask first if its labels were made on another scene."""
        try:
            await self._workspace.open_project(path, scene=scene)
        except DifferentSceneError as error:
            use, find = tr("Use on this scene"), tr("Find scene...")
            answer = await ask_button(
                self._window,
                tr("These labels were made on another file. Use them on this one?"),
                details=tr(
                    "{0}. If this is the same scene, processed again, use them: the "
                    "project belongs to this file from now on."
                ).format(_begun(error)),
                buttons=(use, find),
                title=path.name,
            )
            if answer == use:
                await self._workspace.open_project(
                    path, scene=error.scene, accepts_other=True
                )
            elif answer == find:
                await self._open_on_chosen(path)

    async def _change_axes(self) -> None:
        session = self._workspace.session
        cube = session.document.cube
        if cube is None or not cube.axes:
            return
        reference = await ask_axes(self._window, cube)
        if reference is not None and not session.is_closed:
            await self._workspace.open_scene(reference)

    async def _set_properties(self) -> None:
        session = self._workspace.session
        document = session.document
        if document.cube is None:
            return
        wanted = await ask_scene_properties(
            self._window, document.cube, document.metadata
        )
        if wanted is None or session.is_closed:
            return
        reference, metadata = wanted
        if reference != document.cube.reference:
            await self._workspace.open_scene(reference)
        await self._workspace.set_metadata(metadata)

    async def _open_with_scene(self, path: Path, error: SceneMissingError) -> None:
        answer = await ask_button(
            self._window,
            tr("The scene of this project is missing."),
            details=f"{error}.",
            buttons=(tr("Find scene..."),),
            title=path.name,
        )
        if answer:
            await self._open_on_chosen(path)

    async def _open_on_chosen(self, path: Path) -> None:
        scene = await ask_open_file(
            self._window,
            title=tr("Find scene"),
            filters=tr("All files (*)"),
            folder=path.parent,
        )
        if scene is None:
            return
        reference = await ask_reference(self._window, scene, axes=3)
        if reference is not None:
            await self._open_project(path, scene=str(reference))

    async def _offer_earlier_labels(self) -> None:
        """Ask whether a file that was changed is to have the labels it had before."""
        session = self._workspace.session
        cube = session.document.cube
        earlier = await session.projects.earlier_labels()
        if cube is None or earlier is None or session.is_closed:
            return
        answer = await ask_button(
            self._window,
            tr("This file has changed since you labelled it. Use your labels on it?"),
            details=tr(
                "{0} has as many rows and columns as before, but different content. If "
                "it is the same scene, processed again, use your labels. You can undo "
                "this."
            ).format(cube.name),
            buttons=(tr("Use my labels"),),
            title=cube.name,
        )
        if answer and not session.is_closed:
            await session.projects.take_labels(earlier)

    async def _open_repaired(self, path: Path, error: DamagedProjectError) -> None:
        answer = await ask_button(
            self._window,
            tr("This project is damaged."),
            details=tr(
                "{0}. Its newest intact backup can take its place; the "
                "damaged file is kept beside it."
            ).format(error),
            buttons=(tr("Use backup"),),
            title=path.name,
        )
        if answer:
            done = await self._projects.repair(path)
            await self.open(path)
            show_message(self._window, f"{done}.")

    async def _save_as(self) -> None:
        session = self._workspace.session
        path = await ask_save_file(
            self._window,
            title=tr("Save project as"),
            filters=PROJECT_FILTER,
            suffix=SUFFIX[1:],
            suggestion=self._suggestion(),
        )
        if path is None or session.is_closed:
            return
        # A project that is replaced is kept beside the new one: only what is open
        # must not be touched.
        target = Target(path, "the project", tuple(project_files(path)))
        await refuse_open(self._sources(), [target])
        try:
            await self._workspace.save_as(path)
        except OtherSceneError as error:
            await self._replace_other(path, error)
        if self._projects.path == path:
            text = tr("The project is kept in {0} from now on").format(path)
            self._tell(text)

    async def _replace_other(self, path: Path, error: OtherSceneError) -> None:
        """Ask whether the project of another scene may be replaced."""
        session = self._workspace.session
        replace, rename = tr("Replace"), tr("Choose another name...")
        answer = await ask_button(
            self._window,
            tr("This is the project of another scene. Replace it?"),
            details=tr(
                "{0}. If you replace it, it stays beside the new one, under another "
                "name. Nothing of it is lost."
            ).format(_begun(error)),
            buttons=(replace, rename),
            title=path.name,
        )
        if session.is_closed:
            return
        if answer == replace:
            await self._workspace.save_as(path, replaces_other=True)
        elif answer == rename:
            await self._save_as()

    async def _save_copy(self) -> None:
        suggestion = self._suggestion()
        folder = await ask_save_file(
            self._window,
            title=tr("Save copy with data: name of a new folder"),
            filters=tr("Folders (*)"),
            suffix="",
            suggestion=suggestion.with_name(f"{suggestion.stem}-copy"),
        )
        if folder is None:
            return
        progress = ProgressDialog(self._window, tr("Copy project with data"))
        try:
            target = await self._projects.copy_with_data(folder, progress)
        except CancelledError:
            return
        finally:
            progress.close()
            progress.deleteLater()
        show_message(
            self._window, tr("Project and data were copied to {0}.").format(target)
        )

    def _sources(self) -> list[Source]:
        """Return what is open; saving over the project itself does nothing."""
        return [
            source
            for source in self._workspace.sources()
            if source.reference != self._projects.path
        ]

    def _suggestion(self) -> Path:
        path, cube = self._projects.path, self._workspace.document.cube
        if path is not None and not self._projects.is_automatic:
            return path
        if cube is None:
            return Path.home() / f"project{SUFFIX}"
        return suggested_path(cube)

    def _on_session_changed(self, old: SceneSession, new: SceneSession) -> None:
        for notice in new.notices:
            self._on_noticed(notice)
        if new.projects.trouble != old.projects.trouble:
            self._on_trouble_changed()

    def _on_noticed(self, sentence: str) -> None:
        show_message(self._window, f"{sentence}.")

    def _on_unreadable(self, sentence: str) -> None:
        show_error(
            self._window,
            tr(
                "{0}. What was read before stays on the screen. The file is tried "
                "again every few seconds."
            ).format(sentence),
        )

    def _on_readable(self) -> None:
        self._tell(tr("The file can be read again"))

    def _on_trouble_changed(self) -> None:
        trouble = self._projects.trouble
        if not trouble:
            return
        if not self._projects.is_in_memory:
            text = tr(
                "{0}. Your edits are kept in memory and written as soon as "
                "that is possible."
            )
        elif paths.trouble("data"):
            return  # it was told at the start
        else:
            text = tr("{0}. Save the project in another folder before you close it.")
        show_error(self._window, text.format(trouble))


def _begun(error: ProjectError) -> str:
    """Begin a sentence with a capital, unless it begins with a file's name."""
    sentence = str(error)
    word = sentence.partition(" ")[0]
    return sentence[:1].upper() + sentence[1:] if word.isalpha() else sentence
