"""A description chosen from drafts and from the library, edited before it is used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui import theme
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.texts import tr
from hsiviewer.workflows.describe import LibraryEntry

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
        for each in library:
            self._add(each.name, each.text, f"{each.family}, {each.source}")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        note = QLabel(tr("Double-click adds a text to the one below."), self)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACING)
        for part in (self._search, self._list, note, self._edit, buttons):
            column.addWidget(part)
        self._search.textChanged.connect(self._filter)
        self._list.currentItemChanged.connect(self._preview)
        self._list.itemDoubleClicked.connect(self._append)
        self._own = own

    @property
    def text(self) -> str:
        """The description as it stands below."""
        return " ".join(self._edit.toPlainText().split())

    @property
    def shown(self) -> list[str]:
        """Titles that fit the search."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return [
            each.text().split("\n")[0].split(" (")[0]
            for each in items
            if not each.isHidden()
        ]

    def _add(self, title: str, text: str, source: str) -> None:
        item = QListWidgetItem(f"{title} ({source})\n{text}", self._list)
        item.setData(_TEXT, text)

    def _filter(self, wanted: str) -> None:
        words = wanted.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            text = item.text().casefold()
            item.setHidden(not all(each in text for each in words))

    def _preview(self, item: QListWidgetItem | None) -> None:
        # Nothing of the user's own words is lost by looking.
        if item is not None and not self._own:
            self._edit.setPlainText(item.data(_TEXT))

    def _append(self, item: QListWidgetItem) -> None:
        text = item.data(_TEXT)
        if text not in self.text:
            self._edit.setPlainText(f"{self.text} {text}".strip())
