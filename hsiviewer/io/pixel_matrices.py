"""Cubes stored as a matrix of bands and pixels, and how many rows they have.

Programs for unmixing keep spectra as the columns of a matrix, and the size of the
picture in numbers beside it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hsiviewer.core.axes import AxisOrder

_ROWS = ("nrow", "nrows", "h", "height", "rows", "nr", "lines", "n_rows", "num_rows")
_COLS = ("ncol", "ncols", "w", "width", "cols", "nc", "samples", "n_cols", "num_cols")
_GRID = re.compile(r"(?:(.*):)?(\d{1,8})x(\d{1,8})")

# A matrix of spectra has many more pixels than bands; a picture is rarely so long.
_LEAST_RATIO = 8

Grid = tuple[int, int]


class PixelMatrix(NamedTuple):
    """A matrix seen as a cube.

    Parameters
    ----------
    sizes : tuple of 3 int
        Lengths of the axes once the axis of the pixels is split.
    order : tuple of str
        Their names.
    """

    sizes: tuple[int, int, int]
    order: AxisOrder


def split_grid(variable: str) -> tuple[str, Grid | None]:
    """Split ``"name:95x95"`` into a variable and rows and columns of a picture."""
    found = _GRID.fullmatch(variable)
    if found is None:
        return variable, None
    return found[1] or "", (int(found[2]), int(found[3]))


def joined_grid(name: str, grid: Grid | None) -> str:
    """Return what `split_grid` splits."""
    return name if grid is None else f"{name}:{grid[0]}x{grid[1]}".lstrip(":")


def told_grid(numbers: Mapping[str, float]) -> Grid | None:
    """Return the rows and columns that single numbers beside a matrix tell."""
    lower = {name.lower(): value for name, value in numbers.items()}
    rows = next((lower[name] for name in _ROWS if name in lower), 0.0)
    cols = next((lower[name] for name in _COLS if name in lower), 0.0)
    is_whole = rows >= 1 and cols >= 1 and rows == rows // 1 and cols == cols // 1
    return (int(rows), int(cols)) if is_whole else None


def as_matrix(shape: Sequence[int], grid: Grid) -> PixelMatrix | None:
    """Return a matrix as a cube; ``None`` if no axis has that many pixels.

    Parameters
    ----------
    shape : sequence of 2 int
        Axes of the matrix, as its program counts them. The pixels follow each other
        as the numbers of the matrix do: along columns in MATLAB, along rows in NumPy.
    grid : tuple of int
        Rows and columns of the picture.
    """
    if len(shape) != 2:
        return None
    rows, cols = grid
    first, second = shape
    if second == rows * cols and second != first:
        return PixelMatrix((first, rows, cols), ("bands", "rows", "cols"))
    if first == rows * cols:
        return PixelMatrix((rows, cols, second), ("rows", "cols", "bands"))
    return None


def matrix_notice(file: str, name: str, grid: Grid, *, along: str) -> str:
    """Return the sentence that tells how a matrix was read.

    Parameters
    ----------
    along : str
        ``"column"`` or ``"row"``: how the pixels follow each other.
    """
    return (
        f"{name} of {file} is a matrix of spectra; its pixels are read {along} by "
        f"{along} as {grid[0]} rows and {grid[1]} columns"
    )


def matrix_remedy(file: str, shapes: Mapping[str, Sequence[int]]) -> str:
    """Return the end of a refusal where a matrix may be the cube; empty if none is."""
    for name, shape in shapes.items():
        is_long = max(shape) >= _LEAST_RATIO * min(shape)
        if len(shape) == 2 and min(shape) > 1 and is_long:
            return (
                f"; if one of them is a matrix of bands and pixels, name it with the "
                f"rows and columns of the picture, such as {file}:{name}:95x95"
            )
    return ""
