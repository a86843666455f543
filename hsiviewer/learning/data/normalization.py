"""Scaling of bands and principal components, fitted once and saved with a model."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import linalg

FloatArray = npt.NDArray[np.float32]

# Scales are kept in single precision, which ends at 3e38.
_LEAST_EXTENT = 1e-37
_LARGEST = 1e18  # its square is still a number
_ROUNDING = 1e-12  # of means in double precision
_LEAST_NOISE = 1e-4  # of a direction, in relation to the mean noise of a band
_NO_NOISE = 1e-12  # in relation to the variance of a band

SCALINGS = ("cube-minmax", "band-robust", "zscore")


@dataclass(frozen=True, eq=False)
class SpectralScaler:
    """``(x - offset) * gain``, then optionally a projection on components.

    Parameters
    ----------
    offset, gain : ndarray of float32, shape (bands,)
        Of each band.
    components : ndarray of float32, shape (k, bands), optional
        Rows are applied to the scaled spectrum.
    """

    offset: FloatArray
    gain: FloatArray
    components: FloatArray | None = None

    @classmethod
    def fit(
        cls,
        spectra: npt.NDArray[np.floating],
        *,
        scaling: str,
        components: int = 0,
        whitening: float = 0.0,
        variance: float = 1.0,
        noise: npt.NDArray[np.floating] | None = None,
    ) -> Self:
        """Fit on pixels that are given explicitly.

        Parameters
        ----------
        spectra : ndarray, shape (n, bands)
            Finite.
        scaling : str
            ``"cube-minmax"``: one minimum and maximum for all bands to 0..1;
            ``"band-robust"``: percentiles 1 and 99 of each band to 0..1;
            ``"zscore"``: mean 0 and standard deviation 1 of each band.
        components : int
            Principal components kept; 0 keeps the bands.
        whitening : float
            0 leaves the components' variances as they are but for one common
            factor, 1 makes them equal, 0.5 is half-way in the logarithm.
        variance : float
            Share of the variance that the components keep at least; 1 keeps as many
            as there are.
        noise : ndarray, shape (bands, bands), optional
            Covariance of the noise in the units of the spectra: components are then
            ordered by signal to noise instead of variance, and what whitening takes
            for their strength is that ratio (minimum noise fraction, Green et al.
            1988, doi:10.1109/36.3001).
        """
        values = np.asarray(spectra, np.float64)
        offset, gain = _band_scaling(values, scaling)
        if not components:
            return cls(offset.astype(np.float32), gain.astype(np.float32))
        scaled = (values - offset) * gain
        centre = scaled.mean(axis=0)
        covariance = np.atleast_2d(np.cov(scaled - centre, rowvar=False, ddof=0))
        strength, axes = _directions(
            covariance, None if noise is None else noise * np.outer(gain, gain)
        )
        kept = min(components, len(values) - 1, values.shape[1])
        strength = np.maximum(strength[::-1], 1e-12)
        if variance < 1:
            reached = np.cumsum(strength) / strength.sum()
            kept = min(kept, int(np.searchsorted(reached, variance)) + 1)
        strength = strength[:kept]
        axes = axes[:, ::-1][:, :kept].T
        # The sign of an eigenvector is arbitrary; the same everywhere by choice.
        signs = np.sign(axes[np.arange(kept), np.abs(axes).argmax(axis=1)])
        deviation = np.sqrt(strength)
        factor = deviation[0] ** (1 - whitening) * deviation**whitening
        projection = axes * (signs / factor)[:, None]
        # Centring costs nothing when it is part of the offset.
        return cls(
            (offset + centre / gain).astype(np.float32),
            gain.astype(np.float32),
            projection.astype(np.float32),
        )

    @classmethod
    def identity(cls, bands: int) -> Self:
        """Return a scaler that leaves values as they are."""
        return cls(np.zeros(bands, np.float32), np.ones(bands, np.float32))

    @property
    def channels(self) -> int:
        """Number of values per pixel after scaling."""
        return len(self.gain if self.components is None else self.components)

    def apply(self, values: FloatArray) -> FloatArray:
        """Scale a cube of shape (bands, ...) to (channels, ...).

        What would pass beyond single precision stays at its end.
        """
        shape = (-1,) + (1,) * (values.ndim - 1)
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = (values - self.offset.reshape(shape)) * self.gain.reshape(shape)
            if self.components is not None:
                scaled = np.tensordot(self.components, scaled, axes=1)
        if not np.isfinite(scaled).all():
            np.nan_to_num(scaled, copy=False, posinf=_LARGEST, neginf=-_LARGEST)
        return scaled

    def arrays(self) -> dict[str, FloatArray]:
        """Return what a checkpoint stores."""
        stored = {"offset": self.offset, "gain": self.gain}
        if self.components is not None:
            stored["components"] = self.components
        return stored

    @classmethod
    def from_arrays(cls, stored: dict[str, FloatArray], *, bands: int) -> Self:
        """Return the scaler that a checkpoint holds.

        Raises
        ------
        KeyError, ValueError
            If it is not one of so many bands, or cannot scale.
        """
        offset, gain = stored["offset"], stored["gain"]
        components = stored.get("components")
        if offset.shape != (bands,) or gain.shape != (bands,):
            raise ValueError(f"the scaling is not one of {bands} bands")
        if not (gain > 0).all():
            raise ValueError("the scaling has factors that are not positive")
        if components is not None and (
            components.ndim != 2 or components.shape[1] != bands or not len(components)
        ):
            raise ValueError(f"the components are not some of {bands} bands")
        if {entry.dtype for entry in stored.values()} != {np.dtype(np.float32)}:
            raise ValueError("the scaling has other values than float32")
        return cls(offset, gain, components)


def _directions(
    covariance: npt.NDArray[np.float64], noise: npt.NDArray[np.float64] | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return ascending strengths (k,), and directions in the columns of (bands, k)."""
    level = 0.0 if noise is None else float(np.trace(noise)) / len(noise)
    if noise is None or not level > _NO_NOISE:
        return np.linalg.eigh(covariance)
    # A band without noise would be infinitely good.
    floor = _LEAST_NOISE * level * np.eye(len(noise))
    strength, axes = linalg.eigh(covariance, noise + floor)
    return strength, axes


def _band_scaling(
    values: npt.NDArray[np.float64], scaling: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    bands = values.shape[1]
    if scaling == "cube-minmax":
        low, high = np.full(bands, values.min()), np.full(bands, values.max())
    elif scaling == "band-robust":
        low, high = np.percentile(values, (1, 99), axis=0)
    elif scaling == "zscore":
        low = values.mean(axis=0)
        high = low + values.std(axis=0)
    else:
        raise ValueError(f"there is no scaling {scaling!r}")
    extent = high - low
    # A constant band carries nothing; it must not become infinite.
    varies = extent > np.maximum(_LEAST_EXTENT, _ROUNDING * np.abs(low))
    return low, np.where(varies, 1 / np.where(varies, extent, 1), 1.0)
