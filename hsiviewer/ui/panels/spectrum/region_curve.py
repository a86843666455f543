"""The mean spectrum of the region that was drawn on the map."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base.curve_legend import LegendEntry
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.spectrum.pixel_spectrum import Spectrum
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.ui.panels.spectrum.plot_part import PlotPart
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.spectra import MeanSpectrum, region_spectrum

_KEY = "region"
_COLOR = "#d55e00"


class RegionCurve(PlotPart):
    """Draws mean and spread of the region's pixels."""

    def __init__(
        self, workspace: Workspace, plot: SpectrumPlot, parent: QWidget
    ) -> None:
        super().__init__(workspace, plot, parent)
        self._found: MeanSpectrum | None = None
        self._read = LatestOnly(self, self._answer)
        self._follow.connect(lambda session: session.view.region_changed, self._want)

    @property
    def entries(self) -> list[LegendEntry]:
        """What the legend says."""
        region = self._workspace.view.region
        if self._found is None or region is None:
            return []
        text = tr("region: {0} x {1} pixels").format(region.height, region.width)
        return [LegendEntry(QColor(_COLOR), text)]

    @property
    def spectra(self) -> dict[str, Spectrum]:
        """Mean and spread, as measured."""
        if self._found is None:
            return {}
        return {
            "region mean": self._found.mean,
            "region standard deviation": self._found.spread,
        }

    def begin(self) -> None:
        """Show nothing of the scene before."""
        self._read.forget()
        self._found = None
        self._plot.remove(_KEY)

    def _want(self) -> None:
        session = self._workspace.session
        cube, region = session.document.cube, session.view.region
        if cube is None or region is None:
            self._read.forget()
            self._found = None
            self._plot.remove(_KEY)
            self.changed.emit()
        else:
            self._read.want((session, cube, region))

    async def _answer(self, request: tuple[SceneSession, HsiCube, PixelWindow]) -> None:
        session, cube, region = request
        found = await region_spectrum(cube, region)
        if session.view.region != region or session.is_closed:
            return
        self._found = found
        self._plot.draw(
            _KEY, found.mean, color=QColor(_COLOR), width=2, spread=found.spread
        )
        self.changed.emit()
