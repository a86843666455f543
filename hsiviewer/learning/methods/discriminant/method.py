"""Classify a scene by a regularised linear discriminant on the spectra of the shots.

Fisher (1936), doi 10.1111/j.1469-1809.1936.tb02137.x, with the shrinkage of Ledoit and
Wolf (2004), doi 10.1016/S0047-259X(03)00096-4. Their formula is applied to the spread
within classes that all classes share: two labels of a class say nothing on their own.
"""

import numpy as np
from sklearn.covariance import ledoit_wolf

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import (
    PixelClassifier,
    Score,
    Spectra,
)
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.training.classic import (
    LabelledFeatures,
    Learned,
    Report,
    cross_validated,
    restore_classic,
    train_classic,
)

# Of the mean variance of the features: classes whose labels are all alike.
_LEAST_VARIANCE = 1e-9


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Fit the discriminant; held-out shots tell how sure its scores are."""
    return train_classic(job, progress, _learn)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the discriminant of a saved model, fitted again on the saved shots."""
    return restore_classic(job, record, fit_discriminant)


def fit_discriminant(labelled: LabelledFeatures) -> Score:
    """Return the discriminant of classes that are equally likely beforehand.

    A class's score is the logarithm of its normal density, but for what all classes
    share. Where each class has a single label, the nearest one counts.
    """
    values, targets = labelled.values, labelled.targets
    classes = int(targets.max()) + 1
    means = np.stack([values[targets == each].mean(axis=0) for each in range(classes)])
    covariance = _within(values - means[targets], classes, labelled.config.shrinkage)
    weights = np.linalg.solve(covariance, means.T)
    offsets = -0.5 * (means.T * weights).sum(axis=0)
    return lambda features: features @ weights + offsets


def _within(residuals: Spectra, classes: int, shrinkage: float) -> Spectra:
    """Return the regularised covariance within classes, shape (features, features).

    Parameters
    ----------
    residuals : ndarray of float64, shape (n, features)
        Features of the shots, less the mean of their class.
    """
    count, features = residuals.shape
    identity: Spectra = np.eye(features)
    if count <= classes:
        return identity
    if shrinkage:
        found = residuals.T @ residuals / count
        variance = np.trace(found) / features
        found = (1 - shrinkage) * found + shrinkage * variance * identity
    else:
        found, _ = ledoit_wolf(residuals, assume_centered=True)
        variance = np.trace(found) / features
    # Means take a degree of freedom each.
    found = found * count / (count - classes)
    if not variance > 0:
        return identity
    regular: Spectra = found + _LEAST_VARIANCE * variance * identity
    return regular


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    checked = cross_validated(
        labelled, fit_discriminant, report, folds=labelled.config.folds
    )
    return Learned(
        lambda _report: fit_discriminant(labelled),
        checked.temperature,
        checked.accuracy,
    )
