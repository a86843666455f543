"""Bands combined into few: principal components, noise fractions, indices."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Components:
    """A linear map from bands to components, the most telling first.

    Parameters
    ----------
    mean : ndarray, shape (bands,)
        Taken off first.
    vectors : ndarray, shape (components, bands)
        Weights of the bands.
    strengths : ndarray, shape (components,)
        Variance of each component, or its ratio to that of the noise.
    """

    mean: Floats
    vectors: Floats
    strengths: Floats

    def apply(self, values: Floats) -> npt.NDArray[np.float32]:
        """Return components of spectra, shape (bands, ...) to (components, ...).

        NaN where a band is NaN.
        """
        flat = values.reshape(values.shape[0], -1).astype(np.float32)
        centred = flat - self.mean[:, None].astype(np.float32)
        found = self.vectors.astype(np.float32) @ centred
        return found.reshape(-1, *values.shape[1:])


def principal_components(spectra: Floats, *, count: int) -> Components:
    """Return the directions in which spectra vary most.

    Parameters
    ----------
    spectra : ndarray, shape (n, bands)
        A sample; spectra with NaN are left out.
    count : int
        Number of components.

    Raises
    ------
    ValueError
        If fewer than two spectra are whole.
    """
    whole = _whole(spectra)
    bands = whole.shape[1]
    covariance = np.cov(whole, rowvar=False).reshape(bands, bands)
    return principal_directions(whole.mean(axis=0), covariance, count=count)


def principal_directions(mean: Floats, covariance: Floats, *, count: int) -> Components:
    """Return the directions of most variance of a covariance (bands, bands)."""
    values, vectors = np.linalg.eigh(covariance)
    order = np.argsort(values)[::-1][:count]
    return Components(mean, _signed(vectors[:, order].T), values[order])


def minimum_noise_fraction(
    spectra: Floats, differences: Floats, *, count: int
) -> Components:
    """Return the directions with the most signal in relation to noise.

    Green, Berman, Switzer and Craig (1988), doi 10.1109/36.3001: noise is
    estimated from differences of neighbouring pixels.

    Parameters
    ----------
    spectra : ndarray, shape (n, bands)
        A sample; spectra with NaN are left out.
    differences : ndarray, shape (m, bands)
        Of neighbouring pixels; their covariance is twice that of the noise.

    Raises
    ------
    ValueError
        If fewer than two spectra or differences are whole.
    """
    whole, noise = _whole(spectra), _whole(differences)
    bands = whole.shape[1]
    signal = np.cov(whole, rowvar=False).reshape(bands, bands)
    spread = np.cov(noise, rowvar=False).reshape(bands, bands) / 2
    return noise_fractions(whole.mean(axis=0), signal, spread, count=count)


def noise_fractions(
    mean: Floats, signal: Floats, noise: Floats, *, count: int
) -> Components:
    """Return the directions of most signal in relation to noise.

    Parameters
    ----------
    mean : ndarray, shape (bands,)
    signal, noise : ndarray, shape (bands, bands)
        Covariances of the spectra, and of their noise.
    count : int
        Number of components; their noise has unit variance.
    """
    bands = len(mean)
    # Constant bands have no noise; a little keeps the problem solvable.
    floor = 1e-9 * max(1e-30, float(np.trace(noise)) / bands)
    values, vectors = linalg.eigh(signal, noise + floor * np.eye(bands))
    order = np.argsort(values)[::-1][:count]
    return Components(mean, _signed(vectors[:, order].T), values[order])


def normalized_difference(first: Floats, second: Floats) -> npt.NDArray[np.float32]:
    """Return ``(first - second) / (first + second)``; NaN where the sum is 0."""
    return _quotient(first - second, first + second)


def ratio(first: Floats, second: Floats) -> npt.NDArray[np.float32]:
    """Return ``first / second``; NaN where the second is 0."""
    return _quotient(first, second)


def _quotient(above: Floats, below: Floats) -> npt.NDArray[np.float32]:
    result = np.full(np.shape(above), np.nan, np.float32)
    np.divide(above, below, out=result, where=below != 0)
    return result


def _whole(spectra: Floats) -> Floats:
    whole = spectra[np.isfinite(spectra).all(axis=1)].astype(np.float64)
    if whole.shape[0] < 2:
        raise ValueError("fewer than two spectra have a value in every band")
    return whole


def _signed(vectors: Floats) -> Floats:
    """Turn vectors so that most weight is positive: the same on every machine."""
    return vectors * np.where(vectors.sum(axis=1) < 0, -1.0, 1.0)[:, None]
