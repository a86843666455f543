"""Steps that know where a pixel lies: stripes, broken lines, a part of the scene."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.preparation.catalogue import StepInputs, chosen_numbers
from hsiviewer.analysis.streaming import read_blocks
from hsiviewer.core.cube import HsiCube, Values
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
ReadPlaces = Callable[[list[int], Indices, Indices], Floats]


class PlacedSource:
    """A `CubeSource` whose values depend on where a pixel lies.

    Parameters
    ----------
    shape : tuple of int
        Bands, rows and columns.
    read_places : callable
        From bands, rows and columns to values (bands, rows, cols).
    read_pixels : callable
        From rows and columns of single pixels to spectra (n, bands).
    """

    def __init__(
        self,
        shape: tuple[int, int, int],
        read_places: ReadPlaces,
        read_pixels: Callable[[Indices, Indices], Floats],
    ) -> None:
        self._shape = shape
        self._read_places = read_places
        self._read_pixels = read_pixels

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Always float32."""
        return np.dtype(np.float32)

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Compute bands of a window."""
        window = window or PixelWindow.of_shape(self._shape[1:])
        rows = np.arange(window.row, window.row + window.height, step)
        cols = np.arange(window.col, window.col + window.width, step)
        wanted = list(range(self._shape[0])) if bands is None else list(bands)
        return self._read_places(wanted, rows, cols)

    def read_spectra(self, rows: Indices, cols: Indices) -> Values:
        """Compute single pixels, shape (n, bands)."""
        return self._read_pixels(rows, cols)

    def close(self) -> None:
        """Do nothing: the cube belongs to the caller."""


def destriped(cube: HsiCube, _inputs: StepInputs, progress: Progress) -> HsiCube:
    """Give all columns of a band the mean and deviation that they have together.

    Moment matching: Gadallah, Csillag and Smith (2000), doi
    10.1080/01431160050030592. It suits push-broom scenes whose columns see the like.
    """
    count, _, cols = cube.shape
    bands = list(range(count))
    origin: npt.NDArray[np.float64] | None = None
    numbers, sums, squares = (np.zeros((count, cols)) for _ in range(3))
    for window, values in read_blocks(cube, bands, progress):
        known = np.isfinite(values)
        if origin is None:
            origin = np.array([_typical(band) for band in values])
        away = np.where(known, values - origin[:, None, None], 0.0)
        part = window.slices[1]
        numbers[:, part] += known.sum(axis=1)
        sums[:, part] += away.sum(axis=1)
        squares[:, part] += (away**2).sum(axis=1)
    assert origin is not None
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums / numbers
        spread = np.sqrt(np.maximum(squares / numbers - mean**2, 0.0))
        whole = sums.sum(axis=1) / numbers.sum(axis=1)
        level = squares.sum(axis=1) / numbers.sum(axis=1) - whole**2
        gain = np.sqrt(np.maximum(level, 0.0))[:, None] / spread
    gain[~np.isfinite(gain)] = 1.0
    centre = origin[:, None] + np.nan_to_num(mean)
    target = np.broadcast_to((origin + np.nan_to_num(whole))[:, None], centre.shape)

    def places(wanted: list[int], rows: Indices, columns: Indices) -> Floats:
        values = _read(cube, wanted, rows, columns)
        at = np.ix_(np.asarray(wanted, np.intp), columns)
        matched = (values - centre[at][:, None]) * gain[at][:, None]
        return np.asarray(matched + target[at][:, None], np.float32)

    def pixels(rows: Indices, columns: Indices) -> Floats:
        spectra = cube.read_spectra(rows, columns)
        matched = (spectra - centre[:, columns].T) * gain[:, columns].T
        return np.asarray(matched + target[:, columns].T, np.float32)

    return _placed(cube, places, pixels)


def repaired(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Replace lines by the mean of the next good ones on both sides.

    Raises
    ------
    ConfigurationError
        If a line does not exist, or no good one is left.
    """
    size = cube.grid_shape
    before, after = [], []
    for axis, name in enumerate(("rows", "cols")):
        bad = np.zeros(size[axis], bool)
        bad[chosen_numbers(inputs.text(name), size[axis], name)] = True
        good = np.flatnonzero(~bad)
        if not good.size:
            raise ConfigurationError(f"repair-lines leaves no good {name}")
        lines = np.arange(size[axis])
        low = good[np.clip(np.searchsorted(good, lines, "right") - 1, 0, None)]
        high = good[np.clip(np.searchsorted(good, lines), None, good.size - 1)]
        # At the border there are good lines on one side only.
        before.append(np.where(low > lines, high, low))
        after.append(np.where(high < lines, low, high))

    def places(wanted: list[int], rows: Indices, cols: Indices) -> Floats:
        corners = [
            _read(cube, wanted, row_of[rows], col_of[cols])
            for row_of, col_of in zip(
                (before[0], before[0], after[0], after[0]),
                (before[1], after[1], before[1], after[1]),
                strict=True,
            )
        ]
        return np.asarray(np.mean(corners, axis=0), np.float32)

    def pixels(rows: Indices, cols: Indices) -> Floats:
        corners = [
            cube.read_spectra(row_of[rows], col_of[cols])
            for row_of in (before[0], after[0])
            for col_of in (before[1], after[1])
        ]
        return np.asarray(np.mean(corners, axis=0), np.float32)

    return _placed(cube, places, pixels)


