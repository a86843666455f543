"""Targets against the background of the scene: matched filter and its kin.

SPy has the first two for images that memory holds whole; here they are applied to
blocks with the statistics of the scene, and tests compare the two.
"""

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.streaming import Statistics

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]


def matched_filter(
    values: Floats, targets: Floats, background: Statistics
) -> npt.NDArray[np.float32]:
    """Return the matched filter of pixels for targets.

    Stocker, Reed and Yu (1990), Proc. SPIE 1305: 0 for the mean of the scene, 1
    for the target.

    Parameters
    ----------
    values : ndarray, shape (bands, n)
    targets : ndarray, shape (targets, bands)
    background : Statistics
        Of the scene.

    Returns
    -------
    ndarray of float32, shape (targets, n)
    """
    away = np.asarray(targets, np.float64) - background.mean
    weights = away @ background.inverse
    weights /= np.einsum("tb,tb->t", weights, away)[:, None]
    scores = weights @ values.astype(np.float64)
    return (scores - (weights @ background.mean)[:, None]).astype(np.float32)


def coherence(
    values: Floats, targets: Floats, background: Statistics
) -> npt.NDArray[np.float32]:
    """Return the adaptive cosine estimator (ACE) of pixels for targets.

    Kraut and Scharf (1999), doi 10.1109/78.782198: the squared cosine between pixel
    and target in the whitened space. Its sign is kept, as a pixel that differs from
    the mean in the opposite direction is no target.

    Returns
    -------
    ndarray of float32, shape (targets, n)
        -1..1; 1 for the target whatever its abundance.
    """
    whitening = background.whitening
    away = (np.asarray(targets, np.float64) - background.mean) @ whitening.T
    white = whitening @ (values.astype(np.float64) - background.mean[:, None])
    unit = away / np.linalg.norm(away, axis=1, keepdims=True)
    product = unit @ white
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = product * np.abs(product) / np.einsum("bn,bn->n", white, white)
    return np.asarray(cosine, np.float32)


def constrained_energy(
    values: Floats, targets: Floats, background: Statistics
) -> npt.NDArray[np.float32]:
    """Return the constrained energy minimisation (CEM) of pixels for targets.

    Harsanyi (1993), PhD thesis, University of Maryland: the filter of least energy
    over the scene that answers 1 to the target. Not in SPy.
    """
    from hsiviewer.analysis.streaming import whitening_of

    known = np.asarray(targets, np.float64)
    whitening = whitening_of(background.correlation)
    weights = known @ (whitening.T @ whitening)
    weights /= np.einsum("tb,tb->t", weights, known)[:, None]
    return (weights @ values.astype(np.float64)).astype(np.float32)


def mixture_tuned(
    values: Floats, target: Floats, background: Statistics, noise: FloatArray
) -> npt.NDArray[np.float32]:
    """Return matched filter and infeasibility of pixels for one target.

    Boardman (1998), "Leveraging the high dimensionality of AVIRIS data for improved
    sub-pixel target unmixing": after whitening by the noise, a mixture of the target
    with the background lies on the line between the two, within a spread that shrinks
    from that of the scene to that of the noise. The infeasibility is the distance
    from the line in units of this spread. Not in SPy.

    Parameters
    ----------
    target : ndarray, shape (bands,)
    noise : ndarray, shape (bands, bands)
        Covariance of the noise.

    Returns
    -------
    ndarray of float32, shape (2, n)
        Score, and infeasibility: about 1 for a true mixture, large for a false alarm.
    """
    from scipy import linalg

    strengths, vectors = linalg.eigh(background.covariance, noise)
    telling = strengths > 1.0
    if telling.any():
        strengths, vectors = strengths[telling], vectors[:, telling]
    goal = (np.asarray(target, np.float64) - background.mean) @ vectors
    pixels = vectors.T @ (values.astype(np.float64) - background.mean[:, None])
    weights = goal / strengths
    score = weights @ pixels / (weights @ goal)
    share = np.clip(score, 0.0, 1.0)
    spread = (1.0 - share) * np.sqrt(strengths)[:, None] + share
    off = (pixels - score * goal[:, None]) / spread
    infeasibility = np.sqrt(np.einsum("bn,bn->n", off, off) / len(strengths))
    return np.stack([score, infeasibility]).astype(np.float32)
