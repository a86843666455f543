"""Tells that something is being read or computed, once it takes a while."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from hsiviewer.ui.texts import tr
from hsiviewer.workflows.threads import activity

_PATIENCE_MS = 200
_WIDTH = 64


class BusyBar(QProgressBar):
    """A bar that moves while calls in I/O threads last longer than 0.2 s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("busyBar")
        self.setAccessibleName(tr("Working"))
        self.setToolTip(tr("Reading or computing; the window stays usable"))
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setFixedSize(_WIDTH, 10)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        activity.changed.connect(self._on_activity)
        self.hide()

    def _on_activity(self, count: int) -> None:
        if not count:
            self._patience.stop()
            self.hide()
        elif not (self.isVisible() or self._patience.isActive()):
            self._patience.start()
