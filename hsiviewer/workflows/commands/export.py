"""Write a run or a map to files that others can use."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ConfigurationError, LabelFormatError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.refinement import Refinement
from hsiviewer.io.label_references import split_label_reference
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.workflows.commands.batch import accuracy_line
from hsiviewer.workflows.tasks.exporting import Draw, ExportPlan, export_result
from hsiviewer.workflows.tasks.references import read_matched
from hsiviewer.workflows.tasks.refining import refined_result
from hsiviewer.workflows.tasks.report_pages import write_source_report
from hsiviewer.workflows.tasks.result_sources import ResultSource, open_result

Say = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class ExportFiles:
    """Paths and settings of ``hsiviewer export``, named as on the command line.

    Parameters
    ----------
    result : Path
        Folder of a run, or a map.
    plan : ExportPlan
        What is written.
    refinement : Refinement
        What is done to the map first.
    reference : str, optional
        Ground truth for areas and reports.
    """

    result: Path
    plan: ExportPlan
    refinement: Refinement = field(default_factory=Refinement)
    reference: str | None = None
    overwrite: bool = False


def export_files(request: ExportFiles, say: Say, draw: Draw) -> None:
    """Write a map to files, and say what was written.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written.
    """
    plan = request.plan
    plan.check()
    if not plan.targets:
        raise ConfigurationError("name at least one file to write, with --out")
    check_targets(plan.targets, _sources(request), overwrite=request.overwrite)
    source = open_result(request.result)
    quiet = SilentProgress()
    scene = source.grid if source.has_scene else None
    refined = refined_result(source.result, request.refinement, quiet, scene)
    source = replace(source, result=refined)
    truth = _truth(request, source)
    told: dict[str, Any] = {}

    def report(path: Path, source: ResultSource, figures: dict[str, Any]) -> None:
        told.update(figures)
        write_source_report(path, source, figures)

    writing = export_result(
        source, plan, quiet, truth=truth, draw=draw, write_report=report
    )
    lines = [f"wrote {path}" for path in writing.written]
    if "overall_accuracy" in told:
        lines.append(accuracy_line(told))
    say("\n".join(lines))
    writing.finish()


def _truth(request: ExportFiles, source: ResultSource) -> npt.NDArray[np.uint16] | None:
    if request.reference is None:
        return None
    reference = read_matched(request.reference, source.grid, source.result.scheme)
    truth = reference.labels.values
    if source.labels is not None:
        truth = np.where(source.labels > 0, 0, truth).astype(np.uint16)
    if not truth.any():
        raise LabelFormatError(
            f"{reference.name} has no pixel left to compare with: all of them are "
            "labels too, or none has a class; give another reference"
        )
    return truth


def _sources(request: ExportFiles) -> list[Source]:
    found = [Source(request.result, "the run or map that is read")]
    if request.reference is not None:
        path = split_label_reference(request.reference)[0]
        found.append(Source(path, "the reference"))
    if request.plan.zones is not None:
        found.append(Source(request.plan.zones, "the zones"))
    return found
