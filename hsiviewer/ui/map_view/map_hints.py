"""What the live map and the suggestions say, at the upper edge of the map."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.live_texts import live_text, suggestion_text
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace

_STEPS = ("label.previous", "label.next", "label.skip_suggestion")


class MapHints(QFrame):
    """Lies on the map, so that the map does not move when it comes and goes.

    Parameters
    ----------
    workspace : Workspace
        Its session has the live map and the suggestions.
    actions : mapping of str to QAction
        Of the window; those that lead through suggestions have buttons here.
    map_view : QWidget
        What it lies on.
    """

    def __init__(
        self, workspace: Workspace, actions: Mapping[str, QAction], map_view: QWidget
    ) -> None:
        super().__init__(map_view)
        self.setObjectName("mapHints")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._workspace = workspace
        self._map_view = map_view
        self._live = self._label("liveHint")
        self._suggestions = self._label("suggestionHint")
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING // 2)
        for action_id in _STEPS:
            button = ActionButton(actions[action_id], self._buttons, has_text=False)
            button.setObjectName(f"{action_id.partition('.')[2]}Button")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        end = QPushButton(self._buttons)
        end.setObjectName("endSuggestionsButton")
        end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        end.setToolTip(tr("Suggest no more pixels (U)"))
        end.setAccessibleName(tr("End"))
        set_icon(end, "close")
        end.clicked.connect(actions["label.suggest"].trigger)
        row.addWidget(end)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.MARGIN, *[theme.SPACING // 2] * 3)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.addWidget(self._live, 0, 0, 1, 2)
        grid.addWidget(self._suggestions, 1, 0)
        grid.addWidget(self._buttons, 1, 1)
        map_view.installEventFilter(self)
        self._follow = follow = SessionFollower[SceneSession](workspace, self)
        for pick in (
            lambda session: session.live.changed,
            lambda session: session.next_pixels.changed,
            lambda session: session.document.classes_changed,
        ):
            follow.connect(pick, self._show)
        workspace.session_changed.connect(self._show)
        self._show()

    @guarded(False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the upper edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _label(self, name: str) -> PlainLabel:
        label = PlainLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        return label

    def _show(self, *_what: object) -> None:
        session = self._workspace.session
        live = live_text(session)
        suggestions = suggestion_text(session)
        for label, text in ((self._live, live), (self._suggestions, suggestions)):
            label.setText(text)
            label.setVisible(bool(text))
        self._buttons.setVisible(session.next_pixels.is_on)
        self.setVisible(bool(live or suggestions))
        self._place()

    def _place(self) -> None:
        if self.isHidden():
            return
        room = self._map_view.width() - 2 * theme.MARGIN
        metrics = self.fontMetrics()
        for label in (self._live, self._suggestions):
            # One line where there is room for it.
            wanted = metrics.horizontalAdvance(label.text()) + theme.MARGIN
            label.setMinimumWidth(max(1, min(wanted, room - 8 * metrics.height())))
        layout = self.layout()
        if layout is not None:
            layout.activate()
        size = self.sizeHint().boundedTo(self._map_view.size())
        self.resize(size)
        left = (self._map_view.width() - size.width()) // 2
        self.move(max(0, left), theme.MARGIN)
