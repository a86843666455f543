"""What a panel shows while there is nothing to show: what to do next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.plain_text import PlainLabel


class EmptyState(QWidget):
    """A headline, a sentence and a button for each step that helps.

    Parameters
    ----------
    actions : sequence of QAction
        Steps offered as buttons; they follow the actions' texts and states.
    """

    def __init__(
        self, actions: Sequence[QAction] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = _centred_label(self)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text = _centred_label(self)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        self._buttons = [ActionButton(action, self) for action in actions]
        # As wide as the widest of them, which one column sees to.
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING)
        for button in self._buttons:
            column.addWidget(button)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)

    @property
    def text(self) -> str:
        """Headline and sentence."""
        return f"{self._title.text()}\n{self._text.text()}"

    def say(self, title: str, text: str, *, offer_steps: bool = True) -> None:
        """Show another headline and sentence, with or without the buttons."""
        for button in self._buttons:
            button.setVisible(offer_steps)
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


def _centred_label(parent: QWidget) -> QLabel:
    label = PlainLabel(parent)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
