"""Compare methods on few-shot splits of a reference."""

import os
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    MapIds,
    open_labelled_scene,
    read_labels,
)
from hsiviewer.api.maps import Accuracy
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.running import ProgressCallback, complete
from hsiviewer.api.scenes import SceneLike
from hsiviewer.api.settings import (
    MethodsLike,
    Sweep,
    method_ids,
    shot_counts,
    swept,
    training_recipe,
    whole_seeds,
)
from hsiviewer.api.targets import check, class_file_of, file_of
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.evaluation.splits import KINDS
from hsiviewer.io.atomic import write_text
from hsiviewer.io.targets import Source, Target
from hsiviewer.workflows.commands.evaluate import (
    evaluated,
    evaluation_report,
    format_evaluation,
    runs_text,
)
from hsiviewer.workflows.tasks.evaluation import EvaluationPlan
from hsiviewer.workflows.tasks.submission import LearningInputs
from hsiviewer.workflows.tasks.targets import file_sources


@dataclass(frozen=True, eq=False)
class EvaluationRun:
    """One training of an evaluation.

    Parameters
    ----------
    method, variant : str
        Id of the method, and the swept value such as ``"folds=3"``; empty without one.
    shots : float
        Labels per class; below 1, the share of each class's pixels.
    seed : int
        Seed of the split and of the method.
    accuracy : Accuracy
        Agreement with the pixels that were not trained on.
    seconds : dict
        Wall-clock seconds per stage.
    report : dict
        The whole record of the run, as JSON values.
    """

    method: str
    variant: str
    shots: float
    seed: int
    accuracy: Accuracy
    seconds: dict[str, float]
    report: dict[str, Any]


class Evaluation:
    """A comparison of methods: runs, means and tests of the differences.

    `hsiviewer.evaluate` returns it; ``print`` shows its tables.

    Parameters
    ----------
    report : dict
        What ``hsiviewer evaluate --json`` writes.
    sources : iterable of Source
        Input files, which are never replaced.
    """

    def __init__(self, report: dict[str, Any], sources: Iterable[Source] = ()) -> None:
        self._report = deepcopy(report)
        self._sources = tuple(sources)

    @cached_property
    def runs(self) -> tuple[EvaluationRun, ...]:
        """The runs, one per training."""
        return tuple(_run(record) for record in self._report["runs"])

    @property
    def summary(self) -> list[dict[str, Any]]:
        """Mean and standard deviation over the seeds, by method and shots."""
        return deepcopy(list(self._report["summary"]))

    @property
    def paired_tests(self) -> list[dict[str, Any]]:
        """Differences between methods over the same seeds, with their p-values."""
        return deepcopy(list(self._report["paired_tests"]))

    def report(
        self, path: str | os.PathLike[str] | None = None, overwrite: bool = False
    ) -> dict[str, Any]:
        """Return all figures as JSON values, and write them if a path is given.

        Parameters
        ----------
        path : str or path, optional
            File to write, ``.json``.
        overwrite : bool
            Whether to replace a file that hsiviewer did not write.

        Returns
        -------
        dict
            What ``hsiviewer evaluate --json`` writes.

        Raises
        ------
        ExportError
            If the file cannot be written, or may not be replaced.
        """
        if path is not None:
            target = Path(path)
            runs = Target(target, "the runs", suffixes=(".json",))
            check(runs, sources=self._sources, overwrite=overwrite)
            write_text(target, runs_text(self._report))
        return deepcopy(self._report)

    def __str__(self) -> str:
        return format_evaluation(self._report)

    def __repr__(self) -> str:
        methods = ", ".join(dict.fromkeys(run.method for run in self.runs))
        return f"<Evaluation of {methods}: {len(self.runs)} runs>"


