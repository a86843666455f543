"""What a method says about every pixel, in memory or in files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

CLASS_MAP_FILE = "class_map.npy"
CONFIDENCE_FILE = "confidence.npy"
_TARGETS_FILE = "targets.npy"
_VALID_FILE = "valid.npy"
_ROWS = 512


@dataclass(frozen=True, eq=False)
class Prediction:
    """Scores of the winning class for every pixel.

    Parameters
    ----------
    targets : ndarray of int32, shape (rows, cols)
        0..K-1, and -1 where nothing was predicted.
    confidence : ndarray of float32, shape (rows, cols)
        0..1, NaN where nothing was predicted.
    folder : Path, optional
        Where the arrays lie in files.
    """

    targets: npt.NDArray[np.int32]
    confidence: npt.NDArray[np.float32]
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
            folder,
        )

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
