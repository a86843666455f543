"""Absorption features of library spectra, and how well pixels have them.

Clark et al. (2003), doi 10.1029/2002JE001847 (Tetracorder): between its shoulders, an
absorption is divided by the straight line that joins them; the fit is the squared
correlation of library and pixel, weighted by the area of each feature.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.integrate import trapezoid

from hsiviewer.analysis.spectrum_shape import continuum_removed

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_LEAST_DEPTH = 0.02
_FEWEST_BANDS = 4  # with both shoulders: of three, one alone would decide the fit
_MOST_FEATURES = 4


@dataclass(frozen=True, eq=False)
class Feature:
    """An absorption of a spectrum.

    Parameters
    ----------
    bands : ndarray of int, shape (n,)
        Ascending in wavelength; the first and the last are the shoulders.
    line : ndarray, shape (n,)
        From 0 at the first shoulder to 1 at the last.
    shape : ndarray, shape (n,)
        The spectrum divided by the line between the shoulders.
    weight : float
        Share of the area of all features of the spectrum.
    """

    bands: npt.NDArray[np.intp]
    line: FloatArray
    shape: FloatArray
    weight: float

    def compared(self, values: Floats) -> tuple[FloatArray, FloatArray]:
        """Return fit and depth of pixels (bands, n).

        Returns
        -------
        fit : ndarray, shape (n,)
            Squared correlation, 0 where a pixel bulges out where it should absorb.
        depth : ndarray, shape (n,)
            How deep the absorption of a pixel is in relation to that of the library.
        """
        part = values[self.bands].astype(np.float64)
        line = part[0] + self.line[:, None] * (part[-1] - part[0])
        removed = np.where(line > 0, part / np.where(line > 0, line, 1.0), np.nan)
        known = self.shape - self.shape.mean()
        centred = removed - removed.mean(axis=0)
        product = known @ centred
        power = np.einsum("bn,bn->n", centred, centred) * (known @ known)
        with np.errstate(divide="ignore", invalid="ignore"):
            fit = np.where(power > 0, product**2 / power, 0.0)
        depth = product / (known @ known)
        return np.where(depth > 0, fit, 0.0), np.maximum(depth, 0.0)


def find_features(wavelength_nm: FloatArray, spectrum: Floats) -> list[Feature]:
    """Return the deepest absorptions of a spectrum, between corners of its hull.

    Parameters
    ----------
    wavelength_nm : ndarray, shape (bands,)
        In any order.
    spectrum : ndarray, shape (bands,)
        NaN where it has no value.
    """
    order = np.argsort(wavelength_nm, kind="stable")
    order = order[np.isfinite(spectrum[order])]
    if order.size < _FEWEST_BANDS:
        return []
    positions, values = wavelength_nm[order], np.asarray(spectrum[order], np.float64)
    removed = continuum_removed(positions, values)
    corners = np.flatnonzero(np.nan_to_num(removed) >= 1.0 - 1e-9)
    found = []
    for start, stop in pairwise(corners.tolist()):
        inside = slice(start, stop + 1)
        depth = 1.0 - np.nanmin(removed[inside])
        if stop - start + 1 >= _FEWEST_BANDS and depth >= _LEAST_DEPTH:
            found.append((inside, _area(positions[inside], removed[inside])))
    found.sort(key=lambda feature: -feature[1])
    kept = found[:_MOST_FEATURES]
    total = sum(area for _, area in kept)
    return [
        _feature(order[inside], positions[inside], values[inside], area / total)
        for inside, area in kept
    ]


def _feature(
    bands: npt.NDArray[np.intp],
    positions: FloatArray,
    values: FloatArray,
    weight: float,
) -> Feature:
    line = (positions - positions[0]) / (positions[-1] - positions[0])
    shape = values / (values[0] + line * (values[-1] - values[0]))
    return Feature(bands, line, shape, weight)


def _area(positions: Floats, removed: Floats) -> float:
    return float(trapezoid(1.0 - removed, positions))
