"""What the actions of the menu Map do."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.scene_bound import close_with_scene
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.refine import RefineDialog
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.ui.dialogs.visits import ask_visits
from hsiviewer.workflows.session.visits import write_session_visits
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.targets import points_target

_POINT_FORMATS = tr(
    "GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;Table (*.csv)"
)
_LAYERS = (
    "result.margin", "result.entropy", "result.class_probability", "result.unlike",
    "result.errors", "result.reference",
)  # fmt: skip


class ResultCommands(CommandGroup):
    """Layers of the map: shown when they are chosen, hidden when chosen again."""

    def __init__(
        self, window: QMainWindow, workspace: Workspace, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(window, workspace, actions)
        for action_id in _LAYERS:
            actions[action_id].triggered.connect(
                lambda is_on, name=action_id: self._run(self._show(name, is_on=is_on))
            )
        self._connect(
            {
                "result.visit": lambda: self._run(self._write_visits()),
                "result.refine": self.refine,
            }
        )
        self._follow = SessionFollower(workspace, window)
        self._follow.connect(lambda session: session.result_layers.changed, self._check)
        workspace.session_changed.connect(self._check)

    async def _show(self, action_id: str, *, is_on: bool) -> None:
        layers = self._workspace.session.result_layers
        try:
            if not is_on:
                layers.hide(action_id)
            elif action_id == "result.unlike":
                await layers.show_unlikeness()
            elif action_id == "result.class_probability":
                self._show_class()
            else:
                layers.show(action_id)
        finally:
            self._check()

    def refine(self) -> None:
        """Open the steps of a refinement; the map follows them."""
        refining = self._workspace.session.refining
        base = refining.base
        if base is None:
            return
        dialog = RefineDialog(
            refining.shown,
            refining.refine,
            self._window,
            can_smooth=base.probabilities is not None,
            can_threshold=bool(np.isfinite(base.confidence).any()),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close_with_scene(dialog, self._document)
        dialog.show()

    async def _write_visits(self) -> None:
        session = self._workspace.session
        choice = await ask_visits(self._window)
        if choice is None:
            return
        cube = self._document.cube
        folder = Path.home() if cube is None else cube.path.parent
        path = await ask_target(
            self._window,
            self._workspace.sources,
            lambda path: points_target(path, "the points"),
            title=tr("Pixels to visit"),
            filters=_POINT_FORMATS,
            suffix="gpkg",
            suggestion=folder / "visit.gpkg",
        )
        if path is not None:
            count = await write_session_visits(
                session, path, choice.count, choice.least
            )
            text = tr("{0} pixels to visit were written to {1}")
            self._tell(text.format(count, path.name))

    def _show_class(self) -> None:
        result, class_id = self._document.classification, self._document.current_class
        kept = None if result is None else result.probabilities
        if kept is not None and class_id not in kept.class_ids:
            raise HsiViewerError(
                tr("The map knows nothing of the chosen class: choose another one.")
            )
        self._workspace.session.result_layers.show_class(class_id)

    def _check(self) -> None:
        layers = self._workspace.session.result_layers
        for action_id in _LAYERS:
            self._actions[action_id].setChecked(layers.shows(action_id))
