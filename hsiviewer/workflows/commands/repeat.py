"""Run again what a report or a run records, and see whether the map is the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import FileAccessError
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import OnChange, Say, classified
from hsiviewer.workflows.commands.inputs import file_scheme, read_inputs
from hsiviewer.workflows.tasks.repeating import (
    digest,
    other_versions,
    read_report,
)
from hsiviewer.workflows.tasks.result_sources import open_result
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.submission import LearningInputs
from hsiviewer.workflows.tasks.targets import file_sources, map_target


@dataclass(frozen=True, kw_only=True)
class RepeatFiles:
    """Paths and settings of ``hsiviewer repeat``, named as on the command line.

    Parameters
    ----------
    report : Path
        Report of ``classify --report``, ``.json``, or folder of a run.
    out : Path
        Map to write.
    device : str
        Instead of that of the run; empty for the same.
    """

    report: Path
    out: Path
    device: str = ""
    overwrite: bool = False


@dataclass(frozen=True, eq=False)
class _Known:
    """What a run was made from, and what came of it."""

    inputs: LearningInputs
    recipe: Recipe
    versions: Mapping[str, Any]
    map_digest: str
    pretrained: Path | None = None
    labels_digest: str = ""


async def repeat_files(request: RepeatFiles, *, on_change: OnChange, say: Say) -> None:
    """Classify again, write the map, and say whether it is the same.

    Raises
    ------
    HsiViewerError
        If the report, or a file that it names, cannot be read.
    CancelledError
        If the work was interrupted.
    """
    known, sources = _known(request.report)
    check_targets([map_target(request.out)], sources, overwrite=request.overwrite)
    recipe = known.recipe
    if request.device:
        recipe = replace(recipe, device=request.device)
    result, _, folder = await classified(
        known.inputs,
        recipe,
        reference=None,
        pretrained=known.pretrained,
        on_change=on_change,
    )
    writing = Writing()
    writing.results(result, request.out, None)
    lines = [f"wrote {path}" for path in writing.written]
    say("\n".join([*lines, *_compared(known, result)]))
    if not writing.problems:
        discard_run(folder)
    writing.finish(f"The values of the map are kept in {folder}")


def _known(path: Path) -> tuple[_Known, list[Source]]:
    if path.is_dir():
        return _of_run(path)
    report = read_report(path)
    record = report.record
    classes, meta = record.file(record.classes), record.file(record.meta)
    auxiliary = tuple(record.place(raster) for raster in record.auxiliary)
    scene, labels = record.place(record.scene), record.place(record.labels)
    inputs = read_inputs(
        scene, labels, classes=file_scheme(classes), auxiliary=auxiliary, meta=meta
    )
    sources = file_sources(
        scene=scene, labels=labels, auxiliary=auxiliary, classes=classes, meta=meta
    )
    known = _Known(
        inputs,
        record.recipe,
        report.versions,
        record.map_digest,
        pretrained=record.file(record.pretrained),
        labels_digest=record.labels_digest,
    )
    return known, [*sources, Source(path, "the report")]


def _of_run(folder: Path) -> tuple[_Known, list[Source]]:
    source = open_result(folder)
    if source.labels is None or source.record is None:
        raise FileAccessError(
            f"{folder} has no labels that could be learned from again; give the report "
            "of the run"
        )
    task = source.record.task
    inputs = LearningInputs(
        cube=source.grid,
        labels=source.labels,
        scheme=ClassScheme(tuple(task.classes)),
        auxiliary=tuple(open_auxiliary(each, source.grid) for each in task.auxiliary),
    )
    known = _Known(
        inputs,
        task.recipe,
        source.result.provenance.get("versions", {}),
        digest(np.asarray(source.result.class_map)),
        pretrained=Path(task.pretrained) if task.pretrained else None,
    )
    return known, [Source(folder, "the run"), Source(task.scene, "the scene")]


def _compared(known: _Known, result: ClassificationResult) -> list[str]:
    """Return whether the map is the same, and why not."""
    if known.map_digest == digest(np.asarray(result.class_map)):
        return ["The map is the same, bit for bit."]
    reasons = other_versions(known.versions, result.provenance["versions"])
    if known.labels_digest and known.labels_digest != digest(known.inputs.labels):
        reasons.insert(0, "the labels have changed")
    if "cuda" in str(result.provenance["device"]):
        reasons.append("a graphics card rounds differently from run to run")
    why = (
        "; ".join(reasons) or "the scene may have changed, or the processor is another"
    )
    return [f"The map differs from that of the run: {why}."]
