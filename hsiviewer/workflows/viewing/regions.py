"""Regions that tools grow from a clicked pixel, computed in I/O threads."""

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.regions import first_pixels, grow_region
from hsiviewer.analysis.spectral_angle import (
    DOUBTFUL_FROM,
    oddness,
    spectral_angle,
    two_groups,
)
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.labels import LabelArray
from hsiviewer.core.window import PixelWindow

Indices = npt.NDArray[np.intp]
WAND_REACH = 256  # pixels from the clicked one; beyond, spectra take long to read
FILL_REACH = 2048
LABELS_PER_CLASS = 1000  # whose spectra are compared with each other
DOUBTS_PER_CLASS = 10  # the worst ones; after these are mended, others follow
_BLOCK_VALUES = 1 << 24


class WandRegion:
    """The spectral angle around one pixel, read once and cut at any threshold.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    seed : tuple of int
        Row and column of the pixel to compare with.
    """

    def __init__(self, cube: HsiCube, seed: tuple[int, int]) -> None:
        self._cube = cube
        self._seed = seed
        self._bands = cube.bands.good_bands.tolist() or list(range(cube.bands.count))
        self._reference = cube.read_spectrum(*seed)[self._bands]
        self._window = PixelWindow(0, 0, 0, 0)
        self._angles = np.empty((0, 0), np.float32)

    def indices(self, threshold: float) -> Indices:
        """Return the connected pixels within an angle in radians of the seed's."""

        def accepts(window: PixelWindow) -> npt.NDArray[np.bool_]:
            return np.asarray(self._angles_of(window) <= threshold)

        shape = self._cube.grid_shape
        return grow_region(accepts, self._seed, shape, reach=WAND_REACH)

    def _angles_of(self, window: PixelWindow) -> npt.NDArray[np.float32]:
        if window.intersection(self._window) != window:
            self._window, self._angles = window, self._computed(window)
        row, col = window.row - self._window.row, window.col - self._window.col
        return self._angles[row : row + window.height, col : col + window.width]

    def _computed(self, window: PixelWindow) -> npt.NDArray[np.float32]:
        rows = max(1, _BLOCK_VALUES // (len(self._bands) * window.width))
        parts = []
        for top in range(0, window.height, rows):
            height = min(rows, window.height - top)
            block = PixelWindow(window.row + top, window.col, height, window.width)
            values = self._cube.read(self._bands, block)
            parts.append(spectral_angle(values, self._reference, axis=0))
        return np.concatenate(parts)


def same_label_region(labels: LabelArray, seed: tuple[int, int]) -> Indices:
    """Return the connected pixels that have the label of the seed, or have none.

    Raises
    ------
    HsiViewerError
        If the seed has no label and the area around it is open: larger than
        half of the scene, or too large to be looked at.
    """
    wanted = labels[seed]
    shape = (labels.shape[0], labels.shape[1])

    def accepts(window: PixelWindow) -> npt.NDArray[np.bool_]:
        return np.asarray(labels[window.slices] == wanted)

    found = grow_region(accepts, seed, shape, reach=FILL_REACH)
    if wanted == 0:
        rows, cols = np.divmod(found, shape[1])
        reached = max(np.abs(rows - seed[0]).max(), np.abs(cols - seed[1]).max())
        if found.size > labels.size // 2 or reached >= FILL_REACH:
            raise HsiViewerError(
                "the area around this pixel is not enclosed by labels; draw its "
                "border first, then fill it"
            )
    return found


def label_places(labels: LabelArray, class_id: int) -> list[tuple[int, int]]:
    """Return the first pixel of each patch of labels of a class; of all for 0."""
    return first_pixels(labels == class_id if class_id else labels > 0)


def doubtful_labels(
    cube: HsiCube, labels: LabelArray
) -> dict[int, list[tuple[int, int]]]:
    """Return the labelled pixels whose spectra are far from their class.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    labels : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere. Of classes with very many labels a part is
        looked at, the same every time.

    Returns
    -------
    dict of int to list of (row, col)
        For each class that has such pixels, the `DOUBTS_PER_CLASS` worst.
    """
    found = {}
    flat = labels.reshape(-1)
    indices = np.flatnonzero(flat)
    ids = flat[indices]
    generator = np.random.default_rng(0)
    for class_id in np.unique(ids[ids > 0]).tolist():
        own = indices[ids == class_id]
        if own.size > LABELS_PER_CLASS:
            own = np.sort(generator.choice(own, LABELS_PER_CLASS, replace=False))
        odd = oddness(good_spectra(cube, own))
        worst = np.argsort(-odd, kind="stable")[:DOUBTS_PER_CLASS]
        far = np.sort(own[worst[odd[worst] > DOUBTFUL_FROM]])
        if far.size:
            rows, cols = np.divmod(far, labels.shape[1])
            found[class_id] = list(zip(rows.tolist(), cols.tolist(), strict=True))
    return found


def other_group(cube: HsiCube, indices: Indices) -> Indices:
    """Return the pixels of the smaller of two spectrally different groups."""
    return indices[two_groups(good_spectra(cube, indices))]


def good_spectra(cube: HsiCube, indices: Indices) -> npt.NDArray[np.float32]:
    """Read spectra of flat indices without bad bands, shape (n, good bands)."""
    rows, cols = np.divmod(indices, cube.grid_shape[1])
    spectra = cube.read_spectra(rows, cols)
    good = cube.bands.good_bands
    return spectra[:, good] if good.size else spectra
