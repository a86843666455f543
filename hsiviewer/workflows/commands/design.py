"""Which pixels of a map to visit, so that its accuracy and areas can be told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.evaluation.sample_design import (
    USUAL_ERROR,
    USUAL_LEAST,
)
from hsiviewer.io.labels import read_labels
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.workflows.tasks.result_sources import open_result
from hsiviewer.workflows.tasks.targets import points_target
from hsiviewer.workflows.tasks.visits import designed, write_visits

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
