"""Methods over shots and seeds against a reference, from files."""

import contextlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.generator import GENERATOR
from hsiviewer.evaluation.comparison import (
    chosen_on_test,
    format_f1,
    format_left_out,
    format_summary,
    format_tests,
    paired_tests,
    summarise,
)
from hsiviewer.io.atomic import write_text
from hsiviewer.io.targets import Target, check_targets
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import OnChange, Say, followed, read_scheme
from hsiviewer.workflows.tasks.records import WORKER_ENTRY, EvaluationTask
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.run_folders import new_run_folder
from hsiviewer.workflows.tasks.targets import file_sources


@dataclass(frozen=True, kw_only=True)
class EvaluateFiles:
    """Paths and settings of ``hsiviewer evaluate``."""

    scene: str
    reference: str
    methods: tuple[str, ...]
    shots: tuple[float, ...]
    seeds: tuple[int, ...]
    recipe: Recipe
    split: str = "random"
    sweep: tuple[str, tuple[str, ...]] | None = None
    choose_on_test: bool = False
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    json_path: Path | None = None
    overwrite: bool = False


async def evaluate_files(
    request: EvaluateFiles, *, on_change: OnChange, say: Say
) -> None:
    """Run methods over shots and seeds, say the table of their figures, write them.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or fewer than two classes can be split.
    CancelledError
        If the work was interrupted.
    """
    _check_targets(request)
    report = await evaluated(request, on_change=on_change)
    say_and_write(say, format_evaluation(report), report, request.json_path)


async def evaluated(request: EvaluateFiles, *, on_change: OnChange) -> dict[str, Any]:
    """Run methods over shots and seeds, and return all runs as JSON values.

    Errors as `evaluate_files`; nothing is written.
    """
    key, values = request.sweep or ("", ())
    if request.choose_on_test and not key:
        raise ConfigurationError(
            "--choose-on-test picks among the values of --sweep; give one, such as "
            "--sweep steps=30,60,120"
        )
    recipes = [replace(request.recipe, method=method) for method in request.methods]
    for recipe, value in itertools.product(recipes, values or ("",)):
        recipe.changed({key: value} if key else {}).make_config()
    task = EvaluationTask(
        scene=request.scene,
        reference=request.reference,
        recipes=recipes,
        shots=list(request.shots),
        seeds=list(request.seeds),
        split=request.split,
        sweep_key=key,
        sweep_values=list(values),
        classes=read_scheme(request.classes),
        auxiliary=list(request.auxiliary),
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
        "generator": GENERATOR,
        "scene": request.scene,
        "reference": request.reference,
        "split": request.split,
        "preset": request.recipe.preset,
        "summary": summarise(runs),
        "paired_tests": paired_tests(runs),
        "runs": runs,
    }


def format_evaluation(report: dict[str, Any]) -> str:
    """Return the tables of an evaluation that people read."""
    parts = (
        format_summary(report["summary"]),
        format_f1(report["summary"]),
        format_tests(report["paired_tests"]),
        _overlap_note(report["runs"]),
        format_left_out(report["runs"]),
    )
    return "\n".join(part for part in parts if part)


def runs_text(report: Mapping[str, Any]) -> str:
    """Return the text of a file with all runs."""
    return json.dumps(report, indent=1) + "\n"


def say_and_write(
    say: Say, table: str, report: Mapping[str, Any], path: Path | None
) -> None:
    """Print a table, then write all its runs; neither costs the other.

    Raises
    ------
    ExportError
        If the file cannot be written; it names the folder where the runs are kept.
    """
    text = runs_text(report)
    try:
        say(table)
    finally:
        if path is not None:
            writing = Writing()
            writing.attempt(path, lambda: write_text(path, text))
            writing.finish(_kept(text) if writing.problems else "")


def _kept(text: str) -> str:
    """Keep runs that could not be written where they were wanted."""
    with contextlib.suppress(OSError):
        file = new_run_folder("runs") / "runs.json"
        write_text(file, text)
        return f"All runs are kept in {file}; copy that file"
    return ""


def _check_targets(request: EvaluateFiles) -> None:
    if request.json_path is not None:
        sources = file_sources(
            scene=request.scene,
            reference=request.reference,
            auxiliary=request.auxiliary,
            classes=request.classes,
            text_encoder=request.recipe.text_encoder,
        )
        target = Target(request.json_path, "--json")
        check_targets([target], sources, overwrite=request.overwrite)


def _overlap_note(runs: list[dict[str, Any]]) -> str:
    shares = [run["n_overlapping"] / max(1, run["n_reference"]) for run in runs]
    share = np.mean(shares)
    if share == 0:
        return ""
    return (
        f"{share:.0%} of the test pixels have patches that share pixels with those "
        "of labels, which flatters the figures; the splits blocks and disjoint avoid "
        "it."
    )
