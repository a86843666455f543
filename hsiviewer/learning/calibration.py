"""Scores that mean what they say: temperature scaling that keeps the winner."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

_BOUNDS = (np.log(0.01), np.log(100.0))


def fit_temperature(
    scores: npt.NDArray[np.floating], targets: npt.NDArray[np.intp]
) -> float:
    """Return the temperature that explains held-out targets best.

    Dividing scores by a positive number never changes which class wins, only
    how sure the softmax is of it (Guo et al. 2017, arXiv:1706.04599).

    Parameters
    ----------
    scores : ndarray, shape (n, K)
        Scores of samples that the model was not trained on.
    targets : ndarray of int, shape (n,)
        Their classes.

    Returns
    -------
    float
        Minimiser of the mean negative log-likelihood within 0.01..100. One
        sample is added that was got wrong by a hair, so that a perfect record
        on a few samples does not claim certainty.
    """
    rows = np.arange(len(targets))

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        log_probability = log_softmax(scaled, axis=1)
        winner = log_probability.max(axis=1)
        # One wrong sample with the mean winning score.
        doubt = np.log1p(-np.exp(np.minimum(winner, -1e-12))).mean()
        return float(-(log_probability[rows, targets].sum() + doubt) / (len(rows) + 1))

    found = minimize_scalar(loss, bounds=_BOUNDS, method="bounded")
    return float(np.exp(found.x))
