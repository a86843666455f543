"""What the colours of a layer of values mean: a strip with its ends, or names."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from hsiviewer.imaging.value_colors import RAMPS, ColorRamp, NamedValues, ramp_colors
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.value_range import ask_range
from hsiviewer.workflows.session.raster_layers import MapLayer
from hsiviewer.workflows.session.value_layers import ValueLayer

_STEPS = 32


def shown_title(layer: MapLayer) -> str:
    """Return what a layer is called, in the user's language."""
    if not layer.is_over_map:
        return layer.title  # the name of a file
    return tr(layer.title).format(layer.subject)


def value_text(layer: ValueLayer, pixel: tuple[int, int]) -> str:
    """Return what a layer says of a pixel; empty where it has no value.

    Reads the pixel, so it is called in another thread than that of the window.
    """
    value = layer.value(*pixel)
    if np.isnan(value):
        return ""
    text = layer.scale.text(value)
    if isinstance(layer.scale, NamedValues) and layer.scale.are_texts:
        text = tr(text)
    return f"{shown_title(layer)}: {text} {layer.unit}".rstrip()


_TITLES = {
    "gray": tr("Gray"),
    "ember": tr("Dark to bright"),
    "viridis": "Viridis",
    "magma": "Magma",
    "diverging": tr("Blue to red"),
}


class ValueLegend(QWidget):
    """Legend of one layer; its context menu changes colours and range.

    Parameters
    ----------
    layer : ValueLayer
        What it explains.

    Attributes
    ----------
    recolored : ColorRamp
        The user wants other colours, or another range.
    """

    recolored = Signal(object)

    def __init__(self, layer: ValueLayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self.setObjectName(f"valueLegend{layer.id}")
        self.setAccessibleName(tr("Colours of {0}").format(shown_title(layer)))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        tip = tr(layer.tip) if layer.tip else ""
        if isinstance(layer.scale, ColorRamp):
            tip = f"{tip} {tr('Right-click to change colours and range.')}".strip()
        self.setToolTip(plain(tip))

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """Return the height of a strip, or of a line for each name."""
        scale, line = self._layer.scale, self.fontMetrics().height() + 2
        lines = 1 if isinstance(scale, ColorRamp) else len(scale.entries)
        return QSize(80, line * lines)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colours with what they mean."""
        with QPainter(self) as painter:
            if isinstance(self._layer.scale, ColorRamp):
                self._paint_strip(painter, self._layer.scale)
            else:
                self._paint_names(painter, self._layer.scale)
        super().paintEvent(event)

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer other colours and another range."""
        if isinstance(self._layer.scale, ColorRamp):
            self.menu(self._layer.scale).popup(event.globalPos())

    def menu(self, scale: ColorRamp) -> QMenu:
        """Return the context menu of a layer with a ramp."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in RAMPS:
            action = menu.addAction(_TITLES[name])
            action.setCheckable(True)
            action.setChecked(name == scale.name)
            action.triggered.connect(
                lambda _on=False, name=name: self.recolored.emit(
                    ColorRamp(name, scale.low, scale.high)
                )
            )
        menu.addSeparator()
        menu.addAction(tr("Range…")).triggered.connect(
            lambda _on=False: run_async(self, self._choose_range(scale))
        )
        return menu

    async def _choose_range(self, scale: ColorRamp) -> None:
        chosen = await ask_range(self.window(), (scale.low, scale.high))
        if chosen is not None:
            self.recolored.emit(ColorRamp(scale.name, *chosen))

    def _paint_strip(self, painter: QPainter, scale: ColorRamp) -> None:
        low = scale.text(scale.low)
        high = f"{scale.text(scale.high)} {self._layer.unit}".rstrip()
        metrics = self.fontMetrics()
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight, high)
        left = metrics.horizontalAdvance(low) + theme.SPACING
        right = self.width() - metrics.horizontalAdvance(high) - theme.SPACING
        room = max(0, right - left)
        for step, color in enumerate(ramp_colors(scale.name, _STEPS)):
            start, stop = (left + room * edge // _STEPS for edge in (step, step + 1))
            part = QRect(start, 3, stop - start, self.height() - 6)
            painter.fillRect(part, QColor(color))

    def _paint_names(self, painter: QPainter, scale: NamedValues) -> None:
        metrics = self.fontMetrics()
        line, side = metrics.height() + 2, metrics.ascent()
        for number, entry in enumerate(scale.entries):
            top = number * line
            painter.fillRect(QRect(0, top + 2, side, side), QColor(entry.color))
            room = self.width() - side - theme.SPACING
            name = tr(entry.name) if scale.are_texts else entry.name
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(side + theme.SPACING, top + metrics.ascent(), text)
