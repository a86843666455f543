"""A paper's protocol on its own scene, beside every published figure of its table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.evaluation.comparison import (
    format_left_out,
    format_tests,
    paired_tests,
    shots_text,
    summarise,
)
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import accuracy_record
from hsiviewer.evaluation.splits import KINDS
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.object_tables import ObjectRow, read_object_table
from hsiviewer.io.targets import Target, check_targets
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import OnChange, Say, followed
from hsiviewer.workflows.commands.benchmark_sets import (
    BenchmarkSet,
    FoundFiles,
    benchmark_set,
    find_files,
    known,
)
from hsiviewer.workflows.commands.evaluate import say_and_write
from hsiviewer.workflows.commands.inputs import file_metadata, read_inputs
from hsiviewer.workflows.tasks.evaluation import EvaluationPlan, submit_evaluation
from hsiviewer.workflows.tasks.records import WORKER_ENTRY, ObjectsTask
from hsiviewer.workflows.tasks.run_folders import discard_run, new_run_folder
from hsiviewer.workflows.tasks.targets import file_sources, object_sources

Record = dict[str, Any]
_FIGURES = ("overall_accuracy", "average_accuracy", "kappa")


@dataclass(frozen=True, kw_only=True)
class BenchmarkFiles:
    """What ``hsiviewer benchmark`` is asked; empty for the paper's protocol."""

    name: str
    data: Path
    recipe: Recipe
    methods: tuple[str, ...] = ()
    shots: tuple[float, ...] = ()
    seeds: tuple[int, ...] = ()
    split: str = KINDS[0]
    classes: Path | None = None
    meta: Path | None = None
    json_path: Path | None = None
    overwrite: bool = False


async def benchmark_files(
    request: BenchmarkFiles, *, on_change: OnChange, say: Say
) -> None:
    """Run a protocol, say our figures beside the published ones, and write them.

    Raises
    ------
    HsiViewerError
        If the set is unknown, files are missing (all are listed), or a method cannot
        learn from them.
    CancelledError
        If the work was interrupted.
    """
    chosen = benchmark_set(request.name)
    methods = request.methods or tuple(chosen.methods)
    recipes = [request.recipe.for_method(method) for method in methods]
    for recipe in recipes:
        recipe.make_config()
    files = find_files(chosen, request.data)
    _check_targets(request, files)
    runner = JobRunner(WORKER_ENTRY)
    try:
        run = _run_objects if chosen.kind == "objects" else _run_scene
        records = await run(request, chosen, files, recipes, runner, on_change)
    finally:
        await runner.close()
    summary, tests = summarise(records), paired_tests(records)
    report = {
        "generator": GENERATOR,
        "benchmark": request.name,
        "split": request.split,
        "summary": summary,
        "paired_tests": tests,
        "runs": records,
    }
    parts = [format_benchmark(chosen, summary), format_tests(tests)]
    parts.append(format_left_out(records))
    parts += [f"note: {note}" for note in chosen.notes]
    table = "\n".join(part for part in parts if part)
    say_and_write(say, table, report, request.json_path)


def _check_targets(request: BenchmarkFiles, files: FoundFiles) -> None:
    if request.json_path is None:
        return
    sources = file_sources(
        scene=files.cube,
        reference=files.reference,
        auxiliary=files.rasters,
        classes=request.classes,
        text_encoder=request.recipe.text_encoder,
        meta=request.meta,
    )
    if files.table is not None:
        sources += object_sources(files.table, files.table.parent)
    target = Target(request.json_path, "--json")
    check_targets([target], sources, overwrite=request.overwrite)


def format_benchmark(chosen: BenchmarkSet, summary: Sequence[Record]) -> str:
    """Return published and own figures in one table, in percent.

    Rows of the same number of labels stand together, ordered by overall accuracy;
    own ones are marked.
    """
    rows: list[tuple[str, float, list[str]]] = []
    for table in chosen.tables:
        for shots, method, *figures in table.rows:
            told = [f"{figure:.2f}" if known(figure) else "-" for figure in figures]
            rows.append((shots, figures[0], [method, *told, table.source]))
    for row in summary:
        own = [_percent(row[name]) for name in _FIGURES]
        title = f"* {row['method']} {row['variant']}".strip()
        source = f"this machine, {len(row['seeds'])} runs, {row['seconds']:.0f} s each"
        accuracy = 100 * row["overall_accuracy"]["mean"]
        rows.append((shots_text(row["shots"]), accuracy, [title, *own, source]))
    width = max(len(cells[0]) for _, _, cells in rows)
    lines = [
        chosen.title,
        f"{'labels':>6}  {'method':<{width}} {'OA':>14} {'AA':>14} {'kappa':>14}  "
        "source",
    ]
    order = list(dict.fromkeys(shots for shots, _, _ in rows))
    for shots, _, cells in sorted(rows, key=lambda row: (order.index(row[0]), row[1])):
        name, accuracy, average, kappa, source = cells
        lines.append(
            f"{shots:>6}  {name:<{width}} {accuracy:>14} {average:>14} {kappa:>14}  "
            f"{source}"
        )
    return "\n".join(lines)


