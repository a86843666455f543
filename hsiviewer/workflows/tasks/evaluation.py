"""Compare methods in a worker process."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.records import REFERENCE_FILE, EvaluationTask
from hsiviewer.workflows.tasks.run_folders import new_run_folder, write_array
from hsiviewer.workflows.tasks.submission import LearningInputs


@dataclass(frozen=True, kw_only=True)
class EvaluationPlan:
    """Which runs an evaluation consists of.

    Parameters
    ----------
    recipes : tuple of Recipe
        One for each method; their seeds are not used.
    shots : tuple of int or float
        Labels per class, or below 1 their share.
    seeds : tuple of int
        Every combination is run.
    split : str
        One of `hsiviewer.evaluation.splits.KINDS`.
    sweep : tuple of str and tuple of str, optional
        A parameter, and the values that every method is run with.
    patch : int
        As in `EvaluationTask`.
    """

    recipes: tuple[Recipe, ...]
    shots: tuple[float, ...]
    seeds: tuple[int, ...]
    split: str = "random"
    sweep: tuple[str, tuple[str, ...]] | None = None
    patch: int = 0

    def check(self) -> None:
        """Check the parameters of all runs.

        Raises
        ------
        ConfigurationError
            If a method, preset or parameter does not exist.
        """
        for recipe, change in itertools.product(self.recipes, self._changes()):
            recipe.changed(change).make_config()

    def _changes(self) -> Iterator[dict[str, str]]:
        if self.sweep is None:
            yield {}
            return
        name, values = self.sweep
        yield from ({name: value} for value in values)


def submit_evaluation(
    runner: JobRunner,
    inputs: LearningInputs,
    plan: EvaluationPlan,
    *,
    title: str = "Evaluate",
) -> tuple[Job, Path]:
    """Queue an evaluation; return the job and its run folder.

    Parameters
    ----------
    inputs : LearningInputs
        Its labels are the reference, which shots are drawn from.

    Raises
    ------
    ConfigurationError
        If a method, preset or parameter does not exist.
    FileAccessError
        If there is no room for the reference.
    """
    plan.check()
    folder = new_run_folder("evaluate")
    write_array(folder / REFERENCE_FILE, inputs.labels)
    name, values = plan.sweep or ("", ())
    task = EvaluationTask(
        scene=inputs.cube.reference,
        run_folder=str(folder),
        classes=list(inputs.scheme),
        recipes=list(plan.recipes),
        shots=list(plan.shots),
        seeds=list(plan.seeds),
        split=plan.split,
        sweep_key=name,
        sweep_values=list(values),
        patch=plan.patch,
        auxiliary=[raster.reference for raster in inputs.auxiliary],
        good_bands=inputs.cube.bands.good_mask.tolist(),
        metadata=inputs.cube.metadata,
    )
    return runner.submit("evaluate", task, title=title), folder
