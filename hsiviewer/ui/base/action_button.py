"""A push button that stands for an action."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from hsiviewer.ui.base.plain_text import plain


class ActionButton(QPushButton):
    """Mirrors an action's text, icon, tooltip and state.

    Unlike a tool button it shows its text in full and takes part in the order
    of Tab; and a panel can say what stands in its way here.

    Parameters
    ----------
    action : QAction
        Triggered by the button.
    has_text : bool
        Whether the text is shown; otherwise it is spoken only.
    """

    def __init__(
        self, action: QAction, parent: QWidget | None = None, *, has_text: bool = True
    ) -> None:
        super().__init__(parent)
        self._action = action
        self._has_text = has_text
        self._obstacle = ""
        self.clicked.connect(action.trigger)
        action.changed.connect(self._mirror)
        self._mirror()

    def set_obstacle(self, sentence: str) -> None:
        """Disable the button for a reason, or enable it again with an empty one."""
        if sentence != self._obstacle:
            self._obstacle = sentence
            self._mirror()

    def _mirror(self) -> None:
        text = self._action.text().replace("...", "…")
        self.setText(text if self._has_text else "")
        self.setAccessibleName(text)
        self.setIcon(self._action.icon())
        self.setToolTip(plain(self._obstacle or self._action.toolTip()))
        self.setEnabled(self._action.isEnabled() and not self._obstacle)
