"""Scenes and projects that were opened lately."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from hsiviewer.ui.base.plain_text import plain, plain_caption
from hsiviewer.ui.base.settings_file import latest, put_first
from hsiviewer.ui.base.texts import tr

_KEY, _KEPT = "recent", 9


class RecentMenu(QMenu):
    """A menu of the files that were opened last, the newest first.

    Parameters
    ----------
    open_file : callable
        Is given what was chosen: a path, with a variable where there is one.
    """

    def __init__(self, open_file: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(tr("Open recent"), parent)
        self.setObjectName("recentMenu")
        self.setToolTipsVisible(True)
        self._open_file = open_file
        self.aboutToShow.connect(self._fill)
        self._fill()

    @property
    def files(self) -> list[str]:
        """References of the files, the newest first."""
        return latest(_KEY)

    def add(self, reference: str) -> None:
        """Put a file to the front."""
        put_first(_KEY, reference, most=_KEPT)
        self.setEnabled(True)

    def _fill(self) -> None:
        self.clear()
        for number, reference in enumerate(self.files, start=1):
            action = self.addAction(f"&{number}  {plain_caption(Path(reference).name)}")
            action.setToolTip(plain(reference))
            action.triggered.connect(
                lambda _checked=False, reference=reference: self._open_file(reference)
            )
        self.setEnabled(bool(self.actions()))
