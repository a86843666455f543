"""The picture of spectra: curves, bad bands, and the bands that the map shows."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QWidget

from hsiviewer.analysis.absorption import Absorption
from hsiviewer.analysis.spectrum_shape import reshaped
from hsiviewer.ui import theme
from hsiviewer.ui.panels.spectral_axis import SpectralAxis
from hsiviewer.ui.panels.themed_plot import ThemedPlot

_FEW_BANDS = 12  # with so few, every band gets a dot
_COMPOSITE_COLORS = ("#d62728", "#2ca02c", "#1f77d0")
_BUNDLE_ALPHA = 110
_BAD_ALPHA = 40
_SPREAD_ALPHA = 45
_SHAPE_TITLES = {
    "continuum": "continuum removed",
    "derivative": "first derivative",
    "normalized": "normalised",
}
Spectrum = npt.NDArray[np.floating]


class SpectrumPlot(ThemedPlot):
    """Curves by key over wavelength or band number.

    Attributes
    ----------
    band_clicked : int
        The user clicked at a band.
    band_hovered : int
        The mouse is over a band; -1 when it has left.
    bands_marked : int, int
        The user has dragged from one band to another with Shift held.
    """

    band_clicked = Signal(int)
    band_hovered = Signal(int)
    bands_marked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spectrumPlot")
        self.setAccessibleName("Spectra")
        self.setMinimumHeight(80)
        self._axis: SpectralAxis | None = None
        self._shape, self._quantity = "measured", "value"
        self._inputs: dict[str, Callable[[], None]] = {}
        self._features: list[pg.LinearRegionItem] = []
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._spreads: dict[str, tuple[Any, ...]] = {}
        self._bad: list[pg.LinearRegionItem] = []
        self._markers: list[pg.InfiniteLine] = []
        self._mark_from: int | None = None
        self._mark: pg.LinearRegionItem | None = None
        self._hover = pg.InfiniteLine(angle=90, movable=False)
        self._hover.setZValue(5)
        self._hover.hide()
        self.addItem(self._hover, ignoreBounds=True)
        self.getViewBox().setMouseEnabled(x=True, y=False)
        self.getViewBox().setDefaultPadding(0.01)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._explain()

    @property
    def axis(self) -> SpectralAxis | None:
        """Where the bands lie; ``None`` without a scene."""
        return self._axis

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the curves that are shown."""
        return tuple(self._curves)

    def set_axis(self, axis: SpectralAxis | None, *, quantity: str = "value") -> None:
        """Start anew with other bands; all curves are removed."""
        for key in tuple(self._inputs):
            self.remove(key)
        self._quantity = quantity
        self.change_axis(axis)

    def change_axis(self, axis: SpectralAxis | None) -> None:
        """Draw the same curves over the same bands in another unit."""
        self._axis = axis
        for each in self._bad:
            self.removeItem(each)
        self._bad = []
        self.name_features(())
        self._explain()
        if axis is None:
            return
        self.set_title("left", _SHAPE_TITLES.get(self._shape, self._quantity))
        self.set_title("bottom", axis.title)
        for span in axis.bad_spans():
            region = pg.LinearRegionItem(
                (span.start, span.stop), movable=False, pen=pg.mkPen(None)
            )
            region.setZValue(-10)
            self._bad.append(region)
            self.addItem(region, ignoreBounds=True)
        self._color_bad_bands()
        # Until there is a curve, the axis shows where the bands lie.
        self.setXRange(*axis.ends)
        for draw in list(self._inputs.values()):
            draw()
        self.getPlotItem().enableAutoRange()

    def draw(
        self,
        key: str,
        values: Spectrum,
        *,
        color: QColor,
        width: float = 1.5,
        dashed: bool = False,
        spread: Spectrum | None = None,
    ) -> None:
        """Add a curve, or replace the one with the same key.

        A spectrum without any value leaves nothing to draw.

        Parameters
        ----------
        spread : ndarray, shape (bands,), optional
            Drawn as a band of this half-width around the curve, where spectra
            are shown as measured.
        """

        def draw() -> None:
            self._draw(key, values, color=color, width=width, dashed=dashed)
            self._draw_spread(key, values, spread, color)

        self._inputs[key] = draw
        draw()

    def _draw(
        self, key: str, values: Spectrum, *, color: QColor, width: float, dashed: bool
    ) -> None:
        if self._axis is None:
            return
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        pen = pg.mkPen(color, width=width, style=style)
        positions, ordered = self._curve(values)
        if not np.isfinite(ordered).any():
            self.remove(key)
            return
        curve = self._curves.get(key)
        if curve is None:
            curve = pg.PlotDataItem(connect="finite")
            self._curves[key] = curve
            self.addItem(curve)
        has_dots = positions.size <= _FEW_BANDS
        curve.setData(
            positions,
            ordered,
            pen=pen,
            connect="finite",
            symbol="o" if has_dots else None,
            symbolSize=5,
            symbolPen=pg.mkPen(color),
            symbolBrush=pg.mkBrush(color),
        )
        curve.setZValue(width)

    def draw_bundle(self, key: str, spectra: Spectrum, *, color: QColor) -> None:
        """Add many spectra as one faint bundle of lines, or replace the bundle.

        Parameters
        ----------
        spectra : ndarray, shape (n, bands)
            One line each.
        """
        self._inputs[key] = partial(self._draw_bundle, key, spectra, color=color)
        self._inputs[key]()

    def set_shape(self, shape: str) -> None:
        """Draw all spectra in one of `hsiviewer.analysis.spectrum_shape.SHAPES`."""
        if shape == self._shape:
            return
        self._shape = shape
        self.set_title("left", _SHAPE_TITLES.get(shape, self._quantity))
        for draw in list(self._inputs.values()):
            draw()
        self.getPlotItem().enableAutoRange()

    def name_features(self, absorptions: Sequence[Absorption]) -> None:
        """Mark where absorptions lie, with their names; none to clear them."""
        for each in self._features:
            self.removeItem(each)
        self._features = []
        if self._axis is None:
            return
        for number, each in enumerate(absorptions):
            region = pg.LinearRegionItem(
                (self._axis.at(each.start_nm), self._axis.at(each.stop_nm)),
                movable=False,
                pen=pg.mkPen(None),
            )
            color = theme.accent()
            color.setAlpha(26)
            region.setBrush(pg.mkBrush(color))
            region.setZValue(-20)
            region.setToolTip(f"{each.name}: {each.cause}")
            # In two rows, so that neighbours do not write over each other.
            pg.InfLineLabel(
                region.lines[0], each.name, position=0.93 - 0.14 * (number % 2),
                color=theme.faint(), anchors=[(0, 0.5), (0, 0.5)],
            )  # fmt: skip
            self._features.append(region)
            self.addItem(region, ignoreBounds=True)

    def _curve(self, values: Spectrum) -> tuple[Spectrum, Spectrum]:
        assert self._axis is not None
        positions, ordered = self._axis.curve(values)
        return positions, reshaped(self._shape, positions, ordered)

    def _draw_spread(
        self, key: str, values: Spectrum, spread: Spectrum | None, color: QColor
    ) -> None:
        for each in self._spreads.pop(key, ()):
            self.removeItem(each)
        if spread is None or self._axis is None or self._shape != "measured":
            return
        edges = []
        for side in (-1, 1):
            positions, ordered = self._axis.curve(values + side * spread)
            edge = pg.PlotDataItem(positions, ordered, connect="finite", pen=None)
            edges.append(edge)
            self.addItem(edge)
        fill = QColor(color)
        fill.setAlpha(_SPREAD_ALPHA)
        between = pg.FillBetweenItem(*edges, brush=pg.mkBrush(fill))
        between.setZValue(-4)
        self.addItem(between, ignoreBounds=True)
        self._spreads[key] = (*edges, between)

    def _draw_bundle(self, key: str, spectra: Spectrum, *, color: QColor) -> None:
        if self._axis is None or not np.isfinite(spectra).any():
            self.remove(key)
            return
        pairs = [self._curve(each) for each in spectra]
        gap = np.array([np.nan])
        positions = np.concatenate([part for x, _ in pairs for part in (x, gap)])
        values = np.concatenate([part for _, y in pairs for part in (y, gap)])
        bundle = self._curves.get(key)
        if bundle is None:
            bundle = pg.PlotDataItem(connect="finite")
            self._curves[key] = bundle
            self.addItem(bundle)
        faint = QColor(color)
        faint.setAlpha(_BUNDLE_ALPHA)
        bundle.setData(positions, values, pen=pg.mkPen(faint, width=1))
        bundle.setZValue(0)

    def remove(self, key: str) -> None:
        """Remove a curve if there is one of this key."""
        self._inputs.pop(key, None)
        curve = self._curves.pop(key, None)
        for each in (curve, *self._spreads.pop(key, ())):
            if each is not None:
                self.removeItem(each)

    def curve_data(self, key: str) -> tuple[Spectrum, Spectrum]:
        """Return positions and values of a curve, as drawn."""
        positions, values = self._curves[key].getData()
        return positions, values

    def mark_bands(self, bands: tuple[int, ...]) -> None:
        """Draw a line at each band that the map shows."""
        for each in self._markers:
            self.removeItem(each)
        self._markers = []
        if self._axis is None:
            return
        colors = (
            [QColor(each) for each in _COMPOSITE_COLORS]
            if len(bands) == 3
            else [theme.faint()] * len(bands)
        )
        for band, color in zip(bands, colors, strict=True):
            color.setAlpha(190)
            line = pg.InfiniteLine(
                self._axis.position(band),
                angle=90,
                movable=False,
                pen=pg.mkPen(color, width=1.5),
            )
            line.setZValue(-5)
            self._markers.append(line)
            self.addItem(line, ignoreBounds=True)

    @property
    def marked_positions(self) -> tuple[float, ...]:
        """Where lines for shown bands stand."""
        return tuple(float(each.value()) for each in self._markers)

    def follow_theme(self) -> None:
        """Take the colours of the theme."""
        super().follow_theme()
        if hasattr(self, "_hover"):
            self._hover.setPen(
                pg.mkPen(theme.faint(), width=1, style=Qt.PenStyle.DotLine)
            )
            self._color_bad_bands()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark bands with Shift, else as any plot does."""
        held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if held and event.button() == Qt.MouseButton.LeftButton:
            self._mark_from = self._band_at(self.mapToScene(event.position().toPoint()))
            self._draw_mark(self._mark_from)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark on, while Shift and the button are held."""
        if self._mark_from is None:
            super().mouseMoveEvent(event)
            return
        self._draw_mark(self._band_at(self.mapToScene(event.position().toPoint())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which bands were marked."""
        if self._mark_from is None:
            super().mouseReleaseEvent(event)
            return
        start, self._mark_from = self._mark_from, None
        stop = self._band_at(self.mapToScene(event.position().toPoint()))
        self._draw_mark(None)
        if stop is not None:
            self.bands_marked.emit(start, stop)

    def _draw_mark(self, stop: int | None) -> None:
        """Draw the stretch that is being marked; none to clear it."""
        if self._mark is not None:
            self.removeItem(self._mark)
            self._mark = None
        if stop is None or self._mark_from is None or self._axis is None:
            return
        ends = self._axis.position(self._mark_from), self._axis.position(stop)
        color = QColor("#d05000")
        color.setAlpha(70)
        self._mark = pg.LinearRegionItem(
            sorted(ends), movable=False, brush=pg.mkBrush(color)
        )
        self.addItem(self._mark, ignoreBounds=True)

    def leaveEvent(self, event: object) -> None:
        """Hide the read-out line."""
        super().leaveEvent(event)
        self._hover.hide()
        self.band_hovered.emit(-1)

    def _explain(self) -> None:
        text = (
            "Click: show this band. Wheel: zoom. Double-click: show all bands. "
            "Shift and drag: mark bands bad, or good again."
        )
        if self._axis is not None and self._axis.bad_count:
            text += (
                f"\nGrey: {self._axis.bad_count} bands that are marked bad; lines "
                "leave them out, and methods do not use them."
            )
        self.setToolTip(text)

    def _color_bad_bands(self) -> None:
        color = theme.faint()
        color.setAlpha(_BAD_ALPHA)
        for each in self._bad:
            each.setBrush(pg.mkBrush(color))

    def _band_at(self, scene_position: QPointF) -> int | None:
        box = self.getViewBox()
        if self._axis is None or not box.sceneBoundingRect().contains(scene_position):
            return None
        return self._axis.nearest(box.mapSceneToView(scene_position).x())

    def _on_mouse_clicked(self, event: Any) -> None:
        if event.double():
            self.getPlotItem().enableAutoRange()
            return
        band = self._band_at(event.scenePos())
        if band is not None and event.button() == Qt.MouseButton.LeftButton:
            self.band_clicked.emit(band)

    def _on_mouse_moved(self, scene_position: QPointF) -> None:
        band = self._band_at(scene_position)
        if band is None or self._axis is None:
            self._hover.hide()
            self.band_hovered.emit(-1)
            return
        self._hover.setValue(self._axis.position(band))
        self._hover.show()
        self.band_hovered.emit(band)
