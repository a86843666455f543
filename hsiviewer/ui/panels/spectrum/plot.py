"""The plot of spectra, and what the mouse does in it."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.spectrum.curve_plot import CurvePlot


class SpectrumPlot(CurvePlot):
    """Tells which band is under the mouse, clicked, or marked.

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
        self.setAccessibleName(tr("Spectra"))
        self.setMinimumHeight(80)
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
        self.axis_changed.connect(self._explain)
        self._explain()

    def follow_theme(self) -> None:
        """Take the colours of the theme."""
        super().follow_theme()
        if hasattr(self, "_hover"):
            self._hover.setPen(
                pg.mkPen(theme.faint(), width=1, style=Qt.PenStyle.DotLine)
            )

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark bands with Shift, else as any plot does."""
        held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if held and event.button() == Qt.MouseButton.LeftButton:
            self._mark_from = self._band_at(self.mapToScene(event.position().toPoint()))
            self._draw_mark(self._mark_from)
        else:
            super().mousePressEvent(event)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark on, while Shift and the button are held."""
        if self._mark_from is None:
            super().mouseMoveEvent(event)
            return
        self._draw_mark(self._band_at(self.mapToScene(event.position().toPoint())))

    @guarded(None)
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

    @guarded(None)
    def leaveEvent(self, event: object) -> None:
        """Hide the read-out line."""
        super().leaveEvent(event)
        self._hover.hide()
        self.band_hovered.emit(-1)

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

    def _explain(self) -> None:
        text = tr(
            "Click: show this band. Wheel: zoom. Double-click: show "
            "all bands. Shift and drag: mark bands bad, or good again."
        )
        if self._axis is not None and self._axis.bad_count:
            text += tr(
                "\nGrey: {0} bands that are marked bad; lines leave them "
                "out, and methods do not use them."
            ).format(self._axis.bad_count)
        self.setToolTip(plain(text))

    def _band_at(self, scene_position: QPointF) -> int | None:
        box = self.getViewBox()
        if self._axis is None or not box.sceneBoundingRect().contains(scene_position):
            return None
        return self._axis.nearest(box.mapSceneToView(scene_position).x())

    def _on_mouse_clicked(self, event: Any) -> None:
        if event.double():
            self.show_all()
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
