"""The light classifier: fitted anew after every stroke, in milliseconds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.live.features import FeatureGrid
from hsiviewer.learning.training.discriminants import fit_linear_discriminant

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]

_AT_ONCE = 65_536  # pixels whose scores are computed at a time


@dataclass(frozen=True, eq=False)
class LiveClassifier:
    """A regularised linear discriminant of the classes that have labels.

    Parameters
    ----------
    weights : ndarray of float32, shape (features, K)
    offsets : ndarray of float32, shape (K,)
    class_ids : ndarray of uint16, shape (K,)
        Id of each class, ascending.
    """

    weights: FloatArray
    offsets: FloatArray
    class_ids: npt.NDArray[np.uint16]

    @classmethod
    def fit(
        cls, features: FloatArray, labels: npt.NDArray[np.uint16]
    ) -> "LiveClassifier":
        """Learn from labelled pixels of two classes or more.

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
        labels : ndarray of uint16, shape (n,)
            Class ids.
        """
        class_ids, targets = np.unique(labels, return_inverse=True)
        weights, offsets = fit_linear_discriminant(features.astype(np.float64), targets)
        return cls(weights.astype(np.float32), offsets.astype(np.float32), class_ids)

    def classify(
        self, grid: FeatureGrid, window: PixelWindow, step: int
    ) -> npt.NDArray[np.uint16]:
        """Return the class ids of every `step`-th pixel of a window of the grid.

        Returns
        -------
        ndarray of uint16, shape (rows, cols)
            0 where the scene has no values.
        """
        rows, cols = window.slices
        place = (
            slice(rows.start, rows.stop, step),
            slice(cols.start, cols.stop, step),
        )
        values, valid = grid.values[place], grid.valid[place]
        found = np.zeros(valid.shape, np.uint16)
        # A few rows at a time, so that what is computed stays near the processor.
        height = max(1, _AT_ONCE // max(1, valid.shape[1]))
        for top in range(0, len(valid), height):
            part = values[top : top + height]
            scores = self.scores(part.reshape(-1, part.shape[-1]))
            best = scores.argmax(axis=1).reshape(part.shape[:2])
            found[top : top + height] = self.class_ids[best]
        found[~valid] = 0
        return found

    def scores(self, features: FloatArray) -> FloatArray:
        """Return a score of each class, shape (n, K); the greatest one wins."""
        found: FloatArray = features @ self.weights + self.offsets
        return found
