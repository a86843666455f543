"""The scene as learning sees it: usable bands, no gaps, no edge."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

TILE_SIDE = 128
_PROBE_PIXELS = 20_000


@dataclass(frozen=True, eq=False)
class SceneRaster:
    """A cube or an auxiliary raster without its useless bands and its gaps.

    A pixel is valid where any used band has a value. What is missing inside a
    valid pixel, and whole pixels without values near valid ones, take the mean
    of their valid neighbours, ring by ring; what is left takes the band's
    median. So a sentinel such as -9999 reaches no patch.

    Parameters
    ----------
    cube : HsiCube
        Read only.
    bands : tuple of int
        Bands in use, counted from 0: neither marked bad nor without any value.
    medians : ndarray of float32, shape (len(bands),)
        Fallback for gaps.
    """

    cube: HsiCube
    bands: tuple[int, ...]
    medians: FloatArray

    @property
    def grid_shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.cube.grid_shape

    def read(
        self, window: PixelWindow, *, margin: int = 0
    ) -> tuple[FloatArray, BoolArray]:
        """Read a window with its surroundings, completed by reflection.

        Parameters
        ----------
        window : PixelWindow
            Inside the scene.
        margin : int
            Pixels added on every side.

        Returns
        -------
        values : ndarray of float32, shape (bands, h + 2 margin, w + 2 margin)
            Finite everywhere.
        valid : ndarray of bool, shape (h, w)
            Where the scene has values.
        """
        values, valid = self.read_around(window, margin=margin, rings=margin)
        inner = slice(margin, -margin or None)
        return values, valid[inner, inner]

    def read_around(
        self, window: PixelWindow, *, margin: int, rings: int
    ) -> tuple[FloatArray, BoolArray]:
        """Read a window with its surroundings, and tell which of these have values.

        Parameters
        ----------
        window : PixelWindow
            Inside the scene.
        margin : int
            Pixels added on every side.
        rings : int
            How far from a value gaps are filled by their neighbours.

        Returns
        -------
        values : ndarray of float32, shape (bands, h + 2 margin, w + 2 margin)
            Finite everywhere.
        valid : ndarray of bool, shape (h + 2 margin, w + 2 margin)
            Where the scene has values.
        """
        # Gaps inside the margin are filled from up to `rings` pixels beyond it,
        # so that a pixel's fill does not depend on the window it is read in.
        reach = margin + rings
        rows, cols = self.grid_shape
        row_index = _reflected(window.row - reach, window.height + 2 * reach, rows)
        col_index = _reflected(window.col - reach, window.width + 2 * reach, cols)
        box = PixelWindow(
            int(row_index.min()),
            int(col_index.min()),
            int(np.ptp(row_index)) + 1,
            int(np.ptp(col_index)) + 1,
        )
        part = self.cube.read(self.bands, box)
        values = part[:, (row_index - box.row)[:, None], col_index - box.col]
        valid = np.any(np.isfinite(values), axis=0)
        filled = _without_gaps(values, rings=rings, fallback=self.medians)
        trim = slice(rings, -rings or None)
        return filled[:, trim, trim], valid[trim, trim]

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> FloatArray:
        """Read spectra of pixels, shape (n, bands), gaps filled by medians."""
        spectra = self.cube.read_spectra(rows, cols)[:, list(self.bands)]
        return np.where(np.isfinite(spectra), spectra, self.medians)

    def valid_mask(self, progress: Progress) -> BoolArray:
        """Tell for every pixel whether any used band has a value."""
        valid = np.zeros(self.grid_shape, bool)
        self.find_valid(valid, progress)
        return valid

    def find_valid(self, valid: BoolArray, progress: Progress) -> None:
        """Fill an array with what `valid_mask` tells."""
        for tile in self.cube.window.tiles(4 * TILE_SIDE):
            progress.checkpoint()
            # Bands are read one by one until every pixel is found valid: one or
            # two of them as a rule.
            found = np.zeros(tile.size, bool)
            for band in self.bands:
                found |= np.isfinite(self.cube.read([band], tile)[0])
                if found.all():
                    break
            valid[tile.slices] = found


def open_raster(cube: HsiCube, *, kind: str = "scene") -> SceneRaster:
    """Find the usable bands of a raster and their medians.

    Parameters
    ----------
    cube : HsiCube
        The raster.
    kind : str
        What to call it in a sentence.

    Raises
    ------
    TrainingDataError
        If no band can be used.
    """
    rows, cols = cube.grid_shape
    step = max(1, int(np.sqrt(rows * cols / _PROBE_PIXELS)))
    good = cube.bands.good_bands.tolist()
    used, medians = [], []
    for band in good:
        values = cube.read([band], step=step)
        finite = values[np.isfinite(values)]
        if finite.size:
            used.append(band)
            medians.append(np.median(finite))
    if not used:
        raise TrainingDataError(
            f"no band of the {kind} {cube.name} can be learned from: all are marked "
            "bad or hold no values"
        )
    return SceneRaster(cube, tuple(used), np.array(medians, np.float32))


def _reflected(start: int, count: int, size: int) -> npt.NDArray[np.intp]:
    """Return `count` indices from `start` on, folded back into ``0..size-1``."""
    period = max(1, 2 * (size - 1))
    index = np.arange(start, start + count) % period
    return np.minimum(index, period - index)


def _without_gaps(
    values: FloatArray, *, rings: int, fallback: FloatArray
) -> FloatArray:
    missing = ~np.isfinite(values)
    if not missing.any():
        return values
    filled = np.where(missing, np.float32(0), values)
    for _ in range(rings):
        known = ~missing
        count = _neighbour_sum(known.astype(np.float32))
        mean = _neighbour_sum(filled) / np.maximum(count, 1)
        reached = missing & (count > 0)
        filled = np.where(reached, mean, filled)
        missing &= ~reached
    return np.where(missing, fallback[:, None, None], filled)


def _neighbour_sum(values: FloatArray) -> FloatArray:
    """Sum the 3 x 3 neighbourhood, always in the same order of addition."""
    padded = np.pad(values, ((0, 0), (1, 1), (0, 0)))
    vertical = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    padded = np.pad(vertical, ((0, 0), (0, 0), (1, 1)))
    return padded[:, :, :-2] + padded[:, :, 1:-1] + padded[:, :, 2:]
