"""Garbage is collected in the GUI thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 500


class GuiThreadCollector(QObject):
    """Runs Python's cyclic garbage collector where Qt's objects live.

    By itself it runs in whichever thread allocates next. In an I/O thread it
    would delete closed dialogs and windows there, which Qt does not survive.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        grown = [number for number, (count, limit) in enumerate(due) if count > limit]
        if grown:
            gc.collect(grown[-1])
