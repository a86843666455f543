"""How often values occur in the shown bands, with the ends of the stretch to drag."""

import math
from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from hsiviewer.core.cube import HsiCube, Values
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.themed_plot import ThemedPlot
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.reading import values
from hsiviewer.workflows.viewing.render_view import (
    BandHistograms,
    RenderedView,
    band_histograms,
)

CHANNELS = (
    ("red", tr("Red"), "#d6453d"),
    ("green", tr("Green"), "#2e9e4f"),
    ("blue", tr("Blue"), "#3b78d8"),
)
_PLOT_HEIGHT = 84
_FILL_ALPHA = 70
_Judged = tuple[HsiCube, tuple[int, ...], PixelWindow]


class HistogramPanel(QWidget):
    """Histogram of each band on the map, and the limits of one of them.

    Parameters
    ----------
    workspace : Workspace
        Its view state has the stretch.
    map_view : MapView
        Tells what it has drawn, and with which limits.
    """

    def __init__(
        self, workspace: Workspace, map_view: MapView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._read = LatestOnly(self, self._show_histograms)
        self._rendered: RenderedView | None = None
        self._judged: _Judged | None = None
        self._curves: list[pg.PlotDataItem] = []
        self._plot = _HistogramPlot(self)
        self._region = pg.LinearRegionItem(swapMode="block")
        self._region.setZValue(10)
        self._region.sigRegionChanged.connect(self._on_region_dragged)
        self._plot.addItem(self._region, ignoreBounds=True)
        self._plot.reset_wanted.connect(self._reset)
        self._channel = ChoiceBox("histogramChannel", tr("Channel of the limits"), self)
        self._channel.setToolTip(tr("Whose limits the handles and the numbers set"))
        self._channel.fill([(title, row) for row, (_, title, _) in enumerate(CHANNELS)])
        self._scope = ChoiceBox(
            "stretchScope", tr("What the stretch is judged by"), self
        )
        self._scope.setToolTip(
            tr(
                "Whether automatic limits come from the whole scene or "
                "from what is in view"
            )
        )
        self._scope.fill([(tr("Scene"), "scene"), (tr("View"), "view")])
        self._low = _number("lowLimit", tr("Value that becomes black"), self)
        self._high = _number(
            "highLimit", tr("Value that becomes full brightness"), self
        )
        self._arrange()
        self._channel.currentIndexChanged.connect(self._show_limits)
        self._scope.currentIndexChanged.connect(self._on_scope_chosen)
        for line in (self._low, self._high):
            line.valueChanged.connect(self._on_number_changed)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(
            lambda session: session.view.stretch_changed, self._on_stretch_changed
        )
        self._follow.connect(
            lambda session: session.document.edits_wanted, self._take_numbers
        )
        workspace.session_changed.connect(self._on_session_changed)
        map_view.rendered.connect(self._on_rendered)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACING // 2)
        for box in (self._channel, self._scope):
            box.setMinimumContentsLength(4)  # the map needs the room more
        boxes = QHBoxLayout()
        boxes.addWidget(self._channel)
        boxes.addWidget(self._scope)
        grid.addLayout(boxes, 0, 0, 1, 2)
        grid.addWidget(self._plot, 1, 0, 1, 2)
        grid.addWidget(self._low, 2, 0)
        grid.addWidget(self._high, 2, 1)

    @property
    def limits(self) -> tuple[tuple[float, float], ...]:
        """Values that are black and fully bright now, of each shown band."""
        if self._rendered is None:
            return ()
        scale = self._rendered.request.cube.scale
        pairs = (self._rendered.limits / scale).tolist()
        return tuple((float(low), float(high)) for low, high in pairs)

    def _on_rendered(self, rendered: RenderedView) -> None:
        self._rendered = rendered
        request = rendered.request
        by_view = request.stretch.scope == "view"
        window = request.window if by_view else request.cube.window
        judged = (request.cube, request.bands, window)
        if judged != self._judged:
            self._judged = judged
            self._read.want((judged, rendered.sample))
        self._channel.setVisible(len(request.bands) == len(CHANNELS))
        self._show_limits()

    async def _show_histograms(self, request: tuple[_Judged, Values | None]) -> None:
        judged, sample = request
        found = await values.read(judged[0], band_histograms, *judged, sample=sample)
        if judged == self._judged:
            self._draw(found)

    def _draw(self, found: BandHistograms) -> None:
        self._clear_curves()
        count = len(found.counts)
        colors = [QColor(color) for _, _, color in CHANNELS]
        for number in range(count):
            color = colors[number] if count == len(CHANNELS) else theme.faint()
            fill = QColor(color)
            fill.setAlpha(_FILL_ALPHA)
            curve = pg.PlotDataItem(
                found.edges[number], found.counts[number], stepMode="center",
                pen=pg.mkPen(color, width=1), brush=pg.mkBrush(fill), fillLevel=0,
            )  # fmt: skip
            self._curves.append(curve)
            self._plot.addItem(curve)
        self._plot.getPlotItem().enableAutoRange()

    def _show_limits(self) -> None:
        pairs = self.limits
        if not pairs:
            return
        low, high = pairs[self._row(len(pairs))]
        digits = max(0, 3 - math.floor(math.log10(high - low)))
        with QSignalBlocker(self._low), QSignalBlocker(self._high):
            for box, value in ((self._low, low), (self._high, high)):
                box.setDecimals(min(8, digits))
                box.setSingleStep((high - low) / 50)
                box.setValue(value)
        self._region.show()
        # While it is dragged, the pictures that arrive are already behind.
        if not any(line.moving for line in self._region.lines):
            with QSignalBlocker(self._region):
                self._region.setRegion((low, high))
        self._color_region()

    def _row(self, count: int) -> int:
        return self._channel.currentIndex() if count == len(CHANNELS) else 0

    def _color_region(self) -> None:
        color = theme.accent()
        for line in self._region.lines:
            line.setPen(self._plot.pen(color, width=2))
            line.setHoverPen(self._plot.pen(color, width=4))
        color.setAlpha(24)
        self._region.setBrush(pg.mkBrush(color))
        self._region.setHoverBrush(pg.mkBrush(color))

    def _on_region_dragged(self) -> None:
        low, high = self._region.getRegion()
        self._set_limits(float(low), float(high))

    def _on_number_changed(self) -> None:
        self._set_limits(self._low.value(), self._high.value())

    def _take_numbers(self) -> None:
        """Use the limits that are being typed: they are of this scene."""
        for box in (self._low, self._high):
            box.interpretText()

    def _set_limits(self, low: float, high: float) -> None:
        pairs = list(self.limits)
        if not pairs or high <= low:
            return
        stretch = self._workspace.view.stretch
        if stretch.method == "limits" and len(stretch.limits) == len(pairs):
            pairs = list(stretch.limits)  # newer than the last picture
        pairs[self._row(len(pairs))] = (low, high)
        self._workspace.view.set_stretch(
            replace(stretch, method="limits", amount=0.0, limits=tuple(pairs))
        )

    def _reset(self) -> None:
        self._workspace.view.set_stretch(self._workspace.view.stretch.automatic)

    def _on_scope_chosen(self) -> None:
        automatic = self._workspace.view.stretch.automatic
        self._workspace.view.set_stretch(
            replace(automatic, scope=self._scope.currentData())
        )

    def _on_stretch_changed(self) -> None:
        with QSignalBlocker(self._scope):
            self._scope.choose(self._workspace.view.stretch.scope)

    def _on_session_changed(self) -> None:
        self._rendered = self._judged = None
        self._read.forget()
        self._clear_curves()
        self._region.hide()
        for box in (self._low, self._high):
            box.clear()
        self._on_stretch_changed()

    def _clear_curves(self) -> None:
        for curve in self._curves:
            self._plot.removeItem(curve)
        self._curves = []


class _HistogramPlot(ThemedPlot):
    """No axis on the left, and nothing to zoom; a double click wants a reset."""

    reset_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("histogramPlot")
        self.setAccessibleName(tr("Histogram"))
        self.setToolTip(
            tr(
                "Drag the two lines to choose which values are black and "
                "fully bright. Double-click: automatic again."
            )
        )
        self.setFixedHeight(_PLOT_HEIGHT)
        self.setMinimumWidth(80)
        self.hideAxis("left")
        self.getPlotItem().setContentsMargins(2, 4, 2, 0)
        self.getViewBox().setMouseEnabled(x=False, y=False)
        self.getViewBox().setDefaultPadding(0.02)

    @guarded(None)
    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Tell that the automatic limits are wanted."""
        self.reset_wanted.emit()


def _number(name: str, spoken: str, parent: QWidget) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    box.setToolTip(plain(spoken))
    box.setRange(-1e12, 1e12)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setKeyboardTracking(False)
    box.setMinimumWidth(40)
    return box
