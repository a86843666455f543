"""Queue the classification of a scene with a trained model."""

from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.tasks.records import PredictionTask
from hsiviewer.workflows.tasks.run_folders import new_run_folder


def submit_prediction(
    runner: JobRunner,
    cube: HsiCube,
    model: Path,
    *,
    auxiliary: tuple[HsiCube, ...] = (),
    device: str = "auto",
    scheduler: str = "",
) -> tuple[Job, Path]:
    """Queue the classification of a scene; return the job and its run folder."""
    folder = new_run_folder()
    task = PredictionTask(
        scene=cube.reference,
        model=str(model),
        run_folder=str(folder),
        auxiliary=[raster.reference for raster in auxiliary],
        device=device,
        scheduler=scheduler,
        metadata=cube.metadata,
    )
    return runner.submit("predict", task, title=f"Apply {model.name}"), folder
