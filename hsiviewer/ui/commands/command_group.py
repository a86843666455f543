"""What every group of commands needs: window, workspace and actions."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.ui.base.slots import run_async
from hsiviewer.workflows.session.workspace import Workspace

_SHOWN_MS = 5000


class CommandGroup:
    """Commands that belong together; a subclass says what its actions do.

    Parameters
    ----------
    window : QMainWindow
        Owner of dialogs.
    workspace : Workspace
        What the commands work on.
    actions : mapping of str to QAction
        From `hsiviewer.ui.commands.actions.make_actions`.
    """

    def __init__(
        self, window: QMainWindow, workspace: Workspace, actions: Mapping[str, QAction]
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._actions = actions

    @property
    def _document(self) -> Document:
        return self._workspace.document

    @property
    def _view(self) -> ViewState:
        return self._workspace.view

    def _connect(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Let actions call slots; their "checked" is of no use to any of them."""
        for action_id, slot in slots.items():
            self._actions[action_id].triggered.connect(
                lambda _checked=False, slot=slot: slot()
            )

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what is meant for the open scene."""
        run_async(self._window, work, scene=self._document)

    def _tell(self, sentence: str, shown_ms: int = _SHOWN_MS) -> None:
        """Say something in the status bar for a while."""
        self._window.statusBar().showMessage(sentence, shown_ms)
