"""Suggest pixels to label, in a worker process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.suggestions.records import Suggestion, SuggestionOptions
from hsiviewer.workflows.tasks.records import LABELS_FILE, LearningTask
from hsiviewer.workflows.tasks.run_folders import new_run_folder, write_array
from hsiviewer.workflows.tasks.submission import LearningInputs, learning_task

MASK_FILE = "mask.npy"


class SuggestionTask(msgspec.Struct, frozen=True, kw_only=True):
    """Suggest pixels of a scene.

    Parameters
    ----------
    learning : LearningTask
        Scene, labels and method. Its run folder holds ``labels.npy``, and ``mask.npy``
        if some pixels are never suggested.
    count, min_distance
        As in `SuggestionOptions`.
    model : str
        Folder of a trained model that is asked, instead of learning; empty for none.
    """

    learning: LearningTask
    count: int
    min_distance: float = 0.0
    model: str = ""


def submit_suggestion(
    runner: JobRunner,
    inputs: LearningInputs,
    recipe: Recipe,
    options: SuggestionOptions,
    *,
    model: Path | None = None,
) -> tuple[Job, Path]:
    """Queue a job that suggests pixels; return it and its run folder.

    Raises
    ------
    ConfigurationError
        If method, preset or parameters do not exist.
    FileAccessError
        If there is no room for its files.
    """
    folder = new_run_folder("suggest")
    learning = msgspec.structs.replace(
        learning_task(inputs, recipe, pretrained=None), run_folder=str(folder)
    )
    write_array(folder / LABELS_FILE, inputs.labels)
    if options.mask is not None:
        write_array(folder / MASK_FILE, options.mask)
    task = SuggestionTask(
        learning=learning,
        count=options.count,
        min_distance=options.min_distance,
        model="" if model is None else str(model),
    )
    return runner.submit("suggest", task, title="Suggest pixels"), folder


def suggestions_of(answer: Any) -> tuple[Suggestion, ...]:
    """Return what a worker has answered."""
    return tuple(msgspec.convert(answer, list[Suggestion]))


def answer_of(suggestions: Sequence[Suggestion]) -> Any:
    """Return suggestions as JSON values."""
    return msgspec.to_builtins(list(suggestions))
