"""The range of values that shows spectra well, and marks for what lies outside."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from hsiviewer.ui.base import theme

Values = npt.NDArray[np.floating]
Curve = tuple[Values, Values]

_FEW, _MANY = 30, 4096  # values of curves that are looked at
_JUMP = 0.4  # of the whole range, from one band to the next: none that a cover shows
_SHORT = 0.05  # share of the bands
_ROOM = 0.5  # of the range of all others: narrow features reach so far beyond it
_MOST_ROUNDS = 5  # a spike may stand in the shadow of a higher one
_SHARE = (0.5, 99.5)  # per cent, of what is no outlier
_MARGIN = 0.05


def is_outlier(values: Values) -> npt.NDArray[np.bool_]:
    """Tell which values of a curve stand far outside of the range of all others.

    A few bands do into which the curve jumps, and out of which it jumps again: those of
    water vapour, noisy ones, the seams of detectors. Edges and absorptions do not:
    several bands show how the curve gets there.

    Parameters
    ----------
    values : ndarray, shape (bands,)
        NaN where there is none.
    """
    known = np.flatnonzero(np.isfinite(values))
    outlier = np.zeros(values.shape, bool)
    if not _FEW <= known.size <= _MANY:  # of a bundle, shares are enough
        return outlier
    for _ in range(_MOST_ROUNDS):
        left = known[~outlier[known]]
        found = left[_stands_out(values[left], known.size)]
        if not found.size:
            break
        outlier[found] = True
    return outlier


def _stands_out(curve: Values, count: int) -> npt.NDArray[np.bool_]:
    """Tell which values stand outside, of a curve that had `count` of them."""
    is_jump = np.abs(np.diff(curve)) > _JUMP * np.ptp(curve)
    piece = np.concatenate([[0], np.cumsum(is_jump)])
    is_long = np.bincount(piece)[piece] > _SHORT * count
    if np.count_nonzero(is_long) < count / 2:
        return np.zeros(curve.shape, bool)
    low, high = curve[is_long].min(), curve[is_long].max()
    room = _ROOM * (high - low)
    outside: npt.NDArray[np.bool_] = (curve > high + room) | (curve < low - room)
    return outside


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
