"""Every command by a part of its name."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAction,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.settings_file import latest, put_first
from hsiviewer.ui.base.texts import tr

_KEYS = Qt.ItemDataRole.UserRole + 1
_USED, _REMEMBERED = "commands/used", 12
_ICON = 16


class CommandPalette(QDialog):
    """A field to type in, and the commands that fit; Enter runs the first.

    What was used lately comes first, then what begins with the words that were typed.

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
        self._list.setIconSize(QSize(_ICON, _ICON))
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(_KeysAtRight(self._list))
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
            action.objectName()
            for row in range(self._list.count())
            if (action := self._list.item(row).data(Qt.ItemDataRole.UserRole))
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
        words, used = text.casefold().split(), latest(_USED)
        ranks = {
            action: (rank, _place(used, action.objectName()))
            for action in self._actions
            if (rank := _rank(action, words)) is not None
        }
        self._list.clear()
        for action in sorted(ranks, key=lambda action: ranks[action]):
            self._list.addItem(_item(action))
        if not ranks:
            nothing = QListWidgetItem(tr("No command fits"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
        self._list.setCurrentRow(0)

    def _run(self, *_: object) -> None:
        item = self._list.currentItem()
        action = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if action is None:
            return
        put_first(_USED, action.objectName(), most=_REMEMBERED)
        self.accept()
        action.trigger()


class _KeysAtRight(QStyledItemDelegate):
    """Draws the key of a command at the right of its row."""

    @guarded(None)
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if not keys:
            return
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = (
            QPalette.ColorRole.HighlightedText
            if is_chosen
            else QPalette.ColorRole.PlaceholderText
        )
        painter.save()
        painter.setPen(option.palette.color(role))
        painter.drawText(
            option.rect.adjusted(0, 0, -2 * theme.SPACING, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            keys,
        )
        painter.restore()


def _item(action: QAction) -> QListWidgetItem:
    picture = action.icon()
    if picture.isNull():  # else its text would begin further to the left
        blank = QPixmap(_ICON, _ICON)
        blank.fill(Qt.GlobalColor.transparent)
        picture = QIcon(blank)
    item = QListWidgetItem(picture, _caption(action))
    item.setToolTip(plain(action.statusTip()))
    item.setData(Qt.ItemDataRole.UserRole, action)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    item.setData(_KEYS, keys)
    return item


def _caption(action: QAction) -> str:
    return action.text().replace("&", "")


def _rank(action: QAction, words: Sequence[str]) -> int | None:
    """Return how far a command is from what was typed; nothing if it does not fit.

    Words count for most at the beginning of the command's name, then at that of any
    word of it, then within it, and at last in what explains it.
    """
    name = _caption(action).casefold()
    rest = f"{action.objectName()} {action.statusTip()}".casefold()
    farthest = 0
    for word in words:
        if name.startswith(word):
            rank = 0
        elif f" {word}" in name:
            rank = 1
        elif word in name:
            rank = 2
        elif word in rest:
            rank = 3
        else:
            return None
        farthest = max(farthest, rank)
    return farthest


def _place(used: Sequence[str], action_id: str) -> int:
    return used.index(action_id) if action_id in used else len(used)
