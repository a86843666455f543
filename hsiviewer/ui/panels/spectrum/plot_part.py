"""What draws into the plot of spectra beside the pixels under the mouse."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace


class PlotPart(QWidget):
    """Curves of one kind; the widget itself is never seen, only its drawing.

    Parameters
    ----------
    plot : SpectrumPlot
        Is drawn into.

    Attributes
    ----------
    changed
        Other curves are shown, or none.
    """

    changed = Signal()

    def __init__(
        self, workspace: Workspace, plot: SpectrumPlot, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._workspace = workspace
        self._plot = plot
        self._follow = SessionFollower[SceneSession](workspace, self)
