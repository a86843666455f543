"""Suggest which pixels to label next: a scene and labels in, points out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.labels import read_labels
from hsiviewer.io.points import Column, PointTable, write_points
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import Source, check_targets
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.saved.model_record import read_model_record
from hsiviewer.learning.suggestions.records import Suggestion, SuggestionOptions
from hsiviewer.workflows.commands.batch import LABEL_OPTION, OnChange, Say, completed
from hsiviewer.workflows.commands.inputs import (
    file_metadata,
    file_scheme,
    read_inputs,
    unlabelled_inputs,
)
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.submission import LearningInputs
from hsiviewer.workflows.tasks.suggesting import submit_suggestion, suggestions_of
from hsiviewer.workflows.tasks.targets import file_sources, points_target


@dataclass(frozen=True, kw_only=True)
class SuggestFiles:
    """Paths and settings of ``hsiviewer suggest``, named as on the command line.

    Parameters
    ----------
    mask : str
        Label file; its pixels with an id are never suggested. Empty for none.
    model : Path, optional
        Folder of a trained model that is asked, instead of learning from the labels.
    """

    scene: str
    count: int
    out: Path
    recipe: Recipe
    labels: str = ""
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    mask: str = ""
    min_distance: float = 0.0
    model: Path | None = None
    overwrite: bool = False
    meta: Path | None = None


async def suggest_files(
    request: SuggestFiles, *, on_change: OnChange, say: Say
) -> None:
    """Suggest pixels of a scene, write them as points, and say a summary.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or no pixel is left to suggest.
    CancelledError
        If the work was interrupted.
    """
    check_targets(
        [points_target(request.out)],
        [
            *file_sources(
                scene=request.scene,
                labels=request.labels,
                auxiliary=request.auxiliary,
                classes=request.classes,
                model=request.model,
                meta=request.meta,
                text_encoder=request.recipe.text_encoder,
            ),
            *([Source(request.mask, "the mask")] if request.mask else []),
        ],
        overwrite=request.overwrite,
    )
    inputs = _read(request)
    masked = None
    if request.mask:
        masked = read_labels(request.mask, inputs.cube)[0].values > 0
    options = SuggestionOptions(
        count=request.count, min_distance=request.min_distance, mask=masked
    )
    suggestions = await suggested(
        inputs, request.recipe, options, model=request.model, on_change=on_change
    )
    scheme = inputs.scheme
    if request.model is not None:
        scheme = scheme.joined(read_model_record(request.model).scheme)
    write_suggestions(request.out, suggestions, scheme, inputs.cube.georeference)
    say(_summary(request, suggestions, scheme))


async def suggested(
    inputs: LearningInputs,
    recipe: Recipe,
    options: SuggestionOptions,
    *,
    model: Path | None,
    on_change: OnChange,
) -> tuple[Suggestion, ...]:
    """Suggest pixels in a worker; errors as `suggest_files`."""
    job, folder = await completed(
        lambda runner: submit_suggestion(runner, inputs, recipe, options, model=model),
        on_change,
    )
    discard_run(folder)
    return suggestions_of(job.answer)


def write_suggestions(
    path: Path,
    suggestions: Sequence[Suggestion],
    scheme: ClassScheme,
    georeference: GeoReference,
) -> None:
    """Write suggestions as points without classes; see `write_points`.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    names = {cover.id: cover.name for cover in scheme}
    best = [suggestion.best_class for suggestion in suggestions]
    second = [suggestion.second_class for suggestion in suggestions]
    margins = [suggestion.margin for suggestion in suggestions]
    columns: dict[str, Column] = {
        "rank": list(range(1, len(suggestions) + 1)),
        "reason": [suggestion.reason for suggestion in suggestions],
        "margin": [np.nan if margin is None else margin for margin in margins],
        "best_class": best,
        "best_name": [names.get(class_id, "") for class_id in best],
        "second_class": second,
        "second_name": [names.get(class_id, "") for class_id in second],
    }
    table = PointTable(
        np.array([suggestion.row for suggestion in suggestions], np.intp),
        np.array([suggestion.col for suggestion in suggestions], np.intp),
        columns,
    )
    write_points(path, table, georeference)


def _read(request: SuggestFiles) -> LearningInputs:
    if request.labels:
        return read_inputs(
            request.scene,
            request.labels,
            classes=file_scheme(request.classes),
            auxiliary=request.auxiliary,
            option=LABEL_OPTION,
            meta=request.meta,
        )
    cube = open_described(request.scene, file_metadata(request.meta))
    rasters = tuple(open_auxiliary(raster, cube) for raster in request.auxiliary)
    return unlabelled_inputs(cube, rasters)


def _summary(
    request: SuggestFiles, suggestions: Sequence[Suggestion], scheme: ClassScheme
) -> str:
    lines = [f"wrote {request.out}: {len(suggestions)} pixels"]
    if len(suggestions) < request.count:
        lines.append(f"note: no more than {len(suggestions)} pixels can be suggested.")
    names = {cover.id: cover.name for cover in scheme}
    pairs = Counter(
        " and ".join(
            sorted(
                names.get(class_id, f"class {class_id}")
                for class_id in (suggestion.best_class, suggestion.second_class)
            )
        )
        for suggestion in suggestions
        if suggestion.best_class
    )
    if not pairs:
        lines.append(
            "No labels of two classes yet: the pixels are typical of the scene."
        )
    for pair, count in pairs.most_common(5):
        lines.append(f"{count} between {pair}")
    return "\n".join(lines)
