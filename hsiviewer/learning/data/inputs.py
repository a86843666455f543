"""Rasters as networks see them: scaled, cut into patches, the same place in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import TILE_SIDE, FloatArray, SceneRaster

IntArray = npt.NDArray[np.intp]

_LISTED_PIXELS = 1 << 24
_TRIALS = 50
STATISTICS_PIXELS = 20_000  # drawn from a scene to fit its scaling


class ModalityInput(Protocol):
    """One modality of a scene, ready for a network."""

    @property
    def channels(self) -> int:
        """Values per pixel."""

    def read(self, window: PixelWindow, *, margin: int = 0) -> FloatArray:
        """Read a window with `margin` pixels around it, completed by reflection.

        Returns
        -------
        ndarray of float32, shape (channels, h + 2 margin, w + 2 margin)
        """


@dataclass(frozen=True, eq=False)
class ScaledRaster:
    """A raster behind a scaler, which training and prediction share.

    Parameters
    ----------
    raster : SceneRaster
        Where values come from.
    scaler : SpectralScaler
        Applied to every pixel.
    relief_window : int
        Side in pixels of the square whose morphological opening is taken away
        first (white top-hat), so that a surface model gives heights above the
        ground around instead of elevations, which tell where a pixel lies and
        not what it is; 0 takes values as they are.
    """

    raster: SceneRaster
    scaler: SpectralScaler
    relief_window: int = 0

    @property
    def channels(self) -> int:
        """Values per pixel."""
        return self.scaler.channels

    def read(self, window: PixelWindow, *, margin: int = 0) -> FloatArray:
        """Read scaled values; see `ModalityInput.read`."""
        if not self.relief_window:
            values, _ = self.raster.read(window, margin=margin)
            return self.scaler.apply(values)
        # An opening is an erosion and a dilation: it sees one window to each side.
        reach = self.relief_window
        values, _ = self.raster.read(window, margin=margin + reach)
        size = (1, self.relief_window, self.relief_window)
        relief = ndimage.white_tophat(values, size)[:, reach:-reach, reach:-reach]
        return self.scaler.apply(relief)


def sample_positions(
    valid: npt.NDArray[np.bool_], count: int, generator: np.random.Generator
) -> IntArray:
    """Draw distinct valid pixels of the whole scene, without looking at labels.

    Parameters
    ----------
    valid : ndarray of bool, shape (rows, cols)
        Pixels that may be drawn.
    count : int
        How many; fewer if there are not as many.
    generator : numpy.random.Generator
        Source of the draw.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Rows and columns in row-major order.
    """
    if valid.size > _LISTED_PIXELS:
        chosen = _drawn_by_trial(valid, count, generator)
    else:
        candidates = np.flatnonzero(valid)
        count = min(count, candidates.size)
        chosen = np.sort(generator.choice(candidates, count, replace=False))
    return np.stack(np.unravel_index(chosen, valid.shape), axis=1)


def _drawn_by_trial(
    valid: npt.NDArray[np.bool_], count: int, generator: np.random.Generator
) -> IntArray:
    """Draw pixels of a scene too large to list those that are valid."""
    flat = valid.reshape(-1)
    found = np.empty(0, np.intp)
    for _ in range(_TRIALS):
        drawn = generator.integers(flat.size, size=4 * count)
        found = np.union1d(found, drawn[flat[drawn]])
        if found.size >= count:
            return np.sort(generator.choice(found, count, replace=False))
    return found  # a scene with very few values


def read_patches(
    modalities: Sequence[ModalityInput],
    positions: IntArray,
    grid_shape: tuple[int, int],
    *,
    size: int,
    progress: Progress,
) -> list[FloatArray]:
    """Cut patches around pixels, at the same places of every modality.

    The scene is read tile by tile, and only where there are positions.

    Parameters
    ----------
    modalities : sequence of ModalityInput
        On one grid.
    positions : ndarray of int, shape (n, 2)
        Row and column of each centre.
    grid_shape : tuple of int
        Rows and columns of the grid.
    size : int
        Side of a patch in pixels; odd.
    progress : Progress
        Asked at every tile whether to go on.

    Returns
    -------
    list of ndarray of float32, shape (n, channels, size, size)
        One array per modality.

    Raises
    ------
    ValueError
        If `size` is not a positive odd number.
    """
    if size < 1 or size % 2 == 0:
        raise ValueError(f"a patch has a centre pixel, so its side is not {size}")
    half = size // 2
    count = len(positions)
    patches = [
        np.empty((count, modality.channels, size, size), np.float32)
        for modality in modalities
    ]
    tile_of = positions // TILE_SIDE
    for tile in np.unique(tile_of, axis=0):
        progress.checkpoint()
        members = np.flatnonzero((tile_of == tile).all(axis=1))
        window = _bounding(positions[members], grid_shape)
        for modality, out in zip(modalities, patches, strict=True):
            values = modality.read(window, margin=half)
            rows, cols = (positions[members] - (window.row, window.col)).T
            # All patches of the tile are views of it; they are gathered at once.
            views = sliding_window_view(values, (size, size), axis=(1, 2))
            out[members] = views[:, rows, cols].swapaxes(0, 1)
    return patches


def _bounding(positions: IntArray, grid_shape: tuple[int, int]) -> PixelWindow:
    top, left = positions.min(axis=0)
    bottom, right = positions.max(axis=0) + 1
    window = PixelWindow(int(top), int(left), int(bottom - top), int(right - left))
    return window.intersection(PixelWindow.of_shape(grid_shape))
