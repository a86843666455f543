"""Spectra of a library on the bands of a cube, and which of them fits a pixel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.spectral_angle import spectral_angle
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.spectral_resampling import band_weights

Floats = npt.NDArray[np.floating]
_FEWEST_BANDS = 4


@dataclass(frozen=True)
class Match:
    """One spectrum of a library compared with a pixel.

    Parameters
    ----------
    index : int
        Row in the library.
    angle : float
        Spectral angle in radians; 0 for the same shape.
    """

    index: int
    angle: float


def resampled_to(bands: BandAxis, wavelength_nm: Floats, spectra: Floats) -> Floats:
    """Return spectra as the sensor of a cube would see them.

    Each band is a Gaussian of its full width at half maximum, or of the
    spacing of the bands where widths are unknown. Bands that reach beyond the
    library, or over channels without values, are NaN.

    Parameters
    ----------
    bands : BandAxis
        Of the cube; has wavelengths.
    wavelength_nm : ndarray, shape (channels,)
        Ascending.
    spectra : ndarray, shape (n, channels)

    Returns
    -------
    ndarray, shape (n, bands)

    Raises
    ------
    ValueError
        If the cube has no wavelengths.
    """
    weight = band_weights(bands, wavelength_nm)
    known = np.isfinite(spectra)
    total = weight.sum(axis=1)
    seen = known.astype(float) @ weight.T
    summed = np.where(known, spectra, 0.0) @ weight.T
    result = np.full(summed.shape, np.nan)
    # Half of a band's weight on missing channels would make its value a guess.
    enough = (seen > 0.5 * total) & (total > 0)
    np.divide(summed, seen, out=result, where=enough)
    return result


def best_matches(
    pixel: Floats, library: Floats, good: npt.NDArray[np.bool_], *, count: int
) -> list[Match]:
    """Return the spectra of a library that fit a pixel best, the best first.

    Parameters
    ----------
    pixel : ndarray, shape (bands,)
        NaN for nodata.
    library : ndarray, shape (n, bands)
        From `resampled_to`.
    good : ndarray of bool, shape (bands,)
        Bands to compare.
    count : int
        How many to return; spectra with fewer than four common bands are
        passed over.
    """
    comparable = good & np.isfinite(pixel)
    angles = spectral_angle(library[:, comparable], pixel[comparable])
    common = np.isfinite(library[:, comparable]).sum(axis=1)
    # A spectrum that covers little of the axis fits too easily.
    usable = np.isfinite(angles) & (
        common >= max(_FEWEST_BANDS, 0.5 * np.count_nonzero(comparable))
    )
    rows = np.flatnonzero(usable)
    order = rows[np.argsort(angles[rows], kind="stable")][:count]
    return [Match(int(row), float(angles[row])) for row in order]
