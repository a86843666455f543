"""What a method says about every pixel, in memory or in files."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeGuard

import numpy as np
import numpy.typing as npt

from hsiviewer.core.probabilities import (
    ClassProbabilities,
    as_bytes,
    probabilities_file,
)
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.stage_names import PREDICTING

if TYPE_CHECKING:  # it needs torch, which the window does without
    from hsiviewer.learning.data.job import LearningJob

CLASS_MAP_FILE = "class_map.npy"
CONFIDENCE_FILE = "confidence.npy"
_TARGETS_FILE = "targets.npy"
_VALID_FILE = "valid.npy"
_ROWS = 512


class Scored(NamedTuple):
    """What a predictor says of a window.

    Parameters
    ----------
    targets, confidence : ndarray, shape (h, w)
        As of `TilePredictor.predict`.
    probabilities : ndarray, shape (h, w, K), optional
        As of `ProbabilisticPredictor.probabilities`.
    """

    targets: npt.NDArray[np.integer]
    confidence: npt.NDArray[np.floating]
    probabilities: npt.NDArray[np.floating] | None = None


class KeptProbabilities:
    """The probabilities of a scene, kept in a file while it is predicted.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    folder : Path, optional
        Where the file lies; nothing is kept without it.

    Attributes
    ----------
    problem : str
        Why they could not be kept; empty if they could.
    """

    def __init__(self, shape: tuple[int, int], folder: Path | None) -> None:
        self._shape = shape
        self._folder = folder
        self._bytes: npt.NDArray[np.uint8] | None = None
        self.problem = ""

    def put(
        self,
        window: PixelWindow,
        probabilities: npt.NDArray[np.floating],
        valid: npt.NDArray[np.bool_],
    ) -> None:
        """Keep the probabilities (h, w, K) of a window where it is valid."""
        if self._folder is None or self.problem:
            return
        if self._bytes is None:
            count = probabilities.shape[-1]
            try:
                self._bytes = probabilities_file(self._folder, count, self._shape)
            except OSError as error:
                self.problem = (
                    "The probabilities of the classes were not kept: "
                    f"{error.strerror or error}."
                )
                return
        coded = as_bytes(probabilities)
        coded[~valid] = 0
        self._bytes[(slice(None), *window.slices)] = np.moveaxis(coded, -1, 0)

    def of_classes(
        self, class_ids: npt.NDArray[np.uint16]
    ) -> ClassProbabilities | None:
        """Return what was kept; `class_ids` are those of the targets."""
        if self._bytes is None or len(self._bytes) != len(class_ids):
            return None
        return ClassProbabilities(tuple(class_ids.tolist()), self._bytes)


@dataclass(frozen=True, eq=False)
class Prediction:
    """Scores of the winning class for every pixel.

    Parameters
    ----------
    targets : ndarray of int32, shape (rows, cols)
        0..K-1, and -1 where nothing was predicted.
    confidence : ndarray of float32, shape (rows, cols)
        0..1, NaN where nothing was predicted.
    kept : KeptProbabilities
        Probabilities of all classes.
    folder : Path, optional
        Where the arrays lie in files.
    """

    targets: npt.NDArray[np.int32]
    confidence: npt.NDArray[np.float32]
    kept: KeptProbabilities
    folder: Path | None = None

    @classmethod
    def empty(cls, shape: tuple[int, int], folder: Path | None = None) -> "Prediction":
        """Return a prediction of nothing, to be filled tile by tile.

        Parameters
        ----------
        folder : Path, optional
            The arrays are kept in files there, so that memory does not grow
            with the scene.
        """
        return cls(
            scene_array(shape, np.int32, -1, folder, _TARGETS_FILE),
            scene_array(shape, np.float32, np.nan, folder, CONFIDENCE_FILE),
            KeptProbabilities(shape, folder),
            folder,
        )

    def put(
        self,
        window: PixelWindow,
        scored: Scored,
        valid: npt.NDArray[np.bool_],
    ) -> None:
        """Fill a window where it is valid."""
        self.targets[window.slices] = np.where(valid, scored.targets, -1)
        self.confidence[window.slices] = np.where(valid, scored.confidence, np.nan)
        if scored.probabilities is not None:
            self.kept.put(window, scored.probabilities, valid)

    def class_map(self, class_ids: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
        """Return class ids, 0 where nothing was predicted."""
        shape = self.targets.shape
        found = scene_array(
            (shape[0], shape[1]), np.uint16, 0, self.folder, CLASS_MAP_FILE
        )
        for top in range(0, shape[0], _ROWS):
            part = self.targets[top : top + _ROWS]
            found[top : top + _ROWS] = np.where(part < 0, 0, class_ids[part])
        return found


class TilePredictor(Protocol):
    """A trained model that classifies windows of its job's scene.

    Attributes
    ----------
    tile_side : int
        Pixels along a side of the windows that it likes.
    shared : dict
        JSON values that every process needs to give the same answers; known
        after `prepare`.
    """

    tile_side: int
    shared: dict[str, Any]

    def prepare(self, job: "LearningJob", progress: Progress) -> None:
        """Look at the scene as a whole, before any window."""

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""


class ProbabilisticPredictor(TilePredictor, Protocol):
    """A trained model that tells how probable each class is."""

    def probabilities(self, window: PixelWindow) -> npt.NDArray[np.floating]:
        """Return the probabilities of all classes, shape (h, w, K).

        The greatest one is that of the target of `predict`. The window holds a pixel
        with values at least; where there are none, the numbers mean nothing.
        """


def gives_probabilities(predictor: TilePredictor) -> TypeGuard[ProbabilisticPredictor]:
    """Tell whether a predictor can be asked about all classes; extensions need not."""
    return hasattr(predictor, "probabilities")


def scored_by(predictor: TilePredictor, window: PixelWindow) -> Scored:
    """Return all that a predictor says of a window, computed once if it can."""
    if hasattr(predictor, "scored"):
        found: Scored = predictor.scored(window)
        return found
    probabilities = None
    if gives_probabilities(predictor):
        probabilities = predictor.probabilities(window)
    return Scored(*predictor.predict(window), probabilities)


def predict_scene(
    job: "LearningJob", predictor: TilePredictor, progress: Progress
) -> Prediction:
    """Classify every valid pixel; memory does not grow with the scene."""
    prediction = Prediction.empty(job.scene.grid_shape, job.request.scratch)
    tiles = list(job.scene.cube.window.tiles(predictor.tile_side))
    for number, tile in enumerate(tiles):
        progress.checkpoint()
        if job.valid[tile.slices].any():
            scored = scored_by(predictor, tile)
            prediction.put(tile, scored, job.valid[tile.slices])
        progress.report(
            ProgressUpdate(fraction=(number + 1) / len(tiles), stage=PREDICTING)
        )
    return prediction


def valid_array(
    shape: tuple[int, int], folder: Path | None = None
) -> npt.NDArray[np.bool_]:
    """Return an array of False for the pixels of a scene."""
    return scene_array(shape, np.bool_, False, folder, _VALID_FILE)


def scene_array(
    shape: tuple[int, int], dtype: Any, value: Any, folder: Path | None, name: str
) -> npt.NDArray[Any]:
    """Return an array as large as a scene, in a file if a folder is given."""
    if folder is None:
        return np.full(shape, value, dtype)
    folder.mkdir(parents=True, exist_ok=True)
    made = np.lib.format.open_memmap(folder / name, "w+", dtype, shape)
    for top in range(0, shape[0], _ROWS):
        made[top : top + _ROWS] = value
    return made
