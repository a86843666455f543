"""Prediction of windows by experts that were asked, and by their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.methods.ensemble.config import MARGIN, TILE_SIDE
from hsiviewer.learning.methods.ensemble.experts import Score
from hsiviewer.learning.methods.ensemble.features import SceneFeatures
from hsiviewer.learning.methods.ensemble.folds import group
from hsiviewer.learning.prediction.graph import PixelGraph
from hsiviewer.learning.prediction.prior_adaptation import estimate_priors
from hsiviewer.learning.prediction.scores import Scored
from hsiviewer.learning.training.choosing import Choice
from hsiviewer.learning.training.surroundings import blended

FloatArray = npt.NDArray[np.float32]

_MOST_TILES = 4  # that class shares are estimated from
# A third of the way to shares that are estimates themselves: more of it lets overall
# accuracy grow a little, and costs rare classes much.
_SHARE_POWER = 1 / 3
_LEAST = 1e-4


@dataclass(frozen=True, eq=False)
class Votes:
    """Fitted experts, and what was chosen about them.

    Parameters
    ----------
    scores : sequence
        Of all experts in order; none of those that are not listened to.
    temperatures : sequence of float
        Of all experts.
    choice : Choice
        Blend, strength and temperature of the whole.
    unit : float
        Of the graph.
    """

    scores: Sequence[Score | None]
    temperatures: Sequence[float]
    choice: Choice
    unit: float


class VotingPredictor:
    """Classifies windows of a scene by votes.

    A window is read with a margin, in which neighbours still matter; so memory does
    not grow with the scene.

    Parameters
    ----------
    features : SceneFeatures
        Of the scene.
    votes : Votes
        What was learned.
    weighs_shares : bool
        Whether classes are weighed by how frequent they seem in the scene.
    """

    tile_side = TILE_SIDE

    def __init__(
        self, features: SceneFeatures, votes: Votes, *, weighs_shares: bool
    ) -> None:
        self._features = features
        self._votes = votes
        self._weighs_shares = weighs_shares
        self._last: tuple[PixelWindow, npt.NDArray[np.bool_], FloatArray] | None = None
        self._progress: Progress | None = None
        self.shared: dict[str, Any] = {}

    def prepare(self, job: LearningJob, progress: Progress) -> None:
        """Estimate how frequent the classes are in the scene, if that is wanted."""
        self._progress = progress
        if not self._weighs_shares:
            return
        whole = PixelWindow.of_shape(job.scene.grid_shape)
        tiles = [
            tile for tile in whole.tiles(TILE_SIDE) if job.valid[tile.slices].any()
        ]
        chosen = np.linspace(0, len(tiles) - 1, min(_MOST_TILES, len(tiles)))
        asked = [self._probabilities(tiles[int(n)])[1] for n in chosen]
        shares = estimate_priors(np.concatenate(asked))
        self.shared["weights"] = (shares**_SHARE_POWER).tolist()
        job.record.details["estimated_class_shares"] = shares.round(4).tolist()
        job.record.details["transductive"] = True

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""
        found = self.scored(window)
        return found.targets, found.confidence

    def probabilities(self, window: PixelWindow) -> npt.NDArray[np.floating]:
        """Return the probabilities of all classes, shape (h, w, K)."""
        found = self.scored(window).probabilities
        assert found is not None
        return found

    def scored(self, window: PixelWindow) -> Scored:
        """Return targets, confidences and probabilities of all pixels of a window."""
        valid, shares = self._weighed(window)
        targets = np.zeros(window.size, np.int32)
        confidence = np.full(window.size, np.nan, np.float32)
        probabilities = np.zeros((*window.size, shares.shape[1]), np.float32)
        if valid.any():
            targets[valid] = shares.argmax(axis=1)
            confidence[valid] = shares.max(axis=1)
            probabilities[valid] = shares
        return Scored(targets, confidence, probabilities)

    def _weighed(self, window: PixelWindow) -> tuple[npt.NDArray[np.bool_], FloatArray]:
        """Return what `_probabilities` does, with the class shares of the scene."""
        valid, probabilities = self._probabilities(window)
        weights = self.shared.get("weights")
        if weights is not None:
            probabilities = probabilities * np.asarray(weights, np.float32)
            probabilities /= probabilities.sum(axis=1, keepdims=True)
        return valid, probabilities

    def _probabilities(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.bool_], FloatArray]:
        """Return where a window has values, and the probabilities there, (n, K)."""
        if self._last is None or self._last[0] != window:
            self._last = (window, *self._computed(window))
        return self._last[1:]

    def _computed(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.bool_], FloatArray]:
        votes, choice = self._votes, self._votes.choice
        read = self._features.read_around(window, MARGIN)
        inner = np.zeros(read.valid.shape, bool)
        inner[
            window.row - read.window.row : window.row - read.window.row + window.height,
            window.col - read.window.col : window.col - read.window.col + window.width,
        ] = True
        pixel, spatial = (
            None
            if choice.blend == unheard
            else group(
                votes.scores,
                votes.temperatures,
                read.blocks,
                is_spatial=is_spatial,
                alive=self._alive,
            )
            for is_spatial, unheard in ((False, 1.0), (True, 0.0))
        )
        heard = pixel if pixel is not None else spatial
        assert heard is not None
        priors = blended(
            heard if pixel is None else pixel,
            heard if spatial is None else spatial,
            choice.blend,
        )
        graph = PixelGraph(read.guide, read.valid, votes.unit)
        solution = graph.agree(priors, choice.strength)
        scores = np.log(np.maximum(solution, _LEAST)) / choice.temperature
        probabilities = softmax(scores, axis=1).astype(np.float32)
        valid = read.valid[inner].reshape(window.size)
        return valid, probabilities[inner[read.valid]]

    def _alive(self) -> None:
        if self._progress is not None:
            self._progress.checkpoint()
