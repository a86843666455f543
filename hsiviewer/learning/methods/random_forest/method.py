"""Classify a scene by a random forest on the spectra of the shots.

Breiman (2001), Random Forests, Machine Learning 45, doi 10.1023/A:1010933404324.
"""

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.training.calibration import balanced_accuracy, fit_temperature
from hsiviewer.learning.training.classic import (
    LabelledFeatures,
    Learned,
    Report,
    restore_classic,
    train_classic,
)
from hsiviewer.learning.training.forests import (
    Forest,
    forest_score,
    grow,
    share_scores,
)

_STREAM = 40


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Grow the forest; its confidence is fitted on what each tree has not seen."""
    return train_classic(job, progress, _learn, needs_variance=False)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the forest of a saved model, grown again from its shots and seed."""
    return restore_classic(
        job, record, lambda labelled: forest_score(_grown(labelled, None))
    )


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    forest = _grown(labelled, report)
    temperature, accuracy = 1.0, float("nan")
    if _can_hold_out(labelled):
        shares, targets = forest.oob_decision_function_, labelled.targets
        # With few trees some labels were in the sample of each of them.
        asked = np.isfinite(shares).all(axis=1) & (shares.sum(axis=1) > 0)
        if asked.any():
            scores, unseen = share_scores(shares[asked]), targets[asked]
            temperature = fit_temperature(scores, unseen)
            accuracy = balanced_accuracy(scores, unseen)
    return Learned(lambda _report: forest_score(forest), temperature, accuracy)


def _grown(labelled: LabelledFeatures, report: Report | None) -> Forest:
    return grow(
        RandomForestClassifier,
        labelled,
        trees=labelled.config.trees,
        stream=_STREAM,
        with_unseen=_can_hold_out(labelled),
        report=report,
    )


def _can_hold_out(labelled: LabelledFeatures) -> bool:
    return bool(np.bincount(labelled.targets).min() > 1)
