"""Classify a scene by multinomial logistic regression on the spectra of the shots.

Krishnapuram et al. (2005), Sparse multinomial logistic regression, doi
10.1109/TPAMI.2005.127; with the squared penalty, which needs no choice of bands.
"""

import warnings
from functools import partial

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.prediction.pixel_scores import Score, Spectra
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.training.classic import (
    LabelledFeatures,
    Learned,
    Report,
    cross_validated,
    restore_classic,
    some_of,
    train_classic,
)

COSTS = (0.1, 1.0, 10.0)  # tried; for features of mean variance 1
_USUAL = 1.0
_MOST_CHECKED = 1500  # shots that C is chosen by
_MOST_STEPS = 300


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Choose C inside the shots by their held-out likelihood, and fit."""
    return train_classic(job, progress, _learn)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the regression of a saved model, fitted again on the saved shots."""
    cost = record.number("C", least=1e-12, most=1e12)
    return restore_classic(job, record, partial(fit_logistic, cost=cost))


def fit_logistic(labelled: LabelledFeatures, cost: float) -> Score:
    """Fit the regression; its scores are logarithms of probabilities.

    Parameters
    ----------
    cost : float
        C of scikit-learn, for the features as they are.
    """
    model = LogisticRegression(C=cost, class_weight="balanced", max_iter=_MOST_STEPS)
    with warnings.catch_warnings():
        # The last steps change no probability that anybody could see.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(labelled.values, labelled.targets)

    def score(features: Spectra) -> Spectra:
        values = np.asarray(model.decision_function(features), np.float64)
        # Of two classes only their difference is told.
        return np.stack([-values, values], axis=1) / 2 if values.ndim == 1 else values

    return score


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    config = labelled.config
    # One over the mean variance of the features.
    scale = min(labelled.unit * labelled.values.shape[1], 1e11)
    costs = [scale * cost for cost in ([config.cost] if config.cost else COSTS)]
    some = some_of(labelled, _MOST_CHECKED)
    checks = [
        cross_validated(
            some,
            partial(fit_logistic, cost=cost),
            partial(_part, report, number / len(costs), 1 / len(costs)),
            folds=config.folds,
        )
        for number, cost in enumerate(costs)
    ]
    best = int(np.argmin([check.loss for check in checks]))
    if np.isnan(checks[best].loss):
        best = costs.index(scale * _USUAL) if len(costs) > 1 else 0
    cost = costs[best]
    return Learned(
        lambda _report: fit_logistic(labelled, cost),
        checks[best].temperature,
        checks[best].accuracy,
        {"C": cost},
    )


def _part(report: Report, start: float, share: float, fraction: float) -> None:
    report(start + share * fraction)
