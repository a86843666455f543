"""Pixels of a map that are to be visited: drawn, and written as points."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.evaluation.sample_design import (
    SampleDesign,
    allocated,
    drawn_pixels,
    sample_size,
)
from hsiviewer.io.points import Column, PointTable, write_points
from hsiviewer.workflows.tasks.result_sources import ResultSource


def designed(
    source: ResultSource,
    *,
    count: int,
    error: float,
    least: int,
    seed: int,
    taken: npt.NDArray[np.bool_] | None = None,
) -> tuple[SampleDesign, npt.NDArray[np.intp]]:
    """Return how many pixels of each class to visit, and which.

    Parameters
    ----------
    count, error, least, seed
        As of `hsiviewer.workflows.commands.design.DesignFiles`.
    taken : ndarray of bool, shape (rows, cols), optional
        Pixels that are not visited.

    Raises
    ------
    LabelFormatError
        If the map has no class.
    """
    class_map = np.asarray(source.result.class_map)
    free = class_map if taken is None else np.where(taken, 0, class_map)
    ids, counts = np.unique(free[free > 0], return_counts=True)
    if not ids.size:
        raise LabelFormatError(f"{source.title} has no pixel with a class to visit")
    sizes = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    total = count or sample_size(sizes, error=error)
    design = allocated(sizes, total, least=least)
    return design, drawn_pixels(free, design, seed=seed)


def write_visits(
    path: Path,
    source: ResultSource,
    pixels: npt.NDArray[np.intp],
) -> None:
    """Write pixels to visit as points with an empty ``class_id``.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    columns: dict[str, Column] = {"visit": list(range(1, len(pixels) + 1))}
    table = PointTable(pixels[:, 0], pixels[:, 1], columns)
    write_points(path, table, source.result.georeference)
