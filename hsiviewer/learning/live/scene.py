"""A scene that answers at once: its map from some labels, and pixels to label next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.enough_classes import are_enough_classes
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.live.classifier import LiveClassifier
from hsiviewer.learning.live.features import SceneFeatures
from hsiviewer.learning.live.suggesting import next_cells

IntArray = npt.NDArray[np.intp]
IdArray = npt.NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class LabelledPixels:
    """Some labelled pixels of a scene.

    Parameters
    ----------
    rows, cols : ndarray of int, shape (n,)
    class_ids : ndarray of uint16, shape (n,)
    """

    rows: IntArray
    cols: IntArray
    class_ids: IdArray

    @property
    def are_enough(self) -> bool:
        """Whether two classes have a label."""
        return are_enough_classes(self.class_ids.tolist())


class LiveScene:
    """A scene whose pixels are classified while it is labelled.

    Parameters
    ----------
    cube : HsiCube
        Stays open; `close` closes it.
    largest_bytes : int, optional
        As of `SceneFeatures`.

    Raises
    ------
    TrainingDataError
        As of `SceneFeatures`.
    """

    def __init__(self, cube: HsiCube, *, largest_bytes: int | None = None) -> None:
        self._cube = cube
        self.features = SceneFeatures(cube, largest_bytes=largest_bytes)

    def close(self) -> None:
        """Close the file; features are forgotten with the object."""
        self._cube.close()

    def classify(
        self, labels: LabelledPixels, window: PixelWindow, step: int
    ) -> tuple[IdArray, PixelWindow, int]:
        """Classify every `step`-th pixel of a window, as far as features are ready.

        Parameters
        ----------
        labels : LabelledPixels
            Of two classes at least.
        window : PixelWindow
            Of the scene.
        step : int
            Rows and columns of the scene per one that is classified.

        Returns
        -------
        class_ids : ndarray of uint16, shape (rows, cols)
            0 where the scene has no values.
        window : PixelWindow
            What they show: it begins on a pixel of the features.
        step : int
            The one of the features, where these are coarser; a multiple otherwise.
        """
        grid = self.features.grid
        own = grid.step
        top, left = window.row // own, window.col // own
        bottom = -(-(window.row + window.height) // own)
        right = -(-(window.col + window.width) // own)
        cells = PixelWindow(top, left, bottom - top, right - left).intersection(
            PixelWindow.of_shape(grid.shape)
        )
        stride = max(1, step // own)
        learned = self._learn(labels)
        shown = PixelWindow(
            cells.row * own, cells.col * own, cells.height * own, cells.width * own
        )
        return learned.classify(grid, cells, stride), shown, stride * own

    def suggest(
        self,
        labels: LabelledPixels,
        skipped: Sequence[tuple[int, int]],
        count: int,
        *,
        seed: int = 0,
    ) -> list[tuple[int, int]]:
        """Return the pixels whose label would help most, as rows and columns.

        Parameters
        ----------
        labels : LabelledPixels
            Where two classes have none, typical pixels of the scene are suggested.
        skipped : sequence of (row, col)
            Pixels that are not suggested again, nor their neighbours.
        count : int
            How many; fewer where there are no more.
        """
        grid = self.features.grid
        learned = self._learn(labels) if labels.are_enough else None
        taken = np.zeros(grid.shape, bool)
        refused = np.array(skipped, np.intp).reshape(-1, 2)
        for rows, cols in ((labels.rows, labels.cols), refused.T):
            taken[rows // grid.step, cols // grid.step] = True
        cells = next_cells(grid, learned, taken, count, seed=seed)
        return [(row * grid.step, col * grid.step) for row, col in cells]

    def _learn(self, labels: LabelledPixels) -> LiveClassifier:
        return LiveClassifier.fit(
            self.features.at(labels.rows, labels.cols), labels.class_ids
        )
