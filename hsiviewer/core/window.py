"""Half-open rectangles of pixels."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class PixelWindow:
    """The pixels ``row .. row + height - 1``, ``col .. col + width - 1``.

    Parameters
    ----------
    row, col : int
        First row and column, counted from 0.
    height, width : int
        Number of rows and columns; zero for an empty window.
    """

    row: int
    col: int
    height: int
    width: int

    def __post_init__(self) -> None:
        if self.height < 0 or self.width < 0:
            raise ValueError(f"a window cannot have the size {self.size}")

    @classmethod
    def of_shape(cls, shape: tuple[int, int]) -> "PixelWindow":
        """Return the window that covers a raster of ``(rows, cols)``."""
        return cls(0, 0, *shape)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.height, self.width

    @property
    def is_empty(self) -> bool:
        """Whether the window holds no pixel."""
        return self.height == 0 or self.width == 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Row and column slices that cut the window out of a raster."""
        return (
            slice(self.row, self.row + self.height),
            slice(self.col, self.col + self.width),
        )

    def contains(self, row: int, col: int) -> bool:
        """Tell whether a pixel lies inside."""
        return (
            self.row <= row < self.row + self.height
            and self.col <= col < self.col + self.width
        )

    def intersection(self, other: "PixelWindow") -> "PixelWindow":
        """Return the common part, empty if there is none."""
        row, col = max(self.row, other.row), max(self.col, other.col)
        bottom = min(self.row + self.height, other.row + other.height)
        right = min(self.col + self.width, other.col + other.width)
        return PixelWindow(row, col, max(0, bottom - row), max(0, right - col))

    def grown(self, margin: int) -> "PixelWindow":
        """Return the window enlarged by `margin` pixels on every side."""
        return PixelWindow(
            self.row - margin,
            self.col - margin,
            self.height + 2 * margin,
            self.width + 2 * margin,
        )

    def moved(self, down: int, right: int) -> "PixelWindow":
        """Return the window that lies so many rows and columns further on."""
        return PixelWindow(self.row + down, self.col + right, self.height, self.width)

    def tiles(self, side: int) -> Iterator["PixelWindow"]:
        """Cut the window into tiles of at most `side` x `side`, row by row.

        Raises
        ------
        ValueError
            If `side` is less than 1.
        """
        if side < 1:
            raise ValueError(f"a tile needs a side of at least 1, not {side}")
        for row in range(self.row, self.row + self.height, side):
            height = min(side, self.row + self.height - row)
            for col in range(self.col, self.col + self.width, side):
                width = min(side, self.col + self.width - col)
                yield PixelWindow(row, col, height, width)
