"""How plain numbers lie in a file."""

from dataclasses import dataclass

import numpy as np

# Axes of the file, slowest first, as positions in (bands, rows, cols).
FILE_AXES = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}


@dataclass(frozen=True)
class RawLayout:
    """How the numbers lie in a file.

    Parameters
    ----------
    shape : tuple of 3 int
        Bands, rows and columns.
    dtype : dtype
        Stored type with its byte order.
    interleave : str
        ``"bsq"``, ``"bil"`` or ``"bip"``.
    offset : int
        Bytes before the first number.
    """

    shape: tuple[int, int, int]
    dtype: np.dtype[np.generic]
    interleave: str
    offset: int = 0

    @property
    def end(self) -> int:
        """Bytes that the file must have at least."""
        bands, rows, cols = self.shape
        return self.offset + bands * rows * cols * self.dtype.itemsize

    def position(self, band: int, row: int, col: int) -> int:
        """Return the byte at which a number begins."""
        bands, rows, cols = self.shape
        index = {
            "bsq": (band * rows + row) * cols + col,
            "bil": (row * bands + band) * cols + col,
            "bip": (row * cols + col) * bands + band,
        }[self.interleave]
        return self.offset + index * self.dtype.itemsize
