"""Files in, files out: what the command line does with the same use cases."""

import contextlib
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import HsiViewerError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.evaluation.splits import Split, overlap
from hsiviewer.evaluation.uncertainty import coverage_curve
from hsiviewer.io.atomic import unwritable, write_text
from hsiviewer.io.targets import check_targets
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.data.label_spread import spread_before_training
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.inputs import file_scheme, read_inputs
from hsiviewer.workflows.tasks.cross_validating import (
    held_out_sentence,
    submit_cross_validation,
)
from hsiviewer.workflows.tasks.map_facts import areas_of
from hsiviewer.workflows.tasks.records import (
    MODEL_FOLDER,
    WORKER_ENTRY,
    learning_task_of,
    load_result,
)
from hsiviewer.workflows.tasks.references import (
    MatchedLabels,
    read_matched,
    tell_permutation,
)
from hsiviewer.workflows.tasks.repeating import RepeatRecord, digest
from hsiviewer.workflows.tasks.report_pages import (
    report_json,
    report_pictures,
    write_report,
)
from hsiviewer.workflows.tasks.result_sources import save_run
from hsiviewer.workflows.tasks.results import Writing, copy_model, has_model
from hsiviewer.workflows.tasks.run_folders import (
    RUN_FILE,
    RunRecord,
    discard_run,
    read_record,
    write_run,
)
from hsiviewer.workflows.tasks.submission import (
    LearningInputs,
    submit_classification,
)
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    file_sources,
    map_target,
    model_target,
    probabilities_target,
    report_target,
    run_target,
)

LABEL_OPTION = "--map-label-ids"
Say = Callable[[str], object]
OnChange = Callable[[Job], None]


@dataclass(frozen=True, kw_only=True)
class ClassifyFiles:
    """Paths and settings of ``hsiviewer classify``, named as on the command line."""

    scene: str
    labels: str
    map_path: Path
    recipe: Recipe
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    confidence_path: Path | None = None
    probabilities_path: Path | None = None
    reference: str | None = None
    report_path: Path | None = None
    pretrained: Path | None = None
    save_model: Path | None = None
    save_run: Path | None = None
    folds: int = 0
    overwrite: bool = False
    meta: Path | None = None


async def classify_files(
    request: ClassifyFiles, *, on_change: OnChange, say: Say, warn: Say | None = None
) -> None:
    """Classify a scene from files, write map, report and model, and say a summary.

    Everything that is to be written is checked before any work starts. A result
    that cannot be written costs none of the others, and the run is kept.

    Parameters
    ----------
    warn : callable, optional
        Told before the training what is wrong with the labels.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the labels do not suffice.
    CancelledError
        If the work was interrupted.
    """
    _check_targets(request)
    inputs = read_inputs(
        request.scene,
        request.labels,
        classes=file_scheme(request.classes),
        auxiliary=request.auxiliary,
        option=LABEL_OPTION,
        meta=request.meta,
    )
    reference = _read_reference(request, inputs)
    if warn is not None:
        spread = spread_before_training(inputs.cube, inputs.labels)
        if spread is not None and spread.is_clustered:
            warn(spread.sentence)
    result, report, folder = await classified(
        inputs,
        request.recipe,
        reference=None if reference is None else reference.labels,
        pretrained=request.pretrained,
        on_change=on_change,
    )
    if request.folds:
        report["cross_validation"] = await cross_validated(
            inputs, request.recipe, request.folds, on_change=on_change
        )
    report["repeat"] = msgspec.to_builtins(_repeat_record(request, inputs, result))
    if reference is not None:
        tell_permutation(reference, inputs.scheme, result.class_map)
    writing = Writing()
    writing.results(
        result, request.map_path, request.confidence_path, request.probabilities_path
    )
    model, path = request.save_model, request.report_path
    if path is not None:
        pictures = report_pictures(
            result, report, labels=inputs.labels, cube=inputs.cube
        )
        writing.attempt(path, lambda: write_report(path, report, pictures))
    run = request.save_run
    if run is not None:
        record = read_record(folder / RUN_FILE)
        writing.attempt(run, lambda: save_run(record, run))
    if model is not None:
        writing.attempt(model, lambda: copy_model(folder / MODEL_FOLDER, model))
    if not writing.problems:
        discard_run(folder)
    say(_summary(report, writing.written))
    if writing.problems:
        writing.finish(_kept(request, folder, report))


