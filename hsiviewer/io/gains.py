"""Gain and offset per band, as some files store their values."""

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, Values
from hsiviewer.core.window import PixelWindow

FloatArray = npt.NDArray[np.float64]


def apply_gains(
    source: CubeSource,
    *,
    gains: FloatArray | None,
    offsets: FloatArray | None,
    nodata: float | None,
) -> tuple[CubeSource, float, float | None]:
    """Account for ``value = stored * gain + offset``.

    One gain for all bands without offset is left to `HsiCube.scale`, so that
    stored values stay as they are.

    Returns
    -------
    source : CubeSource
        The same, or one that applies gains and offsets.
    scale : float
        For `HsiCube.scale`.
    nodata : float, optional
        For `HsiCube.nodata`; ``None`` where missing values have become NaN.
    """
    count = source.shape[0]
    gains = np.ones(count) if gains is None else gains
    offsets = np.zeros(count) if offsets is None else offsets
    uniform = bool((gains == gains[0]).all() and gains[0] > 0 and not offsets.any())
    if uniform:
        return source, _reciprocal(float(gains[0])), nodata
    return GainSource(source, gains, offsets, nodata), 1.0, None


def _reciprocal(gain: float) -> float:
    scale = min(1.0 / gain, sys.float_info.max)  # of a gain of 1e-310
    # 1 / 0.0001 is 10000.000000000002 for no good reason.
    return float(round(scale)) if abs(scale - round(scale)) < 1e-6 * scale else scale


class GainSource:
    """A `CubeSource` of float32 that applies a gain and an offset per band."""

    def __init__(
        self,
        source: CubeSource,
        gains: FloatArray,
        offsets: FloatArray,
        nodata: float | None,
    ) -> None:
        self._source = source
        self._gains = gains
        self._offsets = offsets
        self._nodata = nodata

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._source.shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the values that are read."""
        return np.dtype(np.float32)

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        stored = self._source.read(bands, window, step=step)
        chosen = slice(None) if bands is None else np.asarray(bands, int)
        return self._applied(
            stored,
            self._gains[chosen][:, np.newaxis, np.newaxis],
            self._offsets[chosen][:, np.newaxis, np.newaxis],
        )

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        stored = self._source.read_spectra(rows, cols)
        return self._applied(stored, self._gains, self._offsets)

    def close(self) -> None:
        """Release the file."""
        self._source.close()

    def _applied(
        self, stored: Values, gains: FloatArray, offsets: FloatArray
    ) -> Values:
        numbers: FloatArray = stored.astype(np.float64)
        values = (numbers * gains + offsets).astype(np.float32)
        if self._nodata is not None:
            values[np.equal(stored, self._nodata)] = np.nan
        return values
