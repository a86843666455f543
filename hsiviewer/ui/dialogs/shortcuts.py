"""The list of keyboard shortcuts, made from the actions themselves."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.texts import tr


class ShortcutsDialog(QDialog):
    """Commands and their keys, with a field to search in them.

    Parameters
    ----------
    actions : iterable of QAction
        Those without a shortcut are left out.
    """

    def __init__(
        self, actions: Iterable[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(tr("Keyboard shortcuts"))
        rows = shortcut_rows(actions)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName(tr("Search shortcuts"))
        self._table = QTableWidget(len(rows), 2, self)
        self._table.setObjectName("shortcutTable")
        self._table.setHorizontalHeaderLabels([tr("Command"), tr("Keys")])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(
            self.fontMetrics().height() + 8
        )
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self._table.setItem(row, column, QTableWidgetItem(text))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self._search)
        layout.addWidget(self._table, 1)
        layout.addWidget(buttons)
        self._search.textChanged.connect(self._filter)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 520)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Commands and keys that match the search."""
        return [
            (self._text(row, 0), self._text(row, 1))
            for row in range(self._table.rowCount())
            if not self._table.isRowHidden(row)
        ]

    def _filter(self, wanted: str) -> None:
        for row in range(self._table.rowCount()):
            text = f"{self._text(row, 0)} {self._text(row, 1)}".casefold()
            self._table.setRowHidden(row, wanted.casefold() not in text)

    def _text(self, row: int, column: int) -> str:
        item = self._table.item(row, column)
        return item.text() if item is not None else ""


def shortcut_rows(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """Return (command, keys) of the actions that have keys, in their order."""
    rows = []
    for action in actions:
        keys = ", ".join(
            shortcut.toString(QKeySequence.SequenceFormat.NativeText)
            for shortcut in action.shortcuts()
        )
        if keys:
            # Undo and redo name the step that they take; here the command counts.
            text = action.text().partition(":")[0].replace("&", "").rstrip(".…")
            rows.append((text, keys))
    return rows
