"""The choice of the window's language."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.base.slots import show_message
from hsiviewer.ui.base.texts import LANGUAGES, language, tr


class LanguageMenu(QMenu):
    """Lists the languages under their own names; one counts from the next start."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Language"), parent)
        self.setObjectName("languageMenu")
        group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = self.addAction(name)
            action.setObjectName(f"view.language_{code}")
            action.setCheckable(True)
            action.setChecked(code == language())
            action.triggered.connect(
                lambda _checked=False, code=code: self._choose(code)
            )
            group.addAction(action)

    def _choose(self, code: str) -> None:
        setting("language").choose(code)
        show_message(
            self.parentWidget(),
            tr("The language changes when the program starts again."),
        )