def evaluate(
    scene: SceneLike,
    reference: LabelsLike,
    *,
    methods: MethodsLike,
    shots: float | Sequence[float],
    seeds: Sequence[int] = (0,),
    split: str = "random",
    sweep: Sweep | None = None,
    preset: str = "quick",
    device: str = "auto",
    classes: ClassesLike = None,
    map_ids: MapIds = None,
    auxiliary: Auxiliary = (),
    text_encoder: str | os.PathLike[str] | None = "",
    allow_download: bool = False,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> Evaluation:
    """Compare methods on a reference, as ``hsiviewer evaluate`` does.

    Each method trains with the same few labels, drawn from the reference, and is
    tested on the other pixels. Each method, number of shots and seed is one run.

    Parameters
    ----------
    scene, preset, device, classes, map_ids, auxiliary, text_encoder, allow_download,
    meta, progress, **parameters
        As in `hsiviewer.classify`.
    reference : Labels, str, path or ndarray of int, shape (rows, cols)
        Ground truth.
    methods : str, Method or sequence of these
        Ids of methods, or some of `hsiviewer.methods`.
    shots : float or sequence of float
        Labels per class; below 1, the share of each class's pixels.
    seeds : sequence of int
        One draw of labels for each.
    split : str
        ``"random"``; ``"disjoint"`` for labels and test pixels in separate areas; or
        ``"blocks"``, a spatial cross-validation: labels come from four fifths of the
        blocks all over the scene, the others test, another fifth for each seed, so
        that ``seeds=range(5)`` tests all of them.
    sweep : (str, sequence) or dict, optional
        A parameter and the values to run every method with.

    Returns
    -------
    Evaluation

    Raises
    ------
    HsiViewerError
        If a file cannot be read, a parameter cannot be used, or fewer than two classes
        can be split.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> comparison = hsiviewer.evaluate(
    ...     files.cube, files.reference, methods="spectral-angle", shots=[2, 5]
    ... )
    >>> comparison
    <Evaluation of spectral-angle: 2 runs>
    >>> [(run.shots, run.accuracy.n_reference) for run in comparison.runs]
    [(2, 2180), (5, 2150)]
    """
    names = method_ids(methods)
    counts, draws = shot_counts(shots), whole_seeds(seeds)
    if not names or not counts or not draws:
        raise ConfigurationError(
            "name at least one method, one number of shots and one seed"
        )
    if split not in KINDS:
        raise ConfigurationError(
            f"there is no split {split!r}; choose one of {', '.join(KINDS)}"
        )
    values = swept(sweep)
    opened = open_labelled_scene(scene, reference, meta)
    truth = read_labels(reference, opened, classes=classes, map_ids=map_ids)
    rasters = open_rasters(auxiliary, opened)
    recipe = training_recipe(
        names[0],
        preset=preset,
        device=device,
        text_encoder=text_encoder,
        allow_download=allow_download,
        parameters=parameters,
    )
    plan = EvaluationPlan(
        recipes=tuple(replace(recipe, method=name) for name in names),
        shots=counts,
        seeds=draws,
        split=split,
        sweep=values,
    )
    inputs = LearningInputs(
        cube=opened.cube,
        labels=truth.to_array(),
        scheme=truth.classes.restricted(truth.counts),
        auxiliary=rasters.cubes,
    )
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        reference=truth.file,
        auxiliary=rasters.files,
        classes=class_file_of(classes),
        text_encoder=recipe.text_encoder,
    )
    runs = complete(
        lambda on_change: evaluated(inputs, plan, on_change=on_change), progress
    )
    report = evaluation_report(
        runs, plan, scene=opened.cube.origin, reference=truth.file or "array"
    )
    return Evaluation(report, sources)


def _run(record: dict[str, Any]) -> EvaluationRun:
    accuracy = Accuracy.of_report(record)
    assert accuracy is not None, "every run of an evaluation is compared"
    return EvaluationRun(
        method=record["method"],
        variant=record["variant"],
        shots=record["shots"],
        seed=record["seed"],
        accuracy=accuracy,
        seconds=dict(record["seconds"]),
        report=deepcopy(record),
    )
