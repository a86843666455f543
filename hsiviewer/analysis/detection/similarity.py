"""Spectra compared with a target alone, without a background."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]


def angles(values: Floats, targets: Floats) -> npt.NDArray[np.float32]:
    """Return the spectral angle of pixels to several targets at once, in radians.

    Kruse et al. (1993), "The spectral image processing system (SIPS)". As
    `hsiviewer.analysis.spectral_angle.spectral_angle`, by one matrix product.

    Parameters
    ----------
    values : ndarray, shape (bands, n)
        NaN in any band gives NaN.
    targets : ndarray, shape (targets, bands)
        Finite.

    Returns
    -------
    ndarray of float32, shape (targets, n)
    """
    known = np.asarray(targets, np.float64)
    pixels = values.astype(np.float64)
    length = np.sqrt(np.einsum("bn,bn->n", pixels, pixels))
    unit = known / np.linalg.norm(known, axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = (unit @ pixels) / length
    return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)), np.float32)


def information_divergence(values: Floats, targets: Floats) -> npt.NDArray[np.float32]:
    """Return the spectral information divergence of pixels to targets.

    Chang (2000), doi 10.1109/18.857802: spectra as probability distributions over
    the bands, and the sum of both relative entropies between them.

    Parameters
    ----------
    values : ndarray, shape (bands, n)
    targets : ndarray, shape (targets, bands)

    Returns
    -------
    ndarray of float32, shape (targets, n)
        0 for the same shape. Bands that are not positive count as next to nothing.
    """
    pixels = _distribution(values.astype(np.float64), axis=0)
    known = _distribution(np.asarray(targets, np.float64), axis=1)
    log_pixels, log_known = np.log(pixels), np.log(known)
    # sum p log(p/q) + q log(q/p), with all but two products shared by the targets.
    divergence = (
        np.einsum("bn,bn->n", pixels, log_pixels)[None]
        - log_known @ pixels
        + np.einsum("tb,tb->t", known, log_known)[:, None]
        - known @ log_pixels
    )
    return np.asarray(np.maximum(divergence, 0.0), np.float32)


def _distribution(values: FloatArray, *, axis: int) -> FloatArray:
    positive = np.maximum(values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = positive / positive.sum(axis=axis, keepdims=True)
    return np.asarray(np.maximum(shares, np.finfo(np.float64).tiny))
