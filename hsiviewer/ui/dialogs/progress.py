"""A window that shows how far long work in an I/O thread is, and stops it."""

import threading

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from hsiviewer.core.progress import CancelledError, ProgressUpdate
from hsiviewer.ui.base.plain_text import make_plain
from hsiviewer.ui.base.texts import tr

_STEPS = 1000


class ProgressDialog(QProgressDialog):
    """A `hsiviewer.core.progress.Progress` that a user sees and can cancel."""

    _reported = Signal(int, str)

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__("", tr("Cancel"), 0, _STEPS, parent.window())
        make_plain(self)
        self.setLabelText(title)
        self.setObjectName("progressDialog")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(200)
        self.setAutoReset(False)
        self._stop = threading.Event()
        self.canceled.connect(self._stop.set)
        # Reports come from another thread; the queue takes them to this one.
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, update: ProgressUpdate) -> None:
        """Show how far the work is; called by the thread that works."""
        text = f"{update.stage} {update.message}".strip()
        self._reported.emit(int(update.fraction * _STEPS), text)

    def checkpoint(self) -> None:
        """Raise `CancelledError` if the user has cancelled."""
        if self._stop.is_set():
            raise CancelledError

    def _show(self, value: int, text: str) -> None:
        if not self._stop.is_set():
            self.setLabelText(text.capitalize())
            self.setValue(value)
