"""How probable each class is in each pixel, kept in one byte a class."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.window import PixelWindow

PROBABILITIES_FILE = "probabilities.npy"
_STEPS = 255

Probabilities = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class ClassProbabilities:
    """Probabilities of the classes of a map, in memory or in a mapped file.

    Parameters
    ----------
    class_ids : tuple of int
        Class of each plane.
    bytes : ndarray of uint8, shape (classes, rows, cols)
        255 for a probability of 1; all planes are 0 where nothing was predicted.
    """

    class_ids: tuple[int, ...]
    bytes: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.bytes.ndim != 3 or len(self.bytes) != len(self.class_ids):
            raise ValueError(
                f"{len(self.class_ids)} classes with probabilities of shape "
                f"{self.bytes.shape}"
            )

    @property
    def grid_shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bytes.shape[1], self.bytes.shape[2]

    def read(self, window: PixelWindow, *, step: int = 1) -> npt.NDArray[np.float32]:
        """Return the probabilities of every `step`-th pixel of a window.

        Returns
        -------
        ndarray of float32, shape (classes, ceil(height / step), ceil(width / step))
            They sum to 1; NaN where nothing was predicted.
        """
        rows, cols = window.slices
        part = self.bytes[
            :, rows.start : rows.stop : step, cols.start : cols.stop : step
        ]
        total = part.sum(axis=0, dtype=np.float32)
        total[total == 0] = np.nan
        shares: npt.NDArray[np.float32] = part.astype(np.float32) / total
        return shares

    def read_class(
        self, class_id: int, window: PixelWindow, *, step: int = 1
    ) -> npt.NDArray[np.float32]:
        """Return the probability of one class, as `read` does of all."""
        plane = self.class_ids.index(class_id)
        shares: npt.NDArray[np.float32] = self.read(window, step=step)[plane]
        return shares

    def renumbered(self, id_map: dict[int, int]) -> "ClassProbabilities":
        """Return the same probabilities of classes that have other ids."""
        ids = tuple(id_map.get(class_id, class_id) for class_id in self.class_ids)
        return replace(self, class_ids=ids)


def as_bytes(probabilities: Probabilities) -> npt.NDArray[np.uint8]:
    """Return probabilities 0..1 as bytes; NaN becomes 0."""
    known = np.nan_to_num(np.asarray(probabilities, np.float32))
    return np.rint(np.clip(known, 0, 1) * _STEPS).astype(np.uint8)


def probabilities_file(
    folder: Path, count: int, shape: tuple[int, int]
) -> npt.NDArray[np.uint8]:
    """Return a mapped file for the probabilities of a scene, all 0 at first.

    Raises
    ------
    OSError
        If there is no room for it: a full disk is found out here, and not when the
        mapped values are written, which would end the process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / PROBABILITIES_FILE
    made = np.lib.format.open_memmap(file, "w+", np.uint8, (count, *shape))
    if hasattr(os, "posix_fallocate"):
        with file.open("r+b") as opened:
            try:
                os.posix_fallocate(opened.fileno(), 0, file.stat().st_size)
            except OSError:
                del made
                file.unlink(missing_ok=True)
                raise
    return made
