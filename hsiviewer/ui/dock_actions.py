"""Docks that have an action of their own."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget


def show_dock_by(action: QAction, dock: QDockWidget) -> None:
    """Let a checkable action open and close a dock.

    A dock behind another tab is open and cannot be seen: the action is not checked
    then, and brings it to the front.
    """

    def show(is_wanted: bool) -> None:
        dock.setVisible(is_wanted)
        if is_wanted:
            dock.raise_()

    # Not `toggled`: a dock that goes behind another tab would be closed.
    action.triggered.connect(show)
    dock.visibilityChanged.connect(action.setChecked)
