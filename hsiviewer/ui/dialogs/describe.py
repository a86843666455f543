"""A description chosen from drafts and from the library, edited before it is used."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.workflows.describing.drafts import LibraryEntry

_TEXT = Qt.ItemDataRole.UserRole


async def ask_description(
    parent: QWidget,
    *,
    name: str,
    own: str,
    draft: str,
    library: Sequence[LibraryEntry],
) -> str | None:
    """Ask for a description; ``None`` if the user has thought better of it.

    Parameters
    ----------
    name, own : str
        The class and its present description.
    draft : str
        Computed from its labels; empty if it has none.
    library : sequence of LibraryEntry
        Descriptions of common classes.
    """
    dialog = DescribeDialog(name, own, draft, library, parent)
    return dialog.text if await answer(dialog) else None


class DescribeDialog(QDialog):
    """What there is to choose from, above the text that will be used."""

    def __init__(
        self,
        name: str,
        own: str,
        draft: str,
        library: Sequence[LibraryEntry],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("describeDialog")
        self.setWindowTitle(tr("Describe {0}").format(name))
        self.resize(560, 460)
        self._search = QLineEdit(self)
        self._search.setObjectName("descriptionSearch")
        self._search.setAccessibleName(tr("Search descriptions"))
        self._search.setPlaceholderText(tr("Search: roof, crops, clay..."))
        self._search.setClearButtonEnabled(True)
        self._list = QListWidget(self)
        self._list.setObjectName("descriptionList")
        self._list.setAccessibleName(tr("Descriptions to choose from"))
        self._list.setWordWrap(True)
        self._list.setAlternatingRowColors(True)
        self._list.setSpacing(2)
        self._edit = QPlainTextEdit(own, self)
        self._edit.setObjectName("chosenDescription")
        self._edit.setAccessibleName(tr("Description that will be used"))
        self._edit.setTabChangesFocus(True)
        self._edit.setMaximumHeight(110)
        if draft:
            self._add(tr("Draft from the labels"), draft, tr("computed from the scene"))
        # What fits the class's name comes first.
        words = set(name.casefold().split())
        for description in sorted(library, key=lambda each: -_likeness(each, words)):
            self._add(
                description.name,
                description.text,
                f"{description.family}, {description.source}",
            )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._note = PlainLabel(self)
        note = self._note
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACING)
        for part in (self._search, self._list, note, self._edit, buttons):
            column.addWidget(part)
        self._search.textChanged.connect(self._filter)
        self._list.itemDoubleClicked.connect(self._append)
        for widget in (self._search, self._list):
            widget.installEventFilter(self)
        self._filter("")

    @property
    def text(self) -> str:
        """The description as it stands below."""
        lines = self._edit.toPlainText().split("\n")
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())

    @property
    def shown(self) -> list[str]:
        """Titles that fit the search."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return [
            entry.text().split("\n")[0].split(" (")[0]
            for entry in items
            if not entry.isHidden()
        ]

    def _add(self, title: str, text: str, source: str) -> None:
        item = QListWidgetItem(f"{title} ({source})\n{text}", self._list)
        item.setData(_TEXT, text)

    def _filter(self, wanted: str) -> None:
        words = wanted.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            text = item.text().casefold()
            item.setHidden(not all(word in text for word in words))
        self._note.setText(
            tr("Double-click or Return adds a text to the one below.")
            if self.shown
            else tr("Nothing found; try another word.")
        )

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give Return and Down to the search and the list.

        A dialog takes Return for its default button, wherever it was pressed.
        """
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        item = self._list.currentItem()
        if watched is self._list and is_return and item is not None:
            self._append(item)
            return True
        if watched is self._search and (is_return or event.key() == Qt.Key.Key_Down):
            self._to_list()
            return True
        return super().eventFilter(watched, event)

    def _to_list(self) -> None:
        rows = range(self._list.count())
        first = next((row for row in rows if not self._list.item(row).isHidden()), None)
        if first is not None:
            self._list.setFocus()
            self._list.setCurrentRow(first)

    def _append(self, item: QListWidgetItem) -> None:
        # What is there already stays: the user's own words most of all.
        text = item.data(_TEXT)
        if text not in self.text:
            self._edit.setPlainText(f"{self.text} {text}".strip())


def _likeness(entry: LibraryEntry, words: set[str]) -> int:
    """Return how many words of a class's name an entry's name, or else text, has."""
    named = words & set(entry.name.casefold().split())
    told = words & set(entry.text.casefold().replace(",", " ").split())
    return 10 * len(named) + len(told)
