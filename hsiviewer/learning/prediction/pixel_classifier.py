"""Prediction of methods that see one spectrum at a time."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.inputs import STATISTICS_PIXELS, sample_positions
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import TILE_SIDE
from hsiviewer.learning.prediction.pixel_scores import Score, Spectra
from hsiviewer.learning.prediction.scores import Scored


class PixelClassifier:
    """Classifies windows of a scene pixel by pixel.

    Parameters
    ----------
    job : LearningJob
        Its scene is read.
    score : callable
        Given spectra (n, bands) as they are, returns one score per class, (n, K);
        the greatest one wins.
    temperature : float
        Divides scores before the softmax; it changes no winner.
    """

    tile_side = TILE_SIDE

    def __init__(self, job: LearningJob, score: Score, temperature: float) -> None:
        self._scene = job.scene
        self._score = score
        self._temperature = temperature
        self.shared: dict[str, Any] = {}

    def prepare(self, job: LearningJob, progress: Progress) -> None:
        """Do nothing: pixels are classified one by one."""

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""
        found = self.scored(window)
        return found.targets, found.confidence

    def probabilities(self, window: PixelWindow) -> npt.NDArray[np.floating]:
        """Return the probabilities of all classes, shape (h, w, K)."""
        found = self.scored(window).probabilities
        assert found is not None, "a window has a pixel with values"
        return found

    def scored(self, window: PixelWindow) -> Scored:
        """Return targets, confidences and probabilities of all pixels of a window."""
        values, valid = self._scene.read(window)
        targets = np.zeros(window.size, np.int32)
        confidence = np.full(window.size, np.nan, np.float32)
        if not valid.any():
            return Scored(targets, confidence)
        scores = self._score(values[:, valid].T.astype(np.float64))
        targets[valid] = scores.argmax(axis=1)
        shares = softmax(scores / self._temperature, axis=1)
        confidence[valid] = shares.max(axis=1)
        probabilities = np.zeros((*window.size, scores.shape[1]), np.float32)
        probabilities[valid] = shares
        return Scored(targets, confidence, probabilities)


def shot_spectra(job: LearningJob) -> Spectra:
    """Return the spectra of the labels, shape (n, bands)."""
    shots = job.labelled
    return job.scene.read_spectra(shots.rows, shots.cols).astype(np.float64)


def scene_spectra(job: LearningJob) -> Spectra:
    """Return spectra of unlabelled pixels of the whole scene, shape (n, bands)."""
    positions = sample_positions(
        job.valid, STATISTICS_PIXELS, np.random.default_rng([job.recipe.seed, 3])
    )
    job.record.details["transductive"] = True
    return job.scene.read_spectra(positions[:, 0], positions[:, 1]).astype(np.float64)


def scaled(scaler: SpectralScaler, spectra: Spectra) -> Spectra:
    """Scale spectra of shape (n, bands) to (n, features)."""
    return scaler.apply(spectra.T.astype(np.float32)).T.astype(np.float64)
