"""Classify scenes with a trained model."""

from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.evaluation.metrics import assess
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.batch import OnChange, followed, forget_run
from hsiviewer.workflows.export import write_results
from hsiviewer.workflows.run_records import new_run_folder
from hsiviewer.workflows.tasks import WORKER_ENTRY, PredictionTask, load_result


@dataclass(frozen=True, kw_only=True)
class PredictFiles:
    """Paths and settings of ``hsiviewer predict``, named as on the command line.

    Parameters
    ----------
    out : Path
        Map to write; a folder for several scenes, which get their names in it.
    scheduler : str
        Address of a Dask scheduler that does the work; empty for this machine.
    """

    scenes: tuple[str, ...]
    model: Path
    out: Path
    auxiliary: tuple[str, ...] = ()
    confidence: Path | None = None
    reference: str | None = None
    device: str = "auto"
    scheduler: str = ""


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
        auxiliary=[each.reference for each in auxiliary],
        device=device,
        scheduler=scheduler,
    )
    return runner.submit("predict", task, title=f"Apply {model.name}"), folder


async def predicted(
    runner: JobRunner,
    cube: HsiCube,
    model: Path,
    *,
    auxiliary: tuple[HsiCube, ...] = (),
    device: str = "auto",
    scheduler: str = "",
    on_change: OnChange,
) -> tuple[ClassificationResult, Path]:
    """Classify a scene and return the result with the folder that its arrays lie in.

    Raises
    ------
    HsiViewerError
        If the scene cannot serve the model, or the job fails.
    CancelledError
        If the work was interrupted.
    """
    job, folder = submit_prediction(
        runner, cube, model, auxiliary=auxiliary, device=device, scheduler=scheduler
    )
    answer = await followed(runner, job, on_change)
    return load_result(folder, answer, cube.georeference), folder


async def predict_files(request: PredictFiles, *, on_change: OnChange) -> str:
    """Classify scenes one after the other, write their maps, return a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or a scene cannot serve the model;
        maps of scenes before it stay.
    CancelledError
        If the work was interrupted.
    """
    several = len(request.scenes) > 1
    if several and (request.confidence or request.reference or request.auxiliary):
        raise ConfigurationError(
            "--aux, --confidence and --reference belong to one scene; predict scenes "
            "with them one by one"
        )
    if several and request.out.suffix:
        raise ConfigurationError(
            f"{len(request.scenes)} scenes need a folder for their maps; "
            f"{request.out.name!r} looks like a file"
        )
    lines: list[str] = []
    runner = JobRunner(WORKER_ENTRY)
    try:
        for scene in request.scenes:
            cube = open_cube(scene)
            path = request.out
            if several or path.is_dir():
                path = path / f"{cube.path.stem}_map.tif"
                path.parent.mkdir(parents=True, exist_ok=True)
            lines += await _predict_scene(runner, cube, path, request, on_change)
    finally:
        await runner.close()
    return "\n".join(lines)


async def _predict_scene(
    runner: JobRunner,
    cube: HsiCube,
    path: Path,
    request: PredictFiles,
    on_change: OnChange,
) -> list[str]:
    result, folder = await predicted(
        runner,
        cube,
        request.model,
        auxiliary=tuple(open_auxiliary(each, cube) for each in request.auxiliary),
        device=request.device,
        scheduler=request.scheduler,
        on_change=on_change,
    )
    written = write_results(result, map_path=path, confidence_path=request.confidence)
    lines = [f"wrote {each}" for each in written]
    lines += [f"note: {each}" for each in result.provenance["warnings"]]
    if request.reference is not None:
        reference, _ = read_labels(request.reference, cube)
        found = assess(reference.values, result.class_map)
        lines.append(
            f"overall accuracy {found.overall_accuracy:.4f}, average accuracy "
            f"{found.average_accuracy:.4f}, kappa {found.kappa:.4f} on {found.n} pixels"
        )
    forget_run(folder)
    seconds = result.provenance["seconds"]["total"]
    lines.append(f"{seconds:.1f} s on {result.provenance['device']}")
    return lines
