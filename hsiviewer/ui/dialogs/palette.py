"""Every command by a part of its name."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr


class CommandPalette(QDialog):
    """A field to type in, and the commands that fit; Enter runs the first.

    Parameters
    ----------
    actions : iterable of QAction
        Those that cannot be used now are left out.
    """

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setWindowTitle(tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [action for action in actions if action.isEnabled()]
        self._search = QLineEdit(self)
        self._search.setObjectName("commandSearch")
        self._search.setAccessibleName(tr("Command"))
        self._search.setPlaceholderText(tr("Type a part of a command"))
        self._list = QListWidget(self)
        self._list.setObjectName("commandList")
        self._list.setAccessibleName(tr("Commands that fit"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self._search)
        layout.addWidget(self._list, 1)
        self.resize(520, 380)
        self._search.textChanged.connect(self._fill)
        self._search.returnPressed.connect(self._run)
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        self._search.installEventFilter(self)
        self._fill("")

    @property
    def shown(self) -> list[str]:
        """Ids of the commands that fit, in their order."""
        return [
            self._list.item(row).data(Qt.ItemDataRole.UserRole).objectName()
            for row in range(self._list.count())
        ]

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list with the arrows while typing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self._list.count():
                row = (self._list.currentRow() + step) % self._list.count()
                self._list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self._list.clear()
        for action in self._actions:
            name = f"{action.objectName()} {action.text()} {action.statusTip()}"
            if all(word in name.casefold() for word in words):
                self._list.addItem(_item(action))
        self._list.setCurrentRow(0)

    def _run(self, *_: object) -> None:
        if not self._list.count():
            return
        action = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        self.accept()
        action.trigger()


def _item(action: QAction) -> QListWidgetItem:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    text = action.text().replace("&", "")
    item = QListWidgetItem(action.icon(), f"{text}    {keys}".rstrip())
    item.setToolTip(plain(action.statusTip()))
    item.setData(Qt.ItemDataRole.UserRole, action)
    return item