def _percent(figure: Record) -> str:
    return f"{100 * figure['mean']:.2f} ± {100 * figure['std']:.2f}"


async def _run_scene(
    request: BenchmarkFiles,
    chosen: BenchmarkSet,
    files: FoundFiles,
    recipes: Sequence[Recipe],
    runner: JobRunner,
    on_change: OnChange,
) -> list[Record]:
    records: list[Record] = []
    # One split for all, so that every method is asked about the same pixels.
    patch = max(recipe.make_config().sight for recipe in recipes)
    uses_rasters = any(recipe.spec.uses_auxiliary for recipe in recipes)
    inputs = read_inputs(
        files.cube,
        files.reference,
        classes=_scheme(request, chosen),
        auxiliary=files.rasters if uses_rasters else (),
        meta=request.meta,
    )
    for recipe in recipes:
        plan = EvaluationPlan(
            recipes=(recipe,),
            shots=_shots(request, chosen),
            seeds=_seeds(request, chosen),
            split=request.split,
            patch=patch,
        )
        own = inputs if recipe.spec.uses_auxiliary else replace(inputs, auxiliary=())
        title = f"Benchmark {recipe.method}"
        job, folder = submit_evaluation(runner, own, plan, title=title)
        try:
            records += await followed(runner, job, on_change)
        finally:
            discard_run(folder)
    return records


async def _run_objects(
    request: BenchmarkFiles,
    chosen: BenchmarkSet,
    files: FoundFiles,
    recipes: Sequence[Recipe],
    runner: JobRunner,
    on_change: OnChange,
) -> list[Record]:
    assert files.table is not None
    rows = [entry for entry in read_object_table(files.table) if entry.label]
    scheme = _scheme(request, chosen)
    ids = {cover.name: cover.id for cover in scheme}
    unknown = sorted({row.label for row in rows} - set(ids))
    if unknown:
        raise LabelFormatError(
            f"{files.table.name} has the label {unknown[0]!r}; those of {chosen.title} "
            f"are {', '.join(ids)}"
        )
    truth = np.array([ids[row.label] for row in rows], np.uint16)
    metadata = file_metadata(request.meta) or SceneMetadata()
    records: list[Record] = []
    for share in _shots(request, chosen):
        for seed in _seeds(request, chosen):
            learned = _learned(rows, truth, share, seed)
            for recipe in recipes:
                folder = new_run_folder("objects")
                task = ObjectsTask(
                    files=[str(files.table.parent / row.file) for row in rows],
                    class_ids=np.where(learned, truth, 0).tolist(),
                    classes=list(scheme),
                    recipe=replace(recipe, seed=seed),
                    run_folder=str(folder),
                    metadata=metadata,
                )
                try:
                    title = f"Benchmark {recipe.method}"
                    job = runner.submit("objects", task, title=title)
                    answer = await followed(runner, job, on_change)
                finally:
                    discard_run(folder)
                found = np.array(answer["class_ids"], np.uint16)
                accuracy = assess(truth[None, ~learned], found[None, ~learned])
                records.append(
                    {
                        "method": recipe.method,
                        "shots": share,
                        "seed": seed,
                        "seconds": answer["seconds"],
                        **accuracy_record(accuracy, scheme),
                    }
                )
    return records


def _learned(rows: Sequence[ObjectRow], truth: Any, share: float, seed: int) -> Any:
    """Tell which objects are learned from: the table's, or a share of each class."""
    marked = np.array([not row.is_test for row in rows])
    if not marked.all():
        return marked
    generator = np.random.default_rng([seed, 51])
    learned = np.zeros(len(rows), bool)
    for class_id in np.unique(truth):
        own = generator.permutation(np.flatnonzero(truth == class_id))
        count = round(share * len(own)) if share < 1 else int(share)
        learned[own[: min(len(own) - 1, max(1, count))]] = True
    return learned


def _shots(request: BenchmarkFiles, chosen: BenchmarkSet) -> tuple[float, ...]:
    if request.shots:
        return request.shots
    return tuple(
        float(shot[:-1]) / 100 if shot.endswith("%") else int(shot)
        for shot in chosen.shots
    )


def _seeds(request: BenchmarkFiles, chosen: BenchmarkSet) -> tuple[int, ...]:
    return request.seeds or tuple(range(chosen.runs))


def _scheme(request: BenchmarkFiles, chosen: BenchmarkSet) -> ClassScheme:
    return chosen.scheme if request.classes is None else read_classes(request.classes)
