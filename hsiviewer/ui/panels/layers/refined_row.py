"""What was done to the map after its run, and how it is taken away."""

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.session.workspace import Workspace


class RefinedRow(QWidget):
    """Names the refinement of the shown map; nothing is seen of it without one.

    Parameters
    ----------
    workspace : Workspace
        The refinement of its session is shown.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._label = PlainLabel(self)
        self._label.setObjectName("refinementText")
        self._label.setWordWrap(True)
        remove = QToolButton(self)
        remove.setObjectName("refinementRemove")
        remove.setAccessibleName(tr("Remove refinement"))
        remove.setToolTip(plain(tr("Show the map as its run has left it")))
        remove.setAutoRaise(True)
        set_icon(remove, "close")
        remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(remove)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.refining.changed, self._fill)
        workspace.session_changed.connect(self._fill)
        self._fill()

    def _remove(self) -> None:
        self._workspace.session.refining.remove()

    def _fill(self) -> None:
        shown = self._workspace.session.refining.shown
        parts = [
            tr("smoothing {0:g}").format(shown.smoothing) if shown.smoothing else "",
            tr("above {0:g}").format(shown.threshold) if shown.threshold else "",
            tr("majority {0} x {0}").format(shown.majority) if shown.majority else "",
            tr("areas from {0} pixels").format(shown.sieve) if shown.sieve else "",
        ]
        steps = ", ".join(filter(None, parts))
        self._label.setText(tr("Refined map: {0}").format(steps))
        self.setVisible(not shown.is_empty)
