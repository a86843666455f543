"""Stored values of one HDF5 dataset, read along its chunks."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, Values
from hsiviewer.core.errors import SourceClosedError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.hdf5.container import ArrayContainer
from hsiviewer.io.stored_axes import stored_cube

IntArray = npt.NDArray[np.intp]

_BLOCK_BYTES = 32 * 2**20  # read at once, unless a chunk is larger


class CubeAxes(NamedTuple):
    """Which axes of a dataset are those of a cube; others have a single place.

    Parameters
    ----------
    bands : int, optional
        ``None`` for a dataset that is one band.
    rows, cols : int
    """

    bands: int | None
    rows: int
    cols: int


def dataset_source(file: ArrayContainer, name: str, axes: CubeAxes) -> CubeSource:
    """Return a source over a dataset, whatever the order of its axes.

    Numbers that lie in one piece are read without HDF5, which is slow where the wanted
    ones are scattered.

    Raises
    ------
    CubeFormatError
        If its values cannot be read.
    """
    dataset = file.dataset(name)
    offset = file.plain_offset(name)
    if offset is None:
        return ChunkedSource(file, name, axes)
    positions = {"rows": axes.rows, "cols": axes.cols}
    if axes.bands is not None:
        positions["bands"] = axes.bands
    order = tuple(sorted(positions, key=positions.__getitem__))
    sizes = [dataset.shape[positions[axis]] for axis in order]
    if axes.bands is None:
        order, sizes = ("bands", *order), [1, *sizes]
    return stored_cube(file.path, dataset.dtype, sizes, order, offset=offset)


class ChunkedSource:
    """A `CubeSource` over a dataset in chunks.

    A read takes each chunk once, in blocks of a limited size. Chunks that were
    unpacked stay in a cache of HDF5 with a limit, so that a spectrum next to the last
    one costs nothing.

    Parameters
    ----------
    file : ArrayContainer
    name : str
        Of the dataset; see `ArrayContainer.dataset`.
    axes : CubeAxes
    """

    def __init__(self, file: ArrayContainer, name: str, axes: CubeAxes) -> None:
        self._dataset = file.dataset(name)
        self._file = file.share()
        self._is_closed = False
        self._axes = axes
        shape, chunks = self._dataset.shape, self._dataset.chunks or ()
        chunks = chunks or _thin_blocks(shape, self._dataset.dtype.itemsize)
        self._shape = (
            1 if axes.bands is None else shape[axes.bands],
            shape[axes.rows],
            shape[axes.cols],
        )
        self._chunk = (
            1 if axes.bands is None else chunks[axes.bands],
            chunks[axes.rows],
            chunks[axes.cols],
        )
        dtype: np.dtype[np.generic] = self._dataset.dtype.newbyteorder("=")
        self._dtype = np.dtype(np.uint8) if dtype.kind == "b" else dtype

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the values that are read."""
        return self._dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `hsiviewer.core.cube.CubeSource`.

        Raises
        ------
        CubeFormatError
            If the file is damaged.
        """
        window = window or PixelWindow.of_shape(self._shape[1:])
        wanted = np.arange(self._shape[0]) if bands is None else np.asarray(bands, int)
        rows = np.arange(window.row, window.row + window.height, step)
        cols = np.arange(window.col, window.col + window.width, step)
        values = np.empty((wanted.size, rows.size, cols.size), self._dtype)
        for band_run in self._runs(wanted, 0, window.width * self._chunk[1]):
            run_bands = wanted[band_run]
            low, high = int(run_bands.min()), int(run_bands.max()) + 1
            for row_run in self._runs(rows, 1, window.width * (high - low)):
                top, bottom = int(rows[row_run[0]]), int(rows[row_run[-1]]) + 1
                across = (high - low) * (bottom - top)
                for col_run in self._runs(cols, 2, across):
                    left, right = int(cols[col_run[0]]), int(cols[col_run[-1]]) + 1
                    block = self._block((low, high), (top, bottom), (left, right))
                    part = block[_span(run_bands - low)]
                    part = part[:, _span(rows[row_run] - top)]
                    part = part[:, :, _span(cols[col_run] - left)]
                    place = _span(band_run), _span(row_run), _span(col_run)
                    if all(isinstance(span, slice) for span in place):
                        values[place] = part
                    else:
                        values[np.ix_(band_run, row_run, col_run)] = part
        return values

    def read_spectra(self, rows: IntArray, cols: IntArray) -> Values:
        """Read whole spectra of single pixels, shape (n, bands); errors as `read`."""
        rows, cols = np.atleast_1d(rows), np.atleast_1d(cols)
        spectra = np.empty((rows.size, self._shape[0]), self._dtype)
        bands = np.arange(self._shape[0])
        tiles = np.stack([rows // self._chunk[1], cols // self._chunk[2]], 1)
        for tile in np.unique(tiles, axis=0):
            here = np.flatnonzero((tiles == tile).all(1))
            top, bottom = int(rows[here].min()), int(rows[here].max()) + 1
            left, right = int(cols[here].min()), int(cols[here].max()) + 1
            for run in self._runs(bands, 0, (bottom - top) * (right - left)):
                span = int(bands[run[0]]), int(bands[run[-1]]) + 1
                block = self._block(span, (top, bottom), (left, right))
                spectra[np.ix_(here, run)] = block[
                    :, rows[here] - top, cols[here] - left
                ].T
        return spectra

    def close(self) -> None:
        """Release the file once nobody reads it any more."""
        if not self._is_closed:
            self._is_closed = True
            self._file.close()

    def _runs(self, places: IntArray, axis: int, across: int) -> Iterator[IntArray]:
        """Split places along an axis at the borders of chunks; give their indices.

        Parameters
        ----------
        across : int
            Values of a block for each place along the axis.
        """
        chunk = self._chunk[axis]
        room = max(1, _BLOCK_BYTES // max(1, across * self._dtype.itemsize) // chunk)
        order = np.argsort(places, kind="stable")
        group: list[int] = []
        first = last = -1
        for index in order:
            number = int(places[index]) // chunk
            if group and (number > last + 1 or number - first >= room):
                yield np.array(group)
                group = []
            if not group:
                first = number
            group.append(int(index))
            last = number
        if group:
            yield np.array(group)

    def _block(
        self, bands: tuple[int, int], rows: tuple[int, int], cols: tuple[int, int]
    ) -> Values:
        """Read a box, shape (bands, rows, cols)."""
        axes = self._axes
        box: list[Any] = [0] * len(self._dataset.shape)
        box[axes.rows], box[axes.cols] = slice(*rows), slice(*cols)
        positions = {"rows": axes.rows, "cols": axes.cols}
        if axes.bands is not None:
            box[axes.bands] = slice(*bands)
            positions["bands"] = axes.bands
        if self._is_closed:
            raise SourceClosedError(f"{self._file.name} has been closed")
        with self._file.reading():
            values = np.asarray(self._dataset[tuple(box)], self._dtype)
        order = sorted(positions, key=positions.__getitem__)
        if axes.bands is None:
            order, values = ["bands", *order], values[np.newaxis]
        return values.transpose(
            [order.index(axis) for axis in ("bands", "rows", "cols")]
        )


def _span(indices: IntArray) -> slice | IntArray:
    """Return a slice for evenly spaced places, which is copied many times as fast."""
    if indices.size == 1:
        return slice(int(indices[0]), int(indices[0]) + 1)
    steps = np.diff(indices)
    if steps[0] > 0 and (steps == steps[0]).all():
        return slice(int(indices[0]), int(indices[-1]) + 1, int(steps[0]))
    return indices


def _thin_blocks(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    """Return blocks for a dataset in one piece that is read through HDF5."""
    room = max(1, _BLOCK_BYTES // itemsize)
    blocks = list(shape)
    for axis in range(len(shape)):
        rest = math.prod(blocks[axis + 1 :])
        blocks[axis] = max(1, min(blocks[axis], room // max(1, rest)))
    return tuple(blocks)
