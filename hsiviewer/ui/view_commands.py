"""What the actions of the menu View do beyond zooming."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QInputDialog, QMainWindow

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ExportError, HsiViewerError
from hsiviewer.io.atomic import replacing
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.files import ask_save_file
from hsiviewer.ui.dialogs.palette import CommandPalette
from hsiviewer.ui.map_view.colors import COLOR_MAPS
from hsiviewer.ui.map_view.decorations import picture_with_legend
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.slots import run_async
from hsiviewer.workflows.positions import Locator
from hsiviewer.workflows.workspace import Workspace


class ViewCommands:
    """Places, pictures and decorations of the map, and the list of commands.

    Parameters
    ----------
    window : QMainWindow
        Owner of dialogs.
    """

    def __init__(
        self,
        window: QMainWindow,
        workspace: Workspace,
        actions: Mapping[str, QAction],
    ) -> None:
        self._window = window
        self._document = workspace.document
        self._view = workspace.view
        self._actions = actions

    def connect(self, map_view: MapView) -> None:
        """Connect the actions; the map exists by now."""
        self._map_view = map_view
        actions, view = self._actions, self._view
        actions["view.swipe"].triggered.connect(
            lambda is_on: view.set_swipe(0.5 if is_on else None)
        )
        actions["view.scale_bar"].triggered.connect(
            lambda is_on: view.set_scale_bar(is_shown=is_on)
        )
        for action_id, slot in {
            "view.go_to": lambda: run_async(self._window, self._go_to()),
            "view.save_picture": lambda: run_async(self._window, self._save_picture()),
            "view.copy_picture": self._copy_picture,
            "help.commands": lambda: CommandPalette(
                actions.values(), self._window
            ).open(),
        }.items():
            actions[action_id].triggered.connect(
                lambda _checked=False, slot=slot: slot()
            )
        for name, _, _ in COLOR_MAPS:
            actions[f"view.colors_{name}"].triggered.connect(
                lambda _checked=False, name=name: view.set_colors(name)
            )
        view.decoration_changed.connect(self._check)
        view.colors_changed.connect(self._check)
        self._check()

    def _check(self) -> None:
        self._actions["view.swipe"].setChecked(self._view.swipe is not None)
        self._actions["view.scale_bar"].setChecked(self._view.has_scale_bar)
        self._actions[f"view.colors_{self._view.colors}"].setChecked(True)

    async def _go_to(self) -> None:
        cube = self._document.cube
        if cube is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setObjectName("goToDialog")
        dialog.setWindowTitle("Go to")
        dialog.setLabelText(
            "Row and column (r 120 c 45), latitude and longitude (52.4 N 13.1 E),\n"
            "or map coordinates (x y):"
        )
        if not await answer(dialog):
            return
        row, col = Locator(cube.georeference).find(dialog.textValue())
        pixel = (round(row), round(col))
        if not cube.window.contains(*pixel):
            raise HsiViewerError(
                f"{dialog.textValue()} is row {pixel[0]}, column {pixel[1]}, outside "
                f"the scene of {cube.grid_shape[0]} x {cube.grid_shape[1]} pixels"
            )
        self._document.select_pixel(pixel)
        self._map_view.bring_into_view(pixel)

    async def _save_picture(self) -> None:
        cube = self._document.cube
        stem = cube.path.stem if cube is not None else "scene"
        path = await ask_save_file(
            self._window,
            title="Save picture",
            filters="Pictures (*.png)",
            suffix="png",
            suggestion=Path.home() / f"{stem}.png",
        )
        if path is not None:
            _write_picture(self._picture(), path)

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setImage(self._picture())

    def _picture(self) -> QImage:
        result = self._document.classification
        shows_classes = self._view.layer("map").visible and result is not None
        has_labels = bool(self._document.labels.total)
        scheme = ClassScheme()
        if shows_classes and result is not None:
            scheme = result.scheme
        elif has_labels and self._view.layer("labels").visible:
            scheme = self._document.classes
        return picture_with_legend(self._map_view, scheme)


def _write_picture(image: QImage, path: Path) -> None:
    try:
        with replacing(path) as (partial,):
            if not image.save(str(partial), "PNG"):  # type: ignore[call-overload]
                raise ExportError(
                    f"{path} could not be written; choose another folder or free some "
                    "space"
                )
    except OSError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(f"{path.name} could not be written: {error}") from error