def subset(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Cut out rows and columns; the part lies where it lay.

    Raises
    ------
    ConfigurationError
        If the part reaches out of the scene.
    """
    rows, cols = cube.grid_shape
    row, col = inputs.whole("row"), inputs.whole("col")
    height = inputs.whole("rows") or rows - row
    width = inputs.whole("cols") or cols - col
    part = PixelWindow(row, col, max(height, 0), max(width, 0))
    if part.is_empty or part.intersection(cube.window) != part:
        raise ConfigurationError(
            f"subset reaches out of {cube.name}, which has {rows} rows and {cols} "
            "columns; choose a part of them"
        )

    def places(wanted: list[int], lines: Indices, columns: Indices) -> Floats:
        return _read(cube, wanted, lines + row, columns + col)

    def pixels(lines: Indices, columns: Indices) -> Floats:
        return cube.read_spectra(lines + row, columns + col)

    a, b, c, d, e, f = cube.georeference.transform
    moved = (a, b, a * col + b * row + c, d, e, d * col + e * row + f)
    place = cube.georeference
    if place.has_transform or place.has_crs:
        place = GeoReference(place.crs_wkt, moved, place.crs_name)
    return _placed(cube, places, pixels, size=(height, width), georeference=place)


def _typical(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean(dtype=np.float64)) if known.size else 0.0


def _read(cube: HsiCube, bands: list[int], rows: Indices, cols: Indices) -> Floats:
    """Read any rows and columns, by the window that holds them."""
    row, col = int(rows.min()), int(cols.min())
    window = PixelWindow(row, col, int(rows.max()) - row + 1, int(cols.max()) - col + 1)
    values = cube.read(bands, window)
    return values[:, (rows - row)[:, None], cols - col]


def _placed(
    cube: HsiCube,
    read_places: ReadPlaces,
    read_pixels: Callable[[Indices, Indices], Floats],
    *,
    size: tuple[int, int] | None = None,
    georeference: GeoReference | None = None,
) -> HsiCube:
    shape = (cube.bands.count, *(size or cube.grid_shape))
    return replace(
        cube,
        source=PlacedSource(shape, read_places, read_pixels),
        georeference=georeference or cube.georeference,
        nodata=None,
        scale=1.0,
        default_bands=(),
        axes=(),
        title=cube.origin,
        quantity=cube.quantity,
    )
