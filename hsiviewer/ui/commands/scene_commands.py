"""What is done with the whole scene: it is written to a file."""

from hsiviewer.core.progress import CancelledError
from hsiviewer.io.envi_writer import write_envi_cube
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.progress import ProgressDialog
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.workflows.tasks.targets import scene_target
from hsiviewer.workflows.tasks.threads import in_io_thread


class SceneCommands(CommandGroup):
    """Writes the open scene, with what is said about it, as an ENVI file."""

    def connect(self) -> None:
        """Connect the actions."""
        self._connect({"file.save_scene": lambda: self._run(self._save_scene())})

    async def _save_scene(self) -> None:
        cube = self._document.cube
        if cube is None:
            return
        kind = cube.quantity or "copy"
        path = await ask_target(
            self._window,
            self._workspace.sources,
            lambda path: scene_target(path, "the scene"),
            title=tr("Save scene as"),
            filters=tr("ENVI files (*.hdr)"),
            suffix="hdr",
            suggestion=cube.path.with_name(f"{cube.path.stem}_{kind}.hdr"),
        )
        if path is None:
            return
        progress = ProgressDialog(self._window, tr("Save scene as"))
        try:
            await in_io_thread(write_envi_cube, path, cube, progress=progress)
        except CancelledError:
            return
        finally:
            progress.close()
            progress.deleteLater()
        self._tell(tr("The scene was written to {0}").format(path.name))