async def cross_validated(
    inputs: LearningInputs, recipe: Recipe, folds: int, *, on_change: OnChange
) -> dict[str, Any]:
    """Hold labels out by blocks of the scene; errors as `classified`."""
    job, folder = await completed(
        lambda runner: submit_cross_validation(runner, inputs, recipe, folds),
        on_change,
    )
    discard_run(folder)
    found: dict[str, Any] = job.answer
    return found


def _repeat_record(
    request: ClassifyFiles, inputs: LearningInputs, result: ClassificationResult
) -> RepeatRecord:
    """Return what the run was made from, for ``hsiviewer repeat``."""
    files = (request.classes, request.meta, request.pretrained)
    classes, meta, pretrained = (str(file or "") for file in files)
    return RepeatRecord(
        directory=str(Path.cwd()),
        scene=request.scene,
        labels=request.labels,
        classes=classes,
        meta=meta,
        pretrained=pretrained,
        auxiliary=list(request.auxiliary),
        recipe=request.recipe,
        labels_digest=digest(inputs.labels),
        map_digest=digest(np.asarray(result.class_map)),
    )


async def classified(
    inputs: LearningInputs,
    recipe: Recipe,
    *,
    reference: LabelMap | None,
    pretrained: Path | None,
    on_change: OnChange,
) -> tuple[ClassificationResult, dict[str, Any], Path]:
    """Classify in a worker; return the result, its report and the run folder.

    The folder holds the arrays of the result and the trained model.

    Raises
    ------
    HsiViewerError
        If the labels do not suffice, or the job fails.
    CancelledError
        If the work was interrupted.
    """
    job, folder = await completed(
        lambda runner: submit_classification(
            runner, inputs, recipe, pretrained=pretrained
        ),
        on_change,
    )
    write_run(
        RunRecord(
            kind=job.task,
            title=job.title,
            task=learning_task_of(job),
            state="done",
            answer=job.answer,
            seconds=job.elapsed_s,
            begun_at=job.submitted_at,
            label_count=job.label_count,
        )
    )
    result = load_result(folder, job.answer, inputs.cube.georeference)
    return result, _report(recipe, inputs, result, reference), folder


async def completed(
    submit: Callable[[JobRunner], tuple[Job, Path]], on_change: OnChange
) -> tuple[Job, Path]:
    """Do one job in a worker; return it with its run folder.

    A job that fails or is interrupted leaves no run folder; errors as
    `JobRunner.result`.
    """
    runner = JobRunner(WORKER_ENTRY)
    folder: Path | None = None
    try:
        try:
            job, folder = submit(runner)
            await followed(runner, job, on_change)
        finally:
            await runner.close()
    except BaseException as error:
        if folder is not None:
            discard_run(folder)
        if isinstance(error, OSError) and not isinstance(error, HsiViewerError):
            raise unwritable(paths.user_data() / "runs", error) from error
        raise
    return job, folder


def save_model(folder: Path, target: Path) -> None:
    """Copy the model of a run to another folder, and delete the run.

    Raises
    ------
    ExportError
        If it cannot be written; the message names the folder that keeps the model.
    """
    writing, model = Writing(), folder / MODEL_FOLDER
    writing.attempt(target, lambda: copy_model(model, target))
    is_kept = bool(writing.problems) and has_model(model)
    if not is_kept:
        discard_run(folder)
    writing.finish(f"The model is kept in {model}; copy that folder" if is_kept else "")


async def followed(runner: JobRunner, job: Job, on_change: OnChange) -> Any:
    """Wait for a job, showing how it goes; errors as `JobRunner.result`."""

    def show() -> None:
        on_change(job)

    job.changed.connect(show)
    return await runner.result(job)


