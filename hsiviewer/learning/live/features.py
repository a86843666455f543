"""What every pixel of a scene looks like: computed once, kept within a byte limit."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import psutil
from scipy import ndimage

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.noise import is_banded, noise_covariance
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import SceneRaster, open_raster
from hsiviewer.learning.data.smoothing import gaussian_means

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

COMPONENTS = 16
SIGMAS = (1.5, 5.0)  # of the means around a pixel, in pixels of the scene
LARGEST_BYTES = 2**30
_SHARE_OF_MEMORY = 0.25  # of what is free, at most
_OVERVIEW_PIXELS = 65_000
_SAMPLE_PIXELS = 20_000
_TILE_SIDE = 256
_LEAST_DEVIATION = 1e-6  # of a feature, in relation to the strongest
_NOISE_WINDOWS, _NOISE_SIZE = 4, (32, 1024)  # that the noise is measured in


@dataclass(frozen=True, eq=False)
class FeatureGrid:
    """Features of every `step`-th row and column of a scene.

    Parameters
    ----------
    values : ndarray of float32, shape (rows, cols, features)
        The spectral components of each pixel, then their means around it.
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values.
    edges : ndarray of float32, shape (rows, cols)
        How much a pixel differs from its neighbours.
    step : int
        Rows and columns of the scene per one of the grid.
    """

    values: FloatArray
    valid: BoolArray
    edges: FloatArray
    step: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        rows, cols, _ = self.values.shape
        return rows, cols


class SceneFeatures:
    """Features of a scene: an overview at once, all of it step by step.

    Parameters
    ----------
    cube : HsiCube
        Read only; stays open.
    largest_bytes : int, optional
        What the features may take; a scene that needs more is seen every second, third
        or further row and column. The default depends on the memory that is free.
    components : int
        Spectral components that are kept.
    sigmas : tuple of float
        Of the means around a pixel, in pixels of the scene.

    Attributes
    ----------
    grid : FeatureGrid
        The finest that is complete: first the overview, at last all.
    fraction : float
        Share of the work that is done, 0..1.

    Raises
    ------
    TrainingDataError
        If the scene has no usable band, or no values.
    """

    def __init__(
        self,
        cube: HsiCube,
        *,
        largest_bytes: int | None = None,
        components: int = COMPONENTS,
        sigmas: tuple[float, ...] = SIGMAS,
    ) -> None:
        self._raster = open_raster(cube)
        self._sigmas = sigmas
        rows, cols = cube.grid_shape
        if largest_bytes is None:
            free = psutil.virtual_memory().available
            largest_bytes = min(LARGEST_BYTES, int(_SHARE_OF_MEMORY * free))
        kept = min(components, len(self._raster.bands))
        pixel_bytes = 4 * kept * (1 + len(sigmas)) + 8
        self._step = _least_step((rows, cols), largest_bytes // pixel_bytes)
        overview = max(self._step, _least_step((rows, cols), _OVERVIEW_PIXELS))
        values, valid = self._read(cube.window, overview)
        if not valid.any():
            raise TrainingDataError(
                f"{cube.name} has no pixel with values in its good bands"
            )
        self._scaler = _fitted(self._raster, values[:, valid].T, kept)
        self._own: dict[int, FloatArray] = {}
        planes = self._scaler.apply(values)
        self._factors = np.ones(len(planes) * (1 + len(sigmas)), np.float32)
        self._factors = _evening(self._first_grid(planes, valid, overview))
        self.grid = self._first_grid(planes, valid, overview)
        self._work = self._refine()
        self.is_complete = overview == self._step
        self.fraction = 1.0 if self.is_complete else 0.0

    def _first_grid(
        self, planes: FloatArray, valid: BoolArray, step: int
    ) -> FeatureGrid:
        made = self._grid(planes, valid, step)
        return next(grid for grid in made if grid is not None)

    def advance(self, seconds: float) -> float:
        """Go on with the features for a while; return the share that is done.

        A step is done at least, which takes a tenth of a second or two.
        """
        stop = time.monotonic() + seconds
        while not self.is_complete:
            fraction = next(self._work, None)
            self.is_complete = fraction is None
            self.fraction = 1.0 if fraction is None else fraction
            if time.monotonic() >= stop:
                break
        return self.fraction

    def at(self, rows: IntArray, cols: IntArray) -> FloatArray:
        """Return the features of single pixels, shape (n, features).

        Of a pixel between those of the grid, the spectrum is read itself.
        """
        grid = self.grid
        last_row, last_col = grid.shape[0] - 1, grid.shape[1] - 1
        found = grid.values[
            np.minimum(rows // grid.step, last_row),
            np.minimum(cols // grid.step, last_col),
        ]
        between = (rows % grid.step > 0) | (cols % grid.step > 0)
        if between.any():
            own = self._components_at(rows[between], cols[between])
            found[between, : own.shape[1]] = own
        return found

    def _components_at(self, rows: IntArray, cols: IntArray) -> FloatArray:
        """Return the spectral components of pixels; what was read once is kept."""
        flat = rows * self._raster.grid_shape[1] + cols
        missing = np.array([pixel not in self._own for pixel in flat.tolist()])
        if missing.any():
            spectra = self._raster.read_spectra(rows[missing], cols[missing])
            components = self._scaler.apply(spectra.T).T
            components = components * self._factors[: self._scaler.channels]
            self._own.update(zip(flat[missing].tolist(), components, strict=True))
        return np.stack([self._own[pixel] for pixel in flat.tolist()])

    def _refine(self) -> Iterator[float]:
        """Make the finest grid; yields the share that is done."""
        rows, cols = self._raster.grid_shape
        step = self._step
        shape = -(-rows // step), -(-cols // step)
        planes = np.zeros((self._scaler.channels, *shape), np.float32)
        valid = np.zeros(shape, bool)
        # Multiples of the step, so that tiles meet without a gap.
        tiles = list(PixelWindow.of_shape((rows, cols)).tiles(_TILE_SIDE * step))
        for number, tile in enumerate(tiles):
            values, known = self._read(tile, step)
            top, left = tile.row // step, tile.col // step
            place = (
                slice(top, top + known.shape[0]),
                slice(left, left + known.shape[1]),
            )
            planes[:, *place] = self._scaler.apply(values)
            valid[place] = known
            yield 0.8 * (number + 1) / len(tiles)
        parts = len(planes) * len(self._sigmas) + 1
        for number, grid in enumerate(self._grid(planes, valid, step)):
            if grid is not None:
                self.grid = grid
                return  # whoever is told that all is done must find it
            yield 0.8 + 0.2 * (number + 1) / parts

    def _grid(
        self, planes: FloatArray, valid: BoolArray, step: int
    ) -> Iterator[FeatureGrid | None]:
        """Yield nothing after each plane, and the grid at last."""
        channels, rows, cols = planes.shape
        features = channels * (1 + len(self._sigmas))
        values = np.zeros((rows, cols, features), np.float32)
        edges = np.zeros((rows, cols), np.float32)
        for channel, plane in enumerate(planes):
            values[:, :, channel] = plane * self._factors[channel]
            for axis in (0, 1):
                edges += ndimage.sobel(plane, axis, mode="nearest") ** 2
            for number, sigma in enumerate(self._sigmas, start=1):
                place = number * channels + channel
                mean = _mean_around(plane, valid, sigma / step)
                values[:, :, place] = mean * self._factors[place]
                yield None
        yield FeatureGrid(values, valid, edges, step)

    def _read(self, window: PixelWindow, step: int) -> tuple[FloatArray, BoolArray]:
        """Read every `step`-th pixel of a window, gaps filled by medians."""
        raster = self._raster
        values = raster.cube.read(raster.bands, window, step=step)
        known = np.isfinite(values)
        filled: FloatArray = np.where(known, values, raster.medians[:, None, None])
        valid: BoolArray = np.any(known, axis=0)
        return filled, valid


def _least_step(shape: tuple[int, int], pixels: int) -> int:
    """Return the least step at which a grid has no more than some pixels."""
    step = max(1, int(np.ceil(np.sqrt(shape[0] * shape[1] / max(1, pixels)))))
    while -(-shape[0] // step) * -(-shape[1] // step) > max(1, pixels) and step < max(
        shape
    ):
        step += 1
    return step


def _fitted(
    raster: SceneRaster, spectra: FloatArray, components: int
) -> SpectralScaler:
    """Return what makes components of spectra: those least disturbed by noise first."""
    some = spectra[:: max(1, len(spectra) // _SAMPLE_PIXELS)]
    gain = SpectralScaler.fit(some, scaling="zscore").gain
    windows = _some_windows(raster)
    noise = noise_covariance(
        windows, range(windows.bands.count), gain, SilentProgress()
    )
    if noise is not None and not (np.isfinite(noise).all() and is_banded(noise, gain)):
        noise = None
    return SpectralScaler.fit(
        some, scaling="zscore", components=components, noise=noise
    )


def _some_windows(raster: SceneRaster) -> HsiCube:
    """Return some windows of a scene below each other in memory, with gaps between.

    Noise is measured by reading three times, in small parts: of a file, that is slow.
    """
    rows, cols = raster.grid_shape
    height, width = min(rows, _NOISE_SIZE[0]), min(cols, _NOISE_SIZE[1])
    count = min(_NOISE_WINDOWS, -(-rows // height))
    tops = np.linspace(0, rows - height, count).astype(int).tolist()
    lefts = np.linspace(0, cols - width, count).astype(int).tolist()
    values = np.full((len(raster.bands), count * (height + 1), width), np.nan)
    for number, (top, left) in enumerate(zip(tops, lefts, strict=True)):
        window = PixelWindow(top, left, height, width)
        start = number * (height + 1)
        read = raster.cube.read(raster.bands, window)
        values[:, start : start + height] = read
    return HsiCube(ArraySource(values), bands=BandAxis(len(values)))


def _evening(grid: FeatureGrid) -> FloatArray:
    """Return factors that bring the variances of features half-way to each other.

    As they are, weak components hardly count beside strong ones with few labels; made
    equal, noise counts too much.
    """
    deviations = grid.values[grid.valid].std(axis=0)
    varies = deviations > _LEAST_DEVIATION * deviations.max(initial=0.0)
    found: FloatArray = np.where(
        varies, 1 / np.sqrt(np.where(varies, deviations, 1)), 1
    )
    return found.astype(np.float32)


def _mean_around(plane: FloatArray, valid: BoolArray, sigma: float) -> FloatArray:
    """Return means of the surroundings, weighed by a Gaussian of some pixels."""
    mean: FloatArray
    if valid.all():
        mean = ndimage.gaussian_filter(plane, sigma, mode="nearest")
    else:
        mean = gaussian_means(plane[None], valid, sigma)[0]
    return mean
