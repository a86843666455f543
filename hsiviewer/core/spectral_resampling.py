"""Spectra of one sensor as another one would have measured them."""

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis

Floats = npt.NDArray[np.floating]
_FWHM_PER_SIGMA = 2.3548200450309493


def band_weights(bands: BandAxis, wavelength_nm: Floats) -> npt.NDArray[np.float64]:
    """Return how much each channel of a spectrum counts in each band.

    Each band is a Gaussian of its full width at half maximum, or of the spacing
    of the bands where widths are unknown; never narrower than a channel, so that
    coarser spectra are interpolated.

    Parameters
    ----------
    bands : BandAxis
        What is wanted; has wavelengths.
    wavelength_nm : ndarray, shape (channels,)
        Of the spectra at hand, ascending.

    Returns
    -------
    ndarray, shape (bands, channels)
        Not normalised, as channels may lack values; all 0 in the row of a band
        that lies beyond the channels.

    Raises
    ------
    ValueError
        If the bands have no wavelengths.
    """
    if bands.wavelength_nm is None:
        raise ValueError("the cube has no wavelengths to compare a library by")
    centres = np.asarray(bands.wavelength_nm, float)
    spacing = np.gradient(np.sort(centres))[np.argsort(np.argsort(centres))]
    widths = spacing if bands.fwhm_nm is None else np.asarray(bands.fwhm_nm, float)
    sigma = np.maximum(np.abs(widths), 1e-3) / _FWHM_PER_SIGMA
    # A channel stands for the stretch to its neighbours.
    channel = np.gradient(wavelength_nm)
    sigma = np.maximum(sigma[:, None], channel[None, :] / _FWHM_PER_SIGMA)
    away = (wavelength_nm[None, :] - centres[:, None]) / sigma
    weights: npt.NDArray[np.float64] = np.exp(-0.5 * away**2) / sigma * channel
    inside = (centres >= wavelength_nm[0]) & (centres <= wavelength_nm[-1])
    return np.where(inside[:, None] & (weights.sum(axis=1) > 1e-6)[:, None], weights, 0)
