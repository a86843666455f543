"""What the window shows before a scene is open."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain, plain_caption
from hsiviewer.ui.base.texts import tr

_MOST_RECENT = 5
_WIDTH_PX = 340


class WelcomePage(QWidget):
    """Ways to begin: a tour, the sample scene, a file, a recent project, a drop.

    Parameters
    ----------
    actions : sequence of QAction
        Steps offered as buttons.
    open_file : callable
        Is given the reference of a recent file.
    """

    def __init__(
        self,
        actions: Sequence[QAction],
        open_file: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_file = open_file
        self._steps = EmptyState(actions, self)
        self._steps.setObjectName("emptyState")
        self._steps.say(
            tr("Open a hyperspectral cube"),
            tr("Press Ctrl+O, drop a file here, or try the sample scene."),
        )
        self._heading = PlainLabel(tr("Opened lately"), self)
        self._heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._recent = QWidget(self)
        self._recent.setMinimumWidth(_WIDTH_PX)
        self._rows = QVBoxLayout(self._recent)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACING)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._steps)
        layout.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._recent, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    @property
    def recent(self) -> list[QPushButton]:
        """Buttons of the recent files."""
        items = (self._rows.itemAt(row) for row in range(self._rows.count()))
        widgets = (entry.widget() for entry in items if entry is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def show_recent(self, files: Sequence[str]) -> None:
        """Offer other recent files; those that are gone are left out."""
        for button in self.recent:
            self._rows.removeWidget(button)
            button.deleteLater()
        present = [file for file in files if _exists(file)][:_MOST_RECENT]
        for reference in present:
            button = QPushButton(plain_caption(Path(reference).name), self._recent)
            button.setObjectName("recentButton")
            button.setToolTip(plain(reference))
            button.setAccessibleName(tr("Open {0}").format(Path(reference).name))
            set_icon(button, "open")
            button.clicked.connect(
                lambda _checked=False, reference=reference: self._open_file(reference)
            )
            self._rows.addWidget(button)
        self._heading.setVisible(bool(present))
        self._recent.setVisible(bool(present))


def _exists(reference: str) -> bool:
    # A variable may follow the name of a file, after a colon. Unlike that of a Path,
    # this question raises nothing for files that may not be looked at.
    without = reference.rpartition(":")[0]
    return os.path.exists(reference) or os.path.exists(without)  # noqa: PTH110
