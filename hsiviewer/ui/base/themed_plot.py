"""A plot in the colours and fonts of the window."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded

_LOW_PX = 140


class ThemedPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """Follows palette and font, and leaves out pyqtgraph's menus and buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._titles: dict[str, str] = {}
        self._is_low = False
        item = self.getPlotItem()
        item.setContentsMargins(2, 6, 10, 2)
        self.showGrid(x=True, y=True, alpha=0.15)
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
            # Lines for the finer ticks, too, would double the time of painting.
            item.getAxis(side).setStyle(maxTickLevel=0)
        self.follow_theme()

    def set_title(self, side: str, text: str) -> None:
        """Name the axis on the ``"left"`` or at the ``"bottom"``."""
        self._titles[side] = text
        self.follow_theme()

    def pen(
        self,
        color: QColor,
        *,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> QPen:
        """Return a pen for curves: seen on the ground, as wide on every display.

        Parameters
        ----------
        width : float
            In points; pyqtgraph counts pixels, of which a dense display has more.
        """
        pixels = width * self.devicePixelRatioF()
        pen: QPen = pg.mkPen(theme.readable(color), width=pixels, style=style)
        return pen

    def title(self, side: str) -> str:
        """Return the name of an axis."""
        return self._titles.get(side, "")

    def follow_theme(self) -> None:
        """Take colours and fonts from the widget's palette and font."""
        palette = self.palette()
        text = palette.color(QPalette.ColorRole.Text)
        muted = QColor(text)
        muted.setAlpha(150)
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        # Numbers one above the other must not touch.
        self.getPlotItem().getAxis("left").setTickDensity(0.6 if self._is_low else 1.0)
        lines = 1 if self._is_low else 2
        # pyqtgraph leaves room for one more line below the title.
        height = lines * self.fontMetrics().height() + 8
        self.getPlotItem().getAxis("bottom").setHeight(height)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(muted))
            axis.setTextPen(pg.mkPen(text))
            axis.setStyle(tickFont=self.font(), tickLength=-4, tickTextOffset=3)
            if side in self._titles:
                size = f"{self.font().pointSizeF():.0f}pt"
                axis.setLabel(
                    self._titles[side], color=text.name(), **{"font-size": size}
                )
                axis.showLabel(not self._is_low)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the titles of the axes out where the curves need the height."""
        super().resizeEvent(event)
        is_low = self.height() < _LOW_PX
        if hasattr(self, "_titles") and is_low != self._is_low:
            self._is_low = is_low
            self.follow_theme()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme or font."""
        super().changeEvent(event)
        kinds = (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.EnabledChange,
        )
        # The first events come from inside pyqtgraph's constructor.
        if event.type() in kinds and hasattr(self, "_titles"):
            self.follow_theme()
