"""Methods beside each other: figures, maps, agreement, and what is kept of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.georeference import GeoReference
from hsiviewer.evaluation.agreement import Agreement, agreement
from hsiviewer.evaluation.comparison import paired_tests, summarise
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import method_spec
from hsiviewer.workflows.tasks.records import (
    MODEL_FOLDER,
    ComparisonTask,
    LearningTask,
    load_result,
)
from hsiviewer.workflows.tasks.run_folders import RunRecord

AGREEMENT = "agreement"


@dataclass(frozen=True, eq=False)
class ComparedMethod:
    """One method in a comparison.

    Parameters
    ----------
    method : str
        Id.
    figures : mapping
        Means and deviations, of `hsiviewer.evaluation.comparison.summarise`.
    behind : float
        Mean overall accuracy of the best method minus its own.
    p_value : float, optional
        That as large a difference is chance; none for the best, and with one round.
    result : ClassificationResult
        Its map, from all labels.
    run : RunRecord
        What is kept if the map is used.
    """

    method: str
    figures: Mapping[str, Any]
    behind: float
    p_value: float | None
    result: ClassificationResult
    run: RunRecord

    @property
    def title(self) -> str:
        """What people call it."""
        return method_spec(self.method).title


@dataclass(frozen=True, eq=False)
class MethodComparison:
    """Methods beside each other, the best first.

    Parameters
    ----------
    scene : str
        Reference of the cube.
    folder : Path
        Holds the labels that were learned from.
    methods : sequence of ComparedMethod
        By mean overall accuracy.
    agreement : Agreement
        What their maps have in common.
    has_reference : bool
        Whether figures are against a reference; else against labels held out.
    rounds : int
        Trainings of each.
    tested : int
        Pixels that each round was tested on.
    failed : mapping of str to str
        Sentences for methods that could not run.
    """

    scene: str
    folder: Path
    methods: Sequence[ComparedMethod]
    agreement: Agreement
    has_reference: bool
    rounds: int
    tested: int
    failed: Mapping[str, str]

    @property
    def winner(self) -> ComparedMethod:
        """The method with the highest mean overall accuracy."""
        return self.methods[0]


def compared(
    task: ComparisonTask,
    answer: Mapping[str, Any],
    georeference: GeoReference,
    has_reference: bool,
    begun_at: float,
) -> MethodComparison:
    """Return a worker's answer as a comparison, begun at a moment; reads the maps."""
    figures = summarise(answer["runs"])
    figures.sort(key=lambda each: -each["overall_accuracy"]["mean"])
    best = figures[0]
    chances = {
        frozenset((paired_test["first"], paired_test["second"])): paired_test["p_value"]
        for paired_test in paired_tests(answer["runs"])
    }
    folders = dict(zip(_by_method(task), task.map_folders, strict=True))
    methods = []
    for figure in figures:
        method, told = figure["method"], answer["maps"][figure["method"]]
        folder = Path(folders[method])
        methods.append(
            ComparedMethod(
                method=method,
                figures=figure,
                behind=best["overall_accuracy"]["mean"]
                - figure["overall_accuracy"]["mean"],
                p_value=chances.get(frozenset((best["method"], method)))
                if figure is not best
                else None,
                result=load_result(folder, told, georeference),
                run=_run_record(task, method, folder, told, begun_at),
            )
        )
    return MethodComparison(
        scene=task.scene,
        folder=Path(task.run_folder),
        methods=methods,
        agreement=agreement([method.result.class_map for method in methods]),
        has_reference=has_reference,
        rounds=task.rounds,
        tested=answer["runs"][0]["n_reference"],
        failed=answer["failed"],
    )


def agreed_result(found: MethodComparison) -> ClassificationResult:
    """Return the map of the majority, with the share that agrees as confidence."""
    first = found.winner.result
    titles = [method.method for method in found.methods]
    provenance = {
        "method": AGREEMENT,
        "methods": titles,
        "scene": found.scene,
        "labels_per_class": first.provenance["labels_per_class"],
        "versions": first.provenance["versions"],
        "device": first.provenance["device"],
        "warnings": [],
        "seconds": {
            "total": sum(
                method.result.provenance["seconds"]["total"] for method in found.methods
            )
        },
    }
    return ClassificationResult(
        class_map=found.agreement.class_map,
        confidence=found.agreement.share,
        scheme=ClassScheme(tuple(first.scheme)),
        georeference=first.georeference,
        provenance=provenance,
    )


def _by_method(task: ComparisonTask) -> dict[str, Recipe]:
    return {recipe.method: recipe for recipe in task.recipes}


def _run_record(
    task: ComparisonTask, method: str, folder: Path, answer: Any, begun_at: float
) -> RunRecord:
    recipe = _by_method(task)[method]
    learned = LearningTask(
        scene=task.scene,
        run_folder=str(folder),
        classes=task.classes,
        recipe=recipe,
        auxiliary=task.auxiliary if recipe.spec.uses_auxiliary else [],
        good_bands=task.good_bands,
        metadata=task.metadata,
        save_model=str(folder / MODEL_FOLDER),
    )
    return RunRecord(
        kind="classify",
        title=recipe.title,
        task=learned,
        state="done",
        answer=msgspec.to_builtins(answer),
        seconds=answer["provenance"]["seconds"]["total"],
        begun_at=begun_at,
        label_count=sum(answer["provenance"]["labels_per_class"].values()),
    )
