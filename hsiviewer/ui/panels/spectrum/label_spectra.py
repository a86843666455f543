"""The spectra of the class that is being painted, while it is painted."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.ui.panels.spectrum.plot_part import PlotPart
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.spectra import label_spectra

_KEY = "labels of the class"
_LIMIT = 60  # lines that an eye still tells apart
_DELAY_MS = 120


class LabelSpectra(PlotPart):
    """Draws a faint line for each label of the current class, tools in hand.

    A stroke over the wrong material shows at once, as a line that leaves the
    bundle.

    Attributes
    ----------
    class_id : int
        The class that is shown; 0 for none.
    """

    def __init__(
        self, workspace: Workspace, plot: SpectrumPlot, parent: QWidget
    ) -> None:
        super().__init__(workspace, plot, parent)
        self.class_id = 0
        self._read = LatestOnly(self, self._show)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._want)
        follow = self._follow
        follow.connect(
            lambda session: session.document.labels_changed, self._on_changed
        )
        follow.connect(
            lambda session: session.document.classes_changed, self._on_changed
        )
        follow.connect(
            lambda session: session.document.current_class_changed, self._on_changed
        )
        follow.connect(lambda session: session.view.tool_changed, self._on_changed)

    def _on_changed(self, _what: object = None) -> None:
        self._delay.start()

    def begin(self) -> None:
        """Show nothing of the scene before."""
        self._read.forget()
        self._plot.remove(_KEY)
        self.class_id = 0
        self._delay.start()

    def _want(self) -> None:
        session = self._workspace.session
        class_id = session.document.current_class
        if _is_shown(session, class_id):
            self._read.want((session, class_id))
        else:
            self._read.forget()
            self._clear()

    async def _show(self, request: tuple[SceneSession, int]) -> None:
        session, class_id = request
        document, cube = session.document, session.document.cube
        if session.is_closed or cube is None:
            return
        values = document.labels.values
        spectra = await label_spectra(cube, values, class_id, limit=_LIMIT)
        if session.is_closed or not _is_shown(session, class_id):
            return
        color = QColor(document.classes[class_id].color)
        self._plot.draw_bundle(_KEY, spectra, color=color)
        if class_id != self.class_id:
            self.class_id = class_id
            self.changed.emit()

    def _clear(self) -> None:
        self._plot.remove(_KEY)
        if self.class_id:
            self.class_id = 0
            self.changed.emit()


def _is_shown(session: SceneSession, class_id: int) -> bool:
    """Tell whether a class is being painted, and has labels whose spectra are shown."""
    document = session.document
    return (
        document.cube is not None
        and class_id == document.current_class
        and class_id in document.classes
        and bool(document.labels.counts.get(class_id))
        and session.view.tool != "select"
    )
