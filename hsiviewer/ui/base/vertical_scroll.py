"""Lets a low window scroll what it has no room for."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from hsiviewer.ui.base.overrides import guarded


class VerticalScroll(QScrollArea):
    """Scrolls up and down only, and is never narrower than what it holds.

    Parameters
    ----------
    content : QWidget
        What is scrolled; with larger text it asks for more width.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._make_room()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content when it asks for another width."""
        done = super().eventFilter(watched, event)
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def _make_room(self, *_range: int) -> None:
        bar = self.verticalScrollBar()
        room = bar.sizeHint().width() if bar.maximum() else 0
        self.setMinimumWidth(self._content.minimumSizeHint().width() + room)
