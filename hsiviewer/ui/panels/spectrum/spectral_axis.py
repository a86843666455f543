"""Where the bands of a cube lie along the horizontal axis of a plot."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base.texts import tr

FloatArray = npt.NDArray[np.floating]
# Products leave the water vapour bands out; a line across them would be invented.
_GAP_STEPS = 5.0
_PER_NM = {"nm": 1.0, "um": 1e-3}
_UNIT_TEXTS = {"nm": "nm", "um": "\N{MICRO SIGN}m"}


@dataclass(frozen=True)
class Span:
    """A run of neighbouring bad bands, from `start` to `stop` on the axis."""

    start: float
    stop: float


class SpectralAxis:
    """Positions of bands in ascending order of wavelength, or of number.

    Files may list bands in any order; lines have to be drawn from left to
    right all the same.

    Parameters
    ----------
    bands : BandAxis
        Wavelengths and quality marks.
    unit : {"nm", "um"}
        Of the axis.
    """

    def __init__(self, bands: BandAxis, unit: str = "nm") -> None:
        self._bands = bands
        self._unit, self._per_nm = unit, _PER_NM[unit]
        positions = (
            np.arange(1.0, bands.count + 1.0)
            if bands.wavelength_nm is None
            else np.asarray(bands.wavelength_nm, float) * self._per_nm
        )
        self._positions = positions
        self._order = np.argsort(positions, kind="stable")
        self._good = bands.good_mask[self._order]
        steps = np.diff(positions[self._order])
        usual = float(np.median(steps)) if steps.size else 0.0
        self._breaks = np.flatnonzero(steps > _GAP_STEPS * usual) + 1

    @property
    def unit(self) -> str:
        """Of the axis: ``nm`` or ``um``."""
        return self._unit

    @property
    def title(self) -> str:
        """What the axis measures."""
        if not self._bands.has_wavelengths:
            return tr("band")
        return tr("wavelength ({0})").format(_UNIT_TEXTS[self._unit])

    @property
    def count(self) -> int:
        """Number of bands."""
        return self._bands.count

    @property
    def bad_count(self) -> int:
        """Number of bands that are marked bad."""
        return int(np.count_nonzero(~self._good))

    def at(self, wavelength_nm: float) -> float:
        """Return where a wavelength lies."""
        return wavelength_nm * self._per_nm

    @property
    def ends(self) -> tuple[float, float]:
        """Positions of the outermost bands."""
        return float(self._positions.min()), float(self._positions.max())

    def position(self, band: int) -> float:
        """Return where a band lies."""
        return float(self._positions[band])

    def nearest(self, position: float) -> int:
        """Return the band closest to a position, whatever its quality."""
        return int(np.argmin(np.abs(self._positions - position)))

    def curve(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return positions and values from left to right, NaN for bad bands.

        Where neighbouring bands lie much farther apart than elsewhere, a NaN is
        put between them.
        """
        ordered = np.array(values, float)[self._order]
        ordered[~self._good] = np.nan
        positions = self._positions[self._order]
        return (
            np.insert(positions, self._breaks, positions[self._breaks]),
            np.insert(ordered, self._breaks, np.nan),
        )

    def bad_spans(self) -> tuple[Span, ...]:
        """Return the runs of bad bands, each reaching halfway to its neighbours."""
        ordered = self._positions[self._order]
        if ordered.size == 0:
            return ()
        middle = (ordered[1:] + ordered[:-1]) / 2
        edges = np.concatenate([ordered[:1], middle, ordered[-1:]])
        bad = np.concatenate([[False], ~self._good, [False]]).astype(int)
        change = np.diff(bad)
        starts, stops = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
        return tuple(
            Span(float(edges[start]), float(edges[stop]))
            for start, stop in zip(starts, stops, strict=True)
        )
