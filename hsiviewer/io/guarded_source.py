"""Values of scenes that extensions read; whatever goes wrong becomes a sentence."""

import contextlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, Values
from hsiviewer.core.errors import (
    CubeFormatError,
    ExtensionError,
    FileAccessError,
    HsiViewerError,
    SourceClosedError,
)
from hsiviewer.core.extensions import call
from hsiviewer.core.window import PixelWindow


class GuardedSource:
    """A source from an extension, called on behalf of the program.

    Parameters
    ----------
    source : CubeSource
        Of the extension.
    reader, file : str
        What sentences call the extension's reader and the file.
    """

    def __init__(self, source: CubeSource, *, reader: str, file: str) -> None:
        bands, rows, cols = source.shape
        self._shape = int(bands), int(rows), int(cols)
        self._dtype = np.dtype(source.dtype)
        self._source = source
        self._reader = reader
        self._file = file
        self._is_closed = False

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self._shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the stored values."""
        return self._dtype

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`.

        Raises
        ------
        FileAccessError
            If the extension fails.
        CubeFormatError
            If it returns something other than these values.
        """
        area = window or PixelWindow.of_shape(self._shape[1:])
        shape = (
            self._shape[0] if bands is None else len(bands),
            -(-area.height // step),
            -(-area.width // step),
        )
        return self._values(shape, lambda: self._source.read(bands, window, step=step))

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands); errors as `read`."""
        shape = (len(rows), self._shape[0])
        return self._values(shape, lambda: self._source.read_spectra(rows, cols))

    def close(self) -> None:
        """Release the file."""
        self._is_closed = True
        with contextlib.suppress(HsiViewerError):
            call(self._reader, self._source.close)

    def _values(self, shape: tuple[int, ...], read: Callable[[], Values]) -> Values:
        self._require_open()
        try:
            values = call(self._reader, read)
        except ExtensionError as error:
            self._require_open()  # closed in the meantime, by another thread
            if isinstance(error.__cause__, MemoryError):
                raise error.__cause__ from error
            raise FileAccessError(f"{self._file} cannot be read: {error}") from error
        if not is_numbers(values) or values.shape != shape:
            returned = getattr(values, "shape", type(values).__name__)
            raise CubeFormatError(
                f"{self._file} cannot be read: {self._reader} returns {returned}, not "
                f"numbers of the shape {shape}"
            )
        return values

    def _require_open(self) -> None:
        if self._is_closed:
            raise SourceClosedError(f"{self._file} has been closed")


def is_numbers(values: object) -> bool:
    """Tell whether what an extension returns is an array of real numbers."""
    return isinstance(values, np.ndarray) and values.dtype.kind in "biuf"
