"""Forests of trees on spectra, grown by scikit-learn."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.learning.machine.seeding import derived_seed
from hsiviewer.learning.prediction.pixel_scores import Score, Spectra
from hsiviewer.learning.training.classic import LabelledFeatures, Report

IntArray = npt.NDArray[np.intp]
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
    """Grow a forest of balanced classes as a configuration says.

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
    config = labelled.config
    forest = kind(
        max_features=config.tried or "sqrt",
        min_samples_leaf=config.leaf,
        random_state=derived_seed(labelled.seed, stream) % 2**32,
    )
    return grown(
        forest,
        labelled.values,
        labelled.targets,
        trees=trees,
        with_unseen=with_unseen,
        report=report,
    )


def grown(
    forest: Forest,
    values: npt.NDArray[np.floating],
    targets: IntArray,
    *,
    trees: int,
    with_unseen: bool = False,
    report: Report | None = None,
) -> Forest:
    """Return a forest of scikit-learn with balanced classes, grown step by step."""
    counts = np.bincount(targets)
    forest.set_params(
        class_weight=dict(enumerate(len(targets) / (len(counts) * counts))),
        warm_start=True,
    )
    for count in range(0, trees, _AT_ONCE):
        if report is not None:
            report(count / trees)
        forest.n_estimators = min(count + _AT_ONCE, trees)
        # What trees have not seen is asked once, by the whole forest.
        forest.oob_score = with_unseen and forest.n_estimators == trees
        forest.fit(values, targets)
    return forest


def forest_score(forest: Forest) -> Score:
    """Return the logarithms of the shares of trees that speak for each class."""
    return lambda features: share_scores(forest.predict_proba(features))


def share_scores(shares: npt.NDArray[np.floating]) -> Spectra:
    """Return logarithms of shares (n, K), none of which is taken for impossible."""
    scores: Spectra = np.log(np.maximum(shares, _LEAST))
    return scores
