"""Prepare a scene by a recipe: a scene in, a cube out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hsiviewer.analysis.preparation.catalogue import STEPS
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.workflows.analysing.preparing import (
    prepared,
    read_recipe,
    write_prepared,
)
from hsiviewer.workflows.commands.analyse import raster_target
from hsiviewer.workflows.commands.batch import Say
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.tasks.targets import file_sources

_FITTING = 0.4


@dataclass(frozen=True, kw_only=True)
class PrepareFiles:
    """Paths of ``hsiviewer prepare``, named as on the command line."""

    scene: str
    recipe: Path
    out: Path
    labels: str = ""
    overwrite: bool = False
    meta: Path | None = None


def prepare_files(request: PrepareFiles, *, progress: Progress, say: Say) -> None:
    """Prepare a scene from files, write it, and say what was written.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or a step does not suit the scene.
    """
    check_targets(
        [raster_target(request.out, "--out")],
        [
            *file_sources(
                scene=request.scene,
                labels=request.labels,
                meta=request.meta,
            ),
            Source(request.recipe, "the recipe"),
        ],
        overwrite=request.overwrite,
    )
    recipe = read_recipe(request.recipe)
    metadata = file_metadata(request.meta)
    labels, scheme = None, ClassScheme()
    if request.labels:
        cube = open_labelled(request.scene, request.labels, metadata)
        labels, scheme = read_labels(request.labels, cube)
    else:
        cube = open_described(request.scene, metadata)
    try:
        fitting = PartialProgress(progress, start=0.0, stop=_FITTING)
        result = prepared(cube, recipe, fitting, labels=labels, scheme=scheme)
        writing = PartialProgress(progress, start=_FITTING, stop=1.0, stage="writing")
        write_prepared(request.out, result, recipe, writing)
    finally:
        cube.close()
    bands, rows, cols = result.shape
    say(f"wrote {request.out}: {rows} rows, {cols} columns, {bands} bands")


def step_list() -> list[dict[str, Any]]:
    """Return the steps with what they take, as JSON values."""
    return [
        {
            "do": step.id,
            "purpose": step.purpose,
            "parameters": {
                **{
                    parameter.name: {
                        "default": parameter.default,
                        "purpose": parameter.purpose,
                    }
                    for parameter in step.parameters
                },
                **{
                    name: {"default": "", "purpose": purpose}
                    for name, purpose in step.texts.items()
                },
            },
        }
        for step in STEPS
    ]


def format_steps(listed: list[dict[str, Any]]) -> str:
    """Return the steps as text."""
    lines: list[str] = []
    for entry in listed:
        lines.append(f"{entry['do']}: {entry['purpose']}")
        lines += [
            f"    {name}={told['default']}  {told['purpose']}"
            for name, told in entry["parameters"].items()
        ]
    return "\n".join(lines)
