"""The mean spectrum of each class's labels, with its spread."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base.curve_legend import LegendEntry
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.panels.spectrum.pixel_spectrum import Spectrum
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.ui.panels.spectrum.plot_part import PlotPart
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.reading import values
from hsiviewer.workflows.viewing.spectra import MeanSpectrum, class_means

_DELAY_MS = 400


class ClassMeans(PlotPart):
    """Draws the means while they are wanted, and again when labels change.

    Attributes
    ----------
    trouble : str
        Why they could not be read; empty if they could.
    """

    def __init__(
        self, workspace: Workspace, plot: SpectrumPlot, parent: QWidget
    ) -> None:
        super().__init__(workspace, plot, parent)
        self._is_wanted = False
        self._means: dict[int, MeanSpectrum] = {}
        self.trouble = ""
        self._read = LatestOnly(self, self._answer)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._want)
        self._follow.connect(
            lambda session: session.document.labels_changed, self._want_soon
        )
        self._follow.connect(
            lambda session: session.document.classes_changed, self._want_soon
        )
        values.restored.connect(self._want_soon)

    @property
    def class_ids(self) -> tuple[int, ...]:
        """Classes whose means are shown."""
        return tuple(
            mean for mean in self._means if mean in self._workspace.document.classes
        )

    @property
    def entries(self) -> list[LegendEntry]:
        """What the legend says."""
        classes = [
            self._workspace.document.classes[class_id] for class_id in self.class_ids
        ]
        return [LegendEntry(QColor(cover.color), cover.name) for cover in classes]

    @property
    def spectra(self) -> dict[str, Spectrum]:
        """Means by name, as measured."""
        classes = self._workspace.document.classes
        return {
            f"mean of {classes[class_id].name}": self._means[class_id].mean
            for class_id in self.class_ids
        }

    def set_wanted(self, is_wanted: bool) -> None:
        """Show the means, or no longer."""
        self._is_wanted = is_wanted
        self._want()

    def begin(self) -> None:
        """Read all again, of the scene that is open now."""
        self._delay.stop()
        self._read.forget()
        for class_id in self._means:
            self._plot.remove(f"class {class_id}")
        self._means, self.trouble = {}, ""
        if self._is_wanted:
            self._want()

    def _want_soon(self, _what: object = None) -> None:
        if self._is_wanted:
            self._delay.start()

    def _want(self) -> None:
        self._delay.stop()
        document = self._workspace.document
        if document.cube is not None and self._is_wanted:
            self._read.want((document, document.cube))
        else:
            self._show({})

    async def _answer(self, request: tuple[Document, HsiCube]) -> None:
        document, cube = request
        trouble = ""
        means: dict[int, MeanSpectrum] = {}
        try:
            means = dict(await class_means(cube, document.labels.values))
        except HsiViewerError as error:
            trouble = str(error)
        if self._is_wanted and not document.is_closed:
            self.trouble = trouble
            self._show(means)

    def _show(self, means: dict[int, MeanSpectrum]) -> None:
        classes = self._workspace.document.classes
        for mean in self._means:
            if mean not in means or mean not in classes:
                self._plot.remove(f"class {mean}")
        self._means = means
        for class_id in self.class_ids:
            found, color = means[class_id], QColor(classes[class_id].color)
            self._plot.draw(
                f"class {class_id}",
                found.mean,
                color=color,
                width=2,
                spread=found.spread,
            )
        self.changed.emit()