def accuracy_line(report: Mapping[str, Any], unit: str = "pixels") -> str:
    """Return the figures of a comparison with a reference in one line."""
    told = {
        key: report[key] for key in ("overall_accuracy", "average_accuracy", "kappa")
    }
    figures = ", ".join(
        f"{key.replace('_', ' ')} {'undefined' if value is None else f'{value:.4f}'}"
        for key, value in told.items()
    )
    return f"{figures} on {report['n_reference']} {unit}"


def _check_targets(request: ClassifyFiles) -> None:
    wanted = (
        (map_target, request.map_path),
        (confidence_target, request.confidence_path),
        (probabilities_target, request.probabilities_path),
        (report_target, request.report_path),
        (model_target, request.save_model),
        (run_target, request.save_run),
    )
    check_targets(
        [make(path) for make, path in wanted if path is not None],
        file_sources(
            scene=request.scene,
            labels=request.labels,
            reference=request.reference,
            auxiliary=request.auxiliary,
            classes=request.classes,
            model=request.pretrained,
            text_encoder=request.recipe.text_encoder,
            meta=request.meta,
        ),
        overwrite=request.overwrite,
    )


def _read_reference(
    request: ClassifyFiles, inputs: LearningInputs
) -> MatchedLabels | None:
    if request.reference is None:
        return None
    reference = read_matched(request.reference, inputs.cube, inputs.scheme)
    check_reference(reference.labels, inputs.labels, request.reference)
    return reference


def check_reference(
    reference: LabelMap, labels: npt.NDArray[np.uint16], name: str
) -> None:
    """Check that a reference has pixels without a label.

    Raises
    ------
    LabelFormatError
        If all of its pixels are labels too.
    """
    if not reference.values[labels == 0].any():
        raise LabelFormatError(
            f"{name} has no pixel left to compare with: all of them are "
            "labels too; choose a reference with other pixels, or leave it out"
        )


def _kept(request: ClassifyFiles, folder: Path, report: dict[str, Any]) -> str:
    """Return where the result of a run is, and how it comes to where it was wanted."""
    model, kept = folder / MODEL_FOLDER, []
    again = ["hsiviewer", "predict", request.scene, "--model", str(model)]
    if request.meta is not None:
        again += ["--meta", str(request.meta)]
    if has_model(model):
        kept.append(
            f"The trained model is kept in {model}. To write the map again without "
            f"training, run: {shlex.join([*again, '--out'])} NEW.tif"
        )
    with contextlib.suppress(OSError):
        write_text(folder / "report.json", report_json(report))
        kept.append(f"The report is kept in {folder / 'report.json'}")
    return ". ".join(kept)


def _report(
    recipe: Recipe,
    inputs: LearningInputs,
    result: ClassificationResult,
    reference: LabelMap | None,
) -> dict[str, Any]:
    labels = inputs.labels
    n_labels = int(np.count_nonzero(labels))
    if reference is None:
        return run_report(result, n_labels=n_labels, areas=areas_of(result))
    truth = np.where(labels > 0, 0, reference.values).astype(np.uint16)
    patch = recipe.make_config().sight
    return run_report(
        result,
        n_labels=n_labels,
        accuracy=assess(truth, result.class_map),
        n_overlapping=overlap(Split(labels, truth), patch=patch),
        areas=areas_of(result, truth),
        coverage=coverage_curve(truth, result.class_map, result.confidence),
    )


def _summary(report: dict[str, Any], written: list[Path]) -> str:
    lines = [f"wrote {path}" for path in written]
    lines += [f"note: {warning}" for warning in report["warnings"]]
    if "overall_accuracy" in report:
        lines.append(accuracy_line(report))
    if "cross_validation" in report:
        lines.append(held_out_sentence(report["cross_validation"]))
    lines.append(f"{report['seconds']['total']:.1f} s on {report['device']}")
    return "\n".join(lines)
