"""Classify a scene by extremely randomised trees on the spectra of the shots.

Geurts, Ernst and Wehenkel (2006), Extremely randomized trees, Machine Learning 63, doi
10.1007/s10994-006-6226-1.
"""

from functools import partial

from sklearn.ensemble import ExtraTreesClassifier

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.prediction.pixel_scores import Score
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
from hsiviewer.learning.training.forests import forest_score, grow

_STREAM = 42
_CHECKED_TREES = 100  # enough to tell how sure their shares are
_MOST_CHECKED = 3000  # shots


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Grow the forest; held-out shots tell how sure its shares are.

    Each tree sees all shots, so that none is left to ask it about.
    """
    return train_classic(job, progress, _learn, needs_variance=False)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the forest of a saved model, grown again from its shots and seed."""
    return restore_classic(
        job, record, lambda labelled: _grown(labelled, labelled.config.trees)
    )


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    trees = labelled.config.trees
    checked = cross_validated(
        some_of(labelled, _MOST_CHECKED),
        lambda part: _grown(part, min(trees, _CHECKED_TREES)),
        report,
        folds=labelled.config.folds,
    )
    fit = partial(_grown, labelled, trees)
    return Learned(fit, checked.temperature, checked.accuracy)


def _grown(
    labelled: LabelledFeatures,
    trees: int,
    report: Report | None = None,
) -> Score:
    return forest_score(
        grow(ExtraTreesClassifier, labelled, trees=trees, stream=_STREAM, report=report)
    )
