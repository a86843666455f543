"""What the actions of the menu View do beyond zooming."""

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QInputDialog

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.targets import Target
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.picture_files import write_picture
from hsiviewer.ui.base.scene_bound import is_scene_open
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.files import ask_open_file
from hsiviewer.ui.dialogs.open_cube import ask_reference
from hsiviewer.ui.dialogs.palette import CommandPalette
from hsiviewer.ui.dialogs.ratio import ask_ratio
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.ui.map_view.colors import COLOR_MAPS
from hsiviewer.ui.map_view.decorations import picture_with_legend
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.workflows.session.bookmarks import Bookmark
from hsiviewer.workflows.viewing.positions import Locator


class ViewCommands(CommandGroup):
    """Places, pictures and decorations of the map, and the list of commands."""

    def connect(self, map_view: MapView) -> None:
        """Connect the actions; the map exists by now."""
        self._map_view = map_view
        map_view.viewport_changed.connect(self._on_viewport_changed)
        actions = self._actions
        actions["view.swipe"].triggered.connect(
            lambda is_on: self._view.set_swipe(0.5 if is_on else None)
        )
        actions["view.scale_bar"].triggered.connect(
            lambda is_on: self._view.set_scale_bar(is_shown=is_on)
        )
        actions["view.graticule"].triggered.connect(
            lambda is_on: self._view.set_graticule(is_shown=is_on)
        )
        for action_id, slot in {
            "view.go_to": lambda: self._run(self._go_to()),
            "view.save_picture": lambda: self._run(self._save_picture()),
            "view.copy_picture": self._copy_picture,
            "view.band_math": lambda: self._run(self._choose_ratio()),
            "view.bookmark": lambda: self._run(self._add_bookmark()),
            "view.add_layer": lambda: self._run(self._add_layer()),
            "help.commands": lambda: CommandPalette(
                actions.values(), self._window
            ).open(),
        }.items():
            actions[action_id].triggered.connect(
                lambda _checked=False, slot=slot: slot()
            )
        for name, _, _ in COLOR_MAPS:
            actions[f"view.colors_{name}"].triggered.connect(
                lambda _checked=False, name=name: self._view.set_colors(name)
            )
        self._follow = SessionFollower(self._workspace, self._window)
        self._follow.connect(
            lambda session: session.view.decoration_changed, self._check
        )
        self._follow.connect(lambda session: session.view.colors_changed, self._check)
        self._workspace.session_changed.connect(self._check)
        self._check()

    def _on_viewport_changed(self, centre: QPointF, scale: float) -> None:
        place = (centre.y(), centre.x(), scale)
        self._view.place = None if self._map_view.fits else place

    def _check(self) -> None:
        self._actions["view.swipe"].setChecked(self._view.swipe is not None)
        self._actions["view.scale_bar"].setChecked(self._view.has_scale_bar)
        self._actions["view.graticule"].setChecked(self._view.has_graticule)
        self._actions[f"view.colors_{self._view.colors}"].setChecked(True)

    async def _go_to(self) -> None:
        cube = self._document.cube
        if cube is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setObjectName("goToDialog")
        dialog.setWindowTitle(tr("Go to"))
        dialog.setLabelText(
            tr(
                "Row and column (r 120 c 45), latitude and longitude (52.3917, "
                "13.0576\nor 52.4 N 13.1 E), UTM (33U 368000 5806000), or map "
                "coordinates (x y):"
            )
        )
        if not await answer(dialog):
            return
        place = Locator(cube.georeference)
        row, col = place.find(dialog.textValue(), cube.grid_shape)
        pixel = (round(row), round(col))
        if not cube.window.contains(*pixel):
            raise HsiViewerError(
                tr(
                    "{0} is row {1}, column {2}, outside the scene of {3} x {4} pixels"
                ).format(
                    dialog.textValue(),
                    pixel[0],
                    pixel[1],
                    cube.grid_shape[0],
                    cube.grid_shape[1],
                )
            )
        self._document.select_pixel(pixel)
        self._map_view.bring_into_view(pixel)

    async def _choose_ratio(self) -> None:
        cube = self._document.cube
        if cube is not None:
            chosen = await ask_ratio(self._window, cube.bands, self._view.bands)
            if chosen:
                self._view.show_derived(chosen)

    async def _add_bookmark(self) -> None:
        seen = self._map_view
        dialog = QInputDialog(self._window)
        dialog.setObjectName("bookmarkDialog")
        dialog.setWindowTitle(tr("Add bookmark"))
        dialog.setLabelText(tr("Name of the place:"))
        dialog.setTextValue(
            tr("Place {0}").format(len(self._workspace.bookmarks.places) + 1)
        )
        if await answer(dialog) and dialog.textValue().strip():
            self._workspace.bookmarks.add(
                Bookmark(
                    dialog.textValue().strip(),
                    seen.centre.y(), seen.centre.x(), seen.viewport.scale,
                )
            )  # fmt: skip

    def go_to_bookmark(self, place: Bookmark) -> None:
        """Show a place that was kept."""
        self._map_view.look_at(QPointF(place.col, place.row), place.scale)

    async def _add_layer(self) -> None:
        cube = self._document.cube
        path = await ask_open_file(
            self._window,
            title=tr("Add layer"),
            filters=tr("All files (*)"),
            folder=None if cube is None else cube.path.parent,
        )
        if path is not None:
            reference = await ask_reference(self._window, path, axes=3)
            if reference is not None and is_scene_open():
                await self._workspace.layers.add(reference)

    async def _save_picture(self) -> None:
        cube = self._document.cube
        stem = cube.path.stem if cube is not None else "scene"
        path = await ask_target(
            self._window,
            self._workspace.sources,
            lambda path: Target(path, "the picture"),
            title=tr("Save picture"),
            filters=tr("Pictures (*.png)"),
            suffix="png",
            suggestion=Path.home() / f"{stem}.png",
        )
        if path is not None:
            write_picture(self._picture(), path)

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
