"""Which bands of a scene are shown first."""

import logging

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.composite import SPREAD, initial_view

_log = logging.getLogger(__name__)

_PLACES = 3  # windows along each side of the scene that noise is judged in
_SIDE = 12  # pixels along each side of a window
_LEAST_DIFFERENCES = 20
_MOST_JUDGED = 64  # bands; each is read from another place of a file


def first_view(cube: HsiCube) -> tuple[tuple[int, ...], str]:
    """Return the bands to show first, and the id of their composite; reads the scene.

    Without wavelengths and without a proposal of the file, the bands with the best
    signal to noise are taken, one from each third of the axis: the ends of the axis
    are often almost pure noise.
    """
    view = quick_view(cube)
    if not _has_to_look(cube):
        return view
    try:
        clearest = clearest_bands(cube)
    except HsiViewerError as error:
        # Whoever draws the scene tells that it cannot be read.
        _log.warning("the bands of %s were not judged: %s", cube.name, error)
        clearest = ()
    return (clearest, "") if clearest else view


def quick_view(cube: HsiCube) -> tuple[tuple[int, ...], str]:
    """Return what `first_view` does as far as nothing has to be read for it."""
    return (_inner_bands(cube), "") if _has_to_look(cube) else initial_view(cube)


def _has_to_look(cube: HsiCube) -> bool:
    return not cube.bands.has_wavelengths and initial_view(cube)[1] == SPREAD


def clearest_bands(cube: HsiCube) -> tuple[int, ...]:
    """Return the clearest good band of each third, the last third first.

    The signal is the variance of a band over the scene, the noise half the variance
    of the differences of neighbouring pixels.

    Returns
    -------
    tuple of int
        Three bands for red, green and blue; none where too few pixels have values.

    Raises
    ------
    HsiViewerError
        If the scene cannot be read.
    """
    good = cube.bands.good_bands
    if good.size < 3:
        return ()
    good = good[:: -(-good.size // _MOST_JUDGED)]
    ratio = _signal_to_noise(cube, good.tolist())
    if not np.isfinite(ratio).any():
        return ()
    ratio = np.nan_to_num(ratio, nan=-1.0, posinf=-1.0)
    thirds = np.array_split(np.arange(good.size), 3)
    chosen = [third[np.argmax(ratio[third])] for third in thirds]
    blue, green, red = (int(good[place]) for place in chosen)
    return red, green, blue


def _inner_bands(cube: HsiCube) -> tuple[int, ...]:
    """Return bands in the middle of each third, away from the ends of the axis."""
    good = cube.bands.good_bands
    if good.size < 3:
        good = np.arange(cube.bands.count)
    blue, green, red = (
        int(third[(third.size - 1) // 2]) for third in np.array_split(good, 3)
    )
    return red, green, blue


def _signal_to_noise(cube: HsiCube, bands: list[int]) -> npt.NDArray[np.float64]:
    """Return the ratio of signal and noise of each band; NaN where it is unknown."""
    values, differences = [], []
    for window in _windows(cube):
        block = cube.read(bands, window).astype(np.float64)
        values.append(block.reshape(len(bands), -1))
        along = np.diff(block, axis=2)
        differences.append(along.reshape(len(bands), -1))
    spread = _variance(np.concatenate(values, axis=1))
    noise = _variance(np.concatenate(differences, axis=1)) / 2
    ratio = np.full(len(bands), np.nan)
    np.divide(spread - noise, noise, out=ratio, where=noise > 0)
    return ratio


def _variance(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the variance of each row without its gaps; NaN for those of few values."""
    known = np.isfinite(samples)
    count = known.sum(axis=1)
    filled = np.where(known, samples, 0.0)
    whole = np.maximum(count, 1)
    mean = filled.sum(axis=1) / whole
    squares = np.where(known, (samples - mean[:, None]) ** 2, 0.0).sum(axis=1)
    variance: npt.NDArray[np.float64] = squares / whole
    return np.where(count >= _LEAST_DIFFERENCES, variance, np.nan)


def _windows(cube: HsiCube) -> list[PixelWindow]:
    """Return small windows, spread evenly over the scene."""
    rows, cols = cube.grid_shape
    height, width = min(_SIDE, rows), min(_SIDE, cols)
    tops = np.unique(np.linspace(0, rows - height, _PLACES).astype(int))
    lefts = np.unique(np.linspace(0, cols - width, _PLACES).astype(int))
    return [
        PixelWindow(int(top), int(left), height, width)
        for top in tops
        for left in lefts
    ]
