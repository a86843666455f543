"""Methods over shots and seeds against a reference, from files."""

import contextlib
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
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import OnChange, Say, completed
from hsiviewer.workflows.commands.inputs import file_scheme, read_inputs
from hsiviewer.workflows.tasks.evaluation import EvaluationPlan, submit_evaluation
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.run_folders import discard_run, new_run_folder
from hsiviewer.workflows.tasks.submission import LearningInputs
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
    meta: Path | None = None


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
    if request.choose_on_test and request.sweep is None:
        raise ConfigurationError(
            "--choose-on-test picks among the values of --sweep; give one, such as "
            "--sweep steps=30,60,120"
        )
    plan = EvaluationPlan(
        recipes=tuple(
            replace(request.recipe, method=method) for method in request.methods
        ),
        shots=request.shots,
        seeds=request.seeds,
        split=request.split,
        sweep=request.sweep,
    )
    plan.check()
    inputs = read_inputs(
        request.scene,
        request.reference,
        classes=file_scheme(request.classes),
        auxiliary=request.auxiliary,
        meta=request.meta,
    )
    runs = await evaluated(inputs, plan, on_change=on_change)
    if request.choose_on_test:
        runs = [*runs, *chosen_on_test(runs)]
    report = evaluation_report(
        runs, plan, scene=request.scene, reference=request.reference
    )
    say_and_write(say, format_evaluation(report), report, request.json_path)


async def evaluated(
    inputs: LearningInputs, plan: EvaluationPlan, *, on_change: OnChange
) -> list[dict[str, Any]]:
    """Run methods over shots and seeds in a worker; return the runs as JSON values.

    Parameters
    ----------
    inputs : LearningInputs
        Its labels are the reference.

    Raises
    ------
    HsiViewerError
        If a parameter does not exist, or a class cannot be split.
    CancelledError
        If the work was interrupted.
    """
    job, folder = await completed(
        lambda runner: submit_evaluation(runner, inputs, plan), on_change
    )
    discard_run(folder)
    runs: list[dict[str, Any]] = job.answer
    return runs


def evaluation_report(
    runs: list[dict[str, Any]], plan: EvaluationPlan, *, scene: str, reference: str
) -> dict[str, Any]:
    """Return runs with their means and tests as JSON values.

    Parameters
    ----------
    scene, reference : str
        What the report calls them.
    """
    return {
        "generator": GENERATOR,
        "scene": scene,
        "reference": reference,
        "split": plan.split,
        "preset": plan.recipes[0].preset,
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
            meta=request.meta,
        )
        target = Target(request.json_path, "--json")
        check_targets([target], sources, overwrite=request.overwrite)


def _overlap_note(runs: list[dict[str, Any]]) -> str:
    shares = [run["n_overlapping"] / max(1, run["n_reference"]) for run in runs]
    share = np.mean(shares)
    if share == 0:
        return ""
    remedy = {
        "random": "the splits blocks and disjoint avoid it",
        "blocks": "the blocks of this scene are too small for such patches, and the "
        "split disjoint avoids it",
    }.get(runs[0].get("split", "random"), "")
    return (
        f"{share:.0%} of the test pixels have patches that share pixels with those "
        f"of labels, which flatters the figures{'; ' if remedy else ''}{remedy}."
    )
