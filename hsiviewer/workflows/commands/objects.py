"""Classify whole objects in small cubes: a folder and a table in, a table out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import accuracy_record
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.object_tables import (
    ObjectRow,
    ObjectVerdict,
    read_object_table,
    write_object_table,
)
from hsiviewer.io.targets import Target, check_targets
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import (
    OnChange,
    Say,
    accuracy_line,
    completed,
)
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.tasks.records import ObjectsTask
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.run_folders import discard_run, new_run_folder
from hsiviewer.workflows.tasks.targets import file_sources, object_sources


@dataclass(frozen=True, kw_only=True)
class ObjectFiles:
    """Paths and settings of ``hsiviewer objects``."""

    folder: Path
    labels: Path
    out: Path
    recipe: Recipe
    classes: Path | None = None
    meta: Path | None = None
    overwrite: bool = False


async def classify_object_files(
    request: ObjectFiles, *, on_change: OnChange, say: Say
) -> None:
    """Learn from the labelled objects, write the table, say a summary.

    Objects that have no label, or are marked ``test``, are not trained on.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the labels do not suffice.
    CancelledError
        If the work was interrupted.
    """
    recipe = request.recipe
    recipe.make_config()
    rows = read_object_table(request.labels)
    check_targets(
        [Target(request.out, "--out")],
        [
            *object_sources(request.labels, request.folder),
            *file_sources(
                classes=request.classes,
                text_encoder=recipe.text_encoder,
                meta=request.meta,
            ),
        ],
        overwrite=request.overwrite,
    )
    scheme = _scheme(rows, request.classes)
    id_of = {cover.name: cover.id for cover in scheme}
    for row in rows:
        if not (request.folder / row.file).exists():
            raise LabelFormatError(
                f"{request.labels.name} lists {row.file}, which is not in "
                f"{request.folder}; correct the table or name the right folder"
            )
    folder = new_run_folder("objects")
    task = ObjectsTask(
        files=[str(request.folder / row.file) for row in rows],
        class_ids=[
            id_of[row.label] if row.label and not row.is_test else 0 for row in rows
        ],
        classes=list(scheme),
        recipe=recipe,
        run_folder=str(folder),
        metadata=file_metadata(request.meta) or SceneMetadata(),
    )
    job, _ = await completed(
        lambda runner: (
            runner.submit("objects", task, title="Classify objects"),
            folder,
        ),
        on_change,
    )
    answer = job.answer
    verdicts = _verdicts(rows, answer, scheme)
    names = [scheme[class_id].name for class_id in answer["known"]]
    writing, kept = Writing(), folder / "objects.csv"
    writing.attempt(
        request.out, lambda: write_object_table(request.out, verdicts, names)
    )
    say(_summary(writing.written, rows, verdicts, answer, id_of))
    if not writing.problems:
        discard_run(folder)
        return
    writing.attempt(kept, lambda: write_object_table(kept, verdicts, names))
    writing.finish(f"The table is kept in {kept}; copy that file")


def _scheme(rows: list[ObjectRow], classes: Path | None) -> ClassScheme:
    """Return the classes of the table, with the descriptions of a class file."""
    names = sorted({row.label for row in rows if row.label})
    given = read_classes(classes) if classes is not None else ClassScheme()
    by_name = {text.name: text for text in given}
    unknown = [name for name in names if given and name not in by_name]
    if unknown:
        raise LabelFormatError(
            f"the class file does not have {', '.join(unknown)}; add a [[class]] for "
            "each name of the table"
        )
    return ClassScheme(
        tuple(
            by_name.get(name) or LandCoverClass(number, name, palette_color(number))
            for number, name in enumerate(names, start=1)
        )
    )


def _verdicts(
    rows: list[ObjectRow], answer: dict[str, Any], scheme: ClassScheme
) -> list[ObjectVerdict]:
    return [
        ObjectVerdict(
            row,
            scheme[class_id].name if class_id else "",
            max(shares) if class_id else 0.0,
            tuple(shares),
            patches,
        )
        for row, class_id, shares, patches in zip(
            rows, answer["class_ids"], answer["shares"], answer["patches"], strict=True
        )
    ]


def _summary(
    written: list[Path],
    rows: list[ObjectRow],
    verdicts: list[ObjectVerdict],
    answer: dict[str, Any],
    id_of: dict[str, int],
) -> str:
    lines = [f"wrote {path}" for path in written]
    lines += [f"note: {warning}" for warning in answer["warnings"]]
    if answer["text_encoder"]:
        lines.append(f"text encoder {answer['text_encoder']}")
    tested = [
        (id_of[row.label], id_of.get(each.predicted, 0))
        for row, each in zip(rows, verdicts, strict=True)
        if row.is_test and row.label
    ]
    if tested:
        truth, found = np.array(tested, np.uint16).T
        figures = accuracy_record(assess(truth[None], found[None]), ClassScheme())
        lines.append(accuracy_line(figures, "objects"))
    lines.append(f"{answer['seconds']['total']:.1f} s")
    return "\n".join(lines)
