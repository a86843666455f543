"""Classify a scene by a regularised linear discriminant on the spectra of the shots."""

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
    train_classic,
)
from hsiviewer.learning.training.discriminants import fit_discriminant


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Fit the discriminant; held-out shots tell how sure its scores are."""
    return train_classic(job, progress, _learn)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the discriminant of a saved model, fitted again on the saved shots."""
    return restore_classic(job, record, fit)


def fit(labelled: LabelledFeatures) -> Score:
    """Return the discriminant of shots."""
    return fit_discriminant(
        labelled.values, labelled.targets, shrinkage=labelled.config.shrinkage
    )


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    checked = cross_validated(labelled, fit, report, folds=labelled.config.folds)
    return Learned(
        lambda _report: fit(labelled),
        checked.temperature,
        checked.accuracy,
    )
