"""Stored values of rasters that GDAL reads, from several threads at once."""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.windows import Window

from hsiviewer.core.cube import Values
from hsiviewer.core.errors import (
    CubeFormatError,
    FileAccessError,
    SourceClosedError,
)
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.gdal_environment import CUBE_OPTIONS, placeless_allowed
from hsiviewer.io.limits import require_sizes

_MOST_WARNINGS, _LONGEST_WARNING = 3, 200
_ROWS_AT_ONCE = 256  # read in strips, so that decimation does not hold a whole band


class GdalSource:
    """Stored values through rasterio, with one dataset handle per thread.

    Parameters
    ----------
    path : Path
        The file.
    driver : str
        GDAL's short name of its format.
    member : str
        Name of the raster in a zip file, where `path` is one.
    page : int
        Number of a TIFF file's directory, from 1; 0 for the file as a whole.
    """

    def __init__(
        self, path: Path, driver: str, member: str = "", *, page: int = 0
    ) -> None:
        self._path = path
        self._driver = driver
        self._member = member
        self._page = page
        self._local = threading.local()
        self._condition = threading.Condition()
        self._readers = 0
        self._handles: list[Any] = []
        self._is_closed = False
        with self.handle() as dataset:
            self._shape = (dataset.count, dataset.height, dataset.width)
            kinds = {np.dtype(dtype) for dtype in dataset.dtypes}
            self._dtype = np.result_type(*kinds)
            self._block_rows = max(rows for rows, _ in dataset.block_shapes)
        require_sizes(path.name, *self._shape)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._dtype

    @contextmanager
    def handle(self) -> Iterator[Any]:
        """Give this thread's dataset, which stays open until `close`."""
        with self._condition:
            if self._is_closed:
                raise SourceClosedError(f"{self._path.name} has been closed")
            self._readers += 1
        try:
            yield self._dataset()
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `hsiviewer.core.cube.CubeSource`."""
        window = window or PixelWindow.of_shape(self._shape[1:])
        wanted = list(range(self._shape[0]) if bands is None else bands)
        if step == 1:
            part = Window(window.col, window.row, window.width, window.height)
            return self._read(wanted, part).astype(self._dtype, copy=False)
        rows, cols = -(-window.height // step), -(-window.width // step)
        values = np.empty((len(wanted), rows, cols), self._dtype)
        strip = max(1, _ROWS_AT_ONCE // step) * step
        if step >= self._block_rows:
            strip = step  # whole blocks lie between the rows that are wanted
        for top in range(0, window.height, strip):
            height = min(strip, window.height - top) if strip > step else 1
            strip_values = self._read(
                wanted, Window(window.col, window.row + top, window.width, height)
            )
            first = top // step
            values[:, first : first - (-height // step)] = strip_values[
                :, ::step, ::step
            ]
        return values

    def read_mask(self, window: PixelWindow, *, step: int = 1) -> npt.NDArray[np.bool_]:
        """Read where the mask of all bands says that there are values."""
        rows, cols = -(-window.height // step), -(-window.width // step)
        inside = np.empty((rows, cols), bool)
        strip = max(1, _ROWS_AT_ONCE // step) * step
        with self.handle() as dataset, damage_told(self._path):
            for top in range(0, window.height, strip):
                height = min(strip, window.height - top)
                part = Window(window.col, window.row + top, window.width, height)
                mask = dataset.read_masks(1, window=part)[::step, ::step] != 0
                inside[top // step : top // step + len(mask)] = mask
        return inside

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        rows, cols = np.asarray(rows), np.asarray(cols)
        bands = list(range(self._shape[0]))
        spectra = np.empty((rows.size, len(bands)), self._dtype)
        for row in np.unique(rows):
            here = np.flatnonzero(rows == row)
            left, right = int(cols[here].min()), int(cols[here].max())
            line = self._read(bands, Window(left, int(row), right - left + 1, 1))
            spectra[here] = line[:, 0, cols[here] - left].T
        return spectra

    def close(self) -> None:
        """Release the file once nobody reads it any more."""
        with self._condition:
            self._is_closed = True
            # GDAL crashes when a dataset is closed under a thread that reads it.
            self._condition.wait_for(lambda: self._readers == 0)
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    def _read(self, bands: Sequence[int], window: Window) -> Values:
        with self.handle() as dataset, damage_told(self._path):
            values: Values = dataset.read([band + 1 for band in bands], window=window)
        return values

    def _dataset(self) -> Any:
        if not hasattr(self._local, "dataset"):
            dataset = open_dataset(
                self._path, self._driver, member=self._member, page=self._page
            )
            with self._condition:
                self._handles.append(dataset)
            self._local.dataset = dataset
        return self._local.dataset


def open_dataset(
    path: Path,
    driver: str,
    *,
    member: str = "",
    page: int = 0,
    options: Mapping[str, str] = CUBE_OPTIONS,
) -> Any:
    """Open a rasterio dataset with one named driver.

    Parameters
    ----------
    member, page
        As of `GdalSource`.
    options : mapping
        Of GDAL, while the file is opened.

    Raises
    ------
    CubeFormatError
        If the file is damaged or of another kind.
    """
    require_regular(path)
    try:
        with placeless_allowed(), rasterio.Env(**options):
            # A relative "http:/x.tif" would be asked for at a server.
            place = str(path.absolute())
            if member:
                place = f"/vsizip/{{{place}}}/{member}"
            elif page:
                place = f"GTIFF_DIR:{page}:{place}"
            return rasterio.open(place, driver=driver)
    except UnicodeError as error:
        raise FileAccessError(
            f"the name of {str(path)!r} is not valid UTF-8; rename the file or its "
            "folder"
        ) from error
    except (RasterioError, ValueError, OverflowError) as error:
        raise CubeFormatError(
            f"{path.name} is not a readable {driver} file: {reason(error)}; copy it "
            "again from its source"
        ) from error


def read_band(dataset: Any, path: Path) -> npt.NDArray[Any]:
    """Read the first band of a rasterio dataset.

    Raises
    ------
    CubeFormatError
        If the file is damaged.
    """
    with damage_told(path):
        values: npt.NDArray[Any] = dataset.read(1)
    return values


def read_bands(dataset: Any, path: Path) -> npt.NDArray[Any]:
    """Read all bands of a rasterio dataset, shape (bands, rows, cols); see above."""
    with damage_told(path):
        values: npt.NDArray[Any] = dataset.read()
    return values


@contextmanager
def warnings_told(file: str, notices: list[str]) -> Iterator[None]:
    """Add what GDAL warns of meanwhile in this thread, as one notice."""
    collector = _Collector()
    log = logging.getLogger("rasterio._env")
    log.addHandler(collector)
    try:
        yield
    finally:
        log.removeHandler(collector)
    if collector.said:
        notices.append(f"GDAL warns of {file}: {'; '.join(collector.said)}")


class _Collector(logging.Handler):
    """Keeps the first few warnings of one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        text = record.getMessage().strip().rstrip(".")[:_LONGEST_WARNING]
        if record.thread == self._thread and text not in self.said:
            self.said = [*self.said, text][:_MOST_WARNINGS]


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what GDAL says of a damaged file into a sentence.

    Raises
    ------
    CubeFormatError
        Instead of GDAL's errors.
    """
    from rasterio._err import CPLE_BaseError  # what GDAL raises past RasterioError

    try:
        yield
    except (RasterioIOError, CPLE_BaseError) as error:
        raise CubeFormatError(
            f"{path.name} is damaged: {reason(error)}; copy it again from its source"
        ) from error


def reason(error: Exception) -> str:
    """Return what GDAL said, without a full stop."""
    cause = error.__cause__ or error
    return str(cause).strip().rstrip(".")
