"""Tells that something is being read or computed, once it takes a while."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QToolButton, QWidget

from hsiviewer.ui.icons import set_icon
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
        self._shown = _ShownLate(self)
        activity.changed.connect(self._on_activity)

    def _on_activity(self, count: int) -> None:
        self._shown.want(self, is_wanted=count > 0)


class StopReading(QToolButton):
    """Ends the reading of a file, where its reader can be stopped on the way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stopReading")
        self.setAccessibleName(tr("Stop reading"))
        self.setToolTip(tr("Stop reading the file; nothing is changed"))
        self.setAutoRaise(True)
        set_icon(self, "stop")
        self._shown = _ShownLate(self)
        self.clicked.connect(activity.stop)
        activity.changed.connect(self._on_activity)

    def _on_activity(self, _count: int) -> None:
        self._shown.want(self, is_wanted=activity.can_be_stopped)


class _ShownLate(QTimer):
    """Shows its widget when it has been wanted for 0.2 s, and hides it at once."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setSingleShot(True)
        self.setInterval(_PATIENCE_MS)
        self.timeout.connect(widget.show)
        widget.hide()

    def want(self, widget: QWidget, *, is_wanted: bool) -> None:
        # It does not hold its widget: the two would keep each other alive.
        if not is_wanted:
            self.stop()
            widget.hide()
        elif not (widget.isVisible() or self.isActive()):
            self.start()
