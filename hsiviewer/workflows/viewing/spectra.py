"""Read the spectra that the window plots, in I/O threads."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.viewing.reading import values

Spectrum = npt.NDArray[np.float32]
MAX_PIXELS_PER_CLASS = 200
_MAX_REGION_PIXELS = 10_000


@dataclass(frozen=True, eq=False)
class MeanSpectrum:
    """The mean of several spectra.

    Parameters
    ----------
    mean : ndarray of float32, shape (bands,)
        NaN in bands in which no pixel has a value.
    spread : ndarray of float32, shape (bands,)
        Standard deviation of the pixels.
    count : int
        Pixels that were averaged.
    """

    mean: Spectrum
    spread: Spectrum
    count: int


async def read_spectrum(
    cube: HsiCube, row: int, col: int, *, area: int = 1
) -> Spectrum:
    """Read one spectrum, scaled and with NaN for nodata, shape (bands,).

    Parameters
    ----------
    area : int
        Side of the square of pixels around the pixel that is averaged; the
        part of it that lies outside the scene is left out.
    """
    if area == 1:
        return await values.read(cube, cube.read_spectrum, row, col)
    window = PixelWindow(row, col, 1, 1).grown(area // 2).intersection(cube.window)
    return (await values.read(cube, _window_mean, cube, window)).mean


async def region_spectrum(cube: HsiCube, region: PixelWindow) -> MeanSpectrum:
    """Average the pixels of a region; of a large one, some spread evenly over it."""
    return await values.read(cube, _window_mean, cube, region)


def _window_mean(cube: HsiCube, window: PixelWindow) -> MeanSpectrum:
    pixels = window.height * window.width
    step = math.ceil(math.sqrt(pixels / _MAX_REGION_PIXELS))
    values = cube.read(window=window, step=step)
    return _mean(values.reshape(values.shape[0], -1).T)


async def class_means(
    cube: HsiCube, labels: npt.NDArray[np.uint16]
) -> Mapping[int, MeanSpectrum]:
    """Average the spectra of each class's labels; see `compute_class_means`."""
    return await values.read(cube, compute_class_means, cube, labels)


async def label_spectra(
    cube: HsiCube, labels: npt.NDArray[np.uint16], class_id: int, *, limit: int
) -> Spectrum:
    """Read the spectra of a class's labels, at most `limit`; shape (n, bands)."""
    return await values.read(cube, _label_spectra, cube, labels, class_id, limit)


def _label_spectra(
    cube: HsiCube, labels: npt.NDArray[np.uint16], class_id: int, limit: int
) -> Spectrum:
    own = np.flatnonzero(labels == class_id)
    if own.size > limit:
        own = np.sort(np.random.default_rng(0).choice(own, limit, replace=False))
    rows, cols = np.divmod(own, cube.grid_shape[1])
    return cube.read_spectra(rows, cols)


def compute_class_means(
    cube: HsiCube,
    labels: npt.NDArray[np.uint16],
    *,
    limit: int = MAX_PIXELS_PER_CLASS,
) -> dict[int, MeanSpectrum]:
    """Average the spectra of at most `limit` labelled pixels of each class.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    labels : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere. May be edited meanwhile: then some pixels count
        for their former class, and the caller asks again.
    limit : int
        Pixels read of each class; which ones is the same every time.

    Returns
    -------
    dict of int to MeanSpectrum
        By class id.
    """
    flat = labels.reshape(-1)
    indices = np.flatnonzero(flat)
    class_ids = flat[indices]
    generator = np.random.default_rng(0)
    chosen = []
    for class_id in np.unique(class_ids[class_ids > 0]):
        own = indices[class_ids == class_id]
        if own.size > limit:
            own = generator.choice(own, limit, replace=False)
        chosen.append((int(class_id), np.sort(own)))
    return {each: _mean_spectrum(cube, own) for each, own in chosen}


def _mean_spectrum(cube: HsiCube, indices: npt.NDArray[np.intp]) -> MeanSpectrum:
    rows, cols = np.divmod(indices, cube.grid_shape[1])
    return _mean(cube.read_spectra(rows, cols))


def _mean(spectra: npt.NDArray[np.float32]) -> MeanSpectrum:
    """Average spectra of shape (n, bands), band by band over those with a value."""
    present = np.isfinite(spectra)
    count = present.sum(axis=0)
    total = np.where(present, spectra, 0).sum(axis=0, dtype=np.float64)
    mean = np.full(total.shape, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    squares = np.where(present, spectra - mean, 0) ** 2
    variance = np.full(total.shape, np.nan)
    np.divide(squares.sum(axis=0), count, out=variance, where=count > 0)
    spread = np.sqrt(variance)
    return MeanSpectrum(
        mean.astype(np.float32), spread.astype(np.float32), len(spectra)
    )
