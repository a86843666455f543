"""A guided first map: a frame around the real controls, and what to do with them."""

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.guidance.tour_steps import Snapshot, tour_steps
from hsiviewer.workflows.session.workspace import Workspace

_INTERVAL_MS = 150
_BUBBLE_PX = 300
_GAP_PX = 10
_FRAME_PX = 3


class GuidedTour(QWidget):
    """A frame around a control, and a bubble that says what to do with it.

    When the user has done what the bubble says, it says so; *Next* begins the next
    step, so that nobody is hurried on. The program stays usable all the time.

    Parameters
    ----------
    window : QMainWindow
        Its controls are framed.
    workspace : Workspace
        Its document tells what the user has done.
    """

    def __init__(self, window: QMainWindow, workspace: Workspace) -> None:
        super().__init__(window)
        self.setObjectName("guidedTour")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._workspace = workspace
        self._steps = tour_steps()
        self._number = 0
        self._before = Snapshot.of(workspace.document)
        self._bubble = _Bubble(window)
        self._bubble.next.clicked.connect(self.go_on)
        self._bubble.end.clicked.connect(self.stop)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self._begin()

    @property
    def title(self) -> str:
        """Title of the present step."""
        return self._steps[self._number].title

    def go_on(self) -> None:
        """Begin the next step, or end after the last."""
        if self._number + 1 == len(self._steps):
            self.stop()
            return
        self._number += 1
        self._begin()

    def stop(self) -> None:
        """End the tour."""
        self._timer.stop()
        self._bubble.hide()
        self._bubble.deleteLater()
        self.hide()
        self.deleteLater()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent(), _FRAME_PX))
            painter.drawRoundedRect(self._framed(), 6, 6)
        super().paintEvent(event)

    def _begin(self) -> None:
        self._before = Snapshot.of(self._workspace.document)
        step, total = self._steps[self._number], len(self._steps)
        self._bubble.say(
            tr("{0} of {1}: {2}").format(self._number + 1, total, step.title),
            step.text,
            is_last=self._number + 1 == total,
        )
        self._show_target()
        self._timer.start()
        self._look()

    def _show_target(self) -> None:
        """Bring a control that lies behind a tab to the front."""
        target = self._target()
        parent: QWidget | None = target
        while parent is not None and parent is not self._window:
            if not parent.isVisible() or parent.visibleRegion().isEmpty():
                parent.raise_()
            parent = parent.parentWidget()

    def _look(self) -> None:
        step = self._steps[self._number]
        if not self._bubble.is_done and step.is_done(
            self._workspace.document, self._before, self._window
        ):
            if self._number + 1 == len(self._steps):
                self.stop()
                return
            self._bubble.praise()
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()
        self._bubble.move(self._place())
        self._bubble.raise_()
        self._bubble.show()

    def _target(self) -> QWidget:
        name = self._steps[self._number].target
        found: QWidget | None = self._window.findChild(QWidget, name)
        return found or self._window

    def _framed(self) -> QRect:
        target = self._target()
        corner = target.mapTo(self._window, QPoint(0, 0))
        inner = _FRAME_PX // 2 + 1
        frame = QRect(corner, target.size()).intersected(self._window.rect())
        return frame.adjusted(inner, inner, -inner, -inner)

    def _place(self) -> QPoint:
        """Return where the bubble covers least: beside the panel, or in its corner."""
        frame, size, room = self._framed(), self._bubble.size(), self._window.rect()
        panel: QWidget | None = self._target()
        while panel is not None and not isinstance(panel, QDockWidget):
            panel = panel.parentWidget()
        if panel is None:
            inside = frame.bottomLeft() + QPoint(
                2 * _GAP_PX, -size.height() - 2 * _GAP_PX
            )
            return QPoint(max(_GAP_PX, inside.x()), max(_GAP_PX, inside.y()))
        beside = panel.mapTo(self._window, QPoint(0, 0)).x()
        left = beside - size.width() - _GAP_PX
        below = frame.bottom() + _GAP_PX
        if left >= _GAP_PX:
            corner = QPoint(left, frame.top())
        elif below + size.height() < room.bottom():
            corner = QPoint(frame.left(), below)
        else:
            corner = frame.topLeft() + QPoint(2 * _GAP_PX, 2 * _GAP_PX)
        lowest = room.bottom() - size.height() - _GAP_PX
        return QPoint(max(_GAP_PX, corner.x()), max(_GAP_PX, min(corner.y(), lowest)))


class _Bubble(QFrame):
    """Title, text and two buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tourBubble")
        self.setAccessibleName(tr("Guided first map"))
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(_BUBBLE_PX)
        self._title = PlainLabel(self)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.is_done = False
        self._done = PlainLabel(tr("Done: look at it, then press Next."), self)
        self._done.setObjectName("tourDoneLabel")
        self._done.setWordWrap(True)
        # Its room is kept: the buttons below must not jump when it appears.
        policy = self._done.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._done.setSizePolicy(policy)
        self._done.setForegroundRole(QPalette.ColorRole.Link)
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        self._text.setFixedWidth(_BUBBLE_PX - 3 * theme.MARGIN)
        self.next = QPushButton(self)
        self.next.setObjectName("tourNextButton")
        self.end = QPushButton(tr("End the tour"), self)
        self.end.setObjectName("tourEndButton")
        row = QHBoxLayout()
        row.addWidget(self.end)
        row.addStretch(1)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._done)
        column.addLayout(row)

    def say(self, title: str, text: str, *, is_last: bool) -> None:
        """Show another step."""
        self.is_done = False
        self._done.hide()
        self.next.setDefault(False)
        self._title.setText(title)
        self._text.setText(text)
        self.next.setText(tr("Done") if is_last else tr("Next"))
        self.end.setVisible(not is_last)
        self.setAccessibleDescription(text)
        self.adjustSize()

    def praise(self) -> None:
        """Say that the step is done, and offer the next one."""
        self.is_done = True
        self._done.show()
        self.setAccessibleDescription(f"{self._text.text()} {self._done.text()}")
        self.next.setDefault(True)
        self.adjustSize()
