"""Which pixels of a map to visit, so that its accuracy and areas can be told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.evaluation.sample_design import (
    USUAL_ERROR,
    USUAL_LEAST,
    SampleDesign,
    allocated,
    drawn_pixels,
    sample_size,
)
from hsiviewer.io.labels import read_labels
from hsiviewer.io.points import Column, PointTable, write_points
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.workflows.tasks.result_sources import ResultSource, open_result
from hsiviewer.workflows.tasks.targets import points_target

Say = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class DesignFiles:
    """Paths and settings of ``hsiviewer design``, named as on the command line.

    Parameters
    ----------
    result : Path
        Folder of a run, or a map.
    out : Path
        Points to visit.
    count : int
        All pixels to visit; 0 for as many as `error` needs.
    error : float
        Standard error that the overall accuracy may have.
    least : int
        Pixels of each class at least.
    labels : str
        Pixels that were learned from and are not visited; a run knows its own.
    """

    result: Path
    out: Path
    count: int = 0
    error: float = USUAL_ERROR
    least: int = USUAL_LEAST
    labels: str = ""
    seed: int = 0
    overwrite: bool = False


def design_files(request: DesignFiles, say: Say) -> None:
    """Draw pixels to visit, write them as points, and say how many in each class.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the map has no class.
    """
    sources = [Source(request.result, "the map")]
    if request.labels:
        sources.append(Source(request.labels, "the labels"))
    check_targets([points_target(request.out)], sources, overwrite=request.overwrite)
    source = open_result(request.result)
    labels = source.labels
    if request.labels:
        labels = read_labels(request.labels, source.grid)[0].values
    taken = None if labels is None else labels > 0
    design, pixels = designed(
        source,
        count=request.count,
        error=request.error,
        least=request.least,
        seed=request.seed,
        taken=taken,
    )
    write_visits(request.out, source, pixels)
    names = {cover.id: cover.name for cover in source.result.scheme}
    lines = [f"wrote {request.out}: {len(pixels)} pixels to visit"]
    lines += [
        f"{count:6} in {names.get(class_id, f'class {class_id}')}"
        for class_id, count in design.counts.items()
    ]
    lines.append(
        "Fill in class_id of each point by what is there, without looking at the map. "
        "Leave it empty where you cannot tell. Then run hsiviewer assess."
    )
    say("\n".join(lines))


def designed(
    source: ResultSource,
    *,
    count: int,
    error: float,
    least: int,
    seed: int,
    taken: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = None,
) -> tuple[SampleDesign, np.ndarray[tuple[int, ...], np.dtype[np.intp]]]:
    """Return how many pixels of each class to visit, and which.

    Parameters
    ----------
    count, error, least, seed
        As of `DesignFiles`.
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
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
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
