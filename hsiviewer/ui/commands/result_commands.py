"""What the actions of the menu Map do."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.workflows.session.workspace import Workspace

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
