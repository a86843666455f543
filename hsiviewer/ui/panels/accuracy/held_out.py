"""What a cross-validation within the labels has found."""

from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.accuracy.model import figure
from hsiviewer.workflows.session.workspace import Workspace


class HeldOutLine(PlainLabel):
    """A sentence with the figures; nothing is seen of it before there are some.

    Parameters
    ----------
    workspace : Workspace
        The held-out labels of its session are told.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("heldOutText")
        self.setWordWrap(True)
        self._workspace = workspace
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.held_out.changed, self._fill)
        workspace.session_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        held_out = self._workspace.session.held_out
        record = held_out.record
        self.setVisible(record is not None)
        if record is None:
            return
        value = record["overall_accuracy"]
        low, high = (
            float("nan") if end is None else end
            for end in record["overall_accuracy_interval"]
        )
        text = tr(
            "Held out within the labels ({0}, {1} folds of blocks): overall accuracy "
            "{2}, 95 % interval {3} to {4}, on {5} of {6} labels."
        ).format(
            held_out.title,
            record["folds"],
            figure(float("nan") if value is None else value),
            figure(low),
            figure(high),
            record["n_reference"],
            record["n_labels"],
        )
        if record["untested"]:
            names = ", ".join(record["untested"])
            text += " " + tr("Not tested, as they lie in one place: {0}.").format(names)
        self.setText(text)
