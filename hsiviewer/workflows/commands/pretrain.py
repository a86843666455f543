"""Learn from a scene without labels: a scene in, a model out."""

from dataclasses import dataclass
from pathlib import Path

from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import check_targets
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import OnChange, Say, completed, save_model
from hsiviewer.workflows.commands.inputs import file_metadata, unlabelled_inputs
from hsiviewer.workflows.tasks.submission import (
    LearningInputs,
    submit_pretraining,
)
from hsiviewer.workflows.tasks.targets import file_sources, model_target


@dataclass(frozen=True, kw_only=True)
class PretrainFiles:
    """Paths and settings of ``hsiviewer pretrain``."""

    scene: str
    recipe: Recipe
    save_model: Path
    auxiliary: tuple[str, ...] = ()
    overwrite: bool = False
    meta: Path | None = None


async def pretrain_files(
    request: PretrainFiles, *, on_change: OnChange, say: Say
) -> None:
    """Learn from a scene without labels, write the model, say a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the method has no such stage.
    CancelledError
        If the work was interrupted.
    """
    check_targets(
        [model_target(request.save_model)],
        file_sources(
            scene=request.scene,
            auxiliary=request.auxiliary,
            text_encoder=request.recipe.text_encoder,
            meta=request.meta,
        ),
        overwrite=request.overwrite,
    )
    cube = open_described(request.scene, file_metadata(request.meta))
    inputs = unlabelled_inputs(
        cube, tuple(open_auxiliary(raster, cube) for raster in request.auxiliary)
    )
    job = await pretrained(
        inputs, request.recipe, request.save_model, on_change=on_change
    )
    say(f"wrote {request.save_model}\n{job.elapsed_s:.1f} s")


async def pretrained(
    inputs: LearningInputs, recipe: Recipe, folder: Path, *, on_change: OnChange
) -> Job:
    """Learn without labels in a worker, and write the model to a folder.

    Raises
    ------
    HsiViewerError
        If the method has no such stage, or the model cannot be written.
    CancelledError
        If the work was interrupted.
    """

    def submit(runner: JobRunner) -> tuple[Job, Path]:
        job, model = submit_pretraining(runner, inputs, recipe)
        return job, model.parent

    job, run_folder = await completed(submit, on_change)
    save_model(run_folder, folder)
    return job
