"""Files in, files out: what the command line does with the same use cases."""

import itertools
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.comparison import (
    chosen_on_test,
    format_f1,
    format_summary,
    format_tests,
    paired_tests,
    summarise,
)
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import render_html, run_report
from hsiviewer.evaluation.splits import Split, overlap
from hsiviewer.io.atomic import write_text
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.configuration import make_config
from hsiviewer.workflows.classify import (
    LearningInputs,
    TrainingSettings,
    submit_classification,
    submit_pretraining,
)
from hsiviewer.workflows.export import write_results
from hsiviewer.workflows.tasks import WORKER_ENTRY, EvaluationTask, load_result

OnChange = Callable[[Job], None]


@dataclass(frozen=True, kw_only=True)
class ClassifyFiles:
    """Paths and settings of ``hsiviewer classify``, named as on the command line."""

    scene: str
    labels: str
    map_path: Path
    settings: TrainingSettings
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    confidence_path: Path | None = None
    reference: str | None = None
    report_path: Path | None = None
    pretrained: Path | None = None
    save_model: Path | None = None


@dataclass(frozen=True, kw_only=True)
class EvaluateFiles:
    """Paths and settings of ``hsiviewer evaluate``."""

    scene: str
    reference: str
    methods: tuple[str, ...]
    shots: tuple[float, ...]
    seeds: tuple[int, ...]
    settings: TrainingSettings
    split: str = "random"
    sweep: tuple[str, tuple[str, ...]] | None = None
    choose_on_test: bool = False
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    json_path: Path | None = None


async def classify_files(request: ClassifyFiles, *, on_change: OnChange) -> str:
    """Classify a scene from files, write map and report, and return a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the labels do not suffice.
    CancelledError
        If the work was interrupted.
    """
    check_report_suffix(request.report_path)
    inputs = _read_inputs(request)
    reference = None
    if request.reference is not None:
        reference, _ = read_labels(request.reference, inputs.cube)
    async with classified(
        inputs,
        request.settings,
        reference=reference,
        pretrained=request.pretrained,
        save_model=request.save_model,
        on_change=on_change,
    ) as (result, report):
        written = write_results(
            result, map_path=request.map_path, confidence_path=request.confidence_path
        )
        if request.report_path is not None:
            write_report(request.report_path, report)
            written.append(request.report_path)
    return _summary(report, written)


@asynccontextmanager
async def classified(
    inputs: LearningInputs,
    settings: TrainingSettings,
    *,
    reference: LabelMap | None,
    pretrained: Path | None,
    save_model: Path | None,
    on_change: OnChange,
) -> AsyncIterator[tuple[ClassificationResult, dict[str, Any]]]:
    """Classify in a worker, and hold result and report while they are used.

    The arrays of the result lie in files that are deleted at the end.

    Raises
    ------
    HsiViewerError
        If the labels do not suffice, or the job fails.
    CancelledError
        If the work was interrupted.
    """
    runner = JobRunner(WORKER_ENTRY)
    try:
        job, folder = submit_classification(
            runner, inputs, settings, pretrained=pretrained, save_model=save_model
        )
        answer = await followed(runner, job, on_change)
    finally:
        await runner.close()
    result = load_result(folder, answer, inputs.cube.georeference)
    yield result, _report(settings, inputs, result, reference)
    forget_run(folder)


@dataclass(frozen=True, kw_only=True)
class PretrainFiles:
    """Paths and settings of ``hsiviewer pretrain``."""

    scene: str
    settings: TrainingSettings
    save_model: Path
    auxiliary: tuple[str, ...] = ()


async def pretrain_files(request: PretrainFiles, *, on_change: OnChange) -> str:
    """Learn from a scene without labels, write the model, return a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the method has no such stage.
    CancelledError
        If the work was interrupted.
    """
    cube = open_cube(request.scene)
    inputs = LearningInputs(
        cube=cube,
        labels=np.zeros(cube.grid_shape, np.uint16),
        scheme=ClassScheme(),
        auxiliary=tuple(open_auxiliary(each, cube) for each in request.auxiliary),
    )
    runner = JobRunner(WORKER_ENTRY)
    try:
        job, folder = submit_pretraining(
            runner, inputs, request.settings, save_model=request.save_model
        )
        await followed(runner, job, on_change)
    finally:
        await runner.close()
    return f"wrote {folder}\n{job.elapsed_s:.1f} s"


async def evaluate_files(request: EvaluateFiles, *, on_change: OnChange) -> str:
    """Run methods over shots and seeds, and return the table of their figures.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or a class cannot be split.
    CancelledError
        If the work was interrupted.
    """
    report = await evaluated(request, on_change=on_change)
    if request.json_path is not None:
        write_evaluation(request.json_path, report)
    return format_evaluation(report)


