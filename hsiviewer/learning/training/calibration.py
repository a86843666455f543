"""Scores that mean what they say: temperature scaling that keeps the winner."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

IntArray = npt.NDArray[np.intp]

_BOUNDS = (np.log(0.01), np.log(100.0))
_LEAST_OF_CLASS = 10  # samples that are kept, where there are as many


def fit_temperature(scores: npt.NDArray[np.floating], targets: IntArray) -> float:
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


def balanced_accuracy(scores: npt.NDArray[np.floating], targets: IntArray) -> float:
    """Return the mean over classes of the share of samples that are right.

    Parameters
    ----------
    scores : ndarray, shape (n, K)
    targets : ndarray of int, shape (n,)
        Not empty.
    """
    right = scores.argmax(axis=1) == targets
    return float(np.mean([right[targets == target].mean() for target in set(targets)]))


def held_out_folds(
    targets: IntArray, folds: int, generator: np.random.Generator
) -> list[IntArray]:
    """Deal labels out to folds, class by class.

    A class with a single label is never held out, so that every fold leaves all
    classes something to learn from.

    Parameters
    ----------
    targets : ndarray of int, shape (n,)
        0..K-1.
    folds : int
        How many; fewer where no class has as many labels.
    generator : numpy.random.Generator
        Decides who goes where.

    Returns
    -------
    list of ndarray of int
        Indices held out in each fold; empty if nothing can be.
    """
    folds = min(folds, int(np.bincount(targets).max()))
    if folds < 2:
        return []
    fold_of = np.full(len(targets), -1)
    for target in np.unique(targets):
        members = generator.permutation(np.flatnonzero(targets == target))
        if len(members) > 1:
            start = int(generator.integers(folds))
            fold_of[members] = (start + np.arange(len(members))) % folds
    held_out = [np.flatnonzero(fold_of == fold) for fold in range(folds)]
    return [fold for fold in held_out if fold.size]


def stratified(
    targets: IntArray, most: int, generator: np.random.Generator
) -> IntArray:
    """Return some shots, the same share of each class, but no class without any.

    Parameters
    ----------
    targets : ndarray of int, shape (n,)
        0..K-1.
    most : int
        How many, about.

    Returns
    -------
    ndarray of int
        Ascending; all shots if they are not more.
    """
    if len(targets) <= most:
        return np.arange(len(targets))
    chosen = []
    classes = np.unique(targets)
    least = max(2, min(_LEAST_OF_CLASS, most // len(classes)))
    for target in classes:
        own = generator.permutation(np.flatnonzero(targets == target))
        count = max(least, round(len(own) * most / len(targets)))
        chosen.append(own[:count])
    return np.sort(np.concatenate(chosen))
