"""Docks that have an action of their own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget


def show_dock_by(action: QAction, dock: QDockWidget) -> None:
    """Let a checkable action open and close a dock.

    A dock behind another tab is open and cannot be seen: the action is not checked
    then, and brings it to the front.
    """

    def show(is_wanted: bool) -> None:
        if is_wanted and not dock.testAttribute(Qt.WidgetAttribute.WA_Moved):
            _centre_on_window(dock)
        dock.setVisible(is_wanted)
        if is_wanted:
            dock.raise_()

    # Not `toggled`: a dock that goes behind another tab would be closed.
    action.triggered.connect(show)
    dock.visibilityChanged.connect(action.setChecked)


def _centre_on_window(dock: QDockWidget) -> None:
    """Put a dock that floats and was never moved over the middle of its window."""
    owner = dock.parentWidget()
    if owner is not None and dock.isFloating():
        middle = owner.window().frameGeometry().center()
        place = middle - dock.rect().center()
        screen = dock.screen().availableGeometry()
        # Its title bar has to be within reach.
        dock.move(max(place.x(), screen.left()), max(place.y(), screen.top()))
