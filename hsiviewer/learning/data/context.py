"""The surroundings of pixels as networks see them: means of several reaches."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import TILE_SIDE, SceneRaster
from hsiviewer.learning.data.smoothing import alike_means, gaussian_means

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

CONTEXT_COMPONENTS = 20  # whose surroundings are looked at
GUIDES = 10  # that tell neighbours apart
SIGMAS = (1.0, 2.5, 4.0)  # of the Gaussian means, in pixels
BLOCKS = len(SIGMAS) + 1  # and the mean of what looks alike
REACH = 12  # pixels to each side
_DEVIATIONS = 3.0  # of a Gaussian
_ALIKE_REACH, _ALIKE_STRIDE = 8, 2
_RINGS = 2  # of gaps that are filled by their neighbours
_MOST_TILES = 4  # that scales are measured in
_NOTHING = 1e-20
_LEAST_SCALE, _LARGEST_SCALE = 1e-15, 1e18


@dataclass(frozen=True, eq=False)
class ContextRaster:
    """A scene as means of noise-whitened components around each pixel.

    Gaussian means of three reaches, and a mean of the surroundings that look alike.
    Each reaches `REACH` pixels at most, so that the values of a pixel do not depend
    on the window that it is read in.

    Parameters
    ----------
    raster : SceneRaster
        Where values come from.
    scaler : SpectralScaler
        Makes the components.
    unit : float
        Squared difference of neighbours in the first `GUIDES` components, on average.
    scales : ndarray of float32, shape (BLOCKS,)
        What each kind of mean is divided by.
    """

    raster: SceneRaster
    scaler: SpectralScaler
    unit: float = 1.0
    scales: FloatArray | None = None

    @property
    def channels(self) -> int:
        """Values per pixel."""
        return BLOCKS * min(CONTEXT_COMPONENTS, self.scaler.channels)

    def read(self, window: PixelWindow, *, margin: int = 0) -> FloatArray:
        """Read the means; see `hsiviewer.learning.data.inputs.ModalityInput.read`."""
        planes, valid = self._components(window, margin + REACH)
        seen = planes[:CONTEXT_COMPONENTS]
        inner = slice(REACH, -REACH)
        blocks = [
            gaussian_means(seen, valid, sigma, reach=_DEVIATIONS)[:, inner, inner]
            for sigma in SIGMAS
        ]
        edge = slice(REACH - _ALIKE_REACH, _ALIKE_REACH - REACH)
        blocks.append(
            alike_means(
                seen[:, edge, edge],
                planes[:GUIDES, edge, edge],
                valid[edge, edge],
                reach=_ALIKE_REACH,
                stride=_ALIKE_STRIDE,
                unit=self.unit,
            )
        )
        if self.scales is not None:
            blocks = [
                block / scale for block, scale in zip(blocks, self.scales, strict=True)
            ]
        return np.concatenate(blocks).astype(np.float32)

    def guide(
        self, window: PixelWindow, alive: Callable[[], None]
    ) -> tuple[FloatArray, BoolArray]:
        """Return what tells neighbours apart, (guides, h, w), and where values are.

        Parameters
        ----------
        alive : callable
            Called before each part that is read; may raise to stop.
        """
        guides = min(GUIDES, self.scaler.channels)
        found = np.empty((guides, *window.size), np.float32)
        valid = np.empty(window.size, bool)
        for tile in window.tiles(TILE_SIDE):
            alive()
            planes, known = self._components(tile, 0)
            place = tile.moved(-window.row, -window.col).slices
            found[:, *place], valid[place] = planes[:guides], known
        return found, valid

    def arrays(self) -> dict[str, FloatArray]:
        """Return what a checkpoint stores."""
        scales = np.ones(BLOCKS) if self.scales is None else self.scales
        return {
            **self.scaler.arrays(),
            "scales": np.array([self.unit, *scales], np.float32),
        }

    @classmethod
    def from_arrays(
        cls, raster: SceneRaster, stored: dict[str, FloatArray]
    ) -> "ContextRaster":
        """Return the means that a checkpoint describes.

        Raises
        ------
        KeyError, ValueError
            If the arrays are others.
        """
        arrays = dict(stored)
        scales = arrays.pop("scales")
        scaler = SpectralScaler.from_arrays(arrays, bands=len(raster.bands))
        if scales.shape != (1 + BLOCKS,) or scales.dtype != np.float32:
            raise ValueError(f"there are not {1 + BLOCKS} scales of surroundings")
        if not ((scales >= _LEAST_SCALE) & (scales <= _LARGEST_SCALE)).all():
            raise ValueError("the scales of surroundings are none that training gives")
        return cls(raster, scaler, float(scales[0]), scales[1:])

    def _components(
        self, window: PixelWindow, margin: int
    ) -> tuple[FloatArray, BoolArray]:
        values, valid = self.raster.read_around(window, margin=margin, rings=_RINGS)
        return self.scaler.apply(values), valid


def fit_context(
    raster: SceneRaster,
    valid: BoolArray,
    scaler: SpectralScaler,
    progress: Progress,
) -> ContextRaster:
    """Measure how different neighbours are, and how strong the means.

    Parameters
    ----------
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values.
    scaler : SpectralScaler
        As `ContextRaster`.

    Returns
    -------
    ContextRaster
        Whose kinds of means vary as much as the components themselves in total.
    """
    tiles = [
        tile for tile in raster.cube.window.tiles(TILE_SIDE) if valid[tile.slices].any()
    ]
    chosen = np.linspace(0, len(tiles) - 1, min(_MOST_TILES, len(tiles)))
    probed = [tiles[int(number)] for number in chosen]
    plain = ContextRaster(raster, scaler)
    squares = []
    for tile in probed:
        progress.checkpoint()
        squares.extend(_squared_differences(*plain.guide(tile, progress.checkpoint)))
    measured = np.concatenate(squares)
    unit = float(measured.mean()) if measured.size else 1.0
    plain = ContextRaster(raster, scaler, unit if unit > _NOTHING else 1.0)
    own, found = [], []
    for tile in probed:
        progress.checkpoint()
        planes, known = plain.guide(tile, progress.checkpoint)
        own.append(planes[:, known])
        found.append(plain.read(tile)[:, known])
    strength = _strength(np.concatenate(own, axis=1))
    blocks = np.split(np.concatenate(found, axis=1), BLOCKS)
    scales = np.array([_strength(block) / strength for block in blocks], np.float32)
    return ContextRaster(raster, scaler, plain.unit, scales)


def _squared_differences(guide: FloatArray, valid: BoolArray) -> list[FloatArray]:
    """Return those of neighbours in a row and in a column."""
    found = []
    for axis in (1, 2):
        both = valid.take(range(1, valid.shape[axis - 1]), axis - 1)
        both = both & valid.take(range(valid.shape[axis - 1] - 1), axis - 1)
        found.append((np.diff(guide, axis=axis) ** 2).sum(axis=0)[both])
    return found


def _strength(values: FloatArray) -> float:
    """Return the deviation of the first guides; 1 where nothing varies."""
    variance = float(values[:GUIDES].var(axis=1).sum())
    return float(np.sqrt(variance)) if variance > _NOTHING else 1.0
