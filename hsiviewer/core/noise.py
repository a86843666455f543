"""Noise of a scene, estimated from neighbouring pixels without any label."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow

FloatArray = npt.NDArray[np.float64]

TILE_SIDE = 128
_MOST_TILES = 64  # a million pixels say as much as a hundred million
_CALM = 0.5  # share of the pixels that count
# Deviation of the logarithm of the bands' shares of noise from which on noise counts
# as banded. It is 0.17 where all bands are alike and about 1 where some are noisy.
_BANDED = 0.5


def noise_covariance(
    cube: HsiCube,
    bands: Sequence[int],
    gain: npt.NDArray[np.floating],
    progress: Progress,
    *,
    tile_side: int = TILE_SIDE,
    most_tiles: int | None = None,
) -> FloatArray | None:
    """Estimate the covariance of the noise from differences of neighbours.

    Neighbouring pixels mostly show the same ground, so that what differs between them
    is noise. Where it is not, at edges, the difference is large: only the calmer half
    of the pixels counts. The scene is read window by window, and of a large one some
    windows that are spread evenly.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    bands : sequence of int
        Used bands, counted from 0. Pixels with a gap in any of them are left out, with
        their differences.
    gain : ndarray, shape (bands,)
        Brings bands to one scale, so that no band alone decides what is calm.
    progress : Progress
        Asked at every window whether to go on.
    tile_side : int
        Side of the windows in pixels; the result does not depend on it while the
        scene is no more than `most_tiles` windows.
    most_tiles : int, optional
        Of how many windows that are spread over a large scene the noise is estimated;
        64 by default.

    Returns
    -------
    ndarray of float64, shape (bands, bands), or None
        In the squared units of the scene; none where no two neighbours are complete,
        or all are alike.

    References
    ----------
    Green, Berman, Switzer and Craig (1988), doi:10.1109/36.3001.
    """
    most = _MOST_TILES if most_tiles is None else most_tiles
    tiles = _spread_tiles(cube.window, tile_side, most)
    weight = np.asarray(gain, np.float64)
    activities = []
    for tile in tiles:
        progress.checkpoint()
        activities.append(_activity(_differences(cube, bands, tile), weight))
    measured = np.concatenate([a[np.isfinite(a)] for a in activities])
    if not measured.size:
        return None
    limit = np.quantile(measured, _CALM)
    width = len(bands)
    products, sums, count = np.zeros((width, width)), np.zeros(width), 0
    for tile, activity in zip(tiles, activities, strict=True):
        progress.checkpoint()
        for difference in _differences(cube, bands, tile):
            calm = (activity <= limit) & np.isfinite(difference).all(axis=0).ravel()
            chosen = difference.reshape(width, -1)[:, calm] * weight[:, None]
            products += chosen @ chosen.T
            sums += chosen.sum(axis=1)
            count += chosen.shape[1]
    mean = sums / count
    # A difference holds the noise of two pixels.
    covariance: FloatArray = (products / count - np.outer(mean, mean)) / 2
    shrinkage = width / (width + count)
    diagonal = np.diag(np.diag(covariance))
    covariance = (1 - shrinkage) * covariance + shrinkage * diagonal
    return covariance / np.outer(weight, weight)


def is_banded(noise: npt.NDArray[np.floating], gain: npt.NDArray[np.floating]) -> bool:
    """Tell whether some bands are far noisier than others.

    Parameters
    ----------
    noise : ndarray, shape (bands, bands)
        Covariance of the noise.
    gain : ndarray, shape (bands,)
        One over the standard deviation of each band.
    """
    shares = np.diag(noise) * np.asarray(gain, np.float64) ** 2
    shares = shares[shares > 0]
    return bool(shares.size > 1 and np.log(shares).std() > _BANDED)


def _spread_tiles(whole: PixelWindow, side: int, most: int) -> list[PixelWindow]:
    tiles = list(whole.tiles(side))
    if len(tiles) <= most:
        return tiles
    chosen = np.linspace(0, len(tiles) - 1, most).round().astype(int)
    return [tiles[number] for number in chosen]


def _differences(
    cube: HsiCube, bands: Sequence[int], tile: PixelWindow
) -> Iterator[FloatArray]:
    """Yield differences to the right and to the lower neighbour.

    Each has the shape (bands, rows, cols) of the tile, NaN where one of the two
    pixels has a gap or lies outside the scene.
    """
    box = PixelWindow(tile.row, tile.col, tile.height + 1, tile.width + 1)
    box = box.intersection(cube.window)
    values = np.full((len(bands), tile.height + 1, tile.width + 1), np.nan)
    read = cube.read(bands, box)
    values[:, : box.height, : box.width] = read
    values[~np.isfinite(values)] = np.nan
    inner = values[:, :-1, :-1]
    yield inner - values[:, :-1, 1:]
    yield inner - values[:, 1:, :-1]


def _activity(differences: Iterator[FloatArray], weight: FloatArray) -> FloatArray:
    """Return the mean squared length of the differences of each pixel.

    NaN where a pixel has no complete neighbour, or is equal to it; shape (pixels,).
    """
    total: FloatArray | float = 0.0
    count: npt.NDArray[np.intp] | int = 0
    for difference in differences:
        scaled = difference.reshape(len(weight), -1) * weight[:, None]
        squared = (scaled**2).sum(axis=0)
        complete = np.isfinite(squared)
        total = total + np.where(complete, squared, 0.0)
        count = count + complete.astype(np.intp)
    known = np.asarray(count)
    mean: FloatArray = np.asarray(total) / np.maximum(known, 1)
    # Neighbours that are equal in all bands are fill, of which nobody was told.
    return np.where((known > 0) & (mean > 0), mean, np.nan)
