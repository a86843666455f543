"""Curves of spectra by key, their spreads and bundles, bad bands and features."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem, QWidget

from hsiviewer.analysis.spectrum_shape import reshaped
from hsiviewer.language.absorptions import Absorption
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.themed_plot import ThemedPlot
from hsiviewer.ui.panels.spectrum.fitted_range import Curve, FittedRange
from hsiviewer.ui.panels.spectrum.spectral_axis import SpectralAxis

_FEW_BANDS = 12  # with so few, every band gets a dot
_COMPOSITE_COLORS = ("#d62728", "#2ca02c", "#1f77d0")
_BUNDLE_ALPHA = 110
_BAD_ALPHA = 40
_SPREAD_ALPHA = 45
_SHAPE_TITLES = {
    "continuum": tr("continuum removed"),
    "derivative": tr("first derivative"),
    "normalized": tr("normalised"),
}
Spectrum = npt.NDArray[np.floating]


class CurvePlot(ThemedPlot):
    """Spectra over wavelength or band number.

    Attributes
    ----------
    axis_changed
        Other bands are shown, or other bad ones, or another unit.
    """

    axis_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis: SpectralAxis | None = None
        self._shape, self._quantity = "measured", "value"
        self._inputs: dict[str, Callable[[], None]] = {}
        self._features: list[pg.LinearRegionItem] = []
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._spreads: dict[str, QGraphicsPathItem] = {}
        self._bad: list[pg.LinearRegionItem] = []
        self._markers: list[pg.InfiniteLine] = []
        self._values = FittedRange(self, self._drawn)

    @property
    def axis(self) -> SpectralAxis | None:
        """Where the bands lie; ``None`` without a scene."""
        return self._axis

    @property
    def values_outside(self) -> list[tuple[float, float]]:
        """Where arrows at the edge mark values that lie outside of what is shown."""
        return self._values.marked

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
        for band in self._bad:
            self.removeItem(band)
        self._bad = []
        self.name_features(())
        self.axis_changed.emit()
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
        self.show_all()

    def show_all(self) -> None:
        """Show all bands, and the range of values that shows the curves well."""
        self.getViewBox().enableAutoRange(x=True)
        self._values.fit_again()

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
            self._values.fit()

        self._inputs[key] = draw
        draw()

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
        self.show_all()

    def name_features(self, absorptions: Sequence[Absorption]) -> None:
        """Mark where absorptions lie, with their names; none to clear them."""
        for feature in self._features:
            self.removeItem(feature)
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
            region.setToolTip(plain(f"{tr(each.name)}: {each.cause}"))
            # In two rows, so that neighbours do not write over each other.
            pg.InfLineLabel(
                region.lines[0], tr(each.name), position=0.93 - 0.14 * (number % 2),
                color=theme.faint(), anchors=[(0, 0.5), (0, 0.5)],
            )  # fmt: skip
            self._features.append(region)
            self.addItem(region, ignoreBounds=True)

    def remove(self, key: str) -> None:
        """Remove a curve if there is one of this key."""
        self._inputs.pop(key, None)
        curve = self._curves.pop(key, None)
        for drawn in (curve, self._spreads.pop(key, None)):
            if drawn is not None:
                self.removeItem(drawn)
        self._values.fit()

    def curve_data(self, key: str) -> tuple[Spectrum, Spectrum]:
        """Return positions and values of a curve, as drawn."""
        positions, values = self._curves[key].getData()
        return positions, values

    def mark_bands(self, bands: tuple[int, ...]) -> None:
        """Draw a line at each band that the map shows."""
        for marker in self._markers:
            self.removeItem(marker)
        self._markers = []
        if self._axis is None or max(bands, default=0) >= self._axis.count:
            return
        colors = (
            [QColor(composite_color) for composite_color in _COMPOSITE_COLORS]
            if len(bands) == 3
            else [theme.faint()] * len(bands)
        )
        for band, color in zip(bands, colors, strict=True):
            color.setAlpha(190)
            line = pg.InfiniteLine(
                self._axis.position(band),
                angle=90,
                movable=False,
                pen=self.pen(color, width=1.5),
            )
            line.setZValue(-5)
            self._markers.append(line)
            self.addItem(line, ignoreBounds=True)

    @property
    def marked_positions(self) -> tuple[float, ...]:
        """Where lines for shown bands stand."""
        return tuple(float(marker.value()) for marker in self._markers)

    def follow_theme(self) -> None:
        """Take the colours of the theme."""
        super().follow_theme()
        if hasattr(self, "_bad"):
            self._color_bad_bands()
            for draw in list(self._inputs.values()):
                draw()

    def _curve(self, values: Spectrum) -> tuple[Spectrum, Spectrum]:
        assert self._axis is not None
        positions, ordered = self._axis.curve(values)
        return positions, reshaped(self._shape, positions, ordered)

    def _draw(
        self, key: str, values: Spectrum, *, color: QColor, width: float, dashed: bool
    ) -> None:
        if self._axis is None:
            return
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        pen = self.pen(color, width=width, style=style)
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
            symbolPen=self.pen(color),
            symbolBrush=pg.mkBrush(theme.readable(color)),
        )
        curve.setZValue(width)

    def _draw_spread(
        self, key: str, values: Spectrum, spread: Spectrum | None, color: QColor
    ) -> None:
        if key in self._spreads:
            self.removeItem(self._spreads.pop(key))
        if spread is None or self._axis is None or self._shape != "measured":
            return
        positions, low = self._axis.curve(values - spread)
        _, high = self._axis.curve(values + spread)
        area = QGraphicsPathItem(_area_between(positions, low, high))
        fill = QColor(color)
        fill.setAlpha(_SPREAD_ALPHA)
        area.setBrush(fill)
        area.setPen(QPen(Qt.PenStyle.NoPen))
        area.setZValue(-4)
        self.addItem(area)
        self._spreads[key] = area

    def _draw_bundle(self, key: str, spectra: Spectrum, *, color: QColor) -> None:
        if self._axis is None or not np.isfinite(spectra).any():
            self.remove(key)
            return
        pairs = [self._curve(spectrum) for spectrum in spectra]
        gap = np.array([np.nan])
        positions = np.concatenate([part for x, _ in pairs for part in (x, gap)])
        values = np.concatenate([part for _, y in pairs for part in (y, gap)])
        bundle = self._curves.get(key)
        if bundle is None:
            bundle = pg.PlotDataItem(connect="finite")
            self._curves[key] = bundle
            self.addItem(bundle)
        pen = self.pen(color)
        faint = pen.color()
        faint.setAlpha(_BUNDLE_ALPHA)
        pen.setColor(faint)
        bundle.setData(positions, values, pen=pen)
        bundle.setZValue(0)
        self._values.fit()

    def _drawn(self) -> list[Curve]:
        """Return positions and values of all that is drawn."""
        curves = [curve.getData() for curve in self._curves.values()]
        spreads = [spread.boundingRect() for spread in self._spreads.values()]
        return [
            *(curve for curve in curves if curve[0] is not None),
            *(
                (np.array([area.left()] * 2), np.array([area.top(), area.bottom()]))
                for area in spreads
            ),
        ]

    def _color_bad_bands(self) -> None:
        color = theme.faint()
        color.setAlpha(_BAD_ALPHA)
        for band in self._bad:
            band.setBrush(pg.mkBrush(color))


def _area_between(positions: Spectrum, low: Spectrum, high: Spectrum) -> QPainterPath:
    """Return the area between two curves, in pieces where they have gaps."""
    path = QPainterPath()
    known = np.isfinite(low) & np.isfinite(high)
    # Where it becomes known and unknown, in turn.
    edges = np.flatnonzero(np.diff(known, prepend=False, append=False))
    for start, stop in edges.reshape(-1, 2):
        run = slice(start, stop)
        x = np.concatenate([positions[run], positions[run][::-1]]).tolist()
        y = np.concatenate([high[run], low[run][::-1]]).tolist()
        corners = [QPointF(*point) for point in zip(x, y, strict=True)]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path
