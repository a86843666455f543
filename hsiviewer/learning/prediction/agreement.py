"""Prediction by networks whose neighbouring pixels agree as far as they look alike."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.context import ContextRaster
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.ensemble import Ensemble
from hsiviewer.learning.prediction.graph import PixelGraph
from hsiviewer.learning.prediction.scores import Scored

FloatArray = npt.NDArray[np.float32]

TILE_SIDE = 256  # of the windows in which neighbours agree, in pixels
MARGIN = 48  # around a window, in which neighbours still matter
LEAST = 1e-4  # probability of a class


class AgreeingPredictor:
    """Lets neighbouring pixels agree about what networks say of each.

    A window is read with a margin, in which neighbours still matter; so memory does
    not grow with the scene.

    Parameters
    ----------
    ensemble : Ensemble
        The networks.
    context : ContextRaster
        Tells neighbours apart.
    strength : float
        Of the agreement.
    temperature : float
        Divides the logarithms of the probabilities that are agreed on.
    """

    tile_side = TILE_SIDE

    def __init__(
        self,
        ensemble: Ensemble,
        context: ContextRaster,
        *,
        strength: float,
        temperature: float,
    ) -> None:
        self._ensemble = ensemble
        self._context = context
        self._strength = strength
        self._temperature = temperature
        self._progress: Progress | None = None

    @property
    def shared(self) -> dict[str, Any]:
        """What the networks have found out about the scene as a whole."""
        return self._ensemble.shared

    @shared.setter
    def shared(self, found: dict[str, Any]) -> None:
        self._ensemble.shared = found

    def prepare(self, job: LearningJob, progress: Progress) -> None:
        """Let the networks look at the scene as a whole."""
        self._progress = progress
        self._ensemble.prepare(job, progress)
        job.record.details["score_temperature"] = round(self._temperature, 4)

    def similarities(self, row: int, col: int) -> npt.NDArray[np.floating]:
        """Return the cosines of a pixel with the class vectors, shape (K,)."""
        return self._ensemble.similarities(row, col)

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""
        found = self.scored(window)
        return found.targets, found.confidence

    def scored(self, window: PixelWindow) -> Scored:
        """Return targets, confidences and probabilities of all pixels of a window."""
        probabilities = self.probabilities(window)
        known = np.isfinite(probabilities[..., 0])
        targets = np.zeros(window.size, np.int32)
        targets[known] = probabilities[known].argmax(axis=-1)
        confidence: FloatArray = probabilities.max(axis=-1)
        return Scored(targets, confidence, probabilities)

    def probabilities(self, window: PixelWindow) -> FloatArray:
        """Return the probabilities of all classes, (h, w, K); NaN without values."""
        around = window.grown(MARGIN).intersection(self._context.raster.cube.window)
        guide, valid = self._context.guide(around, self._alive)
        scores = self._scores(around)[valid]
        graph = PixelGraph(guide, valid, self._context.unit)
        solution = graph.agree(softmax(scores, axis=1), self._strength)
        logs = np.log(np.maximum(solution, LEAST)) / np.float32(self._temperature)
        found = np.full((*around.size, scores.shape[-1]), np.nan, np.float32)
        found[valid] = softmax(logs, axis=1)
        top, left = window.row - around.row, window.col - around.col
        return found[top : top + window.height, left : left + window.width]

    def _scores(self, window: PixelWindow) -> FloatArray:
        """Return scores (h, w, K), some at a time as the networks like it."""
        found: FloatArray | None = None
        for tile in window.tiles(self._ensemble.tile_side):
            self._alive()
            part = self._ensemble.window_scores(tile).float().numpy()
            if found is None:
                found = np.empty((*window.size, part.shape[-1]), np.float32)
            found[tile.moved(-window.row, -window.col).slices] = part
        assert found is not None
        return found

    def _alive(self) -> None:
        if self._progress is not None:
            self._progress.checkpoint()
