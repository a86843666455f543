"""The range of values that shows spectra well, and marks for what lies outside."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from scipy.ndimage import median_filter

from hsiviewer.ui.base import theme

Values = npt.NDArray[np.floating]
Curve = tuple[Values, Values]

_WINDOW = 7  # bands; a feature of a spectrum is wider than half of it
_FAR = 8.0  # deviations of a band from its neighbours that none has by noise
_ROOM = 1.0  # of the range of the others: narrow features reach so far beyond it
_SHARE = (0.5, 99.5)  # per cent, of what is no outlier
_MARGIN = 0.05
_MANY = 4096


def is_outlier(values: Values) -> npt.NDArray[np.bool_]:
    """Tell which values of a curve stand far outside of the range of all others.

    Single noisy bands and the seams of detectors do; edges and absorptions, which
    several bands show, do not.

    Parameters
    ----------
    values : ndarray, shape (bands,)
        NaN where there is none.
    """
    outlier = np.zeros(values.shape, bool)
    known = np.flatnonzero(np.isfinite(values))
    if not _WINDOW <= known.size <= _MANY:  # of a bundle, shares are enough
        return outlier
    curve = values[known]
    smooth = median_filter(curve, size=_WINDOW, mode="mirror")
    noise = 1.4826 * float(np.median(np.abs(curve - smooth)))
    low, high = float(smooth.min()), float(smooth.max())
    room = _ROOM * (high - low) + _FAR * noise
    outlier[known] = (curve > high + room) | (curve < low - room)
    return outlier


def fitted_range(curves: Sequence[Values]) -> tuple[float, float] | None:
    """Return the lowest and the highest value to show; nothing without any value.

    All values, if none of them stands far outside.

    Parameters
    ----------
    curves : sequence of ndarray, shape (bands,)
        Of any number each.
    """
    inside = [curve[np.isfinite(curve) & ~is_outlier(curve)] for curve in curves]
    kept = np.concatenate(inside) if inside else np.empty(0)
    if not kept.size:
        return None
    low, high = float(kept.min()), float(kept.max())
    if len(inside) > 1 or kept.size > _MANY:  # one of several must not rule
        robust_low, robust_high = np.percentile(kept, _SHARE)
        span = robust_high - robust_low
        low = max(low, float(robust_low - span / 2))
        high = min(high, float(robust_high + span / 2))
    margin = _MARGIN * (high - low) or _MARGIN * abs(high) or 1.0
    return low - margin, high + margin


class FittedRange:
    """Keeps the vertical axis of a plot on its curves until the user chooses another.

    Where a curve leaves the plot, a small arrow stands at the edge.

    Parameters
    ----------
    plot : pyqtgraph.PlotWidget
        Its vertical axis is kept.
    drawn : callable
        Returns positions and values of all curves.
    """

    def __init__(
        self, plot: pg.PlotWidget, drawn: Callable[[], Sequence[Curve]]
    ) -> None:
        self._box = plot.getViewBox()
        self._drawn = drawn
        self._is_kept = True
        self._arrows = pg.ScatterPlotItem(size=7, pxMode=True)
        self._arrows.setZValue(20)
        plot.addItem(self._arrows, ignoreBounds=True)
        self._box.enableAutoRange(y=False)
        self._box.sigRangeChangedManually.connect(self._on_chosen)
        self._box.sigYRangeChanged.connect(self._mark)

    def fit(self) -> None:
        """Show the curves as they are now."""
        if self._is_kept:
            span = fitted_range([values for _, values in self._drawn()])
            self._box.setYRange(*(span or (0.0, 1.0)), padding=0)
        self._mark()

    def fit_again(self) -> None:
        """Forget what the user has chosen."""
        self._is_kept = True
        self.fit()

    @property
    def marked(self) -> list[tuple[float, float]]:
        """Where arrows stand."""
        return list(zip(*map(np.ndarray.tolist, self._arrows.getData()), strict=True))

    def _on_chosen(self) -> None:
        self._is_kept = False

    def _mark(self) -> None:
        low, high = self._box.viewRange()[1]
        inset = 0.01 * (high - low)
        spots = [
            {"pos": (float(position), edge), "symbol": symbol}
            for positions, values in self._drawn()
            for outside, edge, symbol in (
                (values > high, high - inset, "t1"),
                (values < low, low + inset, "t"),
            )
            for position in np.unique(positions[outside])
        ]
        self._arrows.setData(spots, brush=pg.mkBrush(theme.faint()), pen=pg.mkPen(None))
