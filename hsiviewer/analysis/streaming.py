"""Scenes read block by block: statistics and samples of more than memory holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import linalg

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]

_BLOCK_VALUES = 1 << 22
# Square pieces of a tiled raster: whole rows would unpack each tile many times.
_TILE_SIDE = 512
_TILED_DRIVERS = ("GTiff", "COG")
_PROBE_PIXELS = 10_000
# Below this share of the largest eigenvalue a direction holds nothing but rounding.
_RANK_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Statistics:
    """First and second moments of the spectra of a scene.

    Parameters
    ----------
    count : int
        Number of whole spectra.
    mean : ndarray of float64, shape (bands,)
    covariance : ndarray of float64, shape (bands, bands)
        Divided by ``count - 1``.
    """

    count: int
    mean: FloatArray
    covariance: FloatArray

    @cached_property
    def whitening(self) -> FloatArray:
        """Rows that turn centred spectra into uncorrelated ones of unit variance.

        Directions without variance are left out; shape (rank, bands).
        """
        return whitening_of(self.covariance)

    @cached_property
    def inverse(self) -> FloatArray:
        """Inverse of the covariance; the pseudo-inverse where that is singular."""
        return self.whitening.T @ self.whitening

    @property
    def correlation(self) -> FloatArray:
        """Mean product of two bands, shape (bands, bands); not centred."""
        share = (self.count - 1) / self.count
        return self.covariance * share + np.outer(self.mean, self.mean)


def whitening_of(covariance: FloatArray) -> FloatArray:
    """Return rows W with ``W @ covariance @ W.T`` the identity, shape (rank, bands)."""
    strengths, vectors = linalg.eigh(covariance)
    kept = strengths > max(float(strengths[-1]), 0.0) * _RANK_TOLERANCE
    return np.asarray((vectors[:, kept] / np.sqrt(strengths[kept])).T)


class Moments:
    """Statistics that are gathered block by block.

    Parameters
    ----------
    bands : int
        Number of bands.
    """

    def __init__(self, bands: int) -> None:
        self._origin: FloatArray | None = None
        self._sum = np.zeros(bands)
        self._products = np.zeros((bands, bands))
        self._count = 0

    @property
    def count(self) -> int:
        """Number of spectra so far."""
        return self._count

    def add(self, spectra: Floats) -> None:
        """Take up whole spectra, shape (bands, n)."""
        if not spectra.shape[1]:
            return
        values = spectra.astype(np.float64)
        if self._origin is None:
            # Sums of squares far from zero would lose the digits that vary.
            self._origin = values.mean(axis=1)
        values -= self._origin[:, None]
        self._sum += values.sum(axis=1)
        self._products += values @ values.T
        self._count += values.shape[1]

    def statistics(self) -> Statistics:
        """Return what was gathered.

        Raises
        ------
        HsiViewerError
            If there were fewer than two spectra.
        """
        if self._origin is None or self._count < 2:
            raise HsiViewerError(
                "fewer than two pixels have a value in every band; mark the bands "
                "without values as bad bands"
            )
        offset = self._sum / self._count
        scatter = self._products - self._count * np.outer(offset, offset)
        covariance = scatter / (self._count - 1)
        return Statistics(self._count, self._origin + offset, covariance)


def usable_bands(cube: HsiCube) -> list[int]:
    """Return the good bands that have values, counted from 0.

    Raises
    ------
    HsiViewerError
        If none is left.
    """
    good = cube.bands.good_bands.tolist() or list(range(cube.bands.count))
    rows, cols = cube.grid_shape
    step = max(1, int((rows * cols / _PROBE_PIXELS) ** 0.5))
    sample = cube.read(good, step=step)
    known = np.isfinite(sample).reshape(len(good), -1)
    usable = [band for band, found in zip(good, known, strict=True) if found.any()]
    if not usable:
        raise HsiViewerError(f"{cube.name} has no good band with values")
    return usable


def reading_windows(cube: HsiCube, bands: int) -> Iterator[PixelWindow]:
    """Cut a scene into blocks that suit how its file is laid out.

    Parameters
    ----------
    bands : int
        How many are read or written of each pixel.
    """
    rows, cols = cube.grid_shape
    most = max(1, _BLOCK_VALUES // max(bands, 1))
    if cube.driver not in _TILED_DRIVERS or cols <= _TILE_SIDE:
        height = max(1, most // cols)
        for row in range(0, rows, height):
            yield PixelWindow(row, 0, min(height, rows - row), cols)
        return
    side = max(1, min(_TILE_SIDE, int(most**0.5)))
    for tile in cube.window.tiles(_TILE_SIDE):
        yield from tile.tiles(side)


def read_blocks(
    cube: HsiCube, bands: Sequence[int], progress: Progress
) -> Iterator[tuple[PixelWindow, npt.NDArray[np.float32]]]:
    """Read a scene block by block, and report how far it is.

    Yields
    ------
    window : PixelWindow
    values : ndarray of float32, shape (bands, rows, cols)
        NaN for nodata.
    """
    windows = list(reading_windows(cube, len(bands)))
    for number, window in enumerate(windows):
        progress.checkpoint()
        yield window, cube.read(bands, window)
        progress.report(ProgressUpdate(fraction=(number + 1) / len(windows)))


def whole_spectra(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the spectra of a block that have all values, shape (bands, n)."""
    flat = values.reshape(values.shape[0], -1)
    # A sum is finite where all terms are: cheaper than a mask of every value.
    with np.errstate(over="ignore", invalid="ignore"):
        is_whole = np.isfinite(flat.sum(axis=0))
    return flat if is_whole.all() else flat[:, is_whole]


def scene_statistics(
    cube: HsiCube, bands: Sequence[int], progress: Progress
) -> Statistics:
    """Return the moments of all whole spectra of a scene; errors as `Moments`."""
    moments = Moments(len(bands))
    for _, values in read_blocks(cube, bands, progress):
        moments.add(whole_spectra(values))
    return moments.statistics()


def sample_spectra(
    cube: HsiCube,
    bands: Sequence[int],
    progress: Progress,
    *,
    count: int,
    seed: int = 0,
) -> npt.NDArray[np.float32]:
    """Return whole spectra that are spread over a scene.

    Parameters
    ----------
    count : int
        At most so many; all pixels where the scene has no more.
    seed : int
        Of the choice within each block.

    Returns
    -------
    ndarray of float32, shape (n, bands)

    Raises
    ------
    HsiViewerError
        If no pixel has a value in every band.
    """
    generator = np.random.default_rng(seed)
    rows, cols = cube.grid_shape
    share = min(1.0, count / (rows * cols))
    parts = []
    for window, values in read_blocks(cube, bands, progress):
        spectra = whole_spectra(values)
        wanted = round(share * window.height * window.width)
        if wanted < spectra.shape[1]:
            picked = generator.choice(spectra.shape[1], wanted, replace=False)
            spectra = spectra[:, np.sort(picked)]
        parts.append(spectra.T.copy())
    found = np.concatenate(parts)
    if not len(found):
        raise HsiViewerError(
            f"no pixel of {cube.name} has a value in every band; mark the bands "
            "without values as bad bands"
        )
    return found
