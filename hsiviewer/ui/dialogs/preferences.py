"""All settings in one place, found by a word."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.settings import Setting, reset_settings, settings_table
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.vertical_scroll import VerticalScroll


class PreferencesDialog(QDialog):
    """One row per setting; a choice is kept as soon as it is made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 560)
        self._search = QLineEdit(self)
        self._search.setObjectName("preferencesSearch")
        self._search.setAccessibleName(tr("Search settings"))
        self._search.setPlaceholderText(tr("Search settings"))
        self._search.setClearButtonEnabled(True)
        self._nothing = PlainLabel(tr("Nothing found; try another word."), self)
        self._boxes: dict[str, QComboBox] = {}
        rows = QWidget(self)
        self._form = QFormLayout(rows)
        self._form.setContentsMargins(0, 0, theme.MARGIN, 0)
        self._form.setHorizontalSpacing(2 * theme.MARGIN)
        for setting in settings_table():
            self._form.addRow(setting.title, self._box(setting))
        reset = QPushButton(tr("Reset all"), self)
        reset.setObjectName("resetPreferencesButton")
        reset.setToolTip(tr("Choose what a first start has"))
        reset.setAutoDefault(False)  # Return must not reset anything
        reset.clicked.connect(self._reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACING)
        column.addWidget(self._search)
        column.addWidget(self._nothing)
        column.addWidget(VerticalScroll(rows, self), 1)
        column.addWidget(buttons)
        self._search.textChanged.connect(self._filter)
        self._filter("")

    @property
    def shown(self) -> list[str]:
        """Ids of the settings that fit the search."""
        return [
            each.id
            for row, each in enumerate(settings_table())
            if self._form.isRowVisible(row)
        ]

    def _box(self, each: Setting) -> QWidget:
        box = QComboBox(self)
        box.setObjectName(f"setting-{each.id}")
        box.setAccessibleName(each.title)
        box.setToolTip(plain(each.hint))
        for value, title in each.choices.items():
            box.addItem(title, value)
        box.setCurrentIndex(box.findData(each.value))
        box.activated.connect(
            lambda _row, box=box, each=each: each.choose(str(box.currentData()))
        )
        self._boxes[each.id] = box
        hint = PlainLabel(each.hint, self)
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(box)
        column.addWidget(hint)
        return part

    def _filter(self, wanted: str) -> None:
        words = wanted.casefold().split()
        for row, each in enumerate(settings_table()):
            text = " ".join([each.title, each.hint, *each.choices.values()]).casefold()
            self._form.setRowVisible(row, all(word in text for word in words))
        self._nothing.setVisible(not self.shown)

    def _reset(self) -> None:
        reset_settings()
        for setting in settings_table():
            box = self._boxes[setting.id]
            box.setCurrentIndex(box.findData(setting.value))
