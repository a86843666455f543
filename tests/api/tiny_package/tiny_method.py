"""The method itself; imported in the worker process only."""

import numpy as np
import torch

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier, shot_spectra
from hsiviewer.learning.saved.checkpoints import load_model
from hsiviewer.learning.saved.model_record import ModelRecord


def train(job: LearningJob, _progress: Progress) -> PixelClassifier:
    """Take the mean spectrum of each class."""
    with job.record.timed("fine-tuning"):
        spectra, targets = shot_spectra(job), job.labelled.targets
        classes = range(int(targets.max()) + 1)
        means = np.stack(
            [spectra[targets == target].mean(axis=0) for target in classes]
        )
    job.record.tensors = {"means": torch.from_numpy(means)}
    return _classifier(job, means)


def restore(job: LearningJob, _record: ModelRecord) -> PixelClassifier:
    """Return the means of a saved model."""
    tensors, _ = load_model(job.model)
    return _classifier(job, tensors["means"].numpy())


def _classifier(job: LearningJob, means: np.ndarray) -> PixelClassifier:
    power = job.config.power

    def score(spectra: np.ndarray) -> np.ndarray:
        apart = np.abs(spectra[:, None] - means) ** power
        return -apart.sum(axis=2)

    return PixelClassifier(job, score, 1.0)