async def evaluated(request: EvaluateFiles, *, on_change: OnChange) -> dict[str, Any]:
    """Run methods over shots and seeds, and return all runs as JSON values.

    Errors as `evaluate_files`; nothing is written.
    """
    settings = request.settings
    key, values = request.sweep or ("", ())
    if request.choose_on_test and not key:
        raise ConfigurationError(
            "--choose-on-test picks among the values of --sweep; give one, such as "
            "--sweep steps=30,60,120"
        )
    for method, value in itertools.product(request.methods, values or ("",)):
        swept = {key: value} if key else {}
        make_config(method, settings.preset, {**settings.overrides, **swept})
    task = EvaluationTask(
        scene=request.scene,
        reference=request.reference,
        methods=list(request.methods),
        shots=list(request.shots),
        seeds=list(request.seeds),
        split=request.split,
        sweep_key=key,
        sweep_values=list(values),
        classes=_read_scheme(request.classes),
        auxiliary=list(request.auxiliary),
        preset=settings.preset,
        overrides=dict(settings.overrides),
        device=settings.device,
        text_encoder=settings.text_encoder,
    )
    runner = JobRunner(WORKER_ENTRY)
    try:
        job = runner.submit("evaluate", task, title="Evaluate")
        runs = await followed(runner, job, on_change)
    finally:
        await runner.close()
    if request.choose_on_test:
        runs = [*runs, *chosen_on_test(runs)]
    return {
        "scene": request.scene,
        "reference": request.reference,
        "split": request.split,
        "preset": settings.preset,
        "summary": summarise(runs),
        "paired_tests": paired_tests(runs),
        "runs": runs,
    }


def write_evaluation(path: Path, report: dict[str, Any]) -> None:
    """Write all runs of an evaluation as JSON."""
    write_text(path, json.dumps(report, indent=1) + "\n")


def format_evaluation(report: dict[str, Any]) -> str:
    """Return the tables of an evaluation that people read."""
    parts = (
        format_summary(report["summary"]),
        format_f1(report["summary"]),
        format_tests(report["paired_tests"]),
        _overlap_note(report["runs"]),
    )
    return "\n".join(each for each in parts if each)


def forget_run(folder: Path) -> None:
    """Delete what a run has left, once its results are where they were wanted."""
    # Windows keeps files that are still mapped; they are small change there.
    shutil.rmtree(folder, ignore_errors=True)


async def followed(runner: JobRunner, job: Job, on_change: OnChange) -> Any:
    """Wait for a job, showing how it goes; errors as `JobRunner.result`."""

    def show() -> None:
        on_change(job)

    job.changed.connect(show)
    return await runner.result(job)


def _read_inputs(request: ClassifyFiles) -> LearningInputs:
    cube = open_cube(request.scene)
    labels, found = read_labels(request.labels, cube)
    given = ClassScheme(tuple(_read_scheme(request.classes)))
    return LearningInputs(
        cube=cube,
        labels=labels.snapshot(),
        scheme=given.joined(found).restricted(labels.counts),
        auxiliary=tuple(open_auxiliary(each, cube) for each in request.auxiliary),
    )


def _read_scheme(path: Path | None) -> list[LandCoverClass]:
    return list(read_classes(path)) if path is not None else []


def _report(
    settings: TrainingSettings,
    inputs: LearningInputs,
    result: ClassificationResult,
    reference: LabelMap | None,
) -> dict[str, Any]:
    labels = inputs.labels
    n_labels = int(np.count_nonzero(labels))
    if reference is None:
        return run_report(result, n_labels=n_labels)
    truth = np.where(labels > 0, 0, reference.values).astype(np.uint16)
    config = make_config(settings.method, settings.preset, settings.overrides)
    patch = getattr(config, "patch_size", 1)
    return run_report(
        result,
        n_labels=n_labels,
        accuracy=assess(truth, result.class_map),
        n_overlapping=overlap(Split(labels, truth), patch=patch),
    )


def check_report_suffix(path: Path | None) -> None:
    """See that a report can be written under a name, if there is one.

    Raises
    ------
    ConfigurationError
        If the suffix is of no kind of report.
    """
    if path is not None and path.suffix.lower() not in (".json", ".html"):
        raise ConfigurationError(
            f"a report is .json or .html, not {path.name!r}; change its name"
        )


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write the report of a run as JSON, or as a page if it is to be .html."""
    text = json.dumps(report, indent=1, allow_nan=False) + "\n"
    is_page = path.suffix.lower() == ".html"
    write_text(path, render_html(report) if is_page else text)


def _summary(report: dict[str, Any], written: list[Path]) -> str:
    lines = [f"wrote {each}" for each in written]
    lines += [f"note: {each}" for each in report["warnings"]]
    if "overall_accuracy" in report:
        lines.append(
            f"overall accuracy {report['overall_accuracy']:.4f}, "
            f"average accuracy {report['average_accuracy']:.4f}, "
            f"kappa {report['kappa']:.4f} on {report['n_reference']} pixels"
        )
    lines.append(f"{report['seconds']['total']:.1f} s on {report['device']}")
    return "\n".join(lines)


def _overlap_note(runs: list[dict[str, Any]]) -> str:
    share = np.mean([run["n_overlapping"] / run["n_reference"] for run in runs])
    if share == 0:
        return ""
    return (
        f"{share:.0%} of the test pixels have patches that share pixels with those "
        "of labels, which flatters the figures; --split disjoint avoids it."
    )
