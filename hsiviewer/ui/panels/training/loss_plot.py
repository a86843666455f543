"""The training loss over optimiser steps, one colour per stage."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from hsiviewer.core.class_colors import PALETTE
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.curve_legend import LegendEntry
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.themed_plot import ThemedPlot

if TYPE_CHECKING:
    import pyqtgraph as pg

_REDRAW_MS = 200
_LOG_RATIO = 30.0  # a loss that falls by more than this is read on a log axis
LossCurve = Sequence[tuple[str, int, float]]


class LossPlot(ThemedPlot):
    """Draws at most five times a second, however often the loss is reported.

    Attributes
    ----------
    drawn
        The curves, and with them the legend, are up to date.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossPlot")
        self.setAccessibleName(tr("Training loss"))
        self.set_title("left", "loss")
        self.set_title("bottom", "step")
        self.setMinimumHeight(100)
        self.setToolTip(
            tr(
                "Lower is better within a stage. Stages measure different things, and "
                "every network of an ensemble begins anew: steps up are normal."
            )
        )
        self.setMouseEnabled(x=False, y=False)
        self._losses: LossCurve = ()
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self.draw_now)

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages that have a curve."""
        return tuple(self._curves)

    @property
    def legend(self) -> list[LegendEntry]:
        """Stages and their colours."""
        return [
            LegendEntry(_color(number), tr("{0} loss").format(tr(stage or "training")))
            for number, stage in enumerate(self._curves)
        ]

    @property
    def is_logarithmic(self) -> bool:
        """Whether the axis of the loss is logarithmic."""
        return bool(self.getPlotItem().ctrl.logYCheck.isChecked())

    def show_losses(self, losses: LossCurve) -> None:
        """Draw a curve soon; the sequence may grow meanwhile."""
        self._losses = losses
        if not self._redraw.isActive():
            self._redraw.start()

    def follow_theme(self) -> None:
        """Take the colours of the theme."""
        super().follow_theme()
        if hasattr(self, "_curves"):
            for number, curve in enumerate(self._curves.values()):
                curve.setPen(self.pen(_color(number), width=2))

    def draw_now(self) -> None:
        """Draw what was last shown."""
        self._redraw.stop()
        # A diverging loss becomes infinite or NaN, which cannot be drawn.
        finite = [loss for loss in self._losses if math.isfinite(loss[2])]
        runs = _by_stage(finite)
        for stage in [curve for curve in self._curves if curve not in runs]:
            self.removeItem(self._curves.pop(stage))
        for number, (stage, points) in enumerate(runs.items()):
            if stage not in self._curves:
                self._curves[stage] = self.plot(pen=self.pen(_color(number), width=2))
            steps, losses = np.array(points, float).T
            self._curves[stage].setData(steps, losses)
        self.setLogMode(y=helps_logarithm(finite))
        self.drawn.emit()


def helps_logarithm(losses: LossCurve) -> bool:
    """Tell whether a logarithmic axis shows a curve better."""
    values = np.array([loss for _, _, loss in losses], float)
    if values.size < 2 or values.min() <= 0:
        return False
    return bool(values.max() / values.min() > _LOG_RATIO)


def _by_stage(losses: LossCurve) -> dict[str, list[tuple[float, float]]]:
    """Split a curve by stage; each stage goes on where the one before ended."""
    runs: dict[str, list[tuple[float, float]]] = {}
    offset = 0.0
    for stage, points in groupby(losses, key=lambda point: point[0]):
        drawn = runs.setdefault(stage, [])
        last = offset
        for _, step, loss in points:
            last = offset + step
            drawn.append((last, loss))
        offset = last
    return runs


def _color(number: int) -> QColor:
    # Every second colour of the palette: neighbours in it are less distinct.
    return theme.accent() if number == 0 else QColor(PALETTE[2 * (number - 1) % 16])
