"""Forests of trees on spectra, grown by scikit-learn."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.learning.machine.seeding import derived_seed
from hsiviewer.learning.prediction.pixel_classifier import Score, Spectra
from hsiviewer.learning.training.classic import LabelledFeatures, Report

Forest = Any  # a classifier of scikit-learn, which has no types

_AT_ONCE = 10  # trees between two questions whether to go on
_LEAST = 1e-4  # probability that stands for none


def grow(
    kind: Callable[..., Forest],
    labelled: LabelledFeatures,
    *,
    trees: int,
    stream: int,
    with_unseen: bool = False,
    report: Report | None = None,
) -> Forest:
    """Grow a forest of balanced classes.

    Parameters
    ----------
    kind : callable
        Class of scikit-learn.
    labelled : LabelledFeatures
        Its configuration has ``tried`` and ``leaf``.
    trees : int
        How many.
    stream : int
        Of random numbers; another one for each method.
    with_unseen : bool
        Whether each tree is asked about the shots that it has not seen.
    report : callable, optional
        Told the finished share, every few trees.
    """
    config, targets = labelled.config, labelled.targets
    counts = np.bincount(targets)
    forest = kind(
        n_estimators=0,
        max_features=config.tried or "sqrt",
        min_samples_leaf=config.leaf,
        class_weight=dict(enumerate(len(targets) / (len(counts) * counts))),
        random_state=derived_seed(labelled.seed, stream) % 2**32,
        warm_start=True,
    )
    for grown in range(0, trees, _AT_ONCE):
        if report is not None:
            report(grown / trees)
        forest.n_estimators = min(grown + _AT_ONCE, trees)
        # What trees have not seen is asked once, by the whole forest.
        forest.oob_score = with_unseen and forest.n_estimators == trees
        forest.fit(labelled.values, targets)
    return forest


def forest_score(forest: Forest) -> Score:
    """Return the logarithms of the shares of trees that speak for each class."""
    return lambda features: share_scores(forest.predict_proba(features))


def share_scores(shares: npt.NDArray[np.floating]) -> Spectra:
    """Return logarithms of shares (n, K), none of which is taken for impossible."""
    scores: Spectra = np.log(np.maximum(shares, _LEAST))
    return scores
