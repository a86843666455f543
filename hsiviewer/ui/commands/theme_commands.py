"""Light, dark, or as the desktop is."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.settings import setting


def connect_theme(actions: Mapping[str, QAction]) -> None:
    """Connect the actions that change the theme."""
    follow = actions["view.theme_system"]

    def apply(choice: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            setting("theme").choose(choice)
        follow.setChecked(theme.choice() == "system")

    def opposite() -> None:
        apply("light" if theme.is_dark() else "dark")

    def as_system(follows: bool) -> None:
        shown = "dark" if theme.is_dark() else "light"
        apply("system" if follows else shown)

    follow.setChecked(theme.choice() == "system")
    follow.triggered.connect(as_system)
    actions["view.theme"].triggered.connect(lambda _checked=False: opposite())
